"""What a message says: the line of the history, and the thing that it is about as it is now."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from annotations.models import Delivery, Event, Verdict
from annotations.models.verdict import PUBLIC
from annotations.models.versioned import Versioned
from annotations.publishing.addresses import claim_review_of

FACTS: dict[str, tuple[str, ...]] = {
    "article": (
        *("url", "title", "publisher", "byline", "language", "published_on", "external_id"),
        *("added_by", "added_at", "current"),
    ),
    "articleversion": ("article", "number", "words", "sha256", "retrieved_at", "source"),
    "assignment": ("verdict", "reviewer", "due_at", "ended_at"),
    "blindrating": ("claim", "round", "rater", "rating", "note", "at"),
    "claim": (
        *("article", "statement", "claimant", "claimed_on", "topics", "priority", "triage"),
        *("assignee", "created_by", "created_at", "current", "recheck_on", "needs_recheck"),
        *("double_rating", "agreed_rating", "merged_into"),
    ),
    "comment": ("claim", "parent", "verdict", "author", "text", "at", "resolved_at", "resolved_by"),
    "evidence": (
        *("claim", "url", "title", "publisher", "stance", "passage", "note", "origin", "primary"),
        *("added_by", "added_at"),
    ),
    "membership": ("user", "role"),
    "occurrence": ("claim", "version", "start", "end", "quote", "prefix", "suffix", "fit"),
    "review": ("verdict", "reviewer", "vote", "comment", "digest", "at"),
    "suggestion": ("version", "start", "end", "score", "model_id", "state", "reason", "claim"),
    "team": (
        *("name", "slug", "approvals_required", "blind_review", "author_may_publish"),
        *("returns_at_once", "review_days"),
    ),
    "verdict": (
        *("claim", "number", "kind", "reason", "status", "digest", "summary", "rationale", "as_of"),
        *("author", "submitted_at", "published_at", "published_by"),
    ),
    "webhook": ("name", "host", "events", "active", "off_reason", "off_since"),
}
"""What is told of each noun. Another noun is told by its line alone."""


def body(delivery: Delivery) -> str:
    """Return the message as JSON."""
    line = delivery.entry.event
    message = {
        "type": line.name,
        "timestamp": line.at,
        "data": {
            "event": _line(line),
            "object": _thing(line),
            "ordering_key": delivery.ordering_key,
            "sequence": delivery.entry_id,
        },
    }
    return json.dumps(message, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _line(line: Event) -> dict[str, Any]:
    told = ("id", "at", "via", "action", "noun", "object_id", "before", "after", "reason", "hash")
    return {
        **{name: getattr(line, name) for name in told},
        "actor": {"id": line.actor_id, "name": line.actor_name},
        "claim": line.claim_id,
    }


def _thing(line: Event) -> dict[str, Any] | None:
    """Return the facts of what a line is about; None where it is gone, or is not told of."""
    if line.noun not in FACTS:
        return None
    model = apps.get_model("annotations", line.noun)
    thing = model._default_manager.filter(pk=line.object_id).first()
    if thing is None:
        return None
    found = {"id": thing.pk, **{name: _fact(thing, name) for name in FACTS[line.noun]}}
    if isinstance(thing, Versioned):
        found["version"] = thing.version
    return found | (_answer(thing) if isinstance(thing, Verdict) else {})


def _fact(thing: Model, name: str) -> Any:
    return thing._meta.get_field(name).value_from_object(thing)  # type: ignore[union-attr]


def _answer(verdict: Verdict) -> dict[str, Any]:
    rating = verdict.rating
    named = {"slug": rating.slug, "label": rating.label} if rating else None
    review = claim_review_of(verdict) if verdict.status in PUBLIC else None
    return {"rating": named, "claim_review": review}
