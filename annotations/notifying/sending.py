"""Handing one letter to the mail server, and saying what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from annotations.errors import Unavailable, Unusable

REFUSED = 500
"""From here on an SMTP answer means: not now, and not later either."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent to one address.

    `key` and `at` are the same however often it is sent, so that its readers' mail program knows a
    second one for what it is.
    """

    to: str
    subject: str
    text: str
    key: str
    at: dt.datetime


def send(letter: Letter) -> None:
    """Hand the letter over.

    Raises Unusable where the server will never take it, Unavailable where it may later.
    """
    try:
        _message(letter).send()
    except SMTPRecipientsRefused as refused:
        raise _said(max(code for code, _why in refused.recipients.values())) from None
    except SMTPDataError as refused:
        raise _said(refused.smtp_code) from None
    except OSError as error:
        about = {"error": type(error).__name__}
        raise Unavailable(_("The mail server cannot be used now (%(error)s).") % about) from error
    except ValueError as error:
        raise Unusable(_("No mail can be sent to this address.")) from error


def _message(letter: Letter) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": f"<{letter.key}@{host}>",
        "Date": format_datetime(letter.at),
        "Auto-Submitted": "auto-generated",
    }
    # No header has two lines.
    subject = " ".join(letter.subject.split())
    return EmailMessage(subject, letter.text, None, [letter.to], headers=headers)


def _said(code: int) -> Unavailable:
    if code >= REFUSED:
        return Unusable(_("The mail server takes no mail for this address (%d).") % code)
    return Unavailable(_("The mail server takes no mail for this address now (%d).") % code)
