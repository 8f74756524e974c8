"""Merging claims by program."""

from annotations.actions.merging import merge
from tests.api.program import refused
from tests.cast import QUOTE, a_claim, again, an_article, evidence_for

TEXT = f"They say: the tunnel {QUOTE}."


def elsewhere(by, title="Another paper"):
    return a_claim(by, an_article(by, title=title, text=f"{title}. {TEXT}"))


def test_a_claim_is_merged_and_says_into_which(alice, newsroom):
    target, claim = a_claim(newsroom.alice), elsewhere(newsroom.bob)
    evidence_for(claim, newsroom.bob)
    tag = alice.get(f"claims/{claim.pk}/")["ETag"]
    answer = alice.post(f"claims/{claim.pk}/merge/", {"into": target.pk}, If_Match=tag)
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["state"], shown["merged_into"]) == ("merged", target.pk)
    assert alice.get(f"claims/{claim.pk}/").json() == shown
    assert not any(one["allowed"] for one in shown["open_actions"])
    kept = alice.get(f"claims/{target.pk}/").json()
    assert (kept["merged_into"], kept["evidence_count"]) == (None, 1)
    assert [row["id"] for row in alice.get("claims/?state=merged").json()["results"]] == [claim.pk]
    places = alice.get(f"claims/{target.pk}/occurrences/").json()["results"]
    assert {place["article"] for place in places} == {claim.article_id, target.article_id}


def test_what_is_refused_changes_nothing(alice, mallory, newsroom):
    target, claim = a_claim(newsroom.alice), elsewhere(newsroom.bob)
    foreign = a_claim(newsroom.mallory)
    path = f"claims/{claim.pk}/merge/"
    refused(alice.post(path, {"into": target.pk}, If_Match='"7"'), 412, "stale")
    refused(alice.post(path, {"into": foreign.pk}), 404, "not_found")
    refused(alice.post(path, {"into": 10**30}), 404, "not_found")
    refused(mallory.post(path, {"into": foreign.pk}), 404, "not_found")
    refused(alice.post(path, {"into": claim.pk}), 422, "invalid")
    for body in ({}, {"into": None}, {"into": "x"}, {"into": target.pk, "to": 1}):
        refused(alice.post(path, body), 400, "malformed")
    assert again(claim).state == "open"
    merge(target, by=newsroom.alice, into=claim)
    problem = refused(alice.post(path, {"into": target.pk}), 409, "not_now")
    assert problem["detail"].startswith(f"About claim {target.pk}: Claim is merged")


def test_a_feed_that_sends_merged_words_again_is_told_where_they_are(alice, newsroom):
    target, claim = a_claim(newsroom.alice), elsewhere(newsroom.bob)
    merge(claim, by=newsroom.alice, into=target)
    sent = {"article": claim.article_id, "exact": QUOTE}
    problem = refused(alice.post("claims/", sent), 409, "not_now")
    assert f"merged into claim {target.pk}" in problem["detail"]
    container = alice.get(f"annotations/{claim.article_id}/").json()
    assert container["total"] == 0
