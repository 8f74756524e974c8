"""The drawings of the cards, each drawn once: a long article shows two thousand."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from frontend import reading
from frontend.cards import ClaimCard, SuggestionCard
from frontend.reading import Room
from frontend.templatetags import look

register = template.Library()


@register.simple_tag
def claim_card(card: ClaimCard, steps: int) -> SafeString:
    """Draw what a claim's card says; a card that says the same looks the same."""
    return _claim_card(card, steps, get_language())


@register.simple_tag
def suggestion_card(card: SuggestionCard, *, may: str) -> SafeString:
    """Draw what a suggestion's card says; `may` is empty for those who cannot decide it."""
    return _suggestion_card(card, bool(may), get_language())


@register.simple_tag
def state_of(state: str) -> SafeString:
    """Draw a state in a line: icon and word."""
    return _state(state, get_language())


@register.simple_tag
def face(name: str) -> SafeString:
    """Draw a person, small."""
    return _face(name, get_language())


@register.simple_tag
def rated(label: str, value: int | None, steps: int) -> SafeString:
    """Draw a rating, small."""
    return _rated(label, value, steps, get_language())


@register.simple_tag
def address(room: Room, **other: str) -> str:
    """Return where this article is read as now, but with another `state` or `show`."""
    return reading.address(room.article.pk, **{"state": room.state, "show": room.show} | other)


@lru_cache(maxsize=4096)
def _claim_card(card: ClaimCard, steps: int, _language: str | None) -> SafeString:
    return render_to_string("workspace/card_claim.html", {"card": card, "steps": steps})


@lru_cache(maxsize=4096)
def _suggestion_card(card: SuggestionCard, may: bool, _language: str | None) -> SafeString:
    return render_to_string("workspace/card_suggestion.html", {"card": card, "may": may})


@lru_cache(maxsize=64)
def _state(state: str, _language: str | None) -> SafeString:
    return render_to_string("components/state.html", look.state(state))


@lru_cache(maxsize=256)
def _face(name: str, _language: str | None) -> SafeString:
    return render_to_string("components/avatar.html", look.avatar(name, small=True))


@lru_cache(maxsize=256)
def _rated(label: str, value: int | None, steps: int, _language: str | None) -> SafeString:
    return render_to_string("components/ticks.html", look.ticks(label, value, steps))
