"""What the demo newsroom has done so far: a claim in every state. All of it is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotations.actions import claims, evidence, reviews, suggestions, verdicts
from annotations.models import Actor, Article, Claim, Rating, Suggestion, Verdict
from annotations.models.suggestion import Level, SuggestionQuerySet, SuggestionState

Cast = Mapping[str, Actor]


@dataclass(frozen=True)
class Story:
    """A claim, its sources (stance, host, title, passage, origin), and how far it has come."""

    end: str
    quote: str
    statement: str
    by: str = "Alice"
    claimant: str = ""
    topics: tuple[str, ...] = ()
    sources: tuple[tuple[str, str, str, str, str], ...] = ()
    rating: str = ""
    summary: str = ""
    rationale: str = ""
    comment: str = ""
    correction: dict[str, str] = field(default_factory=dict)
    kind: str = "correction"


FERRY = (
    Story(
        end="draft",
        quote="Traffic on the Sound Bridge has fallen by 12 per cent since the new timetable began",
        statement="Traffic on the Sound Bridge has fallen by 12 per cent since March 2026.",
        claimant="Road authority",
        topics=("Transport",),
        sources=(
            ("supports", "roads", "Sound Bridge counts, March to September",
             "31,400 vehicles a day, against 35,700 in the same months of 2025", "Road authority"),
        ),
        rating="mostly-true",
        summary="The count fell by 12 per cent.",
        rationale="The authority counts at one end of the bridge only.",
    ),
    Story(
        end="in review",
        quote="the city's ferries carried 4.1 million passengers in 2025, more than in any year",
        statement="Port Ellery's ferries carried 4.1 million passengers in 2025, a record.",
        claimant="Ines Okafor",
        topics=("Transport", "Budget"),
        sources=(
            ("supports", "transport-office", "Passenger statistics 2025",
             "Passengers carried: 4,098,112", "Transport office"),
            ("supports", "ellery-courier", "Boats never so full",
             "The office counted almost 4.1 million", "Transport office"),
            ("refutes", "harbour-archive", "Yearbook of 1974",
             "The boats carried four million two hundred thousand that year", "Harbour archive"),
        ),
        rating="mostly-false",
        summary="The number is right; it is not a record.",
        rationale="The office counted **4,098,112** passengers in 2025. The yearbook of 1974 has "
        "4.2 million.\n\nWhether both years were counted alike is not known.",
    ),
    Story(
        end="returned",
        quote="the boats were paid for by cancelling the repair of eleven school roofs",
        statement="The new ferries were paid for by cancelling the repair of eleven school roofs.",
        claimant="Tomas Brandt",
        topics=("Budget",),
        sources=(
            ("refutes", "city-council", "Budget 2023, chapter 7",
             "School buildings: 21 million crowns, of which roofs 6 million", "City council"),
        ),
        rating="false",
        summary="The roofs are in the budget.",
        rationale="Chapter 7 of the budget pays for them.",
        comment="The chapter names nine roofs, not eleven. What about the other two?",
    ),
    Story(
        end="approved",
        by="Bob",
        quote="a similar price cut in 2021 led to a loss of 1.3 million crowns in its first year",
        statement="Marrow Bay lost 1.3 million crowns in the first year of its fare cut of 2021.",
        topics=("Budget",),
        sources=(
            ("supports", "marrow-bay", "Accounts of 2022",
             "Deficit of the ferry service: 1,312,000 crowns", "Marrow Bay"),
        ),
        rating="true",
        summary="The accounts of 2022 say so.",
        rationale="See the accounts, page 4.",
        comment="I checked page 4.",
    ),
    Story(
        end="published",
        quote="revenue from tickets rose from 9.6 million to 10.2 million crowns within a year",
        statement="Revenue from ferry tickets rose from 9.6 to 10.2 million crowns within a year.",
        claimant="Transport office",
        topics=("Budget",),
        sources=(
            ("supports", "city-audit", "Audit of the transport office 2025",
             "Ticket revenue 10.2 million (2024: 9.6 million)", "City auditor"),
        ),
        rating="true",
        summary="The auditor found the same figures.",
        rationale="The audit of 2025 gives **10.2 million** crowns, after 9.6 million in 2024.",
        comment="The sources hold.",
    ),
    Story(
        end="published",
        quote="The three new boats, ordered in 2022 from the Lindqvist yard, "
        "cost the city 48 million crowns",
        statement="The three new ferries cost the city 48 million crowns.",
        claimant="Ellery Courier",
        topics=("Budget", "Transport"),
        sources=(
            ("supports", "lindqvist-yard", "Contract of 9 May 2022",
             "for a price of 48,000,000 crowns", "Lindqvist yard"),
            ("context", "transport-ministry", "Grants paid in 2024",
             "Port Ellery, ferries: 32,000,000", "Ministry"),
        ),
        rating="true",
        summary="The contract says 48 million.",
        rationale="The contract names the price.",
        comment="The sources hold.",
        correction={
            "reason": "We overlooked a grant: the ministry paid 32 of the 48 million, the city 16.",
            "rating": "half-true",
            "summary": "The boats cost 48 million; the city itself paid a third of it.",
            "rationale": "The contract names the price. The ministry's list shows a grant of **32 "
            "million** crowns, paid in 2024, so that 16 million were left for the city.",
        },
    ),
)  # fmt: skip

TREES = (
    Story(
        end="open",
        quote="Unemployment in Port Ellery fell to 4.2 per cent in August",
        statement="Unemployment in Port Ellery was 4.2 per cent in August 2026.",
        claimant="Ines Okafor",
        topics=("Labour",),
    ),
    Story(
        end="open",
        by="Bob",
        quote="Unemployment in Port Ellery fell to 4.2 per cent in August, "
        "the lowest rate in twelve years",
        statement="Unemployment in Port Ellery is at its lowest in twelve years.",
        claimant="Ines Okafor",
    ),
    Story(
        end="dismissed",
        quote="The city planted 40,000 trees between 2019 and 2025",
        statement="Port Ellery planted 40,000 trees between 2019 and 2025.",
        claimant="Ines Okafor",
        comment="We checked the same sentence last year.",
    ),
)


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


def tell(cast: Cast, article: Article, stories: tuple[Story, ...]) -> None:
    """Do, as the people of the cast, what leaves each claim in its state."""
    for story in stories:
        author = cast[story.by]
        claim = _claim(author, article, story)
        if story.end == "dismissed":
            claims.dismiss(claim, by=cast["Bob"], reason=story.comment)
        elif story.rating:
            _bring(cast, story, _draft(author, claim, story))


def _claim(by: Actor, article: Article, story: Story) -> Claim:
    version = article.versions.get(number=1)
    start = version.text.index(story.quote)
    return claims.highlight(
        version,
        by=by,
        start=start,
        end=start + len(story.quote),
        statement=story.statement,
        claimant=story.claimant,
        claimed_on=article.published_on,
        topics=story.topics,
    )[0]


def _draft(by: Actor, claim: Claim, story: Story) -> Verdict:
    for stance, host, title, passage, origin in story.sources:
        url = f"https://{host}.example/{title.lower().replace(',', '').replace(' ', '-')}"
        about = {"title": title, "passage": passage, "origin": origin, "publisher": origin}
        evidence.cite(claim, by=by, url=url, stance=stance, **about)
    content = _content(by, story.rating, story.summary, story.rationale)
    return verdicts.draft(claim, by=by, as_of=dt.date(2026, 11, 20), **content)


def _bring(cast: Cast, story: Story, draft: Verdict) -> None:
    """Bring a draft to the story's end."""
    author = cast[story.by]
    if story.end == "draft":
        return
    submitted = verdicts.submit(draft, by=author)
    if story.end == "in review":
        return
    vote = "return" if story.end == "returned" else "approve"
    reviews.review(submitted, by=cast["Charlie"], vote=vote, comment=story.comment)
    if story.end == "published":
        public = verdicts.publish(submitted, by=cast["Dana"])
        if story.correction:
            _correct(cast, story, public)


def _correct(cast: Cast, story: Story, public: Verdict) -> None:
    author, better = cast[story.by], story.correction
    revision = verdicts.revise(public, by=author, kind=story.kind, reason=better["reason"])
    content = _content(author, better["rating"], better["summary"], better["rationale"])
    submitted = verdicts.submit(verdicts.edit(revision, by=author, **content), by=author)
    reviews.review(submitted, by=cast["Bob"], vote="approve", comment="Now it is complete.")
    verdicts.publish(submitted, by=cast["Dana"])


def _content(by: Actor, rating: str, summary: str, rationale: str) -> dict[str, Any]:
    chosen = Rating.objects.visible_to(by).get(slug=rating)
    return {"rating": chosen, "summary": summary, "rationale": rationale}
