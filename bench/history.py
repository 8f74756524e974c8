"""How long it takes to verify a history: `python -m bench.history` prints seconds and MB as JSON.

The database is DATABASE_URL's; it is filled with invented lines, as the desk writes them.
"""

from __future__ import annotations

import json
import os
import resource
import time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from annotations.models import Actor, Stream

LINES, A_STREAM = 100_000, 40


def main() -> None:
    """Fill, write checkpoints, verify and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django.conf import settings

    from annotations.history.verifying import verify

    fill()
    before = _peak()
    began = time.perf_counter()
    report = verify(settings.CHECKPOINTS.file, settings.CHECKPOINTS.key)
    seconds = time.perf_counter() - began
    if report.wrong or report.vouched != report.lines:
        raise SystemExit("\n".join(report.wrong) or "The checkpoints do not cover the history.")
    figures = {"lines": report.lines, "checkpoints": report.checkpoints, "seconds": seconds}
    print(json.dumps({**figures, "grown_mb": _peak() - before}))


def fill() -> None:
    """Write LINES lines, A_STREAM in each article's stream, with a checkpoint every thousand."""
    from annotations.history import keeping
    from annotations.models import Actor, Article, Membership, Stream

    membership = Membership.objects.select_related("user", "team").get(user__name="Alice")
    alice = Actor.member(membership.user, membership.team)
    if alice is None:
        raise SystemExit("The demo newsroom has no Alice any more.")
    titles = [f"Bench {number}" for number in range(LINES // A_STREAM)]
    articles = Article.objects.bulk_create(
        Article(team=alice.team, title=title, added_by=alice.user, fingerprint=title)
        for title in titles
    )
    for number, article in enumerate(articles, 1):
        _tell(Stream.objects.create(team=alice.team, article=article), alice)
        if number % (1_000 // A_STREAM) == 0:
            keeping.keep(at_once=True)


def _tell(stream: Stream, alice: Actor) -> None:
    from annotations.history import ledger
    from annotations.models import Event

    words = {"statement": "The harbour tunnel cost 412 million euros, as the port says.", "n": 1}
    lines = [
        ledger.append(
            stream,
            by=alice,
            action="edit",
            noun="claim",
            object_id=number,
            claim_id=number,
            before=words | {"claimant": "Port authority", "topics": ["Transport", "Budget"]},
            after=words | {"claimant": "The port authority", "topics": ["Transport"]},
        )
        for number in range(A_STREAM)
    ]
    Event.objects.bulk_create(lines)
    stream.save(update_fields=["seq", "head"])


def _peak() -> float:
    """Return the largest size that this process had so far, in MB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
