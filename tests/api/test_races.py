"""A hundred requests at once: each person counts once, one publication wins, none is an error."""

from collections import Counter

import pytest

from annotations.actions import teams
from annotations.models import Role, Verdict
from tests.annotations.at_once import at_once
from tests.api.program import Program
from tests.cast import a_member, a_token, again, approved, in_review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("postgres")]

MOST_REQUIRED = 5


def reviewers(newsroom, number: int) -> list[str]:
    """Give the tokens of so many reviewers."""
    people = [a_member(newsroom.team, f"Reviewer{n}", Role.REVIEWER) for n in range(number)]
    return [a_token(person) for person in people]


def posted(key: str, path: str, body: dict[str, str] | None = None) -> int:
    status: int = Program(key).post(path, body).status_code
    return status


@pytest.mark.parametrize(("people", "counted"), [(4, 4), (10, MOST_REQUIRED)])
def test_a_hundred_approvals_count_once_a_person(newsroom, people, counted):
    teams.set_policy(by=newsroom.erin, approvals_required=MOST_REQUIRED, author_may_publish=False)
    keys, verdict = reviewers(newsroom, people), in_review(newsroom)
    ballot = {"vote": "approve", "digest": verdict.digest}
    path = f"verdicts/{verdict.pk}/reviews/"
    answers = at_once(100, lambda n: posted(keys[n % people], path, ballot))
    assert Counter(answers) == {201: counted, 409: 100 - counted}
    votes = list(verdict.reviews.values_list("reviewer", flat=True))
    assert len(votes) == len(set(votes)) == counted == again(verdict).approvals
    whole = counted == MOST_REQUIRED
    assert again(verdict).status == ("approved" if whole else "in_review")


@pytest.mark.parametrize("read", [True, False])
def test_one_of_twenty_publications_wins(newsroom, read):
    verdict, key = approved(newsroom), a_token(newsroom.dana)
    body = {"digest": verdict.digest} if read else None
    answers = at_once(20, lambda _n: posted(key, f"verdicts/{verdict.pk}/publish/", body))
    assert Counter(answers) == {200: 1, 409: 19}
    assert Verdict.objects.public().count() == 1
