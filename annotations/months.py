"""The last twelve months, which the desk's own figures are about."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

MONTHS = 12


def months() -> list[dt.date]:
    """Return the first days of the last twelve months, this one included, oldest first."""
    today = timezone.localdate()
    last = today.year * 12 + today.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS + 1, last + 1)]


def beginning() -> dt.datetime:
    """Return the first moment of the oldest of them."""
    return timezone.make_aware(dt.datetime.combine(months()[0], dt.time.min))
