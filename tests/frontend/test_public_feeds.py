"""The Atom feeds, the sitemap, robots.txt and the card: what other programs and sites show."""

import datetime as dt
import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from annotations.actions import reviews, verdicts
from annotations.models import Team, Verdict
from frontend.views import feeds
from tests.cast import a_claim, a_draft, an_article, corrected, evidence_for, in_review, published
from tests.frontend.linked_data import scripts
from tests.frontend.visiting import at_desk, words

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OWN = "/fact-checks/harbour-desk/feed.atom"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def parsed(place, kind):
    answer = Client().get(place)
    assert answer["Content-Type"].startswith(kind)
    return ElementTree.fromstring(answer.content)


def atom(place=OWN):
    feed = parsed(place, "application/atom+xml")
    assert faults(feed, place) == []
    return feed


def entries(feed):
    return feed.findall(f"{ATOM}entry")


def text(element, name):
    return element.findtext(f"{ATOM}{name}")


def faults(feed, place):
    """What RFC 4287 asks of a feed and of each entry, and does not find."""
    found = []
    for element in (feed, *entries(feed)):
        counts = {
            name: len(element.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")
        }
        found += [f"4.1: one {name}" for name, number in counts.items() if number != 1]
        if not urlsplit(text(element, "id")).scheme:
            found.append("4.2.6: an id is an IRI")
        times = [t.text for name in ("updated", "published") for t in element.iter(ATOM + name)]
        found += [f"3.3: {time}" for time in times if not MOMENT.fullmatch(time)]
        if not element.findtext(f"{ATOM}author/{ATOM}name"):
            found.append("4.1.1, 4.1.2: an author has a name")
        rels = [link.get("rel", "alternate") for link in element.findall(f"{ATOM}link")]
        if rels.count("alternate") > 1:
            found.append("4.1.1: one alternate link")
    ids = [text(entry, "id") for entry in entries(feed)]
    found += ["4.1.1: an id is used once"] * (len(set(ids)) != len(ids))
    own = feed.find(f"{ATOM}link[@rel='self']").get("href")
    found += ["4.1.1: it says where it stands"] * (own != f"{settings.BASE_URL}{place}")
    return found


def test_a_feed_has_an_entry_for_each_fact_check(newsroom):
    verdict = published(newsroom)
    in_review(newsroom, a_claim(newsroom.alice, statement="This is not published."))
    for place in ("/fact-checks/feed.atom", OWN):
        (entry,) = entries(atom(place))
        page = f"{settings.BASE_URL}/fact-checks/harbour-desk/{verdict.claim_id}/"
        assert text(entry, "id") == entry.find(f"{ATOM}link").get("href") == page
        assert text(entry, "title") == "Mostly true: cost 412 million euros"
        assert "<strong>412.3 million</strong>" in text(entry, "content")
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "The Harbour Desk"
    assert entries(atom("/fact-checks/ridge-post/feed.atom")) == []


def test_a_correction_updates_the_entry_and_keeps_its_id(newsroom):
    first = published(newsroom)
    (before,) = entries(atom())
    corrected(newsroom, first, summary="The accounts deny the figure.")
    (after,) = entries(atom())
    assert text(after, "id") == text(before, "id")
    assert text(after, "published") == text(before, "published")
    assert text(after, "updated") > text(before, "updated")
    assert text(atom(), "updated") == text(after, "updated")
    assert "The accounts deny the figure." in text(after, "content")
    assert "We misread it." in text(after, "content")


def test_an_empty_feed_does_not_change_by_itself(newsroom):
    assert Client().get(OWN).content == Client().get(OWN).content
    assert text(atom(), "updated") == "1970-01-01T00:00:00+00:00"


def test_whatever_is_written_stays_text_in_a_feed(newsroom):
    evil = "]]> </content><script>alert(1)</script> & \u2028 \ufffe \uffff 👩‍🔧 a < b"
    claim = a_claim(newsroom.alice, statement=f"S {evil}")
    evidence_for(claim, newsroom.alice, title=evil, publisher=evil)
    draft = a_draft(claim, newsroom.alice, summary=evil, rationale=f"R {evil}[^1]")
    verdict = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    verdicts.publish(verdict, by=newsroom.dana)
    Team.objects.update(name=f"N {evil} \x0b")
    (entry,) = entries(atom())
    for name in ("content", "summary"):
        assert "<script" not in text(entry, name)
        assert "a &lt; b" in text(entry, name)
    page = f"{settings.BASE_URL}/fact-checks/harbour-desk/{claim.pk}/"
    assert f'<a href="{page}#source-1"' in text(entry, "content")


def test_a_feed_has_the_newest_ones(newsroom, monkeypatch):
    monkeypatch.setattr(feeds, "NEWEST", 2)
    article = an_article(newsroom.alice)
    for number in range(3):
        published(newsroom, a_claim(newsroom.alice, article, statement=f"Claim {number}"))
    titles = [text(entry, "title") for entry in entries(atom())]
    assert titles == ["Mostly true: Claim 2", "Mostly true: Claim 1"]


# ------------------------------------------------------------------ for search engines


def test_the_sitemap_lists_each_fact_check_with_its_last_change(newsroom):
    verdict = published(newsroom)
    in_review(newsroom, a_claim(newsroom.alice, statement="This is not published."))
    (url,) = parsed("/sitemap.xml", "application/xml").findall(f"{MAP}url")
    page = f"{settings.BASE_URL}/fact-checks/harbour-desk/{verdict.claim_id}/"
    assert url.findtext(f"{MAP}loc") == page
    changed = dt.datetime.fromisoformat(url.findtext(f"{MAP}lastmod"))
    assert changed == Verdict.objects.get(pk=verdict.pk).published_at


def test_many_fact_checks_stand_in_several_sitemaps_under_an_index(newsroom, monkeypatch):
    assert feeds.FactChecks.limit == 50_000
    monkeypatch.setattr(feeds.FactChecks, "limit", 2)
    article = an_article(newsroom.alice)
    for number in range(3):
        published(newsroom, a_claim(newsroom.alice, article, statement=f"Claim {number}"))
    index = parsed("/sitemap.xml", "application/xml")
    assert index.tag == f"{MAP}sitemapindex"
    found = []
    for place in [loc.text for loc in index.iter(f"{MAP}loc")]:
        inner = parsed(place.removeprefix(settings.BASE_URL), "application/xml")
        found += [loc.text for loc in inner.iter(f"{MAP}loc")]
    assert len(set(found)) == 3


@pytest.mark.parametrize("page", ["0", "3", "x", "9" * 50])
def test_a_sitemap_that_is_not_there_is_not_found(newsroom, page):
    assert Client().get(f"/sitemap.xml?p={page}").status_code == 404


def test_robots_are_shown_the_sitemap_and_kept_to_what_is_public(db):
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    robots = RobotFileParser()
    robots.parse(answer.content.decode().splitlines())
    assert robots.site_maps() == [f"{settings.BASE_URL}/sitemap.xml"]
    for open_to_all in ("/fact-checks/a/1/", "/static/frontend/factcheck.css", "/"):
        assert robots.can_fetch("*", open_to_all)
    for closed in ("/accounts/login/", "/api/schema/", "/admin/"):
        assert not robots.can_fetch("*", closed)
    # Longest match (RFC 9309), which Python's parser does not do: read it as a line.
    assert "Allow: /api/v1/published/" in answer.content.decode().splitlines()


# ------------------------------------------------------------------ the card


def policy(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts}


def test_the_card_shows_the_result_and_leads_to_the_fact_check(newsroom):
    verdict = published(newsroom)
    answer = Client().get(f"/fact-checks/harbour-desk/{verdict.claim_id}/card/")
    for told in ("The Harbour Desk", "cost 412 million", "Mostly true", "accounts confirm"):
        assert told in words(answer)
    page = f"{settings.BASE_URL}/fact-checks/harbour-desk/{verdict.claim_id}/"
    assert f'<a href="{page}" target="_blank"' in answer.content.decode()
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_the_card_alone_may_be_framed_and_runs_nothing(newsroom):
    verdict = published(newsroom)
    own = f"/fact-checks/harbour-desk/{verdict.claim_id}/"
    card = Client().get(f"{own}card/")
    assert policy(card)["frame-ancestors"] == ["*"]
    assert policy(card)["script-src"] == ["'none'"]
    assert "X-Frame-Options" not in card.headers
    assert scripts(card) == []
    assert not card.cookies
    known = Client().get(f"{own}card/", headers={"if-none-match": card["ETag"]})
    assert policy(known) == policy(card)
    for place in (own, "/fact-checks/", "/accounts/login/"):
        other = Client().get(place)
        assert policy(other)["frame-ancestors"] == ["'none'"]
        assert other["X-Frame-Options"] == "DENY"


def test_a_claim_that_is_not_published_has_no_card(newsroom):
    verdict = in_review(newsroom)
    place = f"/fact-checks/harbour-desk/{verdict.claim_id}/card/"
    assert at_desk(newsroom.alice).get(place).status_code == 404
