"""No read path of the API tells who has not voted what others think, nor how many have voted."""

import json
import re
from typing import Any

import pytest

from annotations.actions import comments, reviews, teams
from annotations.exporting.kinds import KINDS
from annotations.models import Job, Role, Verdict
from tests.api.program import Program
from tests.cast import Newsroom, a_claim, a_member, a_token, again, in_review, published

pytestmark = pytest.mark.django_db

VOTER = "Quillfeather"
REMARK = "A zanzibarine remark"
VOTE = "A xylographic vote"
SECRETS = (VOTER, REMARK, VOTE)


@pytest.fixture
def review(newsroom, settings) -> Verdict:
    """A blind review of three, of a claim that has been published before; mail is sent."""
    settings.SENDS_MAIL = True
    policy = {"approvals_required": 3, "blind_review": True, "review_days": 3}
    published(newsroom, a_claim(newsroom.alice, statement="Another claim of the article."))
    teams.set_policy(by=newsroom.erin, **policy)
    verdict = in_review(newsroom)
    comments.say(verdict.claim, by=newsroom.alice, text="Please read it closely.")
    comments.say(verdict.claim, by=newsroom.charlie, text="I begin on page one.")
    return verdict


def is_voted_on(newsroom: Newsroom, verdict: Verdict) -> None:
    """Somebody votes, answers Charlie in the discussion, and calls everybody; Dana votes too."""
    voter = a_member(newsroom.team, VOTER, Role.REVIEWER)
    reviews.review(verdict, by=voter, vote="dissent", comment=VOTE)
    first = verdict.claim.comments.get(author=newsroom.charlie.user)
    said = f"{REMARK}, @Charlie, @Alice and @Victor."
    comments.say(verdict.claim, by=voter, text=said, parent=first)
    comments.say(verdict.claim, by=voter, text=said)
    reviews.review(verdict, by=newsroom.dana, vote="approve", comment=VOTE)


def addresses(program: Program, verdict: Verdict) -> list[str]:
    """Give every address that a GET of the schema describes, with the things under review."""
    schema = program.get("/api/schema/", Accept="application/vnd.oai.openapi+json").json()
    job = Job.objects.order_by("pk").values_list("pk", flat=True)
    claim = verdict.claim
    things = {
        "articles/{": [claim.article_id],
        "versions/{": [1],
        "claims/{": [claim.pk],
        "verdicts/{": [verdict.pk],
        "evidence/{": [claim.evidence.get().pk],
        "published/{": [claim.article.claims.exclude(pk=claim.pk).get().pk],
        "teams/{": [verdict.team.pk],
        "annotations/{": [claim.article_id],
        f"annotations/{claim.article_id}/{{": [claim.occurrences.get().pk],
        **{f"{nothing}/{{": [1] for nothing in NOT_THERE},
        # Also those that are not there yet: a mail that waits would be one.
        "jobs/{": range(min(job), max(job) + 12),
    }
    found = []
    for path, operations in schema["paths"].items():
        # A stream has no end; tests/api/test_stream.py reads it.
        # When a token was used last moves by itself.
        if "get" in operations and not path.endswith("/stream/") and "/tokens/" not in path:
            named = {p["name"] for p in operations["get"].get("parameters", [])}
            few = "?page_size=2" if "page_size" in named else ""
            found += [f"{full}{few}" for full in _filled(path, things)]
    return [*found, *_narrowed(verdict)]


NOT_THERE = ("webhooks", "deliveries", "external-checks", "dossiers", "integrations")


def _filled(path: str, things: Any) -> list[str]:
    if "{" not in path:
        return [path]
    named = next((name for name in things if f"/{name}" in path), None)
    assert named, f"This test knows no thing for {path}."
    first = re.compile(rf"(?<=/{re.escape(named.removesuffix('{'))})\{{\w+\}}")
    return [full for pk in things[named] for full in _filled(first.sub(str(pk), path), things)]


def _narrowed(verdict: Verdict) -> list[str]:
    claim, article = verdict.claim_id, verdict.claim.article_id
    return [
        f"/api/v1/events/?claim={claim}&page_size=2",
        f"/api/v1/events/?article={article}",
        f"/api/v1/events/?article={article}&since=0",
        "/api/v1/events/?since=0&noun=review",
        "/api/v1/articles/?expand=claims,suggestions",
        f"/api/v1/articles/{article}/?expand=claims,suggestions",
        "/api/v1/claims/?state=in_review",
        "/api/v1/verdicts/?status=in_review",
        f"/api/v1/verdicts/?claim={claim}",
        "/api/v1/search/?query=tunnel",
        *(f"/api/v1/export/?kind={kind}&format=jsonl" for kind in KINDS),
    ]


def everything(program: Program, paths: list[str]) -> dict[str, list[Any]]:
    """Read it all, page after page."""
    return {path: pages(program, path) for path in paths}


def pages(program: Program, path: str) -> list[Any]:
    asked: str | None = path
    found = []
    while asked:
        response = program.get(asked)
        assert response.status_code in {200, 400, 403, 404, 409}, asked
        lines = response.getvalue().decode().splitlines()
        is_table = response["Content-Type"] == "application/x-ndjson"
        body = [json.loads(line) for line in lines] if is_table else json.loads("".join(lines))
        found.append([response.status_code, response.get("ETag"), body])
        follows = body.get("next") if isinstance(body, dict) else None
        asked = follows.removeprefix("http://testserver") if follows else None
    return found


def telling(read: dict[str, list[Any]]) -> set[str]:
    """Give the addresses at which a secret stands."""
    told = {path: json.dumps(found, ensure_ascii=False) for path, found in read.items()}
    return {path for path, words in told.items() if any(secret in words for secret in SECRETS)}


@pytest.mark.parametrize("who", ["charlie", "alice", "victor", "erin"])
def test_nothing_that_one_reads_moves_before_one_has_voted(newsroom, review, who):
    program = Program(a_token(getattr(newsroom, who)))
    paths = addresses(program, review)
    before = everything(program, paths)
    is_voted_on(newsroom, review)
    after = everything(program, paths)
    assert telling(after) == set()
    assert after == before
    assert len(paths) > 40
    assert sum(found[0][0] == 200 for found in after.values()) > 30


def test_what_is_hidden_is_said_to_be(newsroom, review):
    is_voted_on(newsroom, review)
    shown = Program(a_token(newsroom.charlie)).get(f"verdicts/{review.pk}/").json()
    assert (shown["blind"], shown["approvals"], shown["reviews"]) == (True, None, [])
    assert shown["policy"]["blind_review"]


def test_all_of_it_is_there_once_one_has_voted(newsroom, review):
    is_voted_on(newsroom, review)
    charlie = Program(a_token(newsroom.charlie))
    paths = addresses(charlie, review)
    vote = {"vote": "approve", "digest": review.digest}
    assert charlie.post(f"verdicts/{review.pk}/reviews/", vote).status_code == 201
    assert again(review).status == "in_review"
    read = everything(charlie, paths)
    claim, article = review.claim_id, review.claim.article_id
    expected = {
        "/api/v1/notifications/?page_size=2",
        "/api/v1/verdicts/?page_size=2",
        "/api/v1/verdicts/?status=in_review",
        f"/api/v1/verdicts/?claim={claim}",
        f"/api/v1/verdicts/{review.pk}/",
        f"/api/v1/verdicts/{review.pk}/reviews/?page_size=2",
        f"/api/v1/claims/{claim}/comments/?page_size=2",
        f"/api/v1/events/?claim={claim}&page_size=2",
        f"/api/v1/events/?article={article}",
        "/api/v1/export/?kind=reviews&format=jsonl",
        "/api/v1/export/?kind=events&format=jsonl",
    }
    assert telling(read) == expected
    (_status, _tag, shown), *_rest = read[f"/api/v1/verdicts/{review.pk}/"]
    assert (shown["blind"], shown["approvals"], len(shown["reviews"])) == (False, 2, 3)
    words = json.dumps(read, ensure_ascii=False)
    assert all(secret in words for secret in SECRETS)
    for other in ("alice", "victor", "erin"):
        assert not telling(everything(Program(a_token(getattr(newsroom, other))), paths))


def test_what_a_blind_reviewer_writes_and_is_answered_tells_nothing(newsroom, review):
    is_voted_on(newsroom, review)
    charlie = Program(a_token(newsroom.charlie))
    mine = review.claim.comments.get(author=newsroom.charlie.user)
    hidden = review.claim.comments.filter(text__startswith=REMARK).first()
    path = f"claims/{review.claim_id}/comments/"
    answers = [
        charlie.post(path, {"text": "On page two.", "parent": mine.pk}),
        charlie.post(path, {"text": "And you?", "parent": hidden.pk}),
        charlie.post(f"comments/{hidden.pk}/resolve/"),
        charlie.post(f"comments/{mine.pk}/resolve/"),
        charlie.post(f"comments/{mine.pk}/reopen/", If_Match='"9"'),
        charlie.post(f"verdicts/{review.pk}/take/"),
        charlie.post(f"verdicts/{review.pk}/submit/", If_Match='"9"'),
        charlie.post("notifications/read/"),
        charlie.post(f"verdicts/{review.pk}/recuse/", {"reason": "My sister."}),
    ]
    assert [a.status_code for a in answers] == [201, 404, 404, 200, 412, 201, 412, 200, 200]
    assert not telling({str(n): [a.json()] for n, a in enumerate(answers)})
    assert answers[7].json() == {"read": 0}
    assert answers[8].json()["approvals"] is None
