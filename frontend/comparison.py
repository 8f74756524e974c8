"""What a revision changed since an earlier one: in its words, its rating and its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations.actions.verdicts import CHECKS
from annotations.models import Actor, Claim, Review, Verdict
from annotations.models.evidence import Stance
from annotations.publishing import dossier
from frontend import standing
from frontend.differences import counts, inline, sides
from frontend.history_words import LABELS

Source = Mapping[str, Any]
Text = tuple[str, str, str]
"""A label, and the words under it before and after."""
SOURCE_FIELDS = ("title", "url", "publisher", "stance", "passage", "origin", "primary", "note")


@dataclass(frozen=True)
class ChangedSource:
    """A source that both revisions have; `fields` is what is said of it now, marked, by label."""

    before: Source
    after: Source
    fields: list[tuple[str, SafeString]]


@dataclass(frozen=True)
class Comparison:
    """`facts`, `texts` and `checks` are labels with what changed, marked; `kept` names what did
    not. `checks` is what the submit gate asks for. `sides` has the texts in two columns.
    """

    old: Verdict
    new: Verdict
    facts: list[tuple[str, SafeString]]
    texts: list[tuple[str, SafeString]]
    checks: list[tuple[str, SafeString]]
    added: list[Source]
    removed: list[Source]
    changed: list[ChangedSource]
    kept: list[str]
    pairs: Sequence[Text]

    @cached_property
    def lengths(self) -> tuple[int, int]:
        """How many words of the texts came in, and how many went out."""
        ins, out = zip(*(counts(a, b) for _label, a, b in self.pairs), strict=True)
        return sum(ins), sum(out)

    @cached_property
    def sides(self) -> list[tuple[str, SafeString, SafeString]]:
        """The texts that changed: a label, the old one and the new one, each with its words
        marked that the other lacks."""
        return [(label, *sides(a, b)) for label, a, b in self.pairs if a != b]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (
            self.facts or self.texts or self.checks or self.added or self.removed or self.changed
        )


def compare(old: Verdict, new: Verdict) -> Comparison:
    """Return the changes between two revisions of one claim."""
    was, now = _content(old), _content(new)
    facts, texts, checks = _facts(was, now), _texts(was, now), _checks(was, now)
    before = {source["id"]: source for source in was["evidence"]}
    after = {source["id"]: source for source in now["evidence"]}
    both = [(before[key], after[key]) for key in after if key in before]
    kept = sum(a == b for a, b in both)
    return Comparison(
        old,
        new,
        facts=_marked(facts),
        texts=_marked(texts),
        checks=_marked(checks),
        added=[source for key, source in after.items() if key not in before],
        removed=[source for key, source in before.items() if key not in after],
        changed=[ChangedSource(a, b, _changed(a, b)) for a, b in both if a != b],
        kept=[label for label, a, b in (*facts, *texts, *checks) if a == b and b] + _sources(kept),
        pairs=texts,
    )


def context(claim: Claim, by: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the claim's page shows of an earlier revision; `asked` is the address's query.

    `compare` has the number of a revision that was submitted. Without it whoever may vote sees
    the last of them compared; `view=sides` shows the texts in two columns.
    """
    revision = claim.revision
    if revision is None:
        return {}
    submitted = claim.verdicts.filter(number__lt=revision.number).exclude(digest="")
    submitted = submitted.select_related("rating", "claim").order_by("-number")
    earlier = submitted.first()
    chosen = earlier
    if "compare" in asked:
        number = asked["compare"]
        is_number = number.isdecimal() and len(number) <= LONGEST
        chosen = submitted.filter(number=int(number)).first() if is_number else None
    elif not standing.allowed(by, revision)["approve"].allowed:
        chosen = None
    return {
        "earlier": earlier,
        "comparison": compare(chosen, revision) if chosen else None,
        "in_columns": asked.get("view") == "sides",
        "remarks": _remarks(chosen, by) if chosen else [],
    }


LONGEST = 6
"""So many digits the number of a revision has at the most."""


def _remarks(verdict: Verdict, by: Actor) -> list[Review]:
    """Why the earlier revision was returned, and what else its reviewers wrote."""
    votes = Review.objects.visible_to(by).filter(verdict=verdict, digest=verdict.digest)
    return list(votes.exclude(comment="").select_related("reviewer"))


def _content(verdict: Verdict) -> dict[str, Any]:
    """A revision that was never submitted has no dossier yet."""
    return dict(verdict.dossier or dossier.build(verdict))


def _facts(was: dict[str, Any], now: dict[str, Any]) -> list[Text]:
    return [
        (_("Rating"), _rating(was), _rating(now)),
        (_("As of"), _day(was["as_of"]), _day(now["as_of"])),
        (_("Claimed by"), was["claim"]["claimant"], now["claim"]["claimant"]),
        (_("Claimed on"), _day(was["claim"]["claimed_on"]), _day(now["claim"]["claimed_on"])),
    ]


def _texts(was: dict[str, Any], now: dict[str, Any]) -> list[Text]:
    return [
        (_("Statement"), was["claim"]["statement"], now["claim"]["statement"]),
        (_("Summary"), was["summary"], now["summary"]),
        (_("Rationale"), was["rationale"], now["rationale"]),
    ]


def _checks(was: dict[str, Any], now: dict[str, Any]) -> list[Text]:
    """What the submit gate asks for."""
    before, after = _answers(was), _answers(now)
    return [(str(LABELS[name]), before[name], after[name]) for name in CHECKS]


def _answers(content: dict[str, Any]) -> dict[str, str]:
    """The oldest dossiers have none of it."""
    reply = {f"reply_{name}": value for name, value in (content.get("reply") or {}).items()}
    given = {name: (content | reply).get(name) or "" for name in CHECKS}
    return given | {"reply_asked_on": _day(given["reply_asked_on"])}


def _changed(was: Source, now: Source) -> list[tuple[str, SafeString]]:
    pairs = (
        (name, _said(name, was.get(name)), _said(name, now.get(name))) for name in SOURCE_FIELDS
    )
    return _marked([(str(LABELS[name]), a, b) for name, a, b in pairs])


def _said(name: str, value: Any) -> str:
    if name == "stance":
        return str(Stance(value).label)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value or ""


def _marked(texts: Iterable[Text]) -> list[tuple[str, SafeString]]:
    return [(label, inline(a, b)) for label, a, b in texts if a != b]


def _sources(number: int) -> list[str]:
    return [ngettext("%d source", "%d sources", number) % number] if number else []


def _rating(content: dict[str, Any]) -> str:
    return content["rating"]["label"] if content["rating"] else _("Not rated")


def _day(day: str | None) -> str:
    return date_format(dt.date.fromisoformat(day), "j F Y") if day else ""
