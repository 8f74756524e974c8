"""When a session ends: the way back leads to a page, and what was open is not torn apart."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.cast import PASSWORD, a_claim, an_article
from tests.frontend.visiting import at_desk, words

pytestmark = pytest.mark.once
HTMX = {"HX-Request": "true"}


def next_of(location):
    """Where the sign-in page leads to."""
    assert urlsplit(location).path == "/accounts/login/"
    return parse_qs(urlsplit(location).query)["next"][0]


def test_a_verb_of_htmx_leads_to_the_entrance_and_back_to_the_page(newsroom):
    claim = a_claim(newsroom.alice)
    here = f"http://testserver/claims/{claim.pk}/?edit=claim"
    answer = Client().post(f"/claims/{claim.pk}/edit/", headers=HTMX | {"HX-Current-URL": here})
    assert answer.status_code == 401
    assert next_of(answer["HX-Redirect"]) == f"/claims/{claim.pk}/?edit=claim"
    assert answer.content == b""


def test_signing_in_leads_back(newsroom, client):
    claim = a_claim(newsroom.alice)
    location = client.get(f"/claims/{claim.pk}/?history=all")["Location"]
    given = {"login": newsroom.alice.user.email, "password": PASSWORD}
    answer = client.post(location, given | {"next": next_of(location)})
    assert answer["Location"] == f"/claims/{claim.pk}/?history=all"


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("http://testserver/claims/1/?edit=claim", "/claims/1/?edit=claim"),
        ("http://testserver/articles/1/#claim-4", "/articles/1/"),
        ("http://testserver/claims/1/edit/", "/"),
        ("http://testserver/articles/1/pulse/?since=4", "/"),
        ("http://testserver/verdicts/1/publish/", "/"),
        ("http://testserver/accounts/logout/", "/"),
        ("http://testserver/admin/", "/"),
        ("http://testserver/nothing/", "/"),
        ("http://elsewhere.example/claims/1/", "/"),
        ("//elsewhere.example/claims/1/", "/"),
        ("http://[", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
@pytest.mark.parametrize("kind", ["HX-Current-URL", "Referer"])
def test_the_way_back_is_a_page_of_ours_and_no_verb_or_fragment(db, kind, sent, path):
    headers = {kind: sent} | (HTMX if kind.startswith("HX") else {})
    answer = Client().post("/claims/1/dismiss/", headers=headers)
    assert next_of(answer.headers.get("HX-Redirect") or answer["Location"]) == path


@pytest.mark.parametrize("fragment", ["/articles/1/pulse/?since=3", "/claims/1/edit/", "/team/"])
def test_a_fragment_or_verb_is_never_where_the_way_leads(db, fragment):
    answer = Client().get(fragment)
    assert answer.status_code == 405 or next_of(answer["Location"]) == "/"


def test_the_pulse_stops_says_so_and_leaves_the_page_alone(newsroom):
    article = an_article(newsroom.alice)
    here = f"http://testserver/articles/{article.pk}/?view=sentences"
    headers = HTMX | {"HX-Trigger": "pulse", "HX-Current-URL": here}
    answer = Client().get(f"/articles/{article.pk}/pulse/", headers=headers)
    assert answer.status_code == 286
    assert "HX-Redirect" not in answer.headers
    assert words(answer) == "You have been signed out. Sign in to go on."
    assert "next=/articles/" in answer.content.decode()


def test_a_refusal_leads_back_to_a_page_only(newsroom):
    claim = a_claim(newsroom.alice)
    answer = at_desk(newsroom.victor).post(
        f"/claims/{claim.pk}/reopen/",
        {"version": claim.version},
        headers={"Referer": f"http://testserver/claims/{claim.pk}/edit/"},
    )
    assert answer["Location"] == "/"
