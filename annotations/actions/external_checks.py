"""Importing what other newsrooms have found, from their ClaimReview."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from annotations import workflow
from annotations.actions.content import checked
from annotations.actions.steps import Step, facts, step
from annotations.errors import Invalid, TooLarge
from annotations.models import Actor, ExternalCheck, Team
from annotations.publishing.claimreview_items import Item, items
from annotations.publishing.claimreview_reading import Unfit, address_of, read
from annotations.text.digests import digest

FIELDS = (
    *("url", "claim_reviewed", "claimant", "claimed_on", "publisher", "site", "reviewed_on"),
    *("rating", "rating_value", "rating_best", "rating_worst", "language", "title"),
)
"""What is read from a ClaimReview."""


@dataclass(frozen=True)
class Trouble:
    """What was wrong with one of them: its place in the document, its address, and a sentence."""

    index: int
    url: str
    detail: str


@dataclass
class Report:
    """What became of a document: the ids in its order, how many are new or other now.

    `errors` refused a ClaimReview; of what has `warnings` the rest was taken.
    """

    ids: list[int] = field(default_factory=list)
    added: int = 0
    updated: int = 0
    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True)
class _Prepared:
    index: int
    check: ExternalCheck


def import_checks(document: Any, *, by: Actor) -> Report:
    """Return what became of the ClaimReviews in a JSON-LD document: one, a list, a graph, a feed.

    One that is there already, by its address and its claim, is brought up to date; the same again
    changes nothing. Raises Invalid where the document holds none, TooLarge where it is too much.
    """
    if refused := workflow.refusal("import_check", by, by.team):
        raise refused
    found = items(document)
    if not found:
        raise Invalid(_("There is no ClaimReview in this document."))
    report = Report()
    prepared = _without_contradictions(_prepared(found, by, report), report)
    with step("import_check", by.team, by=by) as s:
        _keep(s, prepared, report)
    return report


def remove(check: ExternalCheck, *, by: Actor, expected: int | None = None) -> None:
    """Take an imported fact-check away; the history keeps it."""
    with step("remove", check, by=by, expected=expected) as s:
        s.remove(s.thing)


def _prepared(found: Sequence[Item], by: Actor, report: Report) -> list[_Prepared]:
    """Return those that can be taken, checked and not yet saved."""
    prepared = []
    for index, item in enumerate(found):
        try:
            prepared.append(_Prepared(index, _check(item, by)))
        except (Unfit, Invalid, TooLarge) as error:
            report.errors.append(Trouble(index, address_of(item.value), str(error)))
    return prepared


def _check(item: Item, by: Actor) -> ExternalCheck:
    check = ExternalCheck(
        team=by.team, imported_by=by.user, document=item.value, **asdict(read(item))
    )
    checked(check, FIELDS)
    # Also what was read: in a graph, some of it stands in the nodes beside the ClaimReview.
    said = {name: value for name, value in facts(check).items() if name in FIELDS}
    check.digest = digest([check.document, said, check.warnings])
    claim = " ".join(check.claim_reviewed.casefold().split())
    check.fingerprint = hashlib.sha256(f"{check.url}\n{claim}".encode()).hexdigest()
    return check


def _without_contradictions(prepared: Sequence[_Prepared], report: Report) -> list[_Prepared]:
    """Return each once: a document that says two things of one claim is right about neither."""
    first: dict[str, _Prepared] = {}
    kept = []
    for p in prepared:
        earlier = first.setdefault(p.check.fingerprint, p)
        if earlier.check.digest == p.check.digest:
            kept.append(p)
        else:
            sentence = _("An earlier one here says something else of the same claim and address.")
            report.errors.append(Trouble(p.index, p.check.url, sentence))
    report.errors.sort(key=lambda trouble: trouble.index)
    return kept


def _keep(s: Step[Team], prepared: Sequence[_Prepared], report: Report) -> None:
    """Save what is new or other; the team's lock keeps others out meanwhile."""
    wanted = {p.check.fingerprint for p in prepared}
    mine = ExternalCheck.objects.visible_to(s.by)
    known = {check.fingerprint: check for check in mine.filter(fingerprint__in=wanted)}
    for p in prepared:
        kept = known.get(p.check.fingerprint)
        if kept is None:
            kept = known[p.check.fingerprint] = s.add(p.check)
            report.added += 1
        elif kept.digest != p.check.digest:
            _update(s.watch(kept), p.check)
            report.updated += 1
        report.ids.append(kept.pk)
        report.warnings += [Trouble(p.index, kept.url, said) for said in kept.warnings]


def _update(kept: ExternalCheck, fresh: ExternalCheck) -> None:
    for name in (*FIELDS, "document", "digest", "warnings"):
        setattr(kept, name, getattr(fresh, name))
