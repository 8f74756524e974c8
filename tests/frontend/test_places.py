"""A claim that is made in several places of a text, and one of which the words are gone."""

import re

import pytest

from annotations.actions import occurrences
from annotations.actions.merging import merge
from annotations.models import Article, Occurrence
from annotations.text.spans import Span
from tests.cast import QUOTE, TEXT, a_claim, a_version, an_article
from tests.frontend.visiting import at_desk, queries, words

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


@pytest.fixture
def lost(newsroom):
    """A place of which the words are gone."""
    claim = a_claim(newsroom.alice)
    a_version(claim.article, TEXT.replace(QUOTE, "is free of charge for all of us"))
    return Occurrence.objects.get()


def where(claim, quote=OTHER):
    version = Article.objects.get(pk=claim.article_id).current
    start = version.text.index(quote)
    return {"version": version.pk, "start": start, "end": start + len(quote), "exact": quote}


def test_lost_words_are_marked_anew_from_the_claims_page_and_from_the_room(newsroom, lost):
    claim, client = lost.claim, at_desk(newsroom.bob)
    room_of = f"/articles/{claim.article_id}/"
    asks = f'href="{room_of}?move={lost.pk}"'
    assert asks in client.get(f"/claims/{claim.pk}/").content.decode()
    assert asks in client.get(room_of).content.decode()
    asking = client.get(f"{room_of}?move={lost.pk}")
    assert f"Where are the words of claim {claim.pk} now? {QUOTE}" in words(asking)
    action = f"/occurrences/{lost.pk}/move/"
    assert f'id="highlight" method="post" action="{action}"' in asking.content.decode()
    done = client.post(action, where(claim))
    assert (done.status_code, done["Location"]) == (302, f"{room_of}#claim-{claim.pk}")
    page = client.get(room_of)
    assert f"Marked for claim {claim.pk}." in words(page)
    assert "not in the text any more" not in words(page)
    assert set(marks(page.content.decode(), claim)) == {OTHER}
    history = words(client.get(f"/claims/{claim.pk}/"))
    assert "Bob marked where these words are now." in history


def test_another_place_is_marked_in_the_room_from_the_claims_page(newsroom):
    claim, client = a_claim(newsroom.alice), at_desk(newsroom.bob)
    room_of = f"/articles/{claim.article_id}/"
    asks = f"{room_of}?mark={claim.pk}"
    assert f'href="{asks}"' in client.get(f"/claims/{claim.pk}/").content.decode()
    assert f"Where else is claim {claim.pk} made?" in words(client.get(asks))
    by_sentence = client.get(f"{asks}&view=sentences")
    assert words(by_sentence).count(f"Mark for claim {claim.pk}") > 3
    assert f'action="/claims/{claim.pk}/places/"' in by_sentence.content.decode()
    for said in (f"Marked for claim {claim.pk}.", f"Claim {claim.pk} has this place already."):
        done = client.post(f"/claims/{claim.pk}/places/", where(claim))
        assert said in words(client.get(done["Location"]))
    assert claim.occurrences.count() == 2


def test_words_can_be_marked_only_for_claims_of_this_article_by_those_who_may(newsroom, lost):
    other = a_claim(newsroom.alice, an_article(newsroom.alice, title="Two", text=f"It {QUOTE}."))
    theirs = a_claim(newsroom.mallory)
    room_of, client = f"/articles/{lost.claim.article_id}/", at_desk(newsroom.bob)
    for query in (f"mark={other.pk}", f"mark={theirs.pk}", "mark=x", "move=99", "mark=" + "9" * 30):
        assert client.get(f"{room_of}?{query}").status_code == 404, query
    victor = at_desk(newsroom.victor)
    for query in (f"mark={lost.claim_id}", f"move={lost.pk}"):
        assert victor.get(f"{room_of}?{query}").status_code == 403
    assert "Mark" not in words(victor.get(f"/claims/{lost.claim_id}/"))
    stranger = at_desk(newsroom.mallory)
    for address in (f"/occurrences/{lost.pk}/move/", f"/claims/{lost.claim_id}/places/"):
        assert stranger.post(address, where(lost.claim)).status_code == 404


def test_the_places_of_a_merged_claim_come_last_and_name_their_article(newsroom):
    into = a_claim(newsroom.alice)
    text = "It is said that it cost 400 million euros."
    elsewhere = an_article(newsroom.alice, title="Another paper", text=text)
    other = a_claim(newsroom.alice, elsewhere, quote="cost 400 million euros")
    merge(other, by=newsroom.alice, into=into)
    answer = at_desk(newsroom.bob).get(f"/claims/{into.pk}/")
    assert f"Claim {other.pk}, merged into this one, in Another paper It is said" in words(answer)
    body = answer.content.decode()
    assert f'<a href="/articles/{elsewhere.pk}/">' in body
    assert body.index(f">{QUOTE}</mark>") < body.index(">cost 400 million euros</mark>")
    assert marks(body, other)["cost 400 million euros"].startswith(' class="claim is-open"')


def test_the_history_says_when_words_that_were_gone_are_there_again(newsroom, lost):
    a_version(lost.claim.article, TEXT)
    history = words(at_desk(newsroom.bob).get(f"/claims/{lost.claim_id}/"))
    assert "These words stand in the article again." in history


def test_nobody_has_to_look_at_the_lost_words_of_a_claim_that_was_merged(newsroom, lost):
    into = a_claim(newsroom.alice, lost.claim.article, quote="3.2 kilometres")
    merge(lost.claim, by=newsroom.alice, into=into)
    page = words(at_desk(newsroom.bob).get(f"/claims/{into.pk}/"))
    assert "These words are not in the text any more" in page
    assert "Take note" not in page
    assert "This claim was merged" not in page
