"""Where the processor time of a request goes: `python -m bench.profile`, on a database of its own.

Each request is made in this process and profiled; every function's own time is counted for the
room or the library that it stands in. Profiling makes all of it about twice as slow, so the shares
count, not the milliseconds.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench.table import Section, lines

TIMES = 60
CLAIMS = 50
WHERE = (
    ("rest_framework", "Django REST Framework"),
    ("django/db", "Django: database"),
    ("django/", "Django: the rest"),
    ("site-packages", "other libraries"),
    ("annotations/", "annotations"),
    ("api/", "api"),
    ("frontend/", "frontend"),
    ("factcheck/", "factcheck"),
    ("sqlite3", "SQLite itself"),
    ("SQLite", "SQLite itself"),
)
"""Part of a function's place, and what it is counted for; the first that fits."""


def main() -> None:
    """Profile both requests and print where their time went."""
    with tempfile.TemporaryDirectory(prefix="factcheck-profile-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'desk.sqlite3'}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        os.environ.setdefault("FACTCHECK_SECRET_KEY", "known to all who profile this desk: " * 2)
        shares = [(name, _shares(work)) for name, work in _requests()]
    rows = Counter[str]()
    for _name, share in shares:
        rows.update(share)
    table = Section("share of the processor time", [name for name, _share in shares])
    for place, _total in rows.most_common():
        table.add(place, *(f"{share[place]:.0%}" for _name, share in shares))
    print("\n".join(lines([table])))


def _requests() -> Iterator[tuple[str, Callable[[], Any]]]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    send = _alice()
    from bench import corpus

    article, marked = (send("POST", "articles/", corpus.article(n, 16_000))["id"] for n in (1, 2))
    places = count()

    def claim(of: int = article) -> Any:
        start = next(places) * 20
        return send("POST", "claims/", {"article": of, "start": start, "end": start + 15})

    for _number in range(CLAIMS):
        claim(marked)
    yield "create a claim", claim
    yield f"read {CLAIMS} claims", lambda: send("GET", f"articles/{marked}/?expand=claims")


def _alice() -> Callable[..., Any]:
    """Return what sends a request of somebody who contributes to a new team, and answers it."""
    from django.test import Client

    from annotations.actions import teams, tokens
    from annotations.models import Actor, User

    alice = User.objects.create_user("alice@bench.example", name="Alice")
    actor = Actor.member(alice, teams.found_team("Bench", "bench", admin=alice))
    if actor is None:
        raise SystemExit("Nobody is in the team.")
    _token, key = tokens.issue_token(by=actor, scopes=["read", "suggest"])
    client = Client(headers={"Authorization": f"Token {key}", "Host": "localhost"})

    def send(method: str, path: str, body: Any = None) -> Any:
        ask = client.get if method == "GET" else client.post
        answer = ask(f"/api/v1/{path}", body, content_type="application/json")
        if answer.status_code >= 300:
            raise SystemExit(f"{method} {path} answers {answer.status_code}.")
        return answer.json()

    return send


def _shares(work: Callable[[], Any]) -> Counter[str]:
    """Return the share of each place in the time that all its functions took for themselves."""
    work()
    profile = cProfile.Profile()
    profile.enable()
    for _number in range(TIMES):
        work()
    profile.disable()
    own: Counter[str] = Counter()
    for (file, _line, name), (_calls, _all, seconds, *_rest) in _stats(profile).items():
        own[_place(f"{file} {name}")] += seconds
    total = sum(own.values())
    return Counter({place: seconds / total for place, seconds in own.items()})


def _stats(profile: cProfile.Profile) -> dict[tuple[str, int, str], tuple[Any, ...]]:
    found: dict[tuple[str, int, str], tuple[Any, ...]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return found


def _place(where: str) -> str:
    return next((place for part, place in WHERE if part in where), "Python itself")


if __name__ == "__main__":
    main()
