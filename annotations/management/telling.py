"""How the demo newsroom's people do what its stories tell, by the desk's own actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from annotations.actions import (
    assignments,
    claims,
    comments,
    evidence,
    raters,
    rechecks,
    reviews,
    suggestions,
    verdicts,
)
from annotations.models import Actor, Article, Claim, Rating, Suggestion, Verdict
from annotations.models.suggestion import Level, SuggestionQuerySet, SuggestionState

Cast = Mapping[str, Actor]
Said = tuple[str, str]
"""Who, and their words."""
Source = tuple[str, str, str, str, str]
"""Stance, host, title, passage and origin."""


def answered() -> dict[str, Any]:
    """What every verdict of the demo says of its days, however late it is made."""
    today = timezone.localdate()
    asked = {"reply_asked_on": today - dt.timedelta(days=5), "reply_asked_how": "by e-mail"}
    return {"as_of": today - dt.timedelta(days=3), **asked}


@dataclass(frozen=True)
class Revision:
    """What is new in a revision, who voted how on it (name, vote, comment), and how it ended:
    as a draft, in review (where the votes decide), or published."""

    says: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    votes: tuple[tuple[str, str, str], ...] = (("Charlie", "approve", "The sources hold."),)
    end: str = "published"
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Story:
    """A claim, its sources, its revisions, and what else people did with it.

    `raters` are name, rating and note; `asked` reviews its newest revision, `recused` does not.
    """

    quote: str
    statement: str
    by: str = "Alice"
    claimant: str = ""
    topics: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    revisions: tuple[Revision, ...] = ()
    raters: tuple[tuple[str, str, str], ...] = ()
    thread: tuple[Said, ...] = ()
    asked: str = ""
    recused: Said | None = None
    recheck: Said | None = None
    recheck_in_days: int = 0
    dismissed: Said | None = None


def tell(cast: Cast, article: Article, stories: tuple[Story, ...]) -> None:
    """Do what leaves each claim as its story tells."""
    for story in stories:
        claim = _claim(cast[story.by], article, story)
        _rate(cast, claim, story)
        revision = None
        for telling in story.revisions:
            revision = _bring(cast, telling, _begun(cast[story.by], claim, telling, revision))
        if revision:
            _find_reviewers(cast, revision, story)
        _talk(cast, claim, story)
        _look_again(cast, claim, story)


def decide(cast: Cast, article: Article) -> None:
    """Do with what the machine found in an article what a desk does: take, drop, find oneself."""
    best = list(_suggested(article).proposed()[:4])
    for number, suggestion in enumerate(best):
        if number == 2:
            suggestions.dismiss(suggestion, by=cast["Bob"], reason="Checked before")
        else:
            suggestions.accept(suggestion, by=cast["Alice"])
    for missed in _suggested(article).filter(level__gt=Level.USUAL)[:1]:
        claims.highlight(missed.version, by=cast["Alice"], start=missed.start, end=missed.end)


def _suggested(article: Article) -> SuggestionQuerySet:
    found = Suggestion.objects.filter(version__article=article).select_related("version")
    return found.filter(state=SuggestionState.OPEN).order_by("rank")


def _claim(by: Actor, article: Article, story: Story) -> Claim:
    version = article.versions.get(number=1)
    start = version.text.index(story.quote)
    claim, _created = claims.highlight(
        version,
        by=by,
        start=start,
        end=start + len(story.quote),
        statement=story.statement,
        claimant=story.claimant,
        claimed_on=article.published_on,
        topics=story.topics,
    )
    _cite(by, claim, story.sources)
    return claim


def _cite(by: Actor, claim: Claim, sources: tuple[Source, ...]) -> None:
    for stance, host, title, passage, origin in sources:
        url = f"https://{host}.example/{title.lower().replace(',', '').replace(' ', '-')}"
        about = {"title": title, "passage": passage, "origin": origin, "publisher": origin}
        evidence.cite(claim, by=by, url=url, stance=stance, **about)


def _rate(cast: Cast, claim: Claim, story: Story) -> None:
    if story.raters:
        raters.ask(claim, by=cast[story.by])
    for name, slug, note in story.raters:
        raters.rate(claim, by=cast[name], rating=_rating(cast[name], slug), note=note)


def _begun(by: Actor, claim: Claim, telling: Revision, before: Verdict | None) -> Verdict:
    """Return the draft of a revision, with what is new in it."""
    says = dict(telling.says)
    if "rating" in says:
        says["rating"] = _rating(by, says["rating"])
    if before is None:
        return verdicts.draft(claim, by=by, **(answered() | says))
    if telling.kind == "retraction":
        return verdicts.retract(before, by=by, reason=telling.reason)
    draft = verdicts.revise(before, by=by, kind=telling.kind, reason=telling.reason)
    _cite(by, claim, telling.sources)
    return verdicts.edit(draft, by=by, **says)


def _bring(cast: Cast, telling: Revision, draft: Verdict) -> Verdict:
    """Return the revision, brought to its end."""
    if telling.end == "draft":
        return draft
    revision = verdicts.submit(draft, by=_author(cast, draft))
    for name, vote, comment in telling.votes:
        reviews.review(revision, by=cast[name], vote=vote, comment=comment)
    if telling.end == "published":
        return verdicts.publish(revision, by=cast["Dana"])
    return revision


def _author(cast: Cast, revision: Verdict) -> Actor:
    return cast[revision.author.name]


def _find_reviewers(cast: Cast, revision: Verdict, story: Story) -> None:
    if story.recused:
        name, reason = story.recused
        assignments.recuse(revision, by=cast[name], reason=reason)
    if story.asked:
        to = cast[story.asked].user
        assignments.assign(revision, by=_author(cast, revision), to=to)


def _talk(cast: Cast, claim: Claim, story: Story) -> None:
    """The first words begin a thread, the others answer them."""
    first = None
    for name, text in story.thread:
        comment = comments.say(claim, by=cast[name], text=text, parent=first)
        first = first or comment


def _look_again(cast: Cast, claim: Claim, story: Story) -> None:
    if story.dismissed:
        name, reason = story.dismissed
        claims.dismiss(claim, by=cast[name], reason=reason)
    if story.recheck:
        name, note = story.recheck
        rechecks.ask(claim, by=cast[name], note=note)
    if story.recheck_in_days:
        day = timezone.localdate() + dt.timedelta(days=story.recheck_in_days)
        rechecks.schedule(claim, by=cast[story.by], on=day)


def _rating(by: Actor, slug: str) -> Rating:
    return Rating.objects.visible_to(by).get(slug=slug)
