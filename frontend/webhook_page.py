"""A webhook as its page shows it: where it goes, how it goes, and what was delivered."""

from __future__ import annotations

import re
from functools import cached_property

from django.core.paginator import Page as PageOf
from django.core.paginator import Paginator
from django.utils.text import Truncator

from annotations import workflow
from annotations.models import Actor, Delivery, Webhook
from annotations.models.webhook import DeliveryState
from annotations.workflow import OpenAction
from frontend.forms.webhooks import words

A_LINE = 80
"""So many characters of an answer a page shows."""
LINES = 30
"""So many deliveries a page shows."""


class Page:
    """All that the page of one webhook shows, in a fixed number of queries."""

    def __init__(self, webhook: Webhook, by: Actor, *, state: str = "", number: str = "") -> None:
        self.webhook, self.by = webhook, by
        self.state = state if state in DeliveryState.values else ""
        self._number = number

    @cached_property
    def may(self) -> dict[str, OpenAction]:
        """What the reader may do with it, by action."""
        return {found.action: found for found in workflow.open_actions(self.by, self.webhook)}

    @cached_property
    def deliveries(self) -> PageOf[Delivery]:
        """One page of its deliveries, newest first."""
        own = Delivery.objects.filter(webhook=self.webhook)
        found = own.with_turns().select_related("webhook", "entry__event")
        if self.state:
            found = found.filter(state=self.state)
        return Paginator(found.order_by("-pk"), LINES).get_page(self._number)

    @property
    def lines(self) -> list[tuple[Delivery, str, str]]:
        """Each of these deliveries, in words what it tells (if there are any), and the answer."""
        return [(one, words(one.type), _first_words(one.answer)) for one in self.deliveries]

    @property
    def told(self) -> list[str]:
        """What it is told, in words where there are any."""
        return [words(name) or name for name in self.webhook.events]

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states by which its deliveries can be narrowed."""
        return [(value, str(label)) for value, label in DeliveryState.choices]


def _first_words(answer: str) -> str:
    """Return the beginning of an answer as one line: of a page, its first words."""
    is_page = answer.lstrip().startswith("<")
    said = re.sub(r"<[^>]*>?", "\n", answer).strip().partition("\n\n")[0] if is_page else answer
    return Truncator(" ".join(said.split())).chars(A_LINE)
