"""A claim that is made in several places of a text: one card, and a mark in each of them."""

import re

import pytest

from annotations.actions import occurrences
from annotations.actions.merging import merge
from annotations.text.spans import Span
from tests.cast import QUOTE, TEXT, a_claim
from tests.frontend.visiting import at_desk, queries

pytestmark = pytest.mark.django_db

OTHER = "Traffic on the old bridge"
EARLY = "The harbour tunnel"


def a_place(claim, by, quote=OTHER):
    start = TEXT.index(quote)
    version = claim.article.current
    place, _added = occurrences.add(claim, version, by=by, span=Span(start, start + len(quote)))
    return place


def marks(body, claim):
    """The words of the claim's marks, each with its attributes."""
    found = re.findall(rf'<mark([^>]*data-claim="{claim.pk}"[^>]*)>([^<]*)</mark>', body)
    return {words: attributes for attributes, words in found}


def room(by, claim, query=""):
    return at_desk(by).get(f"/articles/{claim.article_id}/{query}").content.decode()


def test_every_place_is_marked_and_leads_to_the_one_card_which_stands_at_the_first(newsroom):
    claim = a_claim(newsroom.alice)
    a_place(claim, newsroom.bob)
    a_place(claim, newsroom.bob, EARLY)
    body = room(newsroom.alice, claim)
    shown = marks(body, claim)
    assert set(shown) == {QUOTE, OTHER, EARLY}
    assert all(f'aria-details="card-claim-{claim.pk}"' in one for one in shown.values())
    assert [words for words, one in shown.items() if " id=" in one] == [EARLY]
    assert body.count(f'id="claim-{claim.pk}"') == body.count(f'id="card-claim-{claim.pk}"') == 1
    assert f'data-at="{TEXT.index(EARLY)}"' in body


def test_a_place_within_another_of_the_same_claim_is_counted_once(newsroom):
    claim = a_claim(newsroom.alice)
    a_place(claim, newsroom.bob, "412 million")
    body = room(newsroom.alice, claim)
    assert "412 million" in marks(body, claim)
    assert f'data-here="claim-{claim.pk} claim-{claim.pk}"' not in body
    assert 'data-count="2"' not in body


def test_the_places_of_a_merged_claim_are_marked_as_those_of_the_other_one(newsroom):
    claim, other = a_claim(newsroom.alice), a_claim(newsroom.alice, quote=OTHER)
    merge(other, by=newsroom.alice, into=claim)
    body = room(newsroom.alice, claim)
    assert set(marks(body, claim)) == {QUOTE, OTHER}
    assert f'id="card-claim-{other.pk}"' not in body
    assert set(marks(room(newsroom.alice, claim, "?state=merged"), other)) == {OTHER}


def test_a_claim_that_is_dismissed_in_the_room_leaves_all_its_places(newsroom):
    claim = a_claim(newsroom.alice)
    a_place(claim, newsroom.bob)
    form = {"version": claim.version, "reason": ""}
    headers = {"HX-Request": "true"}
    client = at_desk(newsroom.alice)
    answer = client.post(f"/claims/{claim.pk}/dismiss/", form, headers=headers)
    blocks = answer.content.decode()
    assert QUOTE in blocks
    assert OTHER in blocks
    assert not marks(blocks, claim)


def test_every_sentence_of_a_claim_leads_to_it_in_the_list(newsroom):
    claim = a_claim(newsroom.alice)
    last = TEXT[TEXT.index(OTHER) :]
    a_place(claim, newsroom.bob, last)
    assert f"#claim-{claim.pk}" in room(newsroom.alice, claim, "?view=sentences")


def test_the_number_of_queries_does_not_grow_with_the_places(newsroom):
    claim = a_claim(newsroom.alice)
    client = at_desk(newsroom.alice)
    address = f"/articles/{claim.article_id}/"
    client.get(address)
    one = queries(client, address)
    for quote in (OTHER, EARLY, "3.2 kilometres"):
        a_place(claim, newsroom.bob, quote)
    assert queries(client, address) == one
