"""Proposals of the machine, and what people decide about them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions.content import remark
from annotations.actions.marking import make_claim
from annotations.actions.steps import step
from annotations.errors import Invalid
from annotations.models import Actor, Article, ArticleVersion, Claim, Job, Suggestion
from annotations.models.claim import Triage
from annotations.models.suggestion import Level, SuggestionState
from annotations.suggesting import proposing
from annotations.suggesting.choosing import scorer
from annotations.suggesting.proposing import Proposal
from annotations.suggesting.reasons import speaker
from annotations.suggesting.scorers import Scorer
from annotations.text.spans import Span, check_span

_TAKEN = 1


def ask(article: Article, *, by: Actor, expected: int | None = None) -> Job:
    """Return the job that will suggest claims for the article's current version."""
    with step("suggest", article, by=by, expected=expected) as s:
        return jobs.enqueue("suggest", f"article:{article.pk}", by=s.by, article=article.pk)


def run(job: Job, by: Actor) -> None:
    """Do a `suggest` job. Twice does no more than once."""
    article = Article.objects.visible_to(by).select_related("current").get(pk=job.args["article"])
    if article.current is None:
        return
    model = scorer()
    jobs.report(job, 5)
    proposals = proposing.propose(
        article.current.text,
        article.title,
        model,
        report=lambda share: jobs.report(job, round(5 + 90 * share)),
    )
    replace(article.current, proposals, by=by, scorer=model)


def replace(
    version: ArticleVersion, proposals: Sequence[Proposal], *, by: Actor, scorer: Scorer
) -> None:
    """Put a model's scored sentences in the place of the version's open suggestions.

    What people decided stays; what they have marked here, or dismissed in any version of the
    article, is not proposed to them.
    """
    # Before the lock: others of the article wait for writing only.
    scored = [_suggestion(version, p, scorer) for p in proposals if p.rank]
    with step("suggest", version.article, by=by) as s:
        version.suggestions.filter(state=SuggestionState.OPEN).delete()
        taken, dismissed = _taken(version), _dismissed_words(version)
        fresh = [
            suggestion
            for suggestion in scored
            if _TAKEN not in taken[suggestion.start : suggestion.end]
            and _words(suggestion.quote) not in dismissed
        ]
        Suggestion.objects.bulk_create(fresh, batch_size=500)
        proposed = sum(suggestion.proposed for suggestion in fresh)
        s.note(version.article, after={"model_id": scorer.model_id, "suggested": proposed})


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


def _taken(version: ArticleVersion) -> bytearray:
    """Return for each character of the text whether people decided or marked it.

    A claim that was put aside holds no words: what was accepted and taken back is open again.
    """
    taken = bytearray(len(version.text))
    marked = version.occurrences.exclude(claim__triage=Triage.DISMISSED)
    for thing in (version.suggestions, marked):
        for start, end in thing.values_list("start", "end"):
            taken[start:end] = bytes([_TAKEN]) * (end - start)
    return taken


def _dismissed_words(version: ArticleVersion) -> set[str]:
    """Return what was dismissed anywhere in the article, whatever the version."""
    dismissed = Suggestion.objects.filter(
        version__article=version.article_id, state=SuggestionState.DISMISSED
    )
    # In the database, which counts code points from 1: the texts are long.
    quote = Substr("version__text", F("start") + 1, F("end") - F("start"))
    return {_words(text) for text in dismissed.values_list(quote, flat=True)}


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _suggestion(version: ArticleVersion, proposal: Proposal, scorer: Scorer) -> Suggestion:
    return Suggestion(
        version=version,
        start=proposal.start,
        end=proposal.end,
        score=proposal.score,
        scores=proposal.scores._asdict(),
        reasons=list(proposal.reasons),
        speaker=speaker(proposal.text),
        model_id=scorer.model_id,
        rank=proposal.rank,
        level=_level(proposal, scorer),
    )


def _level(proposal: Proposal, scorer: Scorer) -> Level:
    if proposal.proposed:
        return Level.STRICT if proposal.strict else Level.USUAL
    return Level.BROAD if proposal.score >= scorer.broad else Level.REST
