"""Many claims in one request: one step for each article whose words they mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from annotations.actions import claims
from annotations.actions.marking import SENT, Mark
from annotations.actions.steps import together
from annotations.errors import Invalid, Refusal
from annotations.models import Actor, Article, ArticleVersion
from api.problems import Malformed, problem, refused, unfit
from api.serializers.claims import NewClaim
from api.spans import Places
from api.views.bulk import Answer, listed

Rows = Mapping[int, Mapping[str, Any]]
LARGEST_ID = 2**63 - 1


def add_claims(sent: Any, *, by: Actor) -> Answer:
    """Return what became of each claim.

    Raises what `listed` raises, and the refusal of the table.
    """
    answer, reader = Answer(), NewClaim()
    rows: dict[int, dict[int, Any]] = defaultdict(dict)
    for index, item in enumerate(listed(sent)):
        try:
            row = reader.run_validation(item)
            rows[row["article"]][index] = row
        except ValidationError as error:
            answer.refuse(index, unfit(error))
    seen = _seen(rows, by)
    for article in rows.keys() - seen:
        _refuse_all(answer, rows[article])
    with together(seen, by=by):
        for article in sorted(seen):
            _mark(answer, article, rows[article], by)
    return answer


def _seen(rows: Mapping[int, Rows], by: Actor) -> set[int]:
    ids = [article for article in rows if 0 < article <= LARGEST_ID]
    found = Article.objects.visible_to(by).filter(pk__in=ids, current__isnull=False)
    return set(found.values_list("pk", flat=True))


def _refuse_all(answer: Answer, rows: Rows) -> None:
    for index in rows:
        sentence = _("There is no such article that you can see.")
        answer.refuse(index, problem(404, "not_found", sentence, errors={"article": [sentence]}))


def _mark(answer: Answer, article: int, rows: Rows, by: Actor) -> None:
    versions = ArticleVersion.objects.select_related("article__team").defer("blocks")
    version = versions.get(article=article, article__current=F("pk"))
    places, marks = Places(version.text), {}
    for index, row in rows.items():
        try:
            marks[index] = Mark(span=places.span(row), **{name: row[name] for name in SENT})
        except Malformed as error:
            answer.refuse(index, problem(400, error.default_code, str(error.detail)))
        except Invalid as error:
            answer.refuse(index, refused(error))
    marked = claims.highlight_all(version, [*marks.values()], by=by)
    for index, found in zip(marks, marked, strict=True):
        if isinstance(found, Refusal):
            answer.refuse(index, refused(found))
        else:
            answer.take(index, found[0], created=found[1])
