"""A team's corrections: all that it has changed in what it had published, in words."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from annotations.actions import verdicts
from annotations.models import Claim, Verdict
from frontend.views import public
from tests.cast import a_claim, a_rating, again, corrected, published, retracted
from tests.frontend.visiting import at_desk, queries, words

PLACE = "/fact-checks/harbour-desk/corrections/"


def shown(place=PLACE):
    answer = Client().get(place)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_kind_of_change_is_told_newest_first(newsroom):
    """Each with its kind, day, claim, reason, and how the rating changed."""
    first = published(newsroom)
    day = f"{again(first).published_at:%-d %b %Y}"
    second = corrected(newsroom, first, kind="minor")
    false = a_rating(newsroom.team, "false")
    third = corrected(newsroom, second, kind="correction", rating=false)
    fourth = corrected(newsroom, third, kind="update", summary="News.")
    retracted(newsroom, fourth)
    said = words(Client().get(PLACE))
    told = [
        f"It was a forgery. False before, Retracted now. See what changed Retraction {day}",
        f"We misread it. The rating stays False. See what changed Update {day}",
        f"We misread it. Mostly true before, False now. See what changed Correction {day}",
        f"We misread it. The rating stays Mostly true. See what changed Minor change {day}",
    ]
    places = [said.index(f"cost 412 million euros {each}") for each in told]
    assert places == sorted(places)
    assert "First publication" not in said


def test_each_leads_to_the_fact_check_and_to_the_text_as_it_was(newsroom):
    second = corrected(newsroom, published(newsroom))
    corrected(newsroom, again(second))
    page = f"/fact-checks/harbour-desk/{second.claim_id}/"
    links = re.findall(r'href="([^"]+)"', shown())
    earlier = [link for link in links if "/revisions/" in link]
    assert earlier == [f"{page}revisions/2/", f"{page}revisions/1/"]
    assert links.count(page) == 2
    assert Client().get(earlier[0]).status_code == 200


def test_it_tells_the_words_of_then(newsroom):
    verdict = corrected(newsroom, published(newsroom))
    Claim.objects.update(statement="Changed behind our back.")
    Verdict.objects.filter(pk=verdict.pk).update(summary="Changed")
    assert "cost 412 million euros" in shown()


def test_only_what_was_published_and_by_this_team_is_told(newsroom):
    verdict = published(newsroom)
    verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="Not to be seen yet.")
    assert "Nothing has been changed yet" in shown()
    corrected(newsroom, published(newsroom, a_claim(newsroom.alice, quote="3.2 kilometres")))
    assert "Not to be seen yet" not in shown()
    assert "Nothing has been changed yet" in shown("/fact-checks/ridge-post/corrections/")
    assert Client().get("/fact-checks/no-such-desk/corrections/").status_code == 404
    assert Client().post(PLACE).status_code == 405


def test_it_is_linked_from_the_list_the_page_and_the_sitemap(newsroom):
    verdict = published(newsroom)
    page = f"/fact-checks/harbour-desk/{verdict.claim_id}/"
    sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    own = f"{settings.BASE_URL}{PLACE}"

    def listed():
        found = ElementTree.fromstring(Client().get("/sitemap.xml").content)
        return [loc.text for loc in found.iter(sitemap)]

    assert own not in listed()
    corrected(newsroom, verdict)
    assert listed().count(own) == 1
    for place in ("/fact-checks/harbour-desk/", page, f"{page}revisions/1/"):
        assert f'href="{PLACE}"' in shown(place)
    assert f'<link rel="canonical" href="{own}">' in shown()


def test_whoever_has_it_gets_no_second_copy_until_something_changes(newsroom):
    verdict = corrected(newsroom, published(newsroom))
    first = Client().get(PLACE)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    known = {"if-none-match": first["ETag"]}
    for client in (Client(), at_desk(newsroom.alice)):
        again_asked = client.get(PLACE, headers=known)
        assert (again_asked.status_code, again_asked.content) == (304, b"")
        assert not again_asked.cookies
    corrected(newsroom, again(verdict))
    assert Client().get(PLACE, headers=known).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_changes(newsroom):
    verdict = corrected(newsroom, published(newsroom))
    few = queries(Client(), PLACE)
    for _number in range(3):
        verdict = corrected(newsroom, again(verdict))
    assert queries(Client(), PLACE) == few == 4


@pytest.mark.parametrize(("number", "kinds"), [("1", 2), ("2", 1), ("9", 1), ("x", 2)])
def test_many_stand_on_several_pages(newsroom, monkeypatch, number, kinds):
    monkeypatch.setattr(public, "PAGE", 2)
    verdict = published(newsroom)
    for _number in range(3):
        verdict = corrected(newsroom, again(verdict))
    page = shown(f"{PLACE}?page={number}")
    assert page.count("See what changed") == kinds
