"""Reading ClaimReview as it is in the wild: what is refused, what is warned of, what is taken."""

import datetime as dt

import pytest

from annotations.errors import TooLarge
from annotations.publishing.claimreview_items import MOST, items
from annotations.publishing.claimreview_reading import Unfit, read
from annotations.publishing.plain import plain
from tests.cast import a_claim_review

pytestmark = pytest.mark.once

WHO = {"@type": "Organization", "name": "Checks"}
NO_CLAIM = "It does not say which claim was checked (claimReviewed)."


def rated(**numbers):
    return {"reviewRating": {"@type": "Rating", "alternateName": "False", **numbers}}


def claimed(**about):
    return {"itemReviewed": {"@type": "Claim", "author": {"name": "Inga Holm"}, **about}}


def reading(**about):
    (item,) = items(a_claim_review(**about))
    return read(item)


FAULTS = [
    ({"@type": "Review"}, "It is no ClaimReview."),
    ({"url": None}, "It has no url."),
    ({"url": "/checks/1"}, "Its url is not an absolute http or https address."),
    ({"url": "checks.example/1"}, "Its url is not an absolute http or https address."),
    ({"url": "javascript:alert(1)"}, "Its url is not an absolute http or https address."),
    ({"url": "https://[::1/"}, "Its url is not an absolute http or https address."),
    ({"claimReviewed": None}, NO_CLAIM),
    ({"claimReviewed": "<p> </p>"}, NO_CLAIM),
    ({"reviewRating": None}, "Its reviewRating has no words: there is no alternateName."),
    ({"reviewRating": {"ratingValue": 1}}, "Its reviewRating has no words"),
    (rated(ratingValue=1, worstRating=5, bestRating=1), "The scale of the rating is reversed"),
    (rated(ratingValue=1, worstRating=1, bestRating=1), "The scale of the rating is empty"),
    (rated(ratingValue=-1, worstRating=-1, bestRating="-1"), "The scale of the rating is empty"),
    (rated(ratingValue=6, worstRating=1, bestRating=5), "The rating does not lie on its scale."),
    (rated(ratingValue=7), "The rating does not lie on its scale."),
    (rated(ratingValue="four"), "The ratingValue of the rating is not a number."),
    (rated(ratingValue=True), "The ratingValue of the rating is not a number."),
    (rated(ratingValue="nan"), "The ratingValue of the rating is not a number."),
    (
        rated(ratingValue=1, bestRating=[], worstRating=1),
        "The bestRating of the rating is not a number",
    ),
    ({"datePublished": "20.11.2025"}, "datePublished is not a date by ISO 8601."),
    ({"datePublished": "November 20, 2025"}, "datePublished is not a date by ISO 8601."),
    ({"datePublished": "2025-11-20 10:00"}, "datePublished is not a date by ISO 8601."),
    ({"datePublished": "2025-13-01"}, "datePublished is not a date by ISO 8601."),
    ({"datePublished": 20251120}, "datePublished is not a date by ISO 8601."),
    (claimed(datePublished="yesterday"), "datePublished is not a date by ISO 8601."),
    ({"claimReviewed": "half \ud83d of a ship"}, "It has half of a character in it."),
    ({"text": "nothing \0 here"}, "It has the character U+0000 in it."),
    ({"text": float("inf")}, "It has a number in it that is too large."),
    ({"text": "x" * 100_001}, "It is too large: at most 100,000 bytes."),
]


@pytest.mark.parametrize(("about", "sentence"), FAULTS)
def test_a_hard_fault_refuses_it_with_a_sentence(about, sentence):
    with pytest.raises(Unfit) as refused:
        reading(**about)
    assert str(refused.value).startswith(sentence)


WARNINGS = [
    ({"itemReviewed": None}, "It does not say who made the claim: itemReviewed has no author."),
    (claimed(author=None), "It does not say who made the claim: itemReviewed has no author."),
    (
        {"url": None, "@id": "https://checks.example/1#review"},
        "Its address stands in @id, not in url.",
    ),
    ({"author": None}, "It does not say who checked the claim: there is no author."),
    (
        {"author": {**WHO, "url": "/about"}},
        "The author's url is not an absolute http or https address.",
    ),
    ({"datePublished": None}, "It does not say when it was published."),
    ({"datePublished": "2025-11"}, "datePublished names no day."),
    (claimed(datePublished="2025-11-21"), "The claim is dated after its review."),
    (
        rated(ratingValue=1, bestRating=3),
        "The rating does not say its worstRating: schema.org's is assumed.",
    ),
    (
        {"reviewRating": {"name": "False"}},
        "The words of the rating stand in name, not in alternateName.",
    ),
    ({"inLanguage": "English"}, "Its inLanguage is no language tag, such as en or pt-BR."),
    ({"@context": None}, "Its @context is not https://schema.org."),
    ({"@context": "https://other.example"}, "Its @context is not https://schema.org."),
    (
        {"claimReviewed": "It is <b>bold</b>."},
        "claimReviewed has markup in it: only its words are kept.",
    ),
]


@pytest.mark.parametrize(("about", "sentence"), WARNINGS)
def test_what_is_wrong_and_can_be_done_without_is_a_warning(about, sentence):
    assert reading(**about).warnings == [sentence]


def test_what_is_right_is_taken_without_a_warning():
    found = reading(inLanguage="pt-BR", headline="How many lorries?", dateModified="whenever")
    assert found.warnings == []
    assert (found.claim_reviewed, found.claimant, found.claimed_on) == (
        "The bridge carries 1 lorries a day.",
        "Inga Holm",
        dt.date(2025, 11, 18),
    )
    assert (found.rating, found.rating_value, found.rating_worst, found.rating_best) == (
        "Mostly false",
        2,
        1,
        5,
    )
    assert (found.publisher, found.site, found.reviewed_on) == (
        "Checks",
        "checks.example",
        dt.date(2025, 11, 20),
    )
    assert (found.language, found.title) == ("pt-BR", "How many lorries?")


@pytest.mark.parametrize(
    ("about", "name", "value"),
    [
        (rated(), "rating_value", None),
        (rated(ratingValue="2.5", bestRating="4", worstRating="0"), "rating_value", 2.5),
        ({"datePublished": "20251120"}, "reviewed_on", dt.date(2025, 11, 20)),
        ({"datePublished": "2025-11-20T23:30:00-11:00"}, "reviewed_on", dt.date(2025, 11, 20)),
        (claimed(author=[{"name": "A"}, "B", {"@id": "#c"}]), "claimant", "A, B"),
        ({"@type": ["ClaimReview", "Article"]}, "rating", "Mostly false"),
        ({"@type": "http://schema.org/ClaimReview"}, "rating", "Mostly false"),
        ({"@context": {"@vocab": "http://schema.org/"}}, "warnings", []),
        ({"author": [WHO, {"name": "Another"}]}, "publisher", "Checks"),
        ({"inLanguage": {"@type": "Language", "alternateName": "en"}}, "language", "en"),
        ({"claimReviewed": "a < b && c > d"}, "claim_reviewed", "a < b && c > d"),
        ({"url": " https://checks.example/ü "}, "url", "https://checks.example/ü"),
    ],
)
def test_the_ways_of_writing_that_are_allowed_mean_the_same(about, name, value):
    assert getattr(reading(**about), name) == value


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>Words",
        "&lt;script&gt;alert(1)&lt;/script&gt;Words",
        "&amp;lt;img src=x onerror=alert(1)&amp;gt;Words",
        "<img src=x onerror=alert(1)>Words",
        "Words<!-- <b> -->",
    ],
)
def test_no_markup_is_left_also_where_it_was_escaped(hostile):
    assert plain(hostile) == "Words"


def test_what_was_escaped_without_end_stays_escaped():
    assert "<" not in plain("&" + "amp;" * 9 + "lt;b&" + "amp;" * 9 + "gt;")


def urls(document):
    return [item.value["url"] for item in items(document)]


ONE, TWO = a_claim_review(1), a_claim_review(2)
BARE = {k: v for k, v in TWO.items() if k != "@context"}
BOTH = ["https://checks.example/1", "https://checks.example/2"]


@pytest.mark.parametrize(
    "document",
    [
        [ONE, TWO],
        [[ONE], [[TWO]]],
        {"@context": "https://schema.org", "@graph": [ONE, {"@type": "WebPage"}, BARE]},
        {
            "@context": "https://schema.org",
            "@type": "DataFeed",
            "dataFeedElement": [{"@type": "DataFeedItem", "item": ONE}, BARE],
        },
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [ONE, TWO]}]},
        [{"@type": "DataFeed", "dataFeedElement": ONE}, {"@graph": [TWO]}],
    ],
)
def test_they_are_found_wherever_a_document_has_them(document):
    assert urls(document) == BOTH


def test_a_feed_lends_its_context_to_what_is_in_it():
    feed = {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [BARE]}
    (item,) = items(feed)
    assert read(item).warnings == []


def test_what_a_graph_names_is_looked_up_beside_it():
    review = {**ONE, "author": {"@id": "#desk"}}
    desk = {"@type": "Organization", "@id": "#desk", "name": "The Desk"}
    (item,) = items({"@context": "https://schema.org", "@graph": [desk, review]})
    assert read(item).publisher == "The Desk"


def test_more_than_a_thousand_are_too_many():
    assert len(items([ONE] * MOST)) == MOST
    with pytest.raises(TooLarge):
        items([ONE] * (MOST + 1))


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, {"@type": 3}, {"@graph": 5}, [1, None]])
def test_nonsense_is_no_claim_review(value):
    for item in items(value):
        with pytest.raises(Unfit):
            read(item)
