"""Whatever column there is: a request sets only content, and what is workflow it cannot touch."""

from itertools import product
from typing import NamedTuple

import pytest
from django.apps import apps
from django.db import models

from annotations.actions import assignments, comments, raters, teams, verdicts
from annotations.models import Suggestion, Token
from api.findings import MOST
from tests.annotations.test_workflow import a_suggestion
from tests.api.program import Program, refused
from tests.cast import a_claim, a_token, an_article, evidence_for, in_review

# What a request may name is read before anything is asked of a database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

CONTENT = {
    *("title", "text", "url", "publisher", "byline", "language", "published_on", "external_id"),
    *("statement", "claimant", "claimed_on", "topics", "priority", "prefix", "suffix"),
    *("stance", "passage", "note", "origin", "primary", "rating", "summary", "rationale", "as_of"),
    *("one_sided_reason", "one_origin_reason", "reply_asked_on", "reply_asked_how"),
    *("reply_answer", "reply_not_asked_reason"),
}
"""What people write; all other columns are the desk's own."""

SHOWN = {"open_actions", "approvals", "reviews", "policy", "created", "key", "pk", "author_name"}
"""What answers show that is no column."""


def columns() -> set[str]:
    """The names of all columns of the domain and of the API."""
    found = [m for m in apps.get_models() if m._meta.app_label in {"annotations", "api"}]
    fields = [field for model in found for field in model._meta.concrete_fields]
    return {name for field in fields for name in (field.name, field.attname)}


WORKFLOW = (columns() | SHOWN) - CONTENT


class Way(NamedTuple):
    """A request that would be right, and which columns it may name that are no content."""

    method: str
    path: str
    body: dict[str, object]
    takes: frozenset[str] = frozenset()


def post(path, takes=(), **body):
    return Way("POST", path, body, frozenset(takes))


def patch(path, takes=(), **body):
    return Way("PATCH", path, body, frozenset(takes))


SOURCE = {"url": "https://port.example/b", "title": "B", "stance": "context", "passage": "B."}
POLICY = (
    *("approvals_required", "blind_review", "author_may_publish"),
    *("returns_at_once", "review_days"),
)

WAYS = [
    patch("claims/{claim}/", claimant="X"),
    patch("evidence/{evidence}/", note="X"),
    patch("verdicts/{draft}/", ("kind", "reason"), summary="X"),
    patch("teams/{team}/", POLICY, approvals_required=2),
    patch("integrations/{program}/", ("role",), role="viewer"),
    patch("notifications/choices/", ("needs_recheck",)),
    post("articles/", title="T", text="Some words."),
    post("claims/", ("article", "start", "end"), article="{article}", exact="Critics"),
    post("claims/{claim}/dismiss/", ("reason",), reason="X"),
    post("claims/{claim}/reopen/"),
    post("claims/{claim}/merge/", into="{other}"),
    post("claims/{claim}/assign/", ("assignee",), assignee=None),
    post("claims/{claim}/schedule-recheck/", on=None),
    post("claims/{claim}/ask-for-recheck/"),
    post("claims/{claim}/settle-recheck/"),
    post("claims/{claim}/comments/", ("parent",), text="Why?"),
    post("claims/{claim}/ask-for-raters/"),
    post("claims/{claim}/rate/", rating="true"),
    post("claims/{claim}/stop-rating/"),
    post("comments/{comment}/resolve/"),
    post("comments/{comment}/reopen/"),
    post("evidence/", ("claim",), claim="{claim}", **SOURCE),
    post("verdicts/", ("claim",), claim="{other}"),
    post("verdicts/{draft}/submit/"),
    post("verdicts/{verdict}/withdraw/"),
    post("verdicts/{draft}/discard/"),
    post("verdicts/{verdict}/publish/", ("digest",)),
    post("verdicts/{verdict}/revise/", ("kind", "reason")),
    post("verdicts/{verdict}/retract/", ("kind", "reason")),
    post("verdicts/{verdict}/assign/", ("reviewer",), reviewer=1),
    post("verdicts/{verdict}/take/"),
    post("verdicts/{verdict}/recuse/", ("reason",), reason="X"),
    post("verdicts/{verdict}/reviews/", ("vote", "comment", "digest"), vote="approve"),
    post("assignments/{assignment}/release/"),
    post("suggestions/{suggestion}/accept/", ("start", "end")),
    post("suggestions/{suggestion}/dismiss/", ("reason",)),
    post("articles/{article}/suggest/"),
    post("notifications/read/", up_to=1),
    post("jobs/{job}/cancel/"),
    post("tokens/", ("name", "scopes"), name="X", scopes=["read"]),
    post("integrations/", ("name", "role"), name="X"),
]


@pytest.fixture
def things(newsroom):
    """One of everything that a request can be about, by the names that the ways use."""
    article = an_article(newsroom.alice)
    verdict = in_review(newsroom, a_claim(newsroom.alice, article))
    claim = a_claim(newsroom.alice, article, quote="Traffic on the old bridge")
    found = {
        "team": newsroom.team,
        "article": article,
        "claim": claim,
        "other": a_claim(newsroom.alice, article, quote="Engineers"),
        "evidence": evidence_for(claim, newsroom.alice),
        "verdict": verdict,
        "comment": comments.say(claim, by=newsroom.alice, text="Why?"),
        "assignment": assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user),
        "suggestion": Suggestion.objects.first() or a_suggestion(article),
        "job": newsroom.team.jobs.first(),
        "program": teams.add_integration("Our CMS", by=newsroom.erin).user,
    }
    raters.ask(found["other"], by=newsroom.alice)
    found["draft"] = verdicts.draft(claim, by=newsroom.alice)
    return {name: thing.pk for name, thing in found.items()}


def everything() -> dict[str, list[object]]:
    """All rows of the domain and of the API, as they are."""
    kept = [m for m in apps.get_models() if m._meta.app_label in {"annotations", "api"}]
    return {m.__name__: [*_rows(m)] for m in kept}


def _rows(model: type[models.Model]) -> list[object]:
    hidden = {"last_used_at"} if model is Token else set()
    names = [f.attname for f in model._meta.concrete_fields if f.name not in hidden]
    return [*model._default_manager.order_by("pk").values_list(*names)]


def filled(way: Way, things: dict[str, int]) -> tuple[str, dict[str, object]]:
    body = {
        name: things[value.strip("{}")] if isinstance(value, str) and value[:1] == "{" else value
        for name, value in way.body.items()
    }
    return way.path.format(**things), body


def parts(names: set[str]) -> list[set[str]]:
    """The names, as many at a time as a refusal names."""
    ordered = sorted(names)
    return [{*ordered[at : at + MOST]} for at in range(0, len(ordered), MOST)]


def test_no_request_sets_what_is_the_desk_s_own(newsroom, things):
    program = Program(a_token(newsroom.erin))
    before = everything()
    for way in WAYS:
        path, body = filled(way, things)
        named = {"If_Match": "*"} if way.method == "PATCH" else {}
        for value, forbidden in product(("published", 1), parts(WORKFLOW - way.takes)):
            sent = dict.fromkeys(forbidden, value) | body
            problem = refused(program.ask(way.method, path, sent, **named), 400, "malformed")
            assert set(problem["errors"]) == forbidden, path
        assert everything() == before, path


def test_each_alone_is_refused_too(newsroom, things):
    program = Program(a_token(newsroom.erin))
    before = everything()
    for path, right in (
        (f"claims/{things['claim']}/", {"claimant": "X"}),
        (f"evidence/{things['evidence']}/", {"note": "X"}),
        (f"verdicts/{things['draft']}/", {"summary": "X"}),
    ):
        for name in sorted(WORKFLOW - {"kind", "reason"}):
            answer = program.patch(path, {name: 1, **right}, If_Match="*")
            assert set(refused(answer, 400, "malformed")["errors"]) == {name}
    assert everything() == before


def test_in_a_list_of_articles_each_is_refused_and_none_added(newsroom):
    program = Program(a_token(newsroom.alice))
    article = {"title": "T", "text": "Some words."}
    before = everything()
    sent = [article | {name: 1} for name in sorted(WORKFLOW)]
    answer = program.post("articles/bulk/", sent)
    errors = answer.json()["errors"]
    assert [next(iter(error["errors"])) for error in errors] == sorted(WORKFLOW)
    assert everything() == before


def test_the_columns_are_found():
    assert {"status", "triage", "digest", "dossier", "is_superuser", "token_key"} < WORKFLOW
    assert len(WORKFLOW) > 100
