"""The dossier: everything that a revision rests on, frozen, and nothing else."""

import datetime as dt
import json

from annotations.actions import claims, reviews, verdicts
from annotations.models import Verdict
from annotations.publishing import dossier
from annotations.text.digests import digest
from tests.cast import (
    TEXT,
    TITLE,
    a_claim,
    again,
    an_article,
    evidence_for,
    in_review,
    published,
)


def sealed(newsroom):
    article = an_article(
        newsroom.alice,
        url="https://news.example/tunnel",
        publisher="The Post",
        published_on=dt.date(2025, 11, 18),
    )
    claim = a_claim(newsroom.alice, article, statement="The tunnel cost EUR 412 million.")
    claims.edit(claim, by=newsroom.alice, claimant="Inga Holm", claimed_on=dt.date(2025, 11, 17))
    evidence_for(claim, newsroom.alice, stance="refutes", origin="Wire", note="p. 3")
    return again(in_review(newsroom, claim))


def test_it_says_what_was_claimed_and_where(newsroom):
    verdict = sealed(newsroom)
    claim = verdict.dossier["claim"]
    assert (claim["statement"], claim["claimant"], claim["claimed_on"]) == (
        "The tunnel cost EUR 412 million.",
        "Inga Holm",
        "2025-11-17",
    )
    place = claim["occurrences"][0]
    assert place["exact"] == TEXT[place["start"] : place["end"]]
    assert (place["title"], place["url"], place["publisher"], place["published_on"]) == (
        TITLE,
        "https://news.example/tunnel",
        "The Post",
        "2025-11-18",
    )
    assert place["sha256"] == verdict.claim.article.current.sha256


def test_it_says_what_was_answered_and_what_that_rests_on(newsroom):
    verdict = sealed(newsroom)
    kept = verdict.dossier
    assert kept["rating"] == {
        "label": "Mostly true",
        "slug": "mostly-true",
        "value": 4,
        "scale": ["False", "Mostly false", "Half true", "Mostly true", "True"],
    }
    assert (kept["revision"], kept["kind"], kept["as_of"]) == (1, "first", "2025-11-20")
    assert [(source["stance"], source["origin"]) for source in kept["evidence"]] == [
        ("refutes", "Wire"),
        ("supports", ""),
    ]


def test_its_digest_can_be_taken_by_anybody_from_its_json(newsroom):
    verdict = sealed(newsroom)
    assert digest(json.loads(json.dumps(verdict.dossier))) == verdict.digest


def test_it_stays_whole_through_approval_and_publication(newsroom):
    verdict = again(published(newsroom))
    assert dossier.is_whole(verdict)


def test_it_is_no_longer_whole_when_anything_in_it_changed(newsroom):
    verdict = sealed(newsroom)
    verdict.claim.evidence.update(title="Another title")
    assert not dossier.is_whole(again(verdict))


def test_what_is_not_in_it_may_change(newsroom):
    verdict = sealed(newsroom)
    claims.assign(verdict.claim, by=newsroom.alice, to=newsroom.bob.user)
    assert dossier.is_whole(again(verdict))


def test_what_was_sealed_before_there_were_terms_is_still_whole(newsroom):
    """A revision that was in review when the desk was brought up to date goes on."""
    verdict = in_review(newsroom)
    later = {"terms", "one_sided_reason", "one_origin_reason", "reply"}
    old = {k: v for k, v in verdict.dossier.items() if k not in later} | {"schema": 1}
    Verdict.objects.update(dossier=old, digest=digest(old), terms=None)
    reviews.review(again(verdict), by=newsroom.bob, vote="approve")
    assert verdicts.publish(again(verdict), by=newsroom.dana).status == "published"
