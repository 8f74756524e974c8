"""Sending checkpoints to somebody who keeps them where nobody of the desk can reach them."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from annotations.history import files
from annotations.models import Checkpoint

log = logging.getLogger(__name__)

MOST_AT_ONCE = 10


def mail() -> None:
    """Send the checkpoints that wait for it, oldest first; what cannot be sent waits on."""
    waiting = Checkpoint.objects.filter(to_mail=True).order_by("number")
    numbers = [*waiting.values_list("number", flat=True)[:MOST_AT_ONCE]]
    if not numbers or not settings.CHECKPOINTS.mail:
        return
    try:
        for number, text in _texts(numbers).items():
            _send(number, text)
            Checkpoint.objects.filter(number=number).update(to_mail=False)
    except (OSError, ValueError, SMTPException) as error:
        log.warning("Checkpoints wait to be mailed: %s", error)


def _texts(numbers: list[int]) -> dict[int, str]:
    with files.reading(settings.CHECKPOINTS.file) as file:
        found = (entry for entry in files.entries_of(file) if entry.number in numbers)
        return {entry.number: entry.text() for entry in found}


def _send(number: int, text: str) -> None:
    about = {"number": number, "desk": settings.BASE_URL}
    subject = _("Checkpoint %(number)d of the history of %(desk)s") % about
    send_mail(subject, f"{text}\n", None, [settings.CHECKPOINTS.mail])
