"""More or fewer suggestions: what the address asks for, and what the page then shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import suggestions as actions
from annotations.models import Heartbeat, Stream
from annotations.models.suggestion import Level
from frontend.amounts import amount
from tests.cast import a_claim, again, an_article
from tests.frontend.suggesting import a_read_article, read, suggestions
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def page(actor, article, query=""):
    return at_desk(actor).get(f"/articles/{article.pk}/{query}")


def shown(answer):
    """The suggestions that have a card."""
    return {int(pk) for pk in re.findall(r'id="card-suggestion-(\d+)"', answer.content.decode())}


def best(article, number):
    return {suggestion.pk for suggestion in suggestions(article)[:number]}


def moves(actor, article, *, shown, show, state="", since=None):
    """What the page gets when somebody moves from one amount to another."""
    seq = Stream.objects.get(article=article).seq if since is None else since
    told = {"shown": shown, "show": show, "state": state, "since": seq, "announced": seq}
    return at_desk(actor).get(f"/articles/{article.pk}/show/", told, headers=HTMX)


@pytest.mark.parametrize(
    ("show", "number"),
    [
        (None, 5),
        ("", 5),
        ("strict", 2),
        ("broad", 9),
        ("usual", 5),
        ("0", 0),
        ("1", 1),
        ("7", 7),
        ("007", 7),
        ("9", 9),
        ("999999", 9),
        ("9999999", 5),
        ("-1", 5),
        ("1.5", 5),
        ("²", 5),
        ("٣", 3),
        ("Strict", 5),
        ("<b>", 5),
        ("\0", 5),
    ],
)
def test_the_address_says_how_many_and_nonsense_is_the_usual(newsroom, show, number):
    article = a_read_article(newsroom.alice)
    told = {} if show is None else {"show": show}
    answer = at_desk(newsroom.alice).get(f"/articles/{article.pk}/", told)
    assert shown(answer) == best(article, number)
    assert f"The best {number} of 9" in words(answer)
    assert f"Suggested {number}" in words(answer) or number == 0


def test_the_presets_name_their_counts_and_one_is_chosen(newsroom):
    answer = page(newsroom.alice, a_read_article(newsroom.alice), "?show=strict")
    assert "Strict 2 Usual 5 Broad 9" in words(answer)
    assert re.search(r'id="show-strict"[^>]*aria-current="true"', answer.content.decode())
    assert answer.content.decode().count('aria-current="true"') == 2  # that, and all states


def test_what_is_below_broad_is_shown_nowhere(newsroom):
    article = a_read_article(newsroom.alice)
    rest = {suggestion.pk for suggestion in suggestions(article)[9:]}
    assert not shown(page(newsroom.alice, article, "?show=broad")) & rest
    assert not shown(page(newsroom.alice, article, "?show=12")) & rest
    assert "Suggested 5" in words(at_desk(newsroom.alice).get("/articles/"))


def test_the_slider_works_without_scripts_and_keeps_the_filter(newsroom):
    answer = page(newsroom.alice, a_read_article(newsroom.alice), "?state=suggested&show=7")
    form = re.search(r'<form class="how-many".*?</form>', answer.content.decode(), re.DOTALL)
    assert form
    for part in ('name="state" value="suggested"', 'max="9"', 'value="7"', "<noscript>"):
        assert part in form[0]
    assert 'aria-valuetext="7 of 9"' in form[0]


def test_chips_and_counts_keep_the_amount_and_presets_the_filter(newsroom):
    article = a_read_article(newsroom.alice)
    body = page(newsroom.alice, article, "?state=suggested&show=7").content.decode()
    place = f"/articles/{article.pk}/"
    assert f'href="{place}?show=7"' in body
    assert f'href="{place}?state=suggested&amp;show=7"' in body
    assert f'href="{place}?state=suggested&amp;show=strict"' in body
    assert f'href="{place}?state=suggested"' in body  # the usual has no name


def test_more_brings_only_what_is_new_with_its_blocks_and_the_address(newsroom):
    article = a_read_article(newsroom.alice)
    answer = moves(newsroom.alice, article, shown="", show="6")
    (sixth,) = best(article, 6) - best(article, 5)
    assert shown(answer) == {sixth}
    body = answer.content.decode()
    assert f'data-suggestion="{sixth}" id="suggestion-{sixth}"' in body
    assert body.count('class="block"') == 1
    assert 'name="shown" value="6"' in body
    assert answer["HX-Replace-Url"] == f"/articles/{article.pk}/?show=6"


def test_fewer_names_what_goes_and_takes_its_mark_away(newsroom):
    article = a_read_article(newsroom.alice)
    answer = moves(newsroom.alice, article, shown="3", show="strict", state="suggested")
    third = suggestions(article)[2]
    assert f'data-gone="suggestion-{third.pk}"' in answer.content.decode()
    assert f'data-suggestion="{third.pk}"' not in answer.content.decode()
    assert shown(answer) == set()
    place = f"/articles/{article.pk}/?state=suggested&show=strict"
    assert answer["HX-Replace-Url"] == place


def test_where_others_changed_something_all_of_it_comes(newsroom):
    article = a_read_article(newsroom.alice)
    since = Stream.objects.get(article=article).seq
    claim = a_claim(newsroom.bob, article, quote="1901")
    answer = moves(newsroom.alice, article, shown="", show="6", since=since)
    assert shown(answer) == best(article, 6)
    assert f'id="card-claim-{claim.pk}"' in answer.content.decode()


def test_a_filter_that_shows_no_suggestions_stays_as_it_is(newsroom):
    article = a_read_article(newsroom.alice)
    a_claim(newsroom.alice, article, quote="1901")
    answer = moves(newsroom.alice, article, shown="", show="broad", state="open")
    assert shown(answer) == set()
    assert 'data-gone=""' in answer.content.decode()


def test_the_slider_stays_under_the_hand_that_moves_it(newsroom):
    article = a_read_article(newsroom.alice)
    told = {"shown": "", "show": "6", "since": Stream.objects.get(article=article).seq}
    place = f"/articles/{article.pk}/show/"
    client, dragged = at_desk(newsroom.alice), HTMX | {"HX-Trigger": "how-many"}
    assert b'id="how-many"' not in client.get(place, told, headers=dragged).content
    assert b'id="how-many"' in client.get(place, told, headers=HTMX).content


def test_without_scripts_the_fragments_address_leads_to_the_article(newsroom):
    article = a_read_article(newsroom.alice)
    answer = at_desk(newsroom.alice).get(f"/articles/{article.pk}/show/", {"show": "3"})
    assert answer["Location"] == f"/articles/{article.pk}/?show=3"


def test_a_number_goes_down_with_a_decision_and_up_with_its_undo(newsroom):
    article = a_read_article(newsroom.alice)
    first = suggestions(article)[0]
    client, told = at_desk(newsroom.alice), {"shown": "3", "state": ""}
    answer = client.post(f"/suggestions/{first.pk}/dismiss/", told, headers=HTMX)
    assert answer["HX-Replace-Url"] == f"/articles/{article.pk}/?show=2"
    assert 'name="shown" value="2"' in answer.content.decode()
    assert "The best 2 of 8" in words(answer)
    told["shown"] = "2"
    answer = client.post(f"/suggestions/{first.pk}/restore/", told, headers=HTMX)
    assert answer["HX-Replace-Url"] == f"/articles/{article.pk}/?show=3"
    assert shown(answer) == {first.pk}


def test_a_preset_stays_a_preset_whatever_is_decided(newsroom):
    article = a_read_article(newsroom.alice)
    first = suggestions(article)[0]
    answer = at_desk(newsroom.alice).post(
        f"/suggestions/{first.pk}/accept/", {"shown": "broad"}, headers=HTMX
    )
    assert "HX-Replace-Url" not in answer
    assert "Strict 1 Usual 4 Broad 8" in words(answer)


def test_a_plain_verb_returns_to_the_same_amount(newsroom):
    article = a_read_article(newsroom.alice)
    first = suggestions(article)[0]
    told = {"shown": "broad", "state": "suggested"}
    answer = at_desk(newsroom.alice).post(f"/suggestions/{first.pk}/dismiss/", told)
    assert answer["Location"] == f"/articles/{article.pk}/?state=suggested&show=broad"


def test_the_pulse_draws_the_amount_that_the_page_shows(newsroom):
    article = a_read_article(newsroom.alice)
    told = {"shown": "strict", "fresh": "1"}
    answer = at_desk(newsroom.alice).get(f"/articles/{article.pk}/pulse/", told, headers=HTMX)
    assert shown(answer) == best(article, 2)


def test_what_was_decided_does_not_count_and_stays_as_it_is(newsroom):
    article = a_read_article(newsroom.alice)
    first, second, *_rest = suggestions(article)
    actions.dismiss(first, by=newsroom.bob)
    actions.accept(second, by=newsroom.bob)
    answer = page(newsroom.alice, article, "?show=1")
    assert shown(answer) == {suggestions(article)[2].pk}
    dismissed = page(newsroom.alice, article, "?show=1&state=dismissed")
    assert shown(dismissed) == {first.pk}
    assert again(first).state == "dismissed"


@pytest.mark.parametrize("show", ["", "strict", "broad", "7"])
def test_the_number_of_queries_does_not_grow_with_the_suggestions(newsroom, show):
    few, many = (
        a_read_article(newsroom.alice, [Level.USUAL] * number, model=f"model-{number}")
        for number in (10, 200)
    )
    client = at_desk(newsroom.alice)
    counts = {queries(client, f"/articles/{one.pk}/?show={show}") for one in (few, many)}
    counts_of_moves = {
        queries(client, f"/articles/{one.pk}/show/?show={show}&shown=3&since=1", headers=HTMX)
        for one in (few, many)
    }
    assert len(counts) == len(counts_of_moves) == 1


def test_the_rail_says_what_suggested(newsroom):
    article = a_read_article(newsroom.alice, model="minilm-claimbuster-1")
    said = words(page(newsroom.alice, article))
    assert "Suggested by minilm-claimbuster-1" in said
    actions.dismiss(suggestions(article)[0], by=newsroom.alice)
    article.current.suggestions.filter(state="open").delete()
    assert "Suggested by" not in words(page(newsroom.alice, article))


def test_the_rail_names_what_suggested_most(newsroom):
    article = a_read_article(newsroom.alice, model="older-1")
    article.current.suggestions.filter(rank__gt=1).update(model_id="newer-1")
    said = words(page(newsroom.alice, article))
    assert "Suggested by newer-1" in said
    article.current.suggestions.filter(rank__gt=1).update(level=Level.REST)
    assert "Suggested by older-1" in words(page(newsroom.alice, article))


def test_an_amount_loads_a_row_a_model_and_none_a_sentence(newsroom):
    article = a_read_article(newsroom.alice, [Level.REST] * 200)
    with CaptureQueriesContext(connection) as captured:
        found = amount(newsroom.alice, article.current, "")
    assert (found.most, found.sentences, found.model) == (0, 200, "")
    (query,) = captured.captured_queries
    assert "GROUP BY" in query["sql"]


def test_the_rules_are_called_by_their_name(newsroom):
    article = a_read_article(newsroom.alice, model="rules-7")
    assert "Suggested by the rules" in words(page(newsroom.alice, article))


def test_what_is_wrong_with_the_model_is_said_once(newsroom):
    article = a_read_article(newsroom.alice)
    notice = "The model file is missing. The rules suggest meanwhile."
    Heartbeat.objects.create(name="worker", at=timezone.now(), model_id="rules-2", notice=notice)
    assert words(page(newsroom.alice, article)).count(notice) == 1


def test_the_list_of_sentences_has_no_amount(newsroom):
    article = a_read_article(newsroom.alice)
    body = page(newsroom.alice, article, "?view=sentences").content
    assert b'id="amount"' not in body
    assert b"amount-button" not in body


def test_an_article_that_nothing_has_read_offers_none(newsroom):
    article = an_article(newsroom.alice)
    assert "Strict 0 Usual 0 Broad 0" in words(page(newsroom.alice, article))
    read(article, [Level.BROAD])
    assert "Strict 0 Usual 0 Broad 1" in words(page(newsroom.alice, article))
