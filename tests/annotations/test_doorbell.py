"""The doorbell of a team's feed: rung here, or by looking for what others wrote."""

from threading import Thread

import pytest

from annotations.history import doorbell
from annotations.history.doorbell import Bell
from annotations.models import FeedEntry
from tests.cast import an_article

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 30.0


def known(newsroom) -> tuple[Bell, int]:
    """A bell that has rung for all there is, and how often it has rung."""
    bell = Bell(newsroom.team.pk)
    bell.ring(FeedEntry.objects.of(newsroom.team.pk).newest())
    return bell, bell.rings


def test_what_another_process_wrote_is_seen_by_looking(newsroom):
    an_article(newsroom.alice)
    last = FeedEntry.objects.latest("pk")
    FeedEntry.objects.filter(pk=last.pk).delete()
    bell, heard = known(newsroom)
    waiting = Thread(target=bell.wait, args=(heard, LONG))
    waiting.start()
    FeedEntry.objects.create(team=newsroom.team, event=last.event)
    waiting.join()
    assert bell.rings > heard


def test_it_stays_silent_while_nothing_is_new(newsroom, monkeypatch):
    monkeypatch.setattr(doorbell, "LOOKS_EVERY", 0.01)
    an_article(newsroom.alice)
    bell, heard = known(newsroom)
    bell.wait(heard, 0.1)
    assert bell.rings == heard


def test_it_rings_for_its_own_team_only(newsroom):
    mine, theirs = doorbell.of(newsroom.team.pk), doorbell.of(newsroom.mallory.team.pk)
    heard = mine.rings, theirs.rings
    an_article(newsroom.alice)
    assert mine.rings > heard[0]
    assert theirs.rings == heard[1]


def test_a_ring_before_the_wait_is_not_missed(newsroom):
    bell, heard = known(newsroom)
    bell.ring(1)
    bell.wait(heard, LONG * 100)  # it would not come back in time
