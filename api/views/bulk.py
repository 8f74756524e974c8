"""Many things in one request: what can be added is, and the rest is named by its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import workflow
from annotations.actions import articles
from annotations.errors import Invalid, NotNow, Refusal, TooLarge
from annotations.models import Actor, Article, Claim
from api.problems import MEDIA_TYPE, Malformed, problem, refused, unfit
from api.serializers.articles import NewArticle

MOST = 1_000
ALL_OR_NOTHING = "all_or_nothing"
PARAMETERS = {
    ALL_OR_NOTHING: OpenApiParameter(
        ALL_OR_NOTHING,
        enum=["true", "false"],
        description=later("With “true”, one refused row undoes all: 422, with a report."),
    )
}


@dataclass
class Answer:
    """What is there now and what was refused, by its place in the request; how many are new."""

    ids: dict[int, int] = field(default_factory=dict)
    errors: dict[int, dict[str, Any]] = field(default_factory=dict)
    added: int = 0

    @property
    def body(self) -> dict[str, Any]:
        """The answer as the contract has it, in the order sent."""
        return {
            "ids": [self.ids[index] for index in sorted(self.ids)],
            "errors": [{"index": index, **self.errors[index]} for index in sorted(self.errors)],
        }

    def refuse(self, index: int, found: dict[str, Any]) -> None:
        """Name what was refused."""
        self.errors[index] = {
            name: found[name] for name in ("code", "detail", "errors") if name in found
        }

    def take(self, index: int, thing: Article | Claim, *, created: bool) -> None:
        """Note what is there now."""
        self.ids[index] = thing.pk
        self.added += created


class _Undone(Exception):
    """A row was refused, so nothing of the others may stay."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def answered(request: Request, add: Callable[[], Answer]) -> Response:
    """Add, and answer 201 with what became of each row, or 200 where nothing is new.

    With `all_or_nothing` a refused row makes it a 422, and nothing was added.
    """
    whole = _is_all_or_nothing(request)
    try:
        with transaction.atomic() if whole else nullcontext():
            answer = add()
            if whole and answer.errors:
                raise _Undone(answer)
    except _Undone as undone:
        return _refusal(undone.answer)
    return Response(answer.body, status=201 if answer.added else 200)


def listed(sent: Any) -> list[Any]:
    """Return the rows. Raises Malformed where no list was sent, TooLarge beyond MOST."""
    if not isinstance(sent, list):
        raise Malformed(_("Send a list."))
    if len(sent) > MOST:
        raise TooLarge(_("At most %s rows in one request.") % f"{MOST:,}")
    return sent


def _is_all_or_nothing(request: Request) -> bool:
    value = request.query_params.get(ALL_OR_NOTHING, "false")
    if value not in {"true", "false"}:
        sentence = _("Say true or false.")
        raise Malformed(f"{ALL_OR_NOTHING}: {sentence}", errors={ALL_OR_NOTHING: [sentence]})
    return value == "true"


def _refusal(answer: Answer) -> Response:
    first = min(answer.errors)
    detail = _("Nothing was added. Row %(index)d: %(why)s") % {
        "index": first,
        "why": answer.errors[first]["detail"],
    }
    report = {**answer.body, "ids": []}
    found = problem(422, Invalid.code, detail, report=report)
    return Response(found, status=422, content_type=MEDIA_TYPE)


def add_articles(sent: Any, *, by: Actor, source: str) -> Answer:
    """Return what became of each article.

    Raises what `listed` raises, and the refusal of the table.
    """
    rows = listed(sent)
    if refusal := workflow.refusal("add_article", by, by.team):
        raise refusal
    answer, prepared, reader = Answer(), {}, NewArticle()
    for index, item in enumerate(rows):
        try:
            new = articles.NewArticle(**reader.run_validation(item))
            prepared[index] = articles.prepare(new, by=by, source=source)
        except ValidationError as error:
            answer.refuse(index, unfit(error))
        except (Invalid, TooLarge) as error:
            answer.refuse(index, refused(error))
    _keep(answer, prepared, by)
    return answer


def _keep(answer: Answer, prepared: dict[int, Any], by: Actor) -> None:
    try:
        _take(answer, prepared, articles.add_articles(list(prepared.values()), by=by))
    except (Invalid, NotNow):
        # One of them clashes: each for itself, so that the others are kept.
        for index, one in prepared.items():
            _keep_one(answer, index, one, by)


def _keep_one(answer: Answer, index: int, one: Any, by: Actor) -> None:
    try:
        _take(answer, [index], articles.add_articles([one], by=by))
    except Refusal as error:
        answer.refuse(index, refused(error))


def _take(answer: Answer, places: Iterable[int], kept: Sequence[tuple[Article, bool]]) -> None:
    for index, (article, created) in zip(places, kept, strict=True):
        answer.take(index, article, created=created)
