"""What the reading room shows of an article: its text, marks, cards and counts. It only reads.

Everything comes from a fixed number of queries, whatever the number of claims.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import cast
from urllib.parse import urlencode

from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.urls import reverse

from annotations import jobs, workflow
from annotations.errors import Refusal
from annotations.models import Actor, Article, ArticleVersion, Event, Heartbeat, Rating
from annotations.suggesting.sentences import split
from annotations.text.units import Utf16Index
from frontend.amounts import Amount, amount, understood
from frontend.captures import Capture, captures
from frontend.cards import Card, claim_cards, gone_cards, suggestion_cards
from frontend.marks import Block, Span, painted
from frontend.places import Place, Unlike, gone, unlike
from frontend.states import ORDER, ORPHAN, PUT_ASIDE


@dataclass(frozen=True)
class Room:
    """An article as one member of the team reads it.

    `state` is the filter, empty for all; `show` is how many suggestions: see `amounts`.
    """

    article: Article
    actor: Actor
    state: str = ""
    show: str = ""

    @property
    def version(self) -> ArticleVersion:
        """Return the text that is read: the newest."""
        # `room` found only articles that have one.
        return cast("ArticleVersion", self.article.current)

    @cached_property
    def amount(self) -> Amount:
        """Return how many suggestions there are, and are shown."""
        return amount(self.actor, self.version, self.show)

    @cached_property
    def everything(self) -> list[Card]:
        """Return the cards of all claims and of the suggestions shown, in reading order.

        Those of which the words are gone come last.
        """
        chosen = self.amount.chosen(self.actor, self.version)
        cards = [
            *claim_cards(self.actor, self.version),
            *gone_cards(self.actor, self.version),
            *suggestion_cards(chosen, self.version, of=self.amount.sentences),
        ]
        return sorted(cards, key=lambda card: (card.start, -card.end, card.kind, card.pk))

    @cached_property
    def cards(self) -> list[Card]:
        """Return the cards that the filter leaves; what was put aside is shown only by name."""
        if self.state == ORPHAN:
            return self.orphans
        if self.state:
            return [card for card in self.everything if card.state == self.state]
        return [card for card in self.everything if card.state not in PUT_ASIDE]

    @property
    def orphans(self) -> list[Card]:
        """Return the cards of what is gone from the text, and was not put aside."""
        return [card for card in self.everything if card.is_gone and card.state not in PUT_ASIDE]

    def undecided(self, show: str) -> set[Span]:
        """Return the undecided suggestions that the page shows with this amount of them."""
        if self.state not in {"", "suggested"}:
            return set()
        chosen = replace(self.amount, show=show).chosen(self.actor, self.version)
        rows = chosen.open().order_by().values_list("pk", "start", "end")
        return {Span(start, end, f"suggestion-{pk}", "suggested") for pk, start, end in rows}

    @cached_property
    def unlike(self) -> Unlike:
        """Return what the text has changed under the claims, and nobody has looked at yet."""
        return unlike(self.article, self.actor)

    @cached_property
    def gone(self) -> list[tuple[Place, str]]:
        """Return what is not in the text any more of the claims shown, each with its anchor.

        That is empty where something else is the one place to which the claim's card belongs.
        """
        shown = {card.pk: card for card in self.cards if card.kind == "claim"}
        left = {pk: card.key for pk, card in shown.items() if card.is_gone}
        places = gone(self.article, self.actor) if shown else []
        return [(p, left.pop(p.claim.pk, "")) for p in places if p.claim.pk in shown]

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the text with the marks of the cards shown."""
        spans = [span for card in self.cards if not card.is_gone for span in card.spans]
        return painted(self.version.text, self.article.title, self.version.blocks, spans)

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many cards there are in each state that has any, or is chosen."""
        found = Counter(card.state for card in self.everything)
        found[ORPHAN] = len(self.orphans)
        return [(s, found[s]) for s in (*ORDER, ORPHAN, *PUT_ASIDE) if found[s] or s == self.state]

    @property
    def total(self) -> int:
        """Return how many cards there are without a filter."""
        return sum(card.state not in PUT_ASIDE for card in self.everything)

    @property
    def to_decide(self) -> int:
        """Return how many suggestions wait for somebody."""
        return sum(card.state == "suggested" for card in self.everything)

    @cached_property
    def lines(self) -> int:
        """Return how many lines of the history this person may see."""
        events = Event.objects.visible_to(self.actor)
        return events.filter(stream__article=self.article).order_by().count()

    @cached_property
    def captures(self) -> list[Capture]:
        """Return the article's texts, the newest first, and who brought each."""
        return captures(self.article, self.actor)

    @cached_property
    def why_no_text(self) -> Refusal | None:
        """Return why this person cannot add a newer text, or None."""
        return workflow.refusal("add_version", self.actor, self.article)

    @cached_property
    def worker(self) -> Heartbeat:
        """Return what the worker says of the model that it scores with."""
        return jobs.worker()

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
        starts = [block["start"] for block in self.version.blocks]
        touched: set[int] = set()
        for span in spans:
            first = max(bisect_right(starts, span.start) - 1, 0)
            touched |= {*range(first, bisect_left(starts, span.end))}
        return [self.blocks[number] for number in sorted(touched)]


def address(article: int, *, state: str = "", show: str = "") -> str:
    """Return where an article is read like this."""
    query = urlencode({name: value for name, value in (("state", state), ("show", show)) if value})
    return reverse("article", args=[article]) + (f"?{query}" if query else "")


def room(actor: Actor, pk: int, state: str = "", show: str = "") -> Room:
    """Return an article of the actor's team to read; raises Http404 for any other.

    `state` and `show` are as somebody sent them; nonsense counts as nothing.
    """
    articles = Article.objects.visible_to(actor).select_related("current", "added_by", "stream")
    article = get_object_or_404(articles, pk=pk, current__isnull=False)
    state = state if state in (*ORDER, ORPHAN, *PUT_ASIDE) else ""
    return Room(article, actor, state, understood(show))


@lru_cache(maxsize=8)
def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, in code points; versions never change."""
    return split(text)
