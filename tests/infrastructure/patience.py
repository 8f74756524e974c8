"""Waiting for something that happens elsewhere."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(ask: Callable[[], T], *, within: float = 60.0) -> T:
    """Ask again and again until the answer is true, and return it; fails after `within` seconds."""
    until = time.monotonic() + within
    while True:
        if answer := ask():
            return answer
        assert time.monotonic() < until, f"It did not happen within {within:g} seconds."
        time.sleep(0.05)
