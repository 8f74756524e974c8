"""Reading a dossier that another desk handed out, and saying what in it does not fit. Pure.

It is what docs/verify.md asks of a stranger: the file has to fit in itself, from the dossier's
digest over the lines of the history to the root of the checkpoint. Whether that checkpoint is the
one that the other desk mailed, only who received it can say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.history import chain, merkle
from annotations.text.digests import digest

SCHEMA = 1
PARTS = frozenset(
    {
        *("schema", "page", "claim", "verdict", "revision", "digest", "dossier", "approvals"),
        *("published", "first", "start", "lines", "head", "path", "checkpoint", "mac"),
    }
)
_HEADER = {"number", "at", "lines", "prev", "root"}
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@dataclass
class Told:
    """Who answers for the fact-check, and `fingerprint`, the SHA-256 of the whole file's value."""

    digest: str
    fingerprint: str
    checkpoint: int
    approved_by: list[str] = field(default_factory=list)
    published_by: str = ""
    published_at: dt.datetime | None = None


def read(file: Any) -> Told:
    """Return what a dossier's file (a JSON value) tells. Raises Invalid where it does not fit."""
    if not isinstance(file, dict) or not isinstance(file.get("dossier"), dict):
        raise Invalid(_("This is no dossier that a desk has handed out."))
    if file.get("schema") != SCHEMA:
        raise Invalid(_("This dossier is written in a way that this desk does not know."))
    if unknown := sorted(set(file) - PARTS):
        raise Invalid(_("Nothing vouches for a part of this dossier: %s.") % unknown[0][:60])
    try:
        return _Reader(file).read()
    except _BROKEN:
        raise Invalid(_("This dossier is not whole: a part is missing, or is not one.")) from None


class _Reader:
    """Follows the lines from the first to the head, and notes what they say on the way."""

    def __init__(self, file: Mapping[str, Any]) -> None:
        self.file = file
        number = file["checkpoint"]["number"]
        if type(number) is not int:
            raise TypeError(number)
        self.told = Told(digest(file["dossier"]), digest(file), number)
        self.submitted = False
        self.approvals: list[dict[str, Any]] = []
        self.published: dict[str, Any] | None = None

    def read(self) -> Told:
        file, end = self.file, self._follow()
        dossier = file["dossier"]
        if self.told.digest != file["digest"] or not self.submitted:
            raise Invalid(_("The dossier is not what was submitted."))
        if (file["claim"], file["revision"]) != (dossier["claim"]["id"], dossier["revision"]):
            raise Invalid(_("The dossier is about another claim, or another revision."))
        if self.approvals != file["approvals"]:
            raise Invalid(_("The approvals are others."))
        if self.published is None or self.published != file["published"]:
            raise Invalid(_("The history does not say that it was published so."))
        if end != file["head"]:
            raise Invalid(_("The lines do not lead to the checkpoint's head."))
        root = merkle.climb(merkle.leaf(file["head"]), file["path"]).hex()
        if set(file["checkpoint"]) != _HEADER or root != file["checkpoint"]["root"]:
            raise Invalid(_("The checkpoint has not seen this head."))
        return self.told

    def _follow(self) -> list[Any]:
        """Return the head that the lines lead to: stream, number and hash of the last one."""
        stream, seq, head = self.file["head"][0], self.file["first"] - 1, self.file["start"]
        for line in self.file["lines"]:
            seq += 1
            (kind,) = line  # either what it says, or its seal: nothing rides along
            head = chain.link(head, digest(line[kind]) if kind == "facts" else line["sealed"])
            if kind == "facts":
                if (line[kind]["stream"], line[kind]["seq"]) != (stream, seq):
                    raise Invalid(_("Line %d is misplaced.") % seq)
                self._note(seq, head, line[kind])
        return [stream, seq, head]

    def _note(self, seq: int, head: str, facts: Mapping[str, Any]) -> None:
        after, who = facts["after"], facts["actor_name"]
        if facts["noun"] == "review" and after.get("vote") == "approve":
            if after["digest"] == self.told.digest:
                approval = {"name": who, "at": facts["at"], "digest": self.told.digest}
                self.approvals.append(approval)
                self.told.approved_by.append(who)
        elif facts["noun"] == "verdict" and facts["object_id"] == self.file["verdict"]:
            if facts["action"] == "submit":
                self.submitted = after.get("digest") == self.told.digest
            elif facts["action"] == "publish":
                self.published = {"line": seq, "hash": head}
                self.told.published_by, self.told.published_at = who, _moment(facts["at"])


def _moment(said: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError(said)
    return moment
