"""Nobody changes, submits or publishes what they did not read."""

import pytest
from django.utils import timezone

from annotations.actions import verdicts
from annotations.models import Verdict, Webhook
from tests.api.program import Program, refused, rows
from tests.cast import (
    QUOTE,
    a_claim,
    a_draft,
    a_token,
    again,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
)

pytestmark = pytest.mark.django_db


def test_with_a_digest_only_the_revision_that_was_read_is_published(dana, newsroom):
    verdict = approved(newsroom)
    path = f"verdicts/{verdict.pk}/publish/"
    before = rows()
    other = refused(dana.post(path, {"digest": "0" * 64}), 409, "not_now")
    assert "changed since you read it" in other["detail"]
    refused(dana.post(path, {"digest": ""}), 409, "not_now")
    refused(dana.post(path, {"digest": 7}), 400, "malformed")
    assert rows() == before
    public = dana.post(path, {"digest": verdict.digest}, If_Match=f'"{verdict.version}"')
    assert (public.status_code, public.json()["status"]) == (200, "published")


def test_a_publication_without_a_digest_is_one_too(dana, newsroom):
    assert dana.post(f"verdicts/{approved(newsroom).pk}/publish/").status_code == 200


def test_the_digest_has_to_hold_when_the_turn_to_publish_comes(dana, newsroom, monkeypatch):
    verdict = approved(newsroom)
    publish = verdicts.publish

    def too_late(asked: Verdict, **how):
        Verdict.objects.filter(pk=asked.pk).update(version=asked.version + 1, digest="1" * 64)
        return publish(asked, **how)

    monkeypatch.setattr(verdicts, "publish", too_late)
    answer = dana.post(f"verdicts/{verdict.pk}/publish/", {"digest": verdict.digest})
    assert "changed since you read it" in refused(answer, 409, "not_now")["detail"]
    assert again(verdict).status == "approved"


@pytest.mark.parametrize("verb", ["submit", "withdraw", "publish"])
def test_a_revision_moves_on_only_from_the_version_that_is_named(alice, dana, newsroom, verb):
    if verb == "submit":
        claim = a_claim(newsroom.alice)
        evidence_for(claim, newsroom.alice)
        verdict = a_draft(claim, newsroom.alice)
    else:
        verdict = approved(newsroom)
    who = dana if verb == "publish" else alice
    path = f"verdicts/{verdict.pk}/{verb}/"
    before = again(verdict).status
    stale = who.post(path, If_Match=f'"{verdict.version + 1}"')
    assert refused(stale, 412, "stale")["current"]["status"] == before
    assert again(verdict).status == before
    assert who.post(path, If_Match=stale["ETag"]).status_code == 200
    assert again(verdict).status != before


def test_the_tag_of_a_claim_moves_with_its_verdict(alice, bob, dana, newsroom):
    claim = a_claim(newsroom.alice)
    path, tags = f"claims/{claim.pk}/", []

    def tag() -> str:
        tags.append(alice.get(path)["ETag"])
        return str(tags[-1])

    assert tag().startswith('"1~')
    verdict = in_review(newsroom, claim)
    assert tag().startswith(f'"1-{verdict.pk}.{verdict.version}~')
    ballot = {"vote": "approve", "digest": verdict.digest}
    assert bob.post(f"verdicts/{verdict.pk}/reviews/", ballot).status_code == 201
    tag()
    assert dana.post(f"verdicts/{verdict.pk}/publish/").status_code == 200
    tag()
    explained = {"kind": "minor", "reason": "A comma."}
    assert alice.post(f"verdicts/{verdict.pk}/revise/", explained).status_code == 201
    tag()
    assert len(set(tags)) == len(tags) == 5
    assert again(claim).version == 1


def test_a_claim_whose_verdict_moved_on_is_read_again_before_it_is_changed(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/"
    read = alice.get(path)["ETag"]
    a_draft(claim, newsroom.alice)
    stale = alice.patch(path, {"claimant": "The port"}, If_Match=read)
    problem = refused(stale, 412, "stale")
    assert problem["current"] == alice.get(path).json()
    assert problem["current"]["state"] == "draft"
    assert stale["ETag"] == alice.get(path)["ETag"] != read
    refused(alice.patch(path, {"claimant": "The port"}, If_Match=f"W/{stale['ETag']}"), 412)
    both = f'W/"1", {stale["ETag"]}'
    changed = alice.patch(path, {"claimant": "The port"}, If_Match=both)
    assert (changed.status_code, changed.json()["claimant"]) == (200, "The port")
    assert changed["ETag"] == alice.get(path)["ETag"] != stale["ETag"]


def test_whoever_marks_words_again_gets_the_tag_of_the_claim_as_it_stands(bob, newsroom):
    claim = a_claim(newsroom.alice)
    place = claim.occurrences.get()
    a_draft(claim, newsroom.alice)
    again_marked = bob.post(
        "claims/", {"article": claim.article_id, "start": place.start, "end": place.end}
    )
    assert again_marked.status_code == 200
    stands = bob.get(f"claims/{claim.pk}/")["ETag"]
    assert stands.startswith(again_marked["ETag"][:-1] + "~")


REVISING = {"kind": "update", "reason": "New accounts."}


@pytest.mark.parametrize(
    ("verb", "sent"), [("revise", REVISING), ("retract", {"reason": "It was a forgery."})]
)
def test_a_change_of_what_is_public_is_begun_only_on_the_version_that_is_named(
    alice, newsroom, verb, sent
):
    verdict = published(newsroom)
    path = f"verdicts/{verdict.pk}/{verb}/"
    before = rows()
    stale = alice.post(path, sent, If_Match='"0"')
    assert refused(stale, 412, "stale")["current"]["id"] == verdict.pk
    assert rows() == before
    begun = alice.post(path, sent, If_Match=stale["ETag"])
    assert begun.status_code == 201
    assert begun["Location"].endswith(f"/api/v1/verdicts/{begun.json()['id']}/")


@pytest.mark.parametrize(
    ("verb", "sent"),
    [("take", None), ("recuse", {"reason": "My sister works there."}), ("assign", "bob")],
)
def test_whoever_reviews_is_settled_on_the_version_that_is_named(bob, newsroom, verb, sent):
    verdict = in_review(newsroom)
    body = {"reviewer": newsroom.bob.user.pk} if sent == "bob" else sent
    path = f"verdicts/{verdict.pk}/{verb}/"
    stale = bob.post(path, body, If_Match='"0"')
    assert refused(stale, 412, "stale")["current"]["id"] == verdict.pk
    assert bob.post(path, body, If_Match=stale["ETag"]).status_code < 300


def test_a_comment_can_name_the_claim_that_it_is_about(alice, bob, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/comments/"
    read = bob.get(f"claims/{claim.pk}/")["ETag"]
    alice.patch(f"claims/{claim.pk}/", {"claimant": "The port"}, If_Match=read)
    stale = bob.post(path, {"text": "Who says so?"}, If_Match=read)
    assert refused(stale, 412, "stale")["current"]["claimant"] == "The port"
    assert bob.get(path).json()["results"] == []
    assert bob.post(path, {"text": "I see."}, If_Match=stale["ETag"]).status_code == 201


def test_a_tag_that_nobody_would_look_at_is_refused(alice, newsroom):
    article = an_article(newsroom.alice)
    sent = {"article": article.pk, "exact": QUOTE}
    assert "version" in refused(alice.post("claims/", sent, If_Match='"1"'), 400)["detail"]
    assert alice.post("claims/", sent).status_code == 201


def test_an_empty_tag_is_no_tag(alice, newsroom):
    claim = a_claim(newsroom.alice)
    refused(alice.post(f"claims/{claim.pk}/dismiss/", If_Match=""), 400, "malformed")
    assert again(claim).triage == "open"


def test_a_token_that_may_not_read_is_shown_nothing_by_a_412(newsroom):
    claim = a_claim(newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    blind = Program(a_token(newsroom.alice, ["suggest"]))
    stale = blind.patch(f"verdicts/{draft.pk}/", {"summary": "So."}, If_Match='"0"')
    assert "current" not in refused(stale, 412, "stale")
    assert "ETag" not in stale


@pytest.fixture
def versioned(newsroom):
    """What each of these POSTs is about, by its address: a webhook, an article or a claim."""
    claim = a_claim(newsroom.alice)
    about = {"url": "https://cms.example/", "name": "CMS", "created_by": newsroom.erin.user}
    hook = Webhook.objects.create(team=newsroom.team, url_since=timezone.now(), **about)
    return {
        "switch_off": f"webhooks/{hook.pk}/",
        "switch_on": f"webhooks/{hook.pk}/",
        "suggest": f"articles/{claim.article_id}/",
        "ask-for-raters": f"claims/{claim.pk}/",
        "stop-rating": f"claims/{claim.pk}/",
        "rate": f"claims/{claim.pk}/",
    }


@pytest.mark.parametrize(
    ("before", "verb"),
    [
        ("", "switch_off"),
        ("switch_off", "switch_on"),
        ("", "suggest"),
        ("", "ask-for-raters"),
        ("ask-for-raters", "stop-rating"),
        ("ask-for-raters", "rate"),
    ],
)
def test_a_verb_that_names_what_was_read_is_not_done_to_something_else(
    newsroom, versioned, before, verb
):
    erin, path = Program(a_token(newsroom.erin)), versioned[verb]
    if before:
        assert erin.post(f"{path}{before}/").status_code < 300
    body = {"rating": "false"} if verb == "rate" else {}
    known = erin.get(path)
    stale = erin.post(f"{path}{verb}/", body, If_Match='"77"')
    assert refused(stale, 412, "stale")["current"] == known.json()
    assert stale["ETag"] == known["ETag"]
    assert erin.post(f"{path}{verb}/", body, If_Match=known["ETag"]).status_code < 300
