"""What the reading room shows of an article: its text, marks, cards and counts. It only reads.

Everything comes from a fixed number of queries, whatever the number of claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import cast

from django.db.models import Max
from django.shortcuts import get_object_or_404

from annotations import workflow
from annotations.errors import Refusal
from annotations.models import Actor, Article, ArticleVersion, Rating
from annotations.suggesting.sentences import split
from annotations.text.units import Utf16Index
from frontend.cards import Card, claim_cards, suggestion_cards
from frontend.marks import Block, Span, painted
from frontend.states import DISMISSED, ORDER


@dataclass(frozen=True)
class Room:
    """An article as one member of the team reads it; `state` is the filter, empty for all."""

    article: Article
    actor: Actor
    state: str = ""

    @property
    def version(self) -> ArticleVersion:
        """Return the text that is read: the newest."""
        # `room` found only articles that have one.
        return cast("ArticleVersion", self.article.current)

    @cached_property
    def everything(self) -> list[Card]:
        """Return the cards of all claims and suggestions, in reading order."""
        cards = [
            *claim_cards(self.actor, self.version),
            *suggestion_cards(self.actor, self.version),
        ]
        return sorted(cards, key=lambda card: (card.start, -card.end, card.kind, card.pk))

    @cached_property
    def cards(self) -> list[Card]:
        """Return the cards that the filter leaves; what was dismissed is shown only by name."""
        if self.state:
            return [card for card in self.everything if card.state == self.state]
        return [card for card in self.everything if card.state != DISMISSED]

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the text with the marks of the cards shown."""
        spans = [card.span for card in self.cards]
        return painted(self.version.text, self.article.title, self.version.blocks, spans)

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many cards there are in each state that has any, or is chosen."""
        found = Counter(card.state for card in self.everything)
        return [(s, found[s]) for s in (*ORDER, DISMISSED) if found[s] or s == self.state]

    @property
    def total(self) -> int:
        """Return how many cards there are without a filter."""
        return sum(card.state != DISMISSED for card in self.everything)

    @property
    def to_decide(self) -> int:
        """Return how many suggestions wait for somebody."""
        return sum(card.state == "suggested" for card in self.everything)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return the bounds of the sentences, in code points."""
        return sentences_of(self.version.text)

    @property
    def sentence_units(self) -> list[tuple[int, int]]:
        """Return the same bounds in UTF-16 units, as the browser counts."""
        to_units = Utf16Index(self.version.text).to_utf16
        return [(to_units(start), to_units(end)) for start, end in self.sentences]

    @cached_property
    def refusal(self) -> Refusal | None:
        """Return why this person cannot make claims here, or None."""
        return workflow.refusal("highlight", self.actor, self.article)

    @cached_property
    def steps(self) -> int:
        """Return how many steps the team's scale has."""
        highest = Rating.objects.visible_to(self.actor).order_by().aggregate(n=Max("value"))
        return highest["n"] or 0

    def card(self, key: str) -> Card | None:
        """Return one card of those that are shown."""
        return next((card for card in self.cards if card.key == key), None)

    def blocks_of(self, spans: Iterable[Span]) -> list[Block]:
        """Return the blocks over which these spans stand."""
        touched = [(span.start, span.end) for span in spans]
        return [
            block
            for block, where in zip(self.blocks, self.version.blocks, strict=True)
            if any(start < where["end"] and where["start"] < end for start, end in touched)
        ]


def room(actor: Actor, pk: int, state: str = "") -> Room:
    """Return an article of the actor's team to read; raises Http404 for any other."""
    articles = Article.objects.visible_to(actor).select_related("current", "added_by", "stream")
    article = get_object_or_404(articles, pk=pk, current__isnull=False)
    return Room(article, actor, state if state in (*ORDER, DISMISSED) else "")


@lru_cache(maxsize=8)
def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, in code points; versions never change."""
    return split(text)
