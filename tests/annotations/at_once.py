"""Many people at the same moment, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from annotations.errors import Refusal


def at_once(times: int, act: Callable[[int], Any]) -> list[Any]:
    """Call act(0) to act(times - 1) together; answers their results, and refusals as they are.

    Whatever else goes wrong in one of them is raised here.
    """
    start = Barrier(times)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait(30)
            return act(number)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
