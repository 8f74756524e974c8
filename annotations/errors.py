"""The ways in which the house says no; each carries a sentence for the person.

A refusal stays one however often it is asked; what is unavailable may answer later. They know no
HTTP: the faces turn `code` into a status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Sentence = Any  # a str, or a lazily translated one


class Refusal(Exception):
    """Something was not done. `sentence` says why, to the person who asked."""

    code = "refused"

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refusal):
    """This person may not do it, now or later."""

    code = "not_allowed"


class NotNow(Refusal):
    """Somebody may, but not in this state."""

    code = "not_now"


class Stale(Refusal):
    """It changed since the person looked. `current` is what it is now."""

    code = "stale"

    def __init__(self, sentence: Sentence, current: Any) -> None:
        self.current = current
        super().__init__(sentence)


class Invalid(Refusal):
    """The content cannot be accepted. `errors` maps a field to its sentences."""

    code = "invalid"

    def __init__(
        self,
        sentence: Sentence,
        *,
        field: str = "",
        errors: Mapping[str, Sequence[Sentence]] | None = None,
    ) -> None:
        self.errors = dict(errors) if errors else ({field: [sentence]} if field else {})
        super().__init__(sentence)


class TooLarge(Refusal):
    """More than the house takes in one piece."""

    code = "too_large"


class Unavailable(Exception):
    """Something outside the desk does not answer now; it carries a sentence that says what.

    `after` is in how many seconds it wants to be asked again, where it said so.
    """

    def __init__(self, sentence: Sentence, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


class Unusable(Unavailable):
    """It will do no better however often it is asked; a person has to put it right."""
