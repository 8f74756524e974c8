"""ClaimReview on every page there can be: each rating, each kind of change, whatever is written."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from annotations.actions import claims, reviews, verdicts
from annotations.models import Verdict
from tests.annotations.claimreview_rules import faults
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    an_article,
    corrected,
    evidence_for,
    published,
)
from tests.frontend.linked_data import LINKED_DATA, linked_data, scripts

RATINGS = ["false", "mostly-false", "half-true", "mostly-true", "true", "unproven", "satire"]
KINDS = ["minor", "correction", "update"]
EVIL = [
    "</script><script>alert(1)</script>",
    "</script ><script>alert(1)</script >",
    "<!-- <script> -->",
    "<!--<script>",
    "]]> --> </SCRIPT\t>",
    "line\u2028and paragraph\u2029separators",
    "“double” \"straight\" 'single' \\ back",
    "👩‍🔧 🇳🇴 e\u0301 \U0001f6a2",
    "مرحبا \u202eright to left\u202c שלום",
    "{{ 7|add:7 }} {% now 'Y' %} &lt;b&gt; &amp;",
]


def page(verdict):
    return Client().get(f"/fact-checks/{verdict.team.slug}/{verdict.claim_id}/")


def feed():
    answer = Client().get("/api/v1/published/claimreview.json")
    assert answer.status_code == 200
    return json.loads(answer.getvalue())


@pytest.fixture
def demo(db, settings):
    """The demo newsroom, scored by the rules."""
    settings.SCORER = "rules"
    call_command("demo", stdout=StringIO())
    return list(Verdict.objects.public())


def test_every_page_of_the_demo_newsroom_passes_a_strict_reading(demo):
    reviews = [linked_data(page(verdict)) for verdict in demo]
    assert {json.dumps(review): faults(review) for review in reviews if faults(review)} == {}
    items = [element["item"] for element in feed()["dataFeedElement"]]
    assert [{"@context": "https://schema.org", **item} for item in items] == reviews


def test_no_superseded_page_of_the_demo_newsroom_says_anything_to_machines(demo):
    replaced = Verdict.objects.filter(status="superseded")
    assert {verdict.kind for verdict in replaced} == {"first"}
    for verdict in replaced:
        answer = Client().get(f"/fact-checks/harbour-desk/{verdict.claim_id}/revisions/1/")
        assert answer.status_code == 200
        assert [kind for kind, _text in scripts(answer) if kind == LINKED_DATA] == []


def test_the_demo_newsroom_has_every_rating_and_every_kind_of_change(demo):
    standing = [verdict for verdict in demo if verdict.status == "published"]
    assert {verdict.rating.slug for verdict in standing} == set(RATINGS)
    assert {verdict.kind for verdict in demo} == {"first", *KINDS, "retraction"}
    assert {bool(verdict.claim.claimant) for verdict in demo} == {True, False}


@pytest.mark.parametrize("claimant", ["", "Inga Holm"])
@pytest.mark.parametrize("rating", RATINGS)
def test_every_rating_passes(newsroom, rating, claimant):
    claim = a_claim(newsroom.alice, claimant=claimant)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice, rating=a_rating(newsroom.team, rating))
    verdict = through(newsroom, draft)
    review = linked_data(page(verdict))
    assert faults(review) == []
    assert ("ratingValue" in review["reviewRating"]) == (rating not in {"unproven", "satire"})
    assert ("author" in review["itemReviewed"]) == bool(claimant)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_passes(newsroom, kind):
    rating = "mostly-true" if kind == "minor" else "unproven"
    first = published(newsroom)
    second = corrected(newsroom, first, kind=kind, rating=a_rating(newsroom.team, rating))
    review = linked_data(page(second))
    assert faults(review) == []
    assert review["reviewRating"]["alternateName"] == second.rating.label


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_nothing_that_is_written_breaks_out(newsroom, evil):
    text = f"The tunnel opens. It said: {evil} was true. The end."
    article = an_article(newsroom.alice, title=f"T {evil}", text=text, publisher=f"P {evil}")
    start = article.current.text.index("It said")
    quote = article.current.text[start : article.current.text.index(". The end.")]
    claim = a_claim(newsroom.alice, article, quote=quote, statement=f"S {evil}")
    claims.edit(claim, by=newsroom.alice, claimant=f"C {evil}")
    evidence_for(claim, newsroom.alice, title=f"E {evil}", passage=evil, publisher=evil)
    newsroom.team.name = f"N {evil}"
    newsroom.team.save()
    newsroom.team.scale.ratings.update(label=evil[:60])
    newsroom.alice.user.name = evil
    newsroom.alice.user.save()
    draft = a_draft(claim, newsroom.alice, summary=f"M {evil}", rationale=f"R {evil}")
    verdict = through(newsroom, draft)
    for place in ("", "card/"):
        answer = Client().get(f"/fact-checks/harbour-desk/{claim.pk}/{place}")
        assert "<script>" not in answer.content.decode()
    review = linked_data(page(verdict))
    assert faults(review) == []
    assert review["claimReviewed"] == verdict.dossier["claim"]["statement"]
    assert review["itemReviewed"]["author"]["name"] == verdict.dossier["claim"]["claimant"]
    assert review["author"]["name"] == f"N {evil}"
    assert feed()["dataFeedElement"][0]["item"]["claimReviewed"] == review["claimReviewed"]


def through(newsroom, draft):
    """Submitted by Alice, approved by Bob, published by Dana."""
    verdict = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    return verdicts.publish(verdict, by=newsroom.dana)
