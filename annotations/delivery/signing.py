"""Secrets and signatures by Standard Webhooks (https://www.standardwebhooks.com).

A secret is made anew from its salt and the desk's own key whenever it is needed: the database has
none that could be read from it.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable

from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook as Signer


def secret_of(salt: str) -> str:
    """Return the secret that a salt makes, as the receiver's library takes it."""
    made = salted_hmac("webhook", salt, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(made).decode()}"


def headers(message_id: str, body: str, *, at: dt.datetime, salts: Iterable[str]) -> dict[str, str]:
    """Return what goes with a message that is sent at this time: one signature a secret."""
    signed = [Signer(secret_of(salt)).sign(message_id, at, body) for salt in salts]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Factcheck",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }
