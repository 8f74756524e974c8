"""Proposals of the machine, and what people decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions.claims import make_claim
from annotations.actions.content import remark
from annotations.actions.steps import step
from annotations.errors import Invalid
from annotations.models import Actor, Article, ArticleVersion, Claim, Job, Suggestion
from annotations.models.claim import Triage
from annotations.models.suggestion import SuggestionState
from annotations.suggesting import proposing
from annotations.suggesting.proposing import Proposal
from annotations.suggesting.scorers import scorer
from annotations.text.spans import Span, check_span


def ask(article: Article, *, by: Actor) -> Job:
    """Return the job that will suggest claims for the article's current version."""
    with step("suggest", article, by=by) as s:
        return jobs.enqueue("suggest", f"article:{article.pk}", by=s.by, article=article.pk)


def run(job: Job, by: Actor) -> None:
    """Do a `suggest` job. Twice does no more than once."""
    article = Article.objects.visible_to(by).select_related("current").get(pk=job.args["article"])
    if article.current is None:
        return
    model = scorer()
    jobs.report(job, 20)
    proposals = proposing.propose(article.current.text, article.title, model)
    jobs.report(job, 80)
    replace(article.current, [p for p in proposals if p.proposed], by=by, model_id=model.model_id)


def replace(
    version: ArticleVersion, proposals: Sequence[Proposal], *, by: Actor, model_id: str
) -> None:
    """Put these proposals in the place of the version's open ones.

    What people decided stays, and what they have marked already is not proposed to them.
    """
    with step("suggest", version.article, by=by) as s:
        version.suggestions.filter(state=SuggestionState.OPEN).delete()
        taken = [*version.suggestions.values_list("start", "end")]
        taken += version.occurrences.values_list("start", "end")
        fresh = [p for p in proposals if not _overlaps(p, taken)]
        Suggestion.objects.bulk_create(_suggestion(version, p, model_id) for p in fresh)
        s.note(version.article, after={"model_id": model_id, "suggested": len(fresh)})


def accept(
    suggestion: Suggestion, *, by: Actor, statement: str = "", span: Span | None = None
) -> tuple[Claim, bool]:
    """Return the claim made of a proposal, and whether it is new; `span` corrects its bounds."""
    with step("accept", suggestion, by=by) as s:
        chosen = check_span(s.thing.version.text, *(span or (s.thing.start, s.thing.end)))
        if chosen.end <= s.thing.start or s.thing.end <= chosen.start:
            raise Invalid(_("These are other words than the suggested ones."), field="start")
        claim, created = make_claim(s, s.thing.version, chosen, statement=statement)
        _decide(s.thing, SuggestionState.ACCEPTED, s.by)
        s.thing.claim = claim
    return claim, created


def dismiss(suggestion: Suggestion, *, by: Actor, reason: str = "") -> Suggestion:
    """Return the proposal turned down; it is not made again in this article."""
    reason = remark(reason, most=500)
    with step("dismiss", suggestion, by=by, reason=reason) as s:
        _decide(s.thing, SuggestionState.DISMISSED, s.by)
        s.thing.reason = reason
    return s.thing


def take_back(suggestion: Suggestion, *, by: Actor) -> Suggestion:
    """Return an accepted proposal to the open ones, its claim dismissed."""
    with step("take_back", suggestion, by=by) as s:
        if s.thing.claim:
            s.watch(s.thing.claim).triage = Triage.DISMISSED
        _open_again(s.thing)
    return s.thing


def restore(suggestion: Suggestion, *, by: Actor) -> Suggestion:
    """Return a dismissed proposal to the open ones."""
    with step("restore", suggestion, by=by) as s:
        _open_again(s.thing)
    return s.thing


def _open_again(suggestion: Suggestion) -> None:
    suggestion.state, suggestion.reason, suggestion.claim = SuggestionState.OPEN, "", None
    suggestion.decided_by = suggestion.decided_at = None


def _decide(suggestion: Suggestion, state: SuggestionState, by: Actor) -> None:
    suggestion.state = state
    suggestion.decided_by, suggestion.decided_at = by.user, timezone.now()


def _overlaps(proposal: Proposal, taken: Sequence[Any]) -> bool:
    return any(proposal.start < end and start < proposal.end for start, end in taken)


def _suggestion(version: ArticleVersion, proposal: Proposal, model_id: str) -> Suggestion:
    return Suggestion(
        version=version,
        start=proposal.start,
        end=proposal.end,
        score=proposal.score,
        scores=proposal.scores._asdict(),
        reasons=list(proposal.reasons),
        model_id=model_id,
    )
