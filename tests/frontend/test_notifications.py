"""What a person is told: the bell, the page, going to the place, and what is mailed."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from annotations.actions import assignments, comments, rechecks, reviews, teams, verdicts
from annotations.models import Membership, Notification
from annotations.models.notification import News
from frontend import news
from tests.cast import a_claim, again, approved, in_review, published
from tests.frontend.visiting import at_desk, queries, words
from tests.frontend.waiting import many_claims, sent

PLACE, CHOICES = "/notifications/", "/notifications/choices/"
CHOOSE = "/notifications/choose/"


def asked(newsroom):
    """Bob is asked to review a verdict of Alice's."""
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    return verdict


def told(actor):
    """This person's notifications, newest first."""
    return list(Notification.objects.filter(user=actor.user, team=actor.team))


def bell(actor):
    """What the bell says on another page."""
    body = at_desk(actor).get("/articles/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", "", re.split(r'href="/notifications/"', body)[1]).split())


def test_an_empty_page_says_what_will_stand_here(newsroom):
    answer = at_desk(newsroom.victor).get(PLACE)
    assert "Nobody has told you anything yet" in words(answer)
    assert "Nothing is unread." in words(answer)
    assert "Mark all read" not in words(answer)
    assert "Notifications, nothing unread" in bell(newsroom.victor)


def test_the_bell_counts_what_is_unread_and_the_page_says_it(newsroom):
    asked(newsroom)
    assert "Notifications, 1 unread" in bell(newsroom.bob)
    answer = at_desk(newsroom.bob).get(PLACE)
    said = words(answer)
    assert "Today Unread Alice asks you to review the verdict on this claim." in said
    assert "cost 412 million euros" in said
    assert "1 is unread." in said
    assert "Notifications, nothing unread" in bell(newsroom.charlie)


def test_so_many_are_not_counted_one_by_one(newsroom, monkeypatch):
    monkeypatch.setattr(news, "MOST", 1)
    for claim in many_claims(newsroom.alice, 3):
        verdict = sent(claim, newsroom.alice)
        assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    assert "Notifications, more than 1 unread" in bell(newsroom.bob)
    assert "More than 1 are unread." in words(at_desk(newsroom.bob).get(PLACE))


def test_reading_the_page_marks_nothing(newsroom):
    asked(newsroom)
    for _visit in range(2):
        assert "Unread" in words(at_desk(newsroom.bob).get(PLACE))
    assert told(newsroom.bob)[0].read_at is None


def test_opening_one_goes_to_its_place_and_reads_it_alone(newsroom):
    verdict = asked(newsroom)
    comments.say(verdict.claim, by=newsroom.charlie, text="@Bob look here.")
    mention, asking = told(newsroom.bob)
    bob = at_desk(newsroom.bob)
    answer = bob.post(f"{PLACE}{mention.pk}/open/")
    place = f"/claims/{verdict.claim_id}/#comment-{mention.event.object_id}"
    assert answer.headers["Location"] == place
    assert again(mention).read_at
    assert again(asking).read_at is None
    answer = bob.post(f"{PLACE}{asking.pk}/open/")
    assert answer.headers["Location"] == f"/claims/{verdict.claim_id}/#review"
    assert 'id="review"' in bob.get(f"/claims/{verdict.claim_id}/").content.decode()
    assert bob.get(f"{PLACE}{asking.pk}/open/").status_code == 405


def test_marking_all_leaves_what_came_since(newsroom):
    verdict = asked(newsroom)
    bob = at_desk(newsroom.bob)
    shown = bob.get(PLACE).content.decode()
    newest = re.findall(r'name="up_to"\s+value="(\d+)"', shown)[0]
    comments.say(verdict.claim, by=newsroom.charlie, text="@Bob look here.")
    answer = bob.post(f"{PLACE}read/", {"up_to": newest}, follow=True)
    assert [bool(n.read_at) for n in told(newsroom.bob)] == [False, True]
    assert "1 is unread." in words(answer)


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 40])
def test_nonsense_in_the_form_breaks_nothing(newsroom, up_to):
    asked(newsroom)
    answer = at_desk(newsroom.bob).post(f"{PLACE}read/", {"up_to": up_to}, follow=True)
    assert answer.status_code == 200


def test_another_persons_notifications_are_not_found(newsroom):
    asked(newsroom)
    (asking,) = told(newsroom.bob)
    for other in (newsroom.alice, newsroom.erin, newsroom.mallory):
        desk = at_desk(other)
        assert desk.post(f"{PLACE}{asking.pk}/open/").status_code == 404
        desk.post(f"{PLACE}read/", {"up_to": asking.pk})
        assert "asks you to review" not in words(desk.get(PLACE))
    assert again(asking).read_at is None


def test_what_happened_in_one_team_is_not_told_in_another(newsroom):
    asked(newsroom)
    other = newsroom.mallory.team
    teams.set_role(newsroom.bob.user, 3, by=newsroom.mallory)
    bob = at_desk(newsroom.bob)
    bob.post("/team/", {"team": other.pk})
    assert "Nobody has told you anything yet" in words(bob.get(PLACE))


def test_every_kind_says_what_happened_in_the_words_of_those_who_did_it(newsroom):
    teams.set_policy(by=newsroom.erin, returns_at_once=True)
    claim = a_claim(newsroom.alice, statement="The tunnel cost 412 million euros.")
    verdict = in_review(newsroom, claim)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Cite the minutes.")
    draft = verdicts.revise(again(verdict), by=newsroom.alice)
    again_sent = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(again_sent, by=newsroom.bob, vote="approve")
    verdicts.publish(again_sent, by=newsroom.dana)
    first = comments.say(claim, by=newsroom.alice, text="Was it with tax?")
    comments.say(claim, by=newsroom.charlie, text="Without, see page 4.", parent=first)
    comments.say(claim, by=newsroom.charlie, text="@alice See page 9 too.")
    rechecks.ask(again(claim), by=newsroom.bob, note="There are new accounts.")
    elsewhere = {News.ASSIGNED, News.WORDS_CHANGED, News.WEBHOOK_OFF}
    assert {n.kind for n in told(newsroom.alice)} == set(News) - elsewhere
    said = words(at_desk(newsroom.alice).get(PLACE))
    for sentence in (
        (
            "The verdict on this claim was returned. The tunnel cost 412 million euros. "
            "“Bob: Cite the minutes.”"
        ),
        "The verdict on this claim was approved.",
        "Dana published the verdict on this claim.",
        "“Without, see page 4.”",
        "Charlie mentioned you in a comment on this claim.",
        "“@alice See page 9 too.”",
        "“Somebody asked for another look: There are new accounts.”",
    ):
        assert sentence in said


def test_of_a_correction_its_kind_and_reason_are_told(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="New accounts.")
    sent_again = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(sent_again, by=newsroom.bob, vote="approve")
    verdicts.publish(sent_again, by=newsroom.dana)
    assert "“Update: New accounts.”" in words(at_desk(newsroom.alice).get(PLACE))


def test_a_blind_review_tells_of_no_comment_before_the_vote(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    comments.say(verdict.claim, by=newsroom.charlie, text="@Bob I doubt it.")
    assert "I doubt it" not in words(at_desk(newsroom.bob).get(PLACE))
    assert "Notifications, nothing unread" in bell(newsroom.bob)
    (mention,) = told(newsroom.bob)
    assert at_desk(newsroom.bob).post(f"{PLACE}{mention.pk}/open/").status_code == 404
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert "I doubt it" in words(at_desk(newsroom.bob).get(PLACE))
    assert "Notifications, 1 unread" in bell(newsroom.bob)


def test_words_cannot_become_markup(newsroom):
    claim = a_claim(newsroom.alice, statement="<script>alert(1)</script>")
    comments.say(claim, by=newsroom.alice, text="@Bob <img src=x onerror=alert(1)>")
    body = at_desk(newsroom.bob).get(PLACE).content.decode()
    assert "<script>alert" not in body
    assert "<img src=x" not in body


def test_they_stand_by_day_and_go_on_page_by_page(newsroom):
    verdict = in_review(newsroom)
    for number in range(32):
        comments.say(verdict.claim, by=newsroom.charlie, text=f"@Bob number {number}.")
    found = [n.pk for n in told(newsroom.bob)]
    now = timezone.now()
    Notification.objects.filter(pk__in=found[1:3]).update(at=now - dt.timedelta(days=1))
    long_ago = dt.datetime(2024, 3, 2, 12, tzinfo=dt.UTC)
    Notification.objects.filter(pk__in=found[3:]).update(at=long_ago)
    bob = at_desk(newsroom.bob)
    days = bob.get(PLACE).context["days"]
    assert [(day, len(items)) for day, items in days] == [
        ("Today", 1),
        ("Yesterday", 2),
        ("2 March 2024", 27),
    ]
    last = words(bob.get(f"{PLACE}?page=2"))
    assert "number 1." in last
    assert "number 2." not in last


def test_the_number_of_queries_does_not_grow(newsroom):
    approved(newsroom)
    claim = a_claim(newsroom.alice, quote="3.2 kilometres")
    reviews.review(in_review(newsroom, claim), by=newsroom.bob, vote="return", comment="No.")
    alice = at_desk(newsroom.alice)
    few, elsewhere = queries(alice, PLACE), queries(alice, "/articles/")
    for other in many_claims(newsroom.alice, 8):
        verdict = sent(other, newsroom.alice)
        reviews.review(verdict, by=newsroom.bob, vote="return", comment="Cite the minutes.")
        comments.say(other, by=newsroom.bob, text="@Alice Cite them.")
    assert queries(alice, PLACE) == few
    assert queries(alice, "/articles/") == elsewhere


# ------------------------------------------------------------------ what is mailed


def mail(actor):
    return Membership.objects.get(user=actor.user, team=actor.team).mail


def test_a_person_chooses_for_each_kind(newsroom):
    bob = at_desk(newsroom.bob)
    shown = bob.get(CHOICES).content.decode()
    assert len(re.findall(r'value="at_once"[^>]*checked', shown)) == len(News)
    given = dict.fromkeys(News.values, "at_once") | {"published": "never", "answered": "daily"}
    answer = bob.post(CHOOSE, given, follow=True)
    assert "Your choices are saved." in words(answer)
    assert mail(newsroom.bob) == given
    assert re.search(r'name="published" value="never"[^>]*checked', answer.content.decode())
    assert mail(newsroom.alice) == {}


def test_a_choice_that_there_is_not_is_refused_at_its_row(newsroom):
    given = dict.fromkeys(News.values, "never") | {"published": "hourly"}
    answer = at_desk(newsroom.bob).post(CHOOSE, given)
    assert answer.status_code == 422
    assert 'id="id_published_error"' in answer.content.decode()
    assert re.search(r'name="answered" value="never"[^>]*checked', answer.content.decode())
    assert mail(newsroom.bob) == {}


@pytest.mark.parametrize("sends", [True, False])
def test_a_desk_without_a_mail_server_says_so(newsroom, settings, sends):
    settings.SENDS_MAIL = sends
    said = words(at_desk(newsroom.bob).get(CHOICES))
    assert ("This desk sends no mail yet" in said) is not sends
