"""Many articles in one request: what can be added is, and the rest is named by its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from annotations import workflow
from annotations.actions import articles
from annotations.errors import Invalid, NotNow, Refusal, TooLarge
from annotations.models import Actor, Article
from api.problems import Malformed, refused, unfit
from api.serializers.articles import NewArticle

MOST = 1_000


@dataclass
class Answer:
    """Ids in the order sent, what was refused by its place, and how many are new."""

    ids: list[int] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    added: int = 0

    @property
    def body(self) -> dict[str, Any]:
        """The answer as the contract has it."""
        return {"ids": self.ids, "errors": sorted(self.errors, key=lambda e: int(e["index"]))}

    def refuse(self, index: int, problem: dict[str, Any]) -> None:
        """Name what was refused."""
        told: dict[str, Any] = {
            name: problem[name] for name in ("code", "detail", "errors") if name in problem
        }
        self.errors.append({"index": index, **told})

    def take(self, kept: Sequence[tuple[Article, bool]]) -> None:
        """Note what is there now."""
        self.ids += [article.pk for article, _created in kept]
        self.added += sum(created for _article, created in kept)


def add(sent: Any, *, by: Actor, source: str) -> Answer:
    """Return what became of each.

    Raises Malformed where no list was sent, TooLarge beyond MOST, and the refusal of the table.
    """
    if not isinstance(sent, list):
        raise Malformed(_("Send a list of articles."))
    if len(sent) > MOST:
        raise TooLarge(_("At most %s articles in one request.") % f"{MOST:,}")
    if refusal := workflow.refusal("add_article", by, by.team):
        raise refusal
    answer, prepared, reader = Answer(), {}, NewArticle()
    for index, item in enumerate(sent):
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
        answer.take(articles.add_articles(list(prepared.values()), by=by))
    except (Invalid, NotNow):
        # One of them clashes: each for itself, so that the others are kept.
        for index, one in prepared.items():
            _keep_one(answer, index, one, by)


def _keep_one(answer: Answer, index: int, one: Any, by: Actor) -> None:
    try:
        answer.take(articles.add_articles([one], by=by))
    except Refusal as error:
        answer.refuse(index, refused(error))
