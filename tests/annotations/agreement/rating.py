"""Rounds of blind double rating, as people make them."""

from itertools import count

from annotations.actions import raters
from annotations.models import Claim
from tests.cast import Newsroom, a_claim, a_rating, an_article

numbers = count(1)


def rates(newsroom: Newsroom, claim: Claim, **words: str) -> Claim:
    """These people rate the claim, in this order: bob="false". Each says so in a note."""
    for who, slug in words.items():
        by = getattr(newsroom, who)
        raters.rate(claim, by=by, rating=a_rating(by.team, slug), note=f"{who} thinks {slug}.")
    claim.refresh_from_db()
    return claim


def a_round(newsroom: Newsroom, **words: str) -> Claim:
    """A new claim with a round, in which these people have rated."""
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article, statement=f"Claim number {next(numbers)}.")
    return rates(newsroom, raters.ask(claim, by=newsroom.alice), **words)
