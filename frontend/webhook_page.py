"""A webhook as its page shows it: where it goes, how it goes, and what was delivered."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Page as PageOf
from django.core.paginator import Paginator

from annotations import workflow
from annotations.models import Actor, Delivery, Webhook
from annotations.models.webhook import DeliveryState
from annotations.workflow import OpenAction
from frontend.forms.webhooks import words

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
    def lines(self) -> list[tuple[Delivery, str]]:
        """Each of these deliveries, and in words what it tells; empty where there are none."""
        return [(one, words(one.type)) for one in self.deliveries]

    @property
    def told(self) -> list[str]:
        """What it is told, in words where there are any."""
        return [words(name) or name for name in self.webhook.events]

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states by which its deliveries can be narrowed."""
        return [(value, str(label)) for value, label in DeliveryState.choices]
