"""What the worker's clock starts, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any


def schedule(sweep_seconds: float) -> dict[str, dict[str, Any]]:
    """Return Celery's table of the tasks that nobody asks for."""
    every = {
        "sweep": timedelta(seconds=sweep_seconds),
        "deliver": timedelta(seconds=sweep_seconds),
        "checkpoint": timedelta(seconds=sweep_seconds * 5),
        "release": timedelta(minutes=1),
        "recheck": timedelta(minutes=10),
        "digest": timedelta(minutes=10),
        "forget": timedelta(hours=1),
        "clear_exports": timedelta(hours=1),
    }
    table: dict[str, dict[str, Any]] = {
        name: {"task": f"annotations.tasks.{name}", "schedule": interval}
        for name, interval in every.items()
    }
    # A sweep that nobody took is not worth taking later.
    table["sweep"]["options"] = table["deliver"]["options"] = {"expires": sweep_seconds * 3}
    return table
