"""A program that speaks to the API, and what it may count on in every refusal."""

import json
from typing import Any

from django.test import Client

from annotations.models import (
    Article,
    ArticleVersion,
    Assignment,
    Claim,
    Comment,
    Event,
    Evidence,
    Job,
    Notification,
    Occurrence,
    Recusal,
    Review,
    Suggestion,
    Verdict,
)

NOUNS = (
    Article,
    ArticleVersion,
    Assignment,
    Claim,
    Comment,
    Event,
    Evidence,
    Job,
    Notification,
    Occurrence,
    Recusal,
    Review,
    Suggestion,
    Verdict,
)


class Program:
    """Asks `/api/v1/` with one token."""

    def __init__(self, key: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Token {key}"} if key else {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send one request; a dict or list goes as JSON, bytes go as they are."""
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("Content-Type", "application/json")
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return self.client.generic(
            method, address, raw, content_type=kind, headers=self.headers | named
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("DELETE", path, **headers)


def refused(response: Any, status: int, code: str | None = None) -> dict[str, Any]:
    """Give the problem, which has this status and a sentence for a person."""
    assert response.status_code == status, (response.status_code, response.content[:500])
    assert response["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["type"]
    assert problem["title"]
    assert problem["detail"].strip()
    if code:
        assert problem["code"] == code
    return problem


def rows() -> dict[str, int]:
    """Count what is written, noun by noun."""
    return {noun.__name__: noun._default_manager.count() for noun in NOUNS}
