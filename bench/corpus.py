"""Invented articles of any number: the same number gives the same text."""

from __future__ import annotations

import random

PEOPLE = ("Mayor Okafor", "Councillor Brandt", "The transport office", "A spokesman", "The yard")
VERBS = ("said", "confirmed", "denied", "claimed", "reported")
THINGS = ("passengers", "crowns", "school places", "trees", "working hours", "letters", "beds")
SENTENCE_WORDS = 16
# In words: as mixed as sentences of debates are (22 tokens in the mean), now and then one as long
LENGTHS = (4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 27, 40)
LONGEST, LONGEST_EVERY = 160, 100


def sentence(rng: random.Random) -> str:
    """Return one sentence of about SENTENCE_WORDS words with a speaker, a number and a year."""
    who, verb, what = rng.choice(PEOPLE), rng.choice(VERBS), rng.choice(THINGS)
    number, year = rng.randint(2, 90_000), rng.randint(1990, 2026)
    return (
        f"{who} {verb} that the city counted {number:,} {what} in {year}, "
        f"{rng.randint(2, 60)} per cent more than before."
    )


def article(number: int, words: int = 400) -> dict[str, str]:
    """Return an article as the API takes it, of about this many words."""
    rng = random.Random(number)
    sentences = [sentence(rng) for _ in range(max(1, words // SENTENCE_WORDS))]
    paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
    return {
        "title": f"Invented report number {number}",
        "text": "\n\n".join(paragraphs),
        "url": f"https://bench.example/{number}",
        "publisher": "Bench Courier",
    }


def sentences(count: int) -> list[str]:
    """Return so many sentences of mixed length; the same number gives the same ones."""
    rng = random.Random(count)
    return [_words(rng, n % LONGEST_EVERY == LONGEST_EVERY - 1) for n in range(count)]


def _words(rng: random.Random, long: bool) -> str:
    length = LONGEST if long else rng.choice(LENGTHS)
    words: list[str] = []
    while len(words) < length:
        words += sentence(rng).split()
    return " ".join(words[:length]).rstrip(",.") + "."
