"""Another team's things are not there: every page and every verb answers 404."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from annotations.models import (
    Assignment,
    Comment,
    Job,
    Membership,
    Notification,
    Suggestion,
    Token,
    User,
    Webhook,
)
from frontend import urls
from tests.cast import again, published
from tests.frontend.visiting import at_desk

PUBLIC = {
    "public", "public_card", "public_corrections", "public_list", "public_superseded",
    "public_team", "feed", "team_feed", "sitemap", "robots",
}  # fmt: skip
WITH_KEY = sorted(
    str(pattern.name)
    for pattern in urls.urlpatterns
    if "<int:pk>" in str(pattern.pattern) and pattern.name not in PUBLIC
)
ALL = sorted(
    str(pattern.name) for pattern in urls.urlpatterns if pattern.name not in {*PUBLIC, "home"}
)


def address(name, verdict):
    """The address of a page or verb about Alice's things, whatever noun it is about."""
    claim = verdict.claim
    route = str(next(p.pattern for p in urls.urlpatterns if p.name == name))
    keys = {
        "articles": claim.article_id,
        "claims": claim.pk,
        "verdicts": verdict.pk,
        "occurrences": claim.occurrences.get().pk,
        "evidence": claim.evidence.get().pk,
        "assignments": an_assignment(verdict).pk,
        "comments": Comment.objects.create(claim=claim, author=verdict.author, text="Why?").pk,
        "suggestions": a_suggestion(claim).pk,
        "team": Membership.objects.get(user=verdict.author).pk,
        "tokens": a_key(verdict).pk,
        "integrations": a_program(verdict).pk,
        "notifications": Notification.objects.filter(user=verdict.author).values("pk")[0]["pk"],
        "jobs": Job.objects.get(key=f"article:{claim.article_id}").pk,
        "webhooks": a_webhook(verdict).pk,
    }
    return reverse(name, args=[keys[route.split("/", maxsplit=1)[0]]] * route.count("<"))


def a_webhook(verdict):
    return Webhook.objects.create(
        team=verdict.team, name="CMS", url_since=verdict.published_at, created_by=verdict.author
    )


def an_assignment(verdict):
    by = verdict.author
    return Assignment.objects.create(verdict=verdict, reviewer=by, assigned_by=by)


def a_key(verdict):
    token, _key = Token.fresh(
        lasts=timedelta(days=1), user=verdict.author, team=verdict.claim.team, scopes=["read"]
    )
    token.save()
    return token


def a_program(verdict):
    email = f"{Membership.objects.count()}@integrations.invalid"
    user = User.objects.create_user(email, name="Our CMS", is_integration=True)
    return Membership.objects.create(user=user, team=verdict.claim.team, role=2)


def a_suggestion(claim):
    version = claim.article.current
    found = Suggestion.objects.filter(version=version).first()
    return found or Suggestion.objects.create(
        version=version,
        start=0,
        end=3,
        score=0.9,
        scores={},
        reasons=[],
        model_id="none",
        rank=1,
        level=1,
    )


def test_the_table_is_of_all_addresses():
    names = {p.name for p in get_resolver("frontend.urls").url_patterns}
    assert {*ALL, *PUBLIC, "home"} == names
    assert len(WITH_KEY) > 20


@pytest.mark.parametrize("name", WITH_KEY)
def test_another_teams_things_are_not_found(newsroom, name):
    verdict = published(newsroom)
    before = again(verdict.claim).version, again(verdict).version
    mallory, place = at_desk(newsroom.mallory), address(name, verdict)
    answers = {mallory.get(place).status_code, mallory.post(place).status_code}
    assert 404 in answers
    assert answers <= {404, 405}
    assert (again(verdict.claim).version, again(verdict).version) == before


@pytest.mark.once  # before anything is looked up
@pytest.mark.parametrize("name", ALL)
def test_a_stranger_is_asked_to_sign_in(newsroom, name):
    verdict = published(newsroom)
    place = address(name, verdict) if name in WITH_KEY else reverse(name)
    answer = Client().get(place)
    assert answer.status_code == 405 or answer.headers["Location"].startswith("/accounts/login/")
    answer = Client().post(place)
    assert answer.status_code == 405 or answer.headers["Location"].startswith("/accounts/login/")
