"""Somebody at their screen: Django's test client, signed in, and what they see."""

import html
import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import Actor


def at_desk(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(answer: Any) -> str:
    """What a page says, without its markup, with single spaces."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())


def queries(client: Client, address: str, **options: Any) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, **options).status_code == 200
    return len(captured)


def is_grey(answer: Any, button: str) -> bool:
    """Whether the button with these words can be focused but says that it is refused."""
    found = re.search(
        rf"<button(?P<attributes>[^>]*)>(?:\s|<svg(?:(?!</svg>).)*</svg>)*{re.escape(button)}\s*</button>",
        answer.content.decode(),
        flags=re.DOTALL,
    )
    assert found, f"There is no button “{button}”."
    attributes = found["attributes"]
    assert not re.search(r"\sdisabled", attributes), "A refused button stays focusable."
    refused = 'aria-disabled="true"' in attributes
    assert not refused or "aria-describedby" in attributes, "It has to say why."
    return refused
