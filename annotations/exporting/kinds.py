"""What can be exported, and which columns it has. Names stay; new ones are added at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from annotations.exporting.cells import plain
from annotations.models import Actor, Article, Claim, Event, Evidence, Occurrence, Review, Verdict

Value = Callable[[Any, Actor], Any]


@dataclass(frozen=True)
class Kind:
    """A noun as a table: `at` is when a row came to be, `page` how many are read at a time."""

    noun: type[Model]
    at: str
    columns: Mapping[str, Value]
    with_all: Callable[[Any], QuerySet[Any]]
    page: int = 200

    def row(self, thing: Any, by: Actor) -> dict[str, Any]:
        """Return the values by column, as JSON has them."""
        return {name: plain(value(thing, by)) for name, value in self.columns.items()}


def _columns(names: str, **others: str | Value) -> dict[str, Value]:
    """Return a column for each name, in order; `others` say where its value is if not there."""
    return {name: _value(others.get(name, name)) for name in names.split()}


def _value(where: str | Value) -> Value:
    if callable(where):
        return where
    parts = where.split(".")

    def found(thing: Any, _by: Actor) -> Any:
        for part in parts:
            thing = None if thing is None else getattr(thing, part)
        return thing

    return found


def _place(name: str) -> Value:
    """Return something of the first place where a claim is made."""

    def found(claim: Claim, _by: Actor) -> Any:
        places = _places(claim)
        return places[0][name] if places else None

    return found


def _without_texts() -> QuerySet[Occurrence]:
    found = Occurrence.objects.select_related("version").order_by("pk")
    return found.defer("version__text", "version__blocks")


def _places(claim: Claim) -> list[dict[str, Any]]:
    return [
        {
            "article": place.version.article_id,
            "text_version": place.version.number,
            "start": place.start,
            "end": place.end,
            "quote": place.quote,
            "fit": str(place.fit),
        }
        for place in claim.occurrences.all()
    ]


def _unless_blind(value: Callable[[Verdict], Any]) -> Value:
    return lambda verdict, by: None if verdict.is_blind_to(by) else value(verdict)


ARTICLES = Kind(
    noun=Article,
    at="added_at",
    columns=_columns(
        "id external_id title url publisher byline language published_on added_by_id added_by"
        " added_at text_version sha256 words text",
        added_by="added_by.name",
        text_version="current.number",
        sha256="current.sha256",
        words="current.words",
        text="current.text",
    ),
    with_all=lambda found: found.select_related("added_by", "current").defer("current__blocks"),
    page=20,  # a text may have a million characters
)
CLAIMS = Kind(
    noun=Claim,
    at="created_at",
    columns=_columns(
        "id external_id article statement claimant claimed_on topics priority state quote start end"
        " text_version occurrences assignee_id assignee created_by_id created_by created_at version"
        " verdict rating recheck_on needs_recheck double_rating agreed_rating merged_into",
        article="article_id",
        merged_into="merged_into_id",
        quote=_place("quote"),
        start=_place("start"),
        end=_place("end"),
        text_version=_place("text_version"),
        occurrences=lambda claim, _by: _places(claim),
        assignee="assignee.name",
        created_by="created_by.name",
        verdict="current_id",
        rating="current.rating.slug",
        agreed_rating="agreed_rating.slug",
    ),
    with_all=lambda found: found.select_related(
        "assignee", "created_by", "current__rating", "agreed_rating"
    ).prefetch_related(Prefetch("occurrences", _without_texts())),
)
EVIDENCE = Kind(
    noun=Evidence,
    at="added_at",
    columns=_columns(
        "id external_id claim url title publisher stance passage note origin primary added_by_id"
        " added_by added_at version",
        claim="claim_id",
        added_by="added_by.name",
    ),
    with_all=lambda found: found.select_related("added_by"),
)
VERDICTS = Kind(
    noun=Verdict,
    at="created_at",
    columns=_columns(
        "id claim number status kind reason rating rating_label rating_value summary rationale"
        " as_of one_sided_reason one_origin_reason reply_asked_on reply_asked_how reply_answer"
        " reply_not_asked_reason author_id author contributors digest approvals_required blind"
        " approvals created_at submitted_at published_at version",
        claim="claim_id",
        rating="rating.slug",
        rating_label="rating.label",
        rating_value="rating.value",
        author="author.name",
        contributors=lambda verdict, _by: [person.name for person in verdict.contributors.all()],
        approvals_required="policy.approvals_required",
        blind=lambda verdict, by: verdict.is_blind_to(by),
        approvals=_unless_blind(lambda verdict: verdict.approvals),
    ),
    with_all=lambda found: (
        found.select_related("claim__team", "rating", "author")
        .prefetch_related("contributors", "reviews")
        .defer("dossier")
    ),
)
REVIEWS = Kind(
    noun=Review,
    at="at",
    columns=_columns(
        "id verdict claim reviewer_id reviewer vote comment digest at",
        verdict="verdict_id",
        claim="verdict.claim_id",
        reviewer="reviewer.name",
    ),
    with_all=lambda found: found.select_related("reviewer", "verdict").defer("verdict__dossier"),
)
EVENTS = Kind(
    noun=Event,
    at="at",
    # Not the place in the stream: a gap would tell of a line that a blind review hides.
    columns=_columns(
        "id at actor_id actor via action noun object_id claim before after reason hash",
        actor="actor_name",
        claim="claim_id",
    ),
    with_all=lambda found: found,
)

KINDS = {
    "articles": ARTICLES,
    "claims": CLAIMS,
    "evidence": EVIDENCE,
    "verdicts": VERDICTS,
    "reviews": REVIEWS,
    "events": EVENTS,
}
