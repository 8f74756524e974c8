"""Writing checkpoints into a file outside the database.

The file has one entry a line and only grows. Whoever writes holds its lock, so that two do not
write at once, and notes in the database which entry was the last: neither of the two can be cut
or replaced without the other showing it.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.history import entries, files
from annotations.history.entries import Entry, Head
from annotations.models import Checkpoint, Event, Stream
from annotations.models.event import stream_name

log = logging.getLogger(__name__)

MOST_HEADS = 2_000
"""So many heads are in one entry, at most 200 KB; where more streams changed, several follow."""
LONGEST_SILENCE = dt.timedelta(days=1)

Covered = dict[str, tuple[int, str]]
"""Number and hash of the last line, by the stream's name."""


class CannotKeep(Exception):
    """Why no checkpoint can be written, in a sentence."""


def keep(*, at_once: bool = False) -> list[Entry]:
    """Return the checkpoints written: none before they are due, or where nothing has changed.

    One is due when the history has grown by so many lines as the settings say, and a day after
    the last one. `at_once` does not wait for that. Raises CannotKeep.
    """
    if not settings.CHECKPOINTS.key:
        raise CannotKeep(_("There is no key: set FACTCHECK_CHECKPOINT_KEY."))
    try:
        with files.writing(settings.CHECKPOINTS.file) as file:
            last = files.last(file)
            if not (at_once or _is_due(last)):
                return []
            return _write(file, last, _covered(file))
    except (OSError, ValueError) as error:
        sentence = _("%(file)s: %(why)s") % {"file": settings.CHECKPOINTS.file, "why": error}
        raise CannotKeep(sentence) from error


def heads() -> list[Head]:
    """Return how all streams end at one moment."""
    rows = Stream.objects.filter(seq__gt=0).order_by("pk")
    ends = rows.values_list("team_id", "article_id", "seq", "head")
    return [(stream_name(team, article), seq, own) for team, article, seq, own in ends]


def _is_due(last: Entry | None) -> bool:
    written = Stream.objects.aggregate(lines=Sum("seq"))["lines"] or 0
    # Fewer lines than before is a change too: somebody cut the history.
    changed = abs(written - (last.lines if last else 0))
    if not changed or last is None:
        return bool(changed)
    silence = timezone.now() - dt.datetime.fromisoformat(last.at)
    return bool(changed >= settings.CHECKPOINTS.every or silence >= LONGEST_SILENCE)


def _write(file: BinaryIO, last: Entry | None, covered: Covered) -> list[Entry]:
    now, at = heads(), timezone.now().astimezone(dt.UTC).isoformat(timespec="microseconds")
    lines = sum(seq for _name, seq, _own in now)
    changed = [head for head in now if covered.get(head[0]) != head[1:]]
    if not changed and (last is None or last.lines == lines):
        return []
    _complain_of_lost_lines(covered, now)
    written: list[Entry] = []
    for start in range(0, len(changed) or 1, MOST_HEADS):
        some = changed[start : start + MOST_HEADS]
        last = entries.signed(last, at=at, lines=lines, heads=some, key=settings.CHECKPOINTS.key)
        written.append(last)
    file.write("".join(f"{entry.text()}\n" for entry in written).encode())
    file.flush()
    os.fsync(file.fileno())
    _note(written)
    return written


def _note(written: Sequence[Entry]) -> None:
    to_mail = bool(settings.CHECKPOINTS.mail)
    Checkpoint.objects.bulk_create(
        Checkpoint(number=entry.number, hash=entry.hash, to_mail=to_mail) for entry in written
    )


def _covered(file: BinaryIO) -> Covered:
    """Return how the streams ended when they were last seen; the file has to be this desk's."""
    known = Checkpoint.objects.order_by("-number").first() or Checkpoint(number=0)
    covered: Covered = {}
    unknown: list[Entry] = []
    number, own = 0, ""
    for entry in files.entries_of(file):
        covered |= {name: (seq, head) for name, seq, head in entry.heads}
        number, own = (entry.number, entry.hash) if entry.number <= known.number else (number, own)
        unknown += [entry] if entry.number > known.number else []
    if (number, own) != (known.number, known.hash) or not _is_ours(unknown, own):
        raise ValueError(
            _("It does not go with the database. Run manage.py verify_history to see why.")
        )
    # Whoever wrote these died before the database knew.
    _note(unknown)
    return covered


def _is_ours(unknown: Sequence[Entry], own: str) -> bool:
    """Whether entries that the database does not know follow what it knows, and are about it."""
    for entry in unknown:
        if entry.prev != own or not entry.is_signed_with(settings.CHECKPOINTS.key):
            return False
        own = entry.hash
    return not unknown or not unknown[0].heads or _is_here(unknown[0].heads[0])


def _is_here(head: Head) -> bool:
    kind, _colon, number = head[0].partition(":")
    of_team = {"stream__team": number, "stream__article": None}
    stream = {"stream__article": number} if kind == "article" else of_team
    return Event.objects.filter(seq=head[1], hash=head[2], **stream).exists()


def _complain_of_lost_lines(covered: Covered, now: Sequence[Head]) -> None:
    ends = {name: seq for name, seq, _own in now}
    lost = [name for name, (seq, _own) in covered.items() if ends.get(name, 0) < seq]
    if lost:
        log.error("Lines of %s are gone: run manage.py verify_history.", ", ".join(lost[:9]))
