"""Merging a claim into another one that says the same, in this article or any other of the team.

What hangs on the claim goes over: its evidence, its comments, and the claims that were merged into
it before. Its places stay its own, for each stands in an article whose lock it is changed under:
they are shown as further places of the other claim, whose dossier rests on its own places alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from annotations.actions.comments import refuse_too_many
from annotations.actions.steps import Step, step, together
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Claim, Evidence
from annotations.models.claim import Triage
from annotations.publishing.markdown import references


def merge(claim: Claim, *, by: Actor, into: Claim, expected: int | None = None) -> Claim:
    """Return the claim merged into another open one; that one keeps its words.

    Whoever worked on the evidence that goes over, and whoever merges, worked on the other claim.
    Raises Invalid where it is the same claim, NotNow where the other one cannot be changed now.
    """
    if claim.pk == into.pk:
        raise Invalid(_("A claim is not merged into itself."), field="into")
    with together(_homes(claim, into), by=by):
        with step("merge", claim, by=by, expected=expected) as s:
            for one in (s.thing, *s.thing.merged.exclude(pk=into.pk)):
                s.watch(one).merged_into = into
            s.thing.triage = Triage.MERGED
        try:
            with step("edit", into, by=by) as t:
                _take_in(t, s.thing)
        except NotNow as refused:
            about = {"number": into.pk, "why": refused.sentence}
            raise NotNow(_("About claim %(number)d: %(why)s") % about) from refused
    return s.thing


def _homes(claim: Claim, into: Claim) -> Iterator[int]:
    """Return whose locks it takes. Asked under the team's own, they are not another merge's."""
    yield from (claim.article_id, into.article_id)
    yield from claim.merged.values_list("article", flat=True)


def _take_in(s: Step[Claim], claim: Claim) -> None:
    s.action = "merge"  # whoever may edit may do it; the history says what it was
    s.note(s.thing, after={"merged": claim.pk})
    sources, comments = [*claim.evidence.all()], [*claim.comments.all()]
    refuse_too_many(s.thing, more=len(comments))
    _refuse_shifted(s.thing, sources)
    for thing in (*sources, *comments):
        s.watch(thing).claim = s.thing
    if sources:
        s.thing.contributors.add(s.by.user, *claim.contributors.all())


def _refuse_shifted(into: Claim, sources: Sequence[Evidence]) -> None:
    """Sources are numbered by their age: none comes before one that the rationale refers to."""
    if not (sources and into.current):
        return
    first = into.evidence.filter(pk__lt=sources[0].pk).count() + 1
    shifted = [number for number in references(into.current.rationale) if number >= first]
    if shifted:
        sentence = _("Its rationale refers to [^%d], which would be another source then.")
        raise NotNow(sentence % min(shifted))
