"""One file from which anybody can verify a published fact-check, without us and offline.

docs/verify.md describes the file, and how to verify it in a few lines of Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from annotations.history import chain, files, merkle
from annotations.history.entries import Entry
from annotations.history.ledger import facts_of
from annotations.models import Event, Stream, Verdict
from annotations.text.digests import digest

SCHEMA = 1
TOLD = frozenset({"claim", "occurrence", "evidence", "verdict", "review"})
"""What is told of a claim; of other lines, such as comments, only the seal is."""


class CannotExport(Exception):
    """Why there can be no such file, in a sentence."""


def bundle(verdict: Verdict, checkpoints: Path) -> dict[str, Any]:
    """Return the file about a published revision, as a JSON value; raises CannotExport.

    The lines go from the claim's first one to the head that the first checkpoint after the
    publication saw.
    """
    stream = Stream.objects.get(article=verdict.claim.article_id)
    published = _publication(verdict, stream)
    entry, index = _covering(checkpoints, stream.name, published.seq)
    events = _events(stream, verdict.claim_id, entry.heads[index][1])
    lines = [_line(event, stream.name, verdict.claim_id, published.seq) for event in events]
    if (
        digest(verdict.dossier) != verdict.digest
        or _head(events[0].prev, lines) != (entry.heads[index][2])
    ):
        raise CannotExport(_("The history does not verify: run manage.py verify_history."))
    return {
        "schema": SCHEMA,
        "claim": verdict.claim_id,
        "verdict": verdict.pk,
        "revision": verdict.number,
        "digest": verdict.digest,
        "dossier": verdict.dossier,
        "approvals": [*_approvals(lines, verdict.digest)],
        "published": {"line": published.seq, "hash": published.hash},
        "first": events[0].seq,
        "start": events[0].prev,
        "lines": lines,
        "head": entry.heads[index],
        "path": merkle.path([merkle.leaf(head) for head in entry.heads], index),
        "checkpoint": entry.header,
        "mac": entry.mac,
    }


def _publication(verdict: Verdict, stream: Stream) -> Event:
    lines = stream.events.filter(noun="verdict", action="publish", object_id=verdict.pk)
    found = lines.order_by("seq").first()
    if found is None:
        raise CannotExport(_("The history does not say that this revision was published."))
    return found


def _covering(checkpoints: Path, name: str, seq: int) -> tuple[Entry, int]:
    """Return the first checkpoint that saw this line of the stream, and where the head is in it."""
    try:
        with files.reading(checkpoints) as file:
            for entry in files.entries_of(file):
                for index, head in enumerate(entry.heads):
                    if head[0] == name and head[1] >= seq:
                        return entry, index
    except (OSError, ValueError) as error:
        raise CannotExport(_("The checkpoints of the history cannot be read.")) from error
    raise CannotExport(_("No checkpoint has seen this publication yet: run manage.py checkpoint."))


def _events(stream: Stream, claim_id: int, last: int) -> list[Event]:
    events = stream.events.filter(seq__lte=last).order_by("seq")
    first = events.filter(claim_id=claim_id).values_list("seq", flat=True)[0]
    found = [*events.filter(seq__gte=first)]
    if unsealed := next((event for event in found if not event.salt), None):
        raise CannotExport(
            _("Line %d is from before lines were sealed: it cannot be passed over untold.")
            % unsealed.seq
        )
    return found


def _line(event: Event, name: str, claim_id: int, published: int) -> dict[str, Any]:
    """Return what is told of a line. What came after the publication may be a secret still."""
    facts = facts_of(event, name)
    if event.claim_id == claim_id and event.noun in TOLD and event.seq <= published:
        return {"facts": {**facts, "salt": event.salt}}
    return {"sealed": chain.seal(facts, event.salt)}


def _head(head: str, lines: Iterable[dict[str, Any]]) -> str:
    for line in lines:
        head = chain.link(head, digest(line["facts"]) if "facts" in line else line["sealed"])
    return head


def _approvals(lines: Iterable[dict[str, Any]], sealed: str) -> Iterable[dict[str, str]]:
    for facts in (line["facts"] for line in lines if "facts" in line):
        vote = facts["after"] if facts["noun"] == "review" else {}
        if vote.get("vote") == "approve" and vote.get("digest") == sealed:
            yield {"name": facts["actor_name"], "at": facts["at"], "digest": sealed}
