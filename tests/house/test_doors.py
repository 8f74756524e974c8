"""Which pages a stranger may see: a short list, and nothing besides."""

from collections.abc import Iterator

import pytest
from django.urls import URLResolver, get_resolver

# For everybody: published fact-checks, signing in and out, the API's description, how it goes.
PUBLIC = (
    "accounts/",
    "admin/login/",
    "admin/logout/",
    "api/docs/",
    "api/schema/",
    "api/v1/claims:search",
    "api/v1/published/",
    "fact-checks/",
    "healthz",
    "metrics",  # for this machine, where the tests are; tests/api/test_metrics.py has the others
    "readyz",
    "robots.txt",
    "sitemap.xml",
)
# The front door shows strangers to the fact-checks; below the others there is only "not found".
EXACTLY = {"", "api/", "api/v1/"}
SAMPLES = {"int": "1", "slug": "a", "str": "a", "uuid": "0" * 32, "path": "a"}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Fill every address of the desk with samples, so that it can be asked for."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif not any(sign in route for sign in "^$(\\"):
            yield filled(route)


def filled(route: str) -> str:
    """Replace `<int:pk>` by a sample."""
    while "<" in route:
        start, end = route.index("<"), route.index(">")
        kind = route[start + 1 : end].partition(":")[0] if ":" in route[start:end] else "str"
        route = route[:start] + SAMPLES.get(kind, "a") + route[end + 1 :]
    return route


def private() -> list[str]:
    """List the addresses that a stranger must not see."""
    return [a for a in addresses(get_resolver()) if not a.startswith(PUBLIC) and a not in EXACTLY]


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_sees_only_what_is_public(client, method):
    opened = []
    for address in private():
        response = getattr(client, method)(f"/{address}")
        refused = response.status_code in {401, 403, 405} or (
            response.status_code == 302 and "login" in response["Location"]
        )
        if not refused:
            opened.append(f"{method} /{address}: {response.status_code}")
    assert opened == []


def test_the_list_of_addresses_is_not_empty():
    assert len(private()) > 20
