"""Small named facts, each with the sentence that is said when it does not hold.

A condition is about the person (then nobody helps them by waiting) or about the moment (then
somebody can change it, or will).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotations.errors import NotAllowed, NotNow, Refusal, Sentence
from annotations.models import Actor

Fact = Callable[[Actor, Any], bool]


@dataclass(frozen=True, eq=False)  # each stands for itself
class Condition:
    """A fact about an actor and a thing, and what is said when it does not hold."""

    name: str
    holds: Fact
    sentence: Sentence
    refuses_with: type[Refusal]


def about_the_person(sentence: Sentence) -> Callable[[Fact], Condition]:
    """Make a condition of a fact that only another person can satisfy."""
    return lambda fact: Condition(fact.__name__, fact, sentence, NotAllowed)


def about_the_moment(sentence: Sentence) -> Callable[[Fact], Condition]:
    """Make a condition of a fact that work or time can bring about."""
    return lambda fact: Condition(fact.__name__, fact, sentence, NotNow)
