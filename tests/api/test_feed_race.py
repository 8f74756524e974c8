"""Eight writers for thirty seconds, and followers who miss nothing and see nothing twice."""

import random
from collections.abc import Callable, Iterator
from itertools import count
from time import monotonic
from typing import Any

import pytest
from django.db import connection

from annotations.actions import claims, comments, evidence, reviews, teams
from annotations.models import Event, FeedEntry
from api import streams
from tests.annotations.at_once import at_once
from tests.api.listening import messages, streamed
from tests.api.program import Program
from tests.cast import (
    Newsroom,
    a_claim,
    a_draft,
    a_token,
    again,
    an_article,
    evidence_for,
    in_review,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("postgres")]

SECONDS = 30
WRITERS = 8
OFTEN = 0.2


class Notebook:
    """What a follower has seen: each line's cursor and id, in the order in which it came."""

    def __init__(self) -> None:
        self.cursor = "0"
        self.seen: list[tuple[str, int]] = []
        self.repeated = 0

    def note(self, lines: list[dict[str, Any]], cursor: str) -> None:
        """Write down what came after the cursor that was sent."""
        self.seen += [(line["cursor"], line["id"]) for line in lines]
        self.cursor = cursor

    def compare(self, place: int, lines: list[dict[str, Any]]) -> None:
        """Hold what came again after an older cursor against what came the first time."""
        now = [(line["cursor"], line["id"]) for line in lines]
        before = self.seen[place : place + len(now)]
        assert now[: len(before)] == before
        self.repeated += bool(before)


def follow_the_list(program: Program, chance: random.Random, writing: set[int]) -> Notebook:
    """Read pages of all sizes; hang up now and then, and now and then send an older cursor."""
    book, last = Notebook(), False
    while not last:
        last = not writing  # then what is read now is the rest
        size = chance.randint(1, 200 if last else 12)
        page = program.get(f"events/?since={book.cursor}&page_size={size}").json()
        book.note(page["results"], page["cursor"])
        last = last and page["next"] is None
        if book.seen and chance.random() < OFTEN:
            place = chance.randrange(len(book.seen))
            older = program.get(f"events/?since={book.seen[place][0]}&page_size={size}")
            book.compare(place + 1, older.json()["results"])
        if chance.random() < OFTEN:
            connection.close()
    return book


def follow_the_stream(program: Program, writing: set[int]) -> Notebook:
    """Listen for a moment (see `streams.LASTS`), and come back with the last id."""
    book, last = Notebook(), False
    while not last:
        was_writing, before = bool(writing), book.cursor
        told = messages(streamed(program, Last_Event_ID=book.cursor))
        book.note([one["data"] for one in told if "data" in one], told[-1]["id"])
        last = not was_writing and before == book.cursor
    return book


def work(newsroom: Newsroom, articles: list[Any], numbers: Iterator[int]) -> Callable[[], Any]:
    """Give something that one of the newsroom does, of many kinds, some of them long."""
    number = next(numbers)
    article = articles[number % len(articles)]
    who = (newsroom.alice, newsroom.bob, newsroom.charlie)[number % 3]

    def highlights() -> None:
        claim = a_claim(who, article, statement=f"Statement {number}")
        comments.say(claim, by=newsroom.bob, text="Which year?")
        claims.edit(claim, by=who, claimant=f"Claimant {number}")

    def cites_and_removes() -> None:
        claim = a_claim(who, article, statement=f"Sourced {number}")
        evidence.remove(evidence_for(claim, who), by=who)

    def reviews_blind() -> None:
        verdict = in_review(newsroom, a_claim(newsroom.alice, article, statement=f"Sent {number}"))
        reviews.review(verdict, by=newsroom.bob, vote="approve")
        comments.say(verdict.claim, by=newsroom.bob, text="It is right.")
        reviews.review(again(verdict), by=newsroom.charlie, vote="approve")

    def drafts() -> None:
        a_draft(a_claim(who, article, statement=f"Drafted {number}"), who)

    def adds() -> None:
        an_article(who, url=f"https://a.example/{number}")

    return (highlights, cites_and_removes, reviews_blind, drafts, adds)[number % 5]


def test_followers_miss_nothing_and_see_nothing_twice_or_out_of_order(newsroom, monkeypatch):
    monkeypatch.setattr(streams, "LASTS", 0.3)
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    articles = [an_article(newsroom.alice, url=f"https://b.example/{n}") for n in range(6)]
    admin, numbers, writing = Program(a_token(newsroom.erin)), count(1), set(range(WRITERS))
    until = monotonic() + SECONDS

    def writes(writer: int) -> None:
        try:
            while monotonic() < until:
                work(newsroom, articles, numbers)()
        finally:
            writing.discard(writer)

    def takes_part(number: int) -> Any:
        if number == WRITERS:
            return follow_the_list(admin, random.Random(7), writing)
        if number == WRITERS + 1:
            return follow_the_stream(admin, writing)
        return writes(number)

    *_writers, by_list, by_stream = at_once(WRITERS + 2, takes_part)
    whole = [(str(p), e) for p, e in FeedEntry.objects.order_by("pk").values_list("pk", "event_id")]
    assert by_list.seen == whole
    assert by_stream.seen == whole
    assert len({event for _cursor, event in whole}) == len(whole) == Event.objects.count()
    assert whole != sorted(whole, key=lambda entry: entry[1]), "Nothing was ever unveiled late."
    assert by_list.repeated > 5
    print(f"{len(whole)} lines by {next(numbers) - 1} pieces of work")
