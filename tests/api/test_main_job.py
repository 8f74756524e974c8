"""The main job by API alone: from an article to a published fact-check, with its refusals."""

from typing import Any

import pytest

from annotations import tasks
from annotations.models import Job
from tests.api.program import Program, refused
from tests.cast import TEXT, TITLE

SAID = "Traffic on the old bridge fell by 38 % within a week"
EMOJI = "🚢⚓"

pytestmark = pytest.mark.django_db


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def an_article(program: Program) -> Any:
    response = program.post(
        "articles/",
        {"title": TITLE, "text": TEXT, "url": "https://harbour.example/tunnel", "language": "en"},
    )
    assert response.status_code == 201, response.content
    return response.json()


def marked(program: Program, article: Any) -> Any:
    start = article["text"].index(SAID)
    response = program.post(
        "claims/",
        {
            "article": article["id"],
            "start": utf16(article["text"][:start]),
            "end": utf16(article["text"][: start + len(SAID)]),
            "unit": "utf16",
            "exact": SAID,
            "statement": "Traffic on the old bridge fell by 38 % in the tunnel's first week.",
            "claimant": "The road office",
            "claimed_on": "2025-05-12",
            "topics": ["traffic", "harbour"],
        },
    )
    assert response.status_code == 201, response.content
    return response.json()


def cited(program: Program, claim: Any) -> Any:
    response = program.post(
        "evidence/",
        {
            "claim": claim["id"],
            "url": "https://roads.example/counts",
            "title": "Counts of the road office",
            "stance": "supports",
            "passage": "38.2 % fewer vehicles in the week after the opening.",
            "note": "Asked by telephone.",
            "origin": "Road office",
        },
    )
    assert response.status_code == 201, response.content
    return response.json()


def drafted(program: Program, claim: Any) -> Any:
    response = program.post(
        "verdicts/",
        {
            "claim": claim["id"],
            "rating": "mostly-true",
            "summary": "The counts confirm it for the first week.",
            "rationale": "The office counted **38.2 %** fewer vehicles.",
            "as_of": "2025-06-01",
            "one_sided_reason": "Nobody disputes the counts.",
            "one_origin_reason": "Only the road office counts.",
            "reply_asked_on": "2025-05-30",
            "reply_asked_how": "by telephone",
            "reply_answer": "They stand by their counts.",
        },
    )
    assert response.status_code == 201, response.content
    return response.json()


def allowed(thing: Any, action: str) -> Any:
    return next(a["allowed"] for a in thing["open_actions"] if a["action"] == action)


def test_three_people_bring_a_claim_from_the_article_to_the_readers(alice, bob, dana, stranger):
    article = an_article(alice)
    assert EMOJI in article["text"][: article["text"].index(SAID)], "units have to differ"

    claim = marked(alice, article)
    place = claim["occurrences"][0]
    assert place["quote"] == SAID == article["text"][place["start"] : place["end"]]
    assert claim["state"] == "open"

    source = cited(alice, claim)
    verdict = drafted(alice, claim)
    changed = alice.patch(f"verdicts/{verdict['id']}/", {"rating": "true"}, If_Match='"1"')
    assert changed.json()["rating"]["slug"] == "true"
    assert changed["ETag"].startswith('"2~')

    sealed = alice.post(f"verdicts/{verdict['id']}/submit/").json()
    assert sealed["status"] == "in_review"
    assert len(sealed["digest"]) == 64
    refused(alice.patch(f"evidence/{source['id']}/", {"note": "?"}, If_Match='"1"'), 409, "not_now")

    ballot = {"vote": "approve", "comment": "Read.", "digest": sealed["digest"]}
    own = refused(alice.post(f"verdicts/{verdict['id']}/reviews/", ballot), 403, "not_allowed")
    assert own["detail"] == "You wrote this draft, so another reviewer has to approve it."
    refused(dana.post(f"verdicts/{verdict['id']}/publish/"), 409, "not_now")

    other = refused(
        bob.post(f"verdicts/{verdict['id']}/reviews/", ballot | {"digest": "0" * 64}), 409
    )
    assert "changed since you read it" in other["detail"]
    assert bob.post(f"verdicts/{verdict['id']}/reviews/", ballot).status_code == 201
    assert allowed(dana.get(f"verdicts/{verdict['id']}/").json(), "publish")

    public = dana.post(f"verdicts/{verdict['id']}/publish/").json()
    assert public["status"] == "published"
    assert stranger.get("published/").json()["results"][0]["id"] == claim["id"]
    page = stranger.get(f"published/{claim['id']}/").json()
    assert page["claimreview"]["@type"] == "ClaimReview"
    assert page["claimreview"]["reviewRating"]["alternateName"] == "True"
    assert page["rationale"].startswith("The office counted")
    assert "Asked by telephone." not in str(page)

    events = alice.get(f"events/?claim={claim['id']}").json()["results"]
    done = [event["action"] for event in events]
    assert done == sorted(done, key=done.index)
    assert {"highlight", "cite", "draft", "edit", "submit", "approve", "publish"} == set(done)
    assert [event["actor"]["name"] for event in events][-1] == "Dana"


def test_a_reviewer_who_wrote_the_draft_is_told_why_another_has_to_approve_it(bob):
    claim = marked(bob, an_article(bob))
    cited(bob, claim)
    verdict = bob.post(f"verdicts/{drafted(bob, claim)['id']}/submit/").json()
    approve = next(a for a in verdict["open_actions"] if a["action"] == "approve")
    assert not approve["allowed"]
    ballot = {"vote": "approve", "digest": verdict["digest"]}
    problem = refused(bob.post(f"verdicts/{verdict['id']}/reviews/", ballot), 403, "not_allowed")
    assert problem["detail"] == approve["reason"]
    assert approve["reason"] == "You wrote this draft, so another reviewer has to approve it."


def test_a_correction_says_what_it_corrects_and_the_old_revision_stays_until_then(
    alice, bob, dana, stranger
):
    claim = marked(alice, an_article(alice))
    cited(alice, claim)
    first = drafted(alice, claim)
    publish(alice, bob, dana, first["id"])
    unexplained = alice.post(f"verdicts/{first['id']}/revise/", {"kind": "correction"})
    assert "reason" in refused(unexplained, 422, "invalid")["errors"]

    why = {"kind": "correction", "reason": "The week was the second one."}
    second = alice.post(f"verdicts/{first['id']}/revise/", why)
    assert second.status_code == 201
    assert stranger.get(f"published/{claim['id']}/").json()["revision"] == 1
    tag = second["ETag"]
    alice.patch(f"verdicts/{second.json()['id']}/", {"summary": "In week two."}, If_Match=tag)
    publish(alice, bob, dana, second.json()["id"])
    page = stranger.get(f"published/{claim['id']}/").json()
    assert page["summary"] == "In week two."
    assert [(c["number"], c["kind"]) for c in page["corrections"]] == [
        (2, "correction"),
        (1, "first"),
    ]


def publish(alice: Program, bob: Program, dana: Program, verdict: int) -> None:
    digest = alice.post(f"verdicts/{verdict}/submit/").json()["digest"]
    bob.post(f"verdicts/{verdict}/reviews/", {"vote": "approve", "digest": digest})
    assert dana.post(f"verdicts/{verdict}/publish/").status_code == 200


def test_a_returned_revision_is_revised(alice, bob):
    claim = marked(alice, an_article(alice))
    cited(alice, claim)
    sealed = alice.post(f"verdicts/{drafted(alice, claim)['id']}/submit/").json()
    ballot = {"vote": "return", "comment": "Which week?", "digest": sealed["digest"]}
    assert bob.post(f"verdicts/{sealed['id']}/reviews/", ballot).status_code == 201
    second = alice.post(f"verdicts/{sealed['id']}/revise/")
    assert second.status_code == 201
    assert second.json()["number"] == 2


def test_suggestions_are_asked_for_decided_and_restored(alice):
    article = an_article(alice)
    asked = alice.post(f"articles/{article['id']}/suggest/")
    assert asked.status_code == 202
    assert asked["Location"].endswith(f"/api/v1/jobs/{asked.json()['id']}/")
    for job in Job.objects.all():
        tasks.work(job.pk)
    job = alice.get(asked["Location"].removeprefix("http://testserver")).json()
    assert (job["state"], job["progress"]) == ("done", 100)

    open_ones = f"suggestions/?article={article['id']}&state=open"
    first, second, *_ = alice.get(open_ones).json()["results"]
    assert article["text"][first["start"] : first["end"]] == first["quote"]
    accepted = alice.post(f"suggestions/{first['id']}/accept/")
    assert accepted.status_code == 201
    assert accepted.json()["created"] is True
    refused(alice.post(f"suggestions/{first['id']}/accept/"), 409, "not_now")
    turned_down = alice.post(f"suggestions/{second['id']}/dismiss/", {"reason": "An opinion."})
    assert turned_down.json()["state"] == "dismissed"
    restored = alice.post(f"suggestions/{second['id']}/restore/")
    assert restored.json()["state"] == "open"


def test_the_bounds_of_a_suggestion_are_corrected(alice):
    article = an_article(alice)
    for job in Job.objects.all():
        tasks.work(job.pk)
    first = alice.get(f"suggestions/?article={article['id']}").json()["results"][0]
    path = f"suggestions/{first['id']}/accept/"
    refused(alice.post(path, {"start": 0, "end": 10**9}), 422, "invalid")
    refused(alice.post(path, {"start": 0}), 400, "malformed")
    start = article["text"].index(SAID)
    units = {"start": utf16(article["text"][:start]), "unit": "utf16"}
    claim = alice.post(path, units | {"end": units["start"] + utf16(SAID)}).json()
    assert claim["occurrences"][0]["quote"] == SAID


def test_the_same_text_and_address_is_the_same_article(alice, bob):
    first = an_article(alice)
    again = bob.post("articles/", {"title": "?", "text": TEXT, "url": first["url"]})
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    versions = alice.get(f"articles/{first['id']}/versions/").json()["results"]
    assert [version["number"] for version in versions] == [1]
    version = alice.get(f"articles/{first['id']}/versions/1/").json()
    assert (version["text"], version["sha256"]) == (first["text"], first["sha256"])


def test_the_second_to_mark_the_same_words_is_told_whose_claim_it_is(alice, bob):
    article = an_article(alice)
    first = marked(alice, article)
    again = bob.post(
        "claims/", {"article": article["id"], "exact": SAID, "statement": first["statement"]}
    )
    assert again.status_code == 200
    assert (again.json()["id"], again.json()["created"]) == (first["id"], False)
    assert again.json()["detail"] == "Alice marked these words already."
    other = bob.post("claims/", {"article": article["id"], "exact": SAID, "statement": "Another."})
    assert other.status_code == 201


def test_a_claim_is_changed_assigned_dismissed_and_reopened(alice, newsroom):
    claim = marked(alice, an_article(alice))
    path = f"claims/{claim['id']}/"
    changes = {"priority": "high", "topics": ["roads"], "claimed_on": None}
    changed = alice.patch(path, changes, If_Match='"1"').json()
    assert {name: changed[name] for name in changes} == changes
    assigned = alice.post(f"{path}assign/", {"assignee": newsroom.bob.user.pk}).json()
    assert assigned["assignee"]["name"] == "Bob"
    assert alice.get(f"claims/?assignee={newsroom.bob.user.pk}").json()["results"]
    assert alice.post(f"{path}assign/", {"assignee": None}).json()["assignee"] is None
    assert alice.post(f"{path}dismiss/", {"reason": "Trivial."}).json()["state"] == "dismissed"
    assert alice.get("claims/?state=dismissed").json()["results"][0]["id"] == claim["id"]
    assert alice.post(f"{path}reopen/").json()["state"] == "open"
    assert alice.get(f"{path}occurrences/").json()["results"][0]["quote"] == SAID


def test_a_source_is_changed_and_removed(alice):
    source = cited(alice, marked(alice, an_article(alice)))
    path = f"evidence/{source['id']}/"
    changed = alice.patch(path, {"stance": "context", "primary": True}, If_Match='"1"')
    assert (changed.json()["stance"], changed.json()["primary"]) == ("context", True)
    stale = refused(alice.delete(path, If_Match='"1"'), 412, "stale")
    assert stale["current"]["stance"] == "context"
    assert alice.delete(path, If_Match=changed["ETag"]).status_code == 204
    refused(alice.get(path), 404)


def test_everybody_learns_who_they_are(alice, victor):
    me = alice.get("me/").json()
    assert (me["name"], me["team"]["slug"], me["team"]["role"]) == (
        "Alice",
        "harbour-desk",
        "contributor",
    )
    assert alice.get("teams/").json()["results"][0]["approvals_required"] == 1
    assert [r["slug"] for r in alice.get("ratings/").json()["results"]][:2] == [
        "false",
        "mostly-false",
    ]
    refused(victor.post("articles/", {"title": "T", "text": "Some words."}), 403, "not_allowed")
