"""A new text on the desk's pages: what changed, what is gone, and who has looked at it."""

import re

import pytest

from annotations.actions import claims, occurrences, versions
from annotations.models import Occurrence
from tests.cast import QUOTE, TEXT, a_claim, a_draft, a_version, an_article, evidence_for, in_review
from tests.frontend.visiting import at_desk, is_grey, queries, words

pytestmark = pytest.mark.django_db

OTHER = TEXT.replace("412", "421")
MAYOR = "“No other tunnel was built faster”"
GONE = TEXT.replace(f"{MAYOR}, said Mayor Inga Holm. ", "")


def room(claim):
    return f"/articles/{claim.article_id}/"


def confirm(client, place, **more):
    address = f"/occurrences/{place.pk}/confirm/"
    return client.post(address, {"version": place.version.number} | more.pop("form", {}), **more)


def acknowledge(client, place):
    referer = {"Referer": f"http://testserver/articles/{place.claim.article_id}/"}
    return client.post(f"/occurrences/{place.pk}/acknowledge/", headers=referer)


def gone(client, claim, query=""):
    """What the room shows below the text."""
    body = client.get(f"{room(claim)}{query}").content.decode()
    return body[body.index('id="gone"') : body.index('id="cards"')]


def test_the_room_shows_the_new_text_with_the_claims_where_they_are_now(newsroom):
    claim = a_claim(newsroom.alice)
    a_version(claim.article, f"Something new.\n\n{TEXT}")
    answer = at_desk(newsroom.alice).get(room(claim))
    body = answer.content.decode()
    assert "Something new." in body
    assert re.search(rf'<mark[^>]*data-claim="{claim.pk}"[^>]*>{QUOTE}</mark>', body)
    assert "version 2" in words(answer)
    assert "Look at it before publishing" not in words(answer)


def test_changed_words_are_shown_word_by_word_and_confirmed(newsroom):
    claim = a_claim(newsroom.alice)
    a_version(claim.article, OTHER)
    client = at_desk(newsroom.bob)
    answer = client.get(room(claim))
    assert "1 quote has changed words. Look at it before publishing." in words(answer)
    assert "<del>412</del><ins>421</ins>" in answer.content.decode()
    referer = {"Referer": f"http://testserver{room(claim)}"}
    done = confirm(client, Occurrence.objects.get(), headers=referer)
    assert (done.status_code, done["Location"]) == (302, f"{room(claim)}#text")
    answer = client.get(room(claim))
    assert f"Confirmed for claim {claim.pk}." in words(answer)
    assert "has changed words" not in words(answer)


def test_what_is_gone_is_kept_in_a_list_with_what_stood_around_it(newsroom):
    claim = a_claim(newsroom.alice, quote=MAYOR)
    a_version(claim.article, GONE)
    client = at_desk(newsroom.alice)
    answer = client.get(room(claim))
    assert "1 quote is gone; its claim is kept below the text." in words(answer)
    assert f"{MAYOR}, said Mayor Inga Holm. Critics call it a monument." in words(answer)
    assert acknowledge(client, Occurrence.objects.get())["Location"] == f"{room(claim)}#text"
    answer = client.get(room(claim))
    assert "1 quote is gone" not in words(answer)
    assert "they stood in version 1. The claim is kept." in words(answer)
    assert "they stood in version 1." in words(client.get(f"/claims/{claim.pk}/"))


def test_a_claim_whose_words_are_gone_keeps_its_card_its_anchor_and_its_place_in_the_counts(
    newsroom,
):
    claim = a_claim(newsroom.alice, quote=MAYOR)
    a_version(claim.article, GONE)
    client = at_desk(newsroom.alice)
    occurrences.acknowledge(Occurrence.objects.get(), by=newsroom.bob)
    body = client.get(room(claim)).content.decode()
    assert f'id="card-claim-{claim.pk}"' in body
    assert body.count(f'id="claim-{claim.pk}"') == 1
    assert f'id="claim-{claim.pk}"' in gone(client, claim)
    for count in ("All 1", "Open 1", "Orphan 1"):
        assert count in words(client.get(room(claim)))
    for query in ("?state=open", "?state=orphan"):
        assert MAYOR in gone(client, claim, query)
    assert MAYOR not in gone(client, claim, "?state=draft")


def test_of_a_claim_that_stands_elsewhere_too_the_lost_place_is_listed(newsroom):
    claim = a_claim(newsroom.alice, quote=MAYOR)
    place = Occurrence.objects.get()
    start = TEXT.index(QUOTE)
    place.pk, place.start, place.end, place.quote = None, start, start + len(QUOTE), QUOTE
    place.save()
    a_version(claim.article, GONE)
    client = at_desk(newsroom.alice)
    body = client.get(room(claim)).content.decode()
    assert body.count(f'id="claim-{claim.pk}"') == 1
    assert body.count(f'id="card-claim-{claim.pk}"') == 1
    assert MAYOR in gone(client, claim)
    assert f'id="claim-{claim.pk}"' not in gone(client, claim)
    assert "Orphan" not in words(client.get(room(claim)))


def test_a_dismissed_claim_is_not_in_the_list_of_what_is_gone(newsroom):
    claim = a_claim(newsroom.alice, quote=MAYOR)
    a_version(claim.article, GONE)
    claims.dismiss(claim, by=newsroom.alice)
    client = at_desk(newsroom.alice)
    assert MAYOR not in gone(client, claim)
    assert MAYOR in gone(client, claim, "?state=dismissed")


def test_after_looking_at_one_place_the_next_one_is_at_hand(newsroom):
    article = an_article(newsroom.alice)
    cost = a_claim(newsroom.alice, article)
    length = a_claim(newsroom.alice, article, quote="3.2 kilometres")
    a_version(article, OTHER.replace("3.2", "3.3"))
    client, (one, two) = at_desk(newsroom.bob), Occurrence.objects.order_by("start")
    assert (one.claim, two.claim) == (cost, length)
    referer = {"headers": {"Referer": f"http://testserver{room(cost)}"}}
    body = client.get(room(cost)).content.decode()
    assert f'aria-label="Confirm the words of claim {length.pk}"' in body
    assert confirm(client, one, **referer)["Location"] == f"{room(cost)}#place-{two.pk}"
    assert confirm(client, two, **referer)["Location"] == f"{room(cost)}#text"


def test_the_claims_page_says_what_it_waits_for_and_tells_its_history(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    a_draft(claim, newsroom.alice)
    a_version(claim.article, OTHER)
    client = at_desk(newsroom.alice)
    page = client.get(f"/claims/{claim.pk}/")
    assert "The words of this claim have changed in the article." in words(page)
    assert "The article has other words here now." in words(page)
    assert confirm(client, Occurrence.objects.get())["Location"] == (f"/claims/{claim.pk}/#places")
    page = client.get(f"/claims/{claim.pk}/")
    assert "Alice confirmed the words of the claim." in words(page)
    assert "The words of this claim have changed in the article." not in words(page)
    a_version(claim.article, "Another text altogether.")
    assert "These words are gone from the article." in words(client.get(f"/claims/{claim.pk}/"))


def test_the_review_says_what_has_changed_since_it_was_submitted_and_who_confirmed_it(newsroom):
    claim = in_review(newsroom).claim
    client = at_desk(newsroom.bob)
    page = f"/claims/{claim.pk}/"
    assert "have changed since this was submitted" not in words(client.get(page))
    versions.add_version(claim.article, by=newsroom.bob, text=OTHER)
    news = at_desk(newsroom.alice).get("/notifications/")
    assert "not in the article any more as they were submitted for review." in words(news)
    assert (
        f"{page}#review"
        in at_desk(newsroom.alice).post(
            f"/notifications/{newsroom.alice.user.notifications.first().pk}/open/"
        )["Location"]
    )
    answer = client.get(page)
    assert "The article’s words have changed since this was submitted" in words(answer)
    panel = answer.content.decode().split('id="review"')[1].split("</aside>")[0]
    assert "<del>412</del><ins>421</ins>" in panel
    assert "Nobody has confirmed this yet." in words(answer)
    occurrences.confirm(Occurrence.objects.get(), by=newsroom.charlie)
    assert "Seen and confirmed by Charlie" in words(client.get(page))
    a_version(claim.article, "Another text altogether.")
    assert "They are not in the text any more. Nobody has" in words(client.get(page))
    occurrences.acknowledge(Occurrence.objects.get(), by=newsroom.dana)
    assert "Seen and confirmed by Dana" in words(client.get(page))


def test_a_viewer_reads_why_nothing_is_confirmed(newsroom):
    claim = a_claim(newsroom.alice)
    a_version(claim.article, OTHER)
    client = at_desk(newsroom.victor)
    assert is_grey(client.get(room(claim)), "Confirm")
    assert confirm(client, Occurrence.objects.get()).status_code == 302
    assert Occurrence.objects.get().fit == "changed"


def test_other_words_than_one_saw_are_not_confirmed(newsroom):
    claim = a_claim(newsroom.alice)
    a_version(claim.article, OTHER)
    client = at_desk(newsroom.alice)
    for form in ({"version": 1}, {"version": ""}, {"version": "x"}):
        confirm(client, Occurrence.objects.get(), form=form)
        assert Occurrence.objects.get().fit == "changed"


def test_another_teams_place_is_not_there(newsroom):
    claim = a_claim(newsroom.alice)
    a_version(claim.article, OTHER)
    assert confirm(at_desk(newsroom.mallory), Occurrence.objects.get()).status_code == 404


@pytest.mark.parametrize("path", ["pulse/?fresh=1&", "show/?show=all&"])
def test_a_page_with_an_older_text_is_loaded_anew(newsroom, path):
    claim = a_claim(newsroom.alice)
    old = claim.article.current.pk
    new = a_version(claim.article, OTHER).pk
    client, htmx = at_desk(newsroom.bob), {"HX-Request": "true"}
    answer = client.get(f"{room(claim)}{path}text={old}", headers=htmx)
    assert answer["HX-Refresh"] == "true"
    answer = client.get(f"{room(claim)}{path}text={new}", headers=htmx)
    assert "HX-Refresh" not in answer


def test_marking_words_on_an_older_page_marks_them_and_loads_it_anew(newsroom):
    article = an_article(newsroom.alice)
    old, start = article.current, TEXT.index(MAYOR)
    a_version(article, OTHER)
    form = {"version": old.pk, "text": old.pk, "start": start, "end": start + len(MAYOR)}
    answer = at_desk(newsroom.bob).post(
        f"/articles/{article.pk}/highlight/", form, headers={"HX-Request": "true"}
    )
    assert answer["HX-Refresh"] == "true"
    assert Occurrence.objects.get().version.number == 2


def test_the_queries_of_the_room_do_not_grow_with_what_changed(newsroom):
    article = an_article(newsroom.alice, text=f"{TEXT}\n\n" + "Word A. " * 40)

    def mark(nth):
        start = len(TEXT) + 2 + 8 * nth
        claims.highlight(article.current, by=newsroom.alice, start=start, end=start + 7)

    client = at_desk(newsroom.alice)
    mark(0)
    mark(1)
    a_version(article, TEXT)
    few = queries(client, f"/articles/{article.pk}/")
    a_version(article, f"{TEXT}\n\n" + "Word A. " * 40)
    for nth in range(2, 40):
        mark(nth)
    a_version(article, TEXT)
    assert queries(client, f"/articles/{article.pk}/") == few
    occurrences.acknowledge(Occurrence.objects.filter(fit="orphan").first(), by=newsroom.bob)
    assert "39 quotes are gone" in words(client.get(f"/articles/{article.pk}/"))
