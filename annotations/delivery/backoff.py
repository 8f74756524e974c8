"""How long to wait before a message is sent again. Pure."""

from __future__ import annotations

PAUSES = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800)
"""Seconds after each failed attempt: a day in all, as Standard Webhooks proposes."""
JITTER = 0.2
"""By so much a pause may be longer, so that many that failed together do not come together."""
LONGEST = 28800
"""Seconds that an endpoint may ask for by Retry-After."""


def pause(attempts: int, *, chance: float, asked: float | None = None) -> float | None:
    """Return the seconds to wait after so many failed attempts; None after the last.

    `chance` is a random number from 0 to 1, `asked` what the endpoint asks for.
    """
    if attempts > len(PAUSES):
        return None
    usual = PAUSES[attempts - 1] * (1 + JITTER * chance)
    return max(usual, min(asked or 0, LONGEST))
