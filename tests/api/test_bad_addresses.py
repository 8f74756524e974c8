"""Nonsense in addresses, parameters and headers; and what belongs to others."""

import pytest
from django.utils import timezone

from annotations.actions import assignments, comments
from annotations.models import Token
from tests.api.program import Program, refused, rows
from tests.cast import a_claim, a_draft, a_rating, again, an_article, evidence_for, in_review

pytestmark = pytest.mark.django_db

HUGE = 10**30
LISTS = [
    "articles/",
    "suggestions/",
    "claims/",
    "evidence/",
    "external-checks/",
    "dossiers/",
    "verdicts/",
    "events/",
    "notifications/",
    "published/",
    "ratings/",
]
IDS = [0, 999_999, 2**63, HUGE, "9" * 5000, "abc", "-1", "1.5", "%00", "٣"]
PARAMETERS = [
    "page_size=0",
    "page_size=201",
    "page_size=-5",
    "page_size=ten",
    "page_size=%00",
    "page_size=" + "9" * 5000,
    "cursor=nonsense",
    "cursor=%00",
    "cursor=é",
    "cursor=cD0xMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",  # a place beyond every id
    "cursor=cD1hYmM=",  # a place that is a word
    "cursor=bz05OTk5OTk5OTk5OTk=",  # an offset beyond reason
    "unknown=1",
    "format=xml",
    "page_size=5&page_size=6",
]
FILTERS = [
    ("claims/?article=abc", 400),
    ("claims/?article=1.5", 400),
    ("claims/?article=-1", 400),
    ("claims/?article=%00", 400),
    (f"claims/?article={HUGE}", 404),
    (f"claims/?assignee={2**63}", 404),
    ("claims/?article=999999", 404),
    ("claims/?state=odd", 400),
    ("claims/?state=superseded", 400),
    ("claims/?state=discarded", 400),
    ("notifications/choices/?kind=assigned", 400),
    ("notifications/?user=1", 400),
    ("articles/?url=%00", 400),
    ("articles/?external_id=a%00", 400),
    ("articles/?expand=odd", 400),
    ("articles/?expand=claims,", 400),
    ("suggestions/?state=odd", 400),
    ("suggestions/?show=odd", 400),
    (f"suggestions/?article={HUGE}", 404),
    ("verdicts/?status=odd", 400),
    (f"verdicts/?claim={HUGE}", 404),
    (f"evidence/?claim={2**64}", 404),
    ("events/?claim=odd", 400),
    (f"events/?claim={HUGE}", 404),
    (f"events/?claim={HUGE}&since=0", 404),
    ("events/?since=", 400),
    ("events/?since=odd", 400),
    ("events/?since=-1", 400),
    ("events/?since=1", 400),  # beyond the end of a feed that is empty
    ("events/?since=0&cursor=cD0x", 400),
    ("events/?object_id=1", 400),
    ("events/stream/?since=", 400),
    ("events/stream/?since=1", 400),
    ("events/stream/?article=odd", 400),
    (f"events/stream/?article={HUGE}", 404),
    ("events/stream/?page_size=5", 400),
    ("published/?team=%00", 400),
    ("published/?published_after=yesterday", 400),
    ("published/?published_after=0001-01-01T00:00:00%2B14:00", 400),
    ("published/?published_before=9999-12-31T23:59:59-14:00", 400),
    # Moments before the first and after the last year, by the clock of another zone.
    ("published/?cursor=cD0wMDAxLTAxLTAxVDAwJTNBMDAlM0EwMCUyQjIzJTNBNTk=", 400),
    ("published/?cursor=cD05OTk5LTEyLTMxVDIzJTNBNTklM0E1OS0yMyUzQTU5", 400),
    ("articles/?added_after=2025-02-30", 400),
    ("articles/?published_after=2025-01-01T00:00", 400),
    ("articles/?published_after=25/10/2006", 400),
    ("articles/?published_before=2025-1-1", 400),
    ("articles/?added_by=1.0", 400),
    ("articles/?added_by=%201", 400),
    ("claims/?article=%D9%A1", 400),
    ("claims/?rating=nonsense", 400),
    ("verdicts/?rating=nonsense", 400),
    ("events/?noun=nonsense", 400),
    ("events/?since=0&action=nonsense", 400),
    ("events/stream/?noun=nonsense", 400),
    (f"articles/?added_by={2**63}", 404),
    ("articles/?added_by__email=alice", 400),
    ("articles/?current__text=x", 400),
    ("claims/?priority=odd", 400),
    ("claims/?changed_after=-1", 400),
    ("suggestions/?min_score=1.5", 400),
    ("suggestions/?min_score=NaN", 400),
    ("suggestions/?min_score=1e999999", 400),
    ("verdicts/?author=999999", 404),
    ("evidence/?stance=odd", 400),
    ("me/?expand=claims", 400),
]


@pytest.mark.parametrize("pk", IDS)
@pytest.mark.parametrize(
    "path",
    [
        "articles/{}/",
        "articles/{}/versions/",
        "articles/1/versions/{}/",
        "claims/{}/",
        "claims/{}/occurrences/",
        "claims/{}/comments/",
        "evidence/{}/",
        "teams/{}/",
        "verdicts/{}/",
        "verdicts/{}/reviews/",
        "verdicts/{}/assignments/",
        "jobs/{}/",
        "published/{}/",
    ],
)
def test_there_is_nothing_at_odd_addresses(alice, path, pk):
    refused(alice.get(path.format(pk)), 404, "not_found")


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("path", LISTS)
def test_odd_pages_are_refused(alice, path, parameter):
    refused(alice.get(f"{path}?{parameter}"), 400)


@pytest.mark.parametrize(("path", "status"), FILTERS)
def test_odd_filters_are_refused(alice, path, status):
    refused(alice.get(path), status)


LONG = "x" * 70_000
WORDS = {
    "articles/": ["search", "title", "url", "external_id", "language", "publisher"],
    "claims/": ["search", "claimant", "topic"],
    "evidence/": ["origin"],
    "published/": ["search", "team", "rating", "language"],
}
NAMES = {
    "articles/": [
        *("expand", "cursor", "page_size", "added_by", "added_after", "added_before"),
        *("published_after", "published_before"),
    ],
    "suggestions/": ["article", "state", "show", "min_score"],
    "claims/": [
        *("article", "assignee", "state", "priority", "rating"),
        *("created_after", "created_before", "changed_after"),
    ],
    "evidence/": ["claim", "stance"],
    "verdicts/": ["claim", "status", "author", "rating"],
    "published/": ["published_after", "published_before"],
    "events/": ["article", "claim", "noun", "action", "since"],
    "events/stream/": ["article", "claim", "noun", "action", "since"],
}


@pytest.mark.parametrize("value", ["%00", "a%00b", LONG, "9" * 70_000, "%F0%9F%9A%A2" * 20_000])
@pytest.mark.parametrize(
    "parameter",
    [
        f"{path}?{name}"
        for table in (WORDS, NAMES)
        for path, names in table.items()
        for name in names
    ],
)
def test_no_parameter_takes_what_no_database_holds(alice, parameter, value):
    problem = refused(alice.get(f"{parameter}={value}"), 400)
    assert problem["detail"] != problem["title"]


@pytest.mark.parametrize("value", [str(HUGE), "-1", "%25", "_", "%5C", "'", '"', "%F0%9F%9A%A2"])
@pytest.mark.parametrize("parameter", [f"{p}?{n}" for p, names in WORDS.items() for n in names])
def test_words_that_nothing_has_find_nothing(alice, newsroom, parameter, value):
    an_article(newsroom.alice)
    found = alice.get(f"{parameter}={value}")
    assert (found.status_code, found.json()["results"]) == (200, [])


@pytest.mark.once
@pytest.mark.parametrize("path", ["", "odd/", "claims", "claims/1", "/api/", "/api/v2/claims/"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_a_problem_too(alice, method, path):
    refused(alice.ask(method, path), 404, "not_found")


@pytest.mark.once
@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "claims/1/"), ("DELETE", "articles/1/"), ("POST", "me/"), ("OPTIONS", "claims/")],
)
def test_a_method_that_is_not_there(alice, method, path):
    response = alice.ask(method, path, {}, Idempotency_Key="k")
    refused(response, 405, "method_not_allowed")
    assert response["Allow"]


def test_another_format_than_json_is_not_given(alice):
    refused(alice.get("claims/", Accept="text/csv"), 406, "not_acceptable")


KEYS = ["", "short", "fcheck_" + "0" * 64, "x" * 10_000, "sch\xf6n", "a b", "\x00", "fcheck_\x00a"]


@pytest.mark.parametrize("key", KEYS)
def test_a_token_that_is_none(db, key):
    response = Program(key).get("me/") if key else Program("").get("me/")
    refused(response, 401)
    assert response["WWW-Authenticate"] == "Token"


def test_an_expired_token_opens_nothing_and_is_kept(alice):
    Token.objects.update(expiry=timezone.now())
    refused(alice.get("me/"), 401, "authentication_failed")
    assert Token.objects.count() == 1


def test_a_token_ends_with_its_owner_and_with_the_membership(alice, newsroom):
    newsroom.alice.user.memberships.all().delete()
    refused(alice.get("me/"), 401)
    newsroom.alice.user.is_active = False
    newsroom.alice.user.save()
    refused(alice.get("me/"), 401)


TAGS = [
    (None, 428, "precondition_required"),
    ("", 400, "malformed"),
    ('*, "1"', 400, "malformed"),
    ("1", 400, "malformed"),
    ('"1', 400, "malformed"),
    ('"0"', 412, "stale"),
    ('"2"', 412, "stale"),
    ('W/"1"', 412, "stale"),
    ('"odd"', 412, "stale"),
    ('"' + "9" * 5000 + '"', 412, "stale"),
    ('"7", W/"1"', 412, "stale"),
]


@pytest.mark.parametrize(("tag", "status", "code"), TAGS)
def test_a_change_has_to_name_the_version_that_it_is_meant_for(alice, newsroom, tag, status, code):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    named = {} if tag is None else {"If_Match": tag}
    before = rows()
    answers = [
        alice.patch(f"claims/{claim.pk}/", {"claimant": "X"}, **named),
        alice.patch(f"evidence/{source.pk}/", {"note": "X"}, **named),
        alice.patch(f"verdicts/{draft.pk}/", {"summary": "X"}, **named),
        alice.delete(f"evidence/{source.pk}/", **named),
    ]
    for answer in answers:
        problem = refused(answer, status, code)
        assert ("current" in problem) is (status == 412)
    assert rows() == before


def test_a_stale_change_is_told_what_is_there_now(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/"
    first = alice.patch(path, {"claimant": "The port"}, If_Match=alice.get(path)["ETag"])
    assert (first.status_code, first["ETag"][:2]) == (200, '"2')
    problem = refused(alice.patch(path, {"claimant": "Me"}, If_Match='"1"'), 412, "stale")
    assert problem["current"] == alice.get(path).json()
    refused(alice.post(f"{path}dismiss/", {}, If_Match='"1"'), 412, "stale")
    either = alice.patch(path, {"claimant": "Both"}, If_Match='"1", "2"')
    assert either.status_code == 200
    assert again(claim).claimant == "Both"


def test_another_teams_things_are_not_there(mallory, newsroom):
    verdict = in_review(newsroom)
    claim, article = verdict.claim, verdict.claim.article
    source, place = claim.evidence.get(), claim.occurrences.get()
    job = newsroom.team.jobs.get()
    asked = assignments.take(verdict, by=newsroom.bob)
    comment = comments.say(claim, by=newsroom.alice, text="Which year?")
    gets = [
        f"articles/{article.pk}/",
        f"articles/{article.pk}/versions/",
        f"articles/{article.pk}/versions/1/",
        f"claims/{claim.pk}/",
        f"claims/{claim.pk}/occurrences/",
        f"claims/{claim.pk}/comments/",
        f"evidence/{source.pk}/",
        f"teams/{newsroom.team.pk}/",
        f"verdicts/{verdict.pk}/",
        f"verdicts/{verdict.pk}/reviews/",
        f"verdicts/{verdict.pk}/assignments/",
        f"jobs/{job.pk}/",
        f"claims/?article={article.pk}",
        f"claims/?assignee={newsroom.bob.user.pk}",
        f"suggestions/?article={article.pk}",
        f"evidence/?claim={claim.pk}",
        f"verdicts/?claim={claim.pk}",
        f"events/?claim={claim.pk}",
        f"events/?article={article.pk}",
    ]
    posts = [
        (f"articles/{article.pk}/suggest/", None),
        (f"jobs/{job.pk}/cancel/", None),
        ("claims/", {"article": article.pk, "start": place.start, "end": place.end}),
        (f"claims/{claim.pk}/dismiss/", None),
        (f"claims/{claim.pk}/merge/", {"into": claim.pk}),
        ("evidence/", {"claim": claim.pk, "url": "https://a.example/", "stance": "context"}),
        ("verdicts/", {"claim": claim.pk}),
        (f"claims/{claim.pk}/comments/", {"text": "Mine?"}),
        (f"claims/{claim.pk}/schedule-recheck/", {"on": None}),
        (f"claims/{claim.pk}/ask-for-recheck/", {"note": "Now."}),
        (f"claims/{claim.pk}/settle-recheck/", {"note": "Fine."}),
        (f"comments/{comment.pk}/resolve/", None),
        (f"comments/{comment.pk}/reopen/", None),
        (f"assignments/{asked.pk}/release/", None),
        (f"verdicts/{verdict.pk}/withdraw/", None),
        (f"verdicts/{verdict.pk}/discard/", None),
        (f"verdicts/{verdict.pk}/take/", None),
        (f"verdicts/{verdict.pk}/recuse/", {"reason": "Mine."}),
        (f"verdicts/{verdict.pk}/retract/", {"reason": "Mine."}),
        (f"verdicts/{verdict.pk}/assign/", {"reviewer": newsroom.mallory.user.pk}),
        (f"verdicts/{verdict.pk}/reviews/", {"vote": "approve", "digest": verdict.digest}),
    ]
    before = rows()
    for path in gets:
        refused(mallory.get(path), 404, "not_found")
    for path, body in posts:
        refused(mallory.post(path, body), 404, "not_found")
    refused(mallory.patch(f"claims/{claim.pk}/", {}, If_Match='"1"'), 404)
    refused(mallory.delete(f"evidence/{source.pk}/", If_Match='"1"'), 404)
    for path in LISTS[:-2]:
        assert mallory.get(path).json()["results"] == []
    assert rows() == before


def test_another_teams_people_and_ratings_cannot_be_named(mallory, newsroom):
    mine = a_claim(newsroom.mallory, an_article(newsroom.mallory))
    theirs = {"assignee": newsroom.bob.user.pk}
    refused(mallory.post(f"claims/{mine.pk}/assign/", theirs), 404, "not_found")
    rating = {"claim": mine.pk, "rating": a_rating(newsroom.team).pk}
    refused(mallory.post("verdicts/", rating), 404, "not_found")
