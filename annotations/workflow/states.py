"""Which field of a noun holds the state that the table speaks of, and its words for people."""

from __future__ import annotations

from typing import Any

from annotations.models import Claim, Comment, Job, Occurrence, Suggestion, Verdict, Webhook
from annotations.models.claim import Triage
from annotations.models.comment import Thread
from annotations.models.job import JobState
from annotations.models.occurrence import Fit
from annotations.models.suggestion import SuggestionState
from annotations.models.verdict import Status
from annotations.models.webhook import Switch

STATE_FIELDS: dict[type, str] = {
    Verdict: "status",
    Claim: "triage",
    Occurrence: "fit",
    Suggestion: "state",
    Job: "state",
    Comment: "state",
    Webhook: "switch",
}
STATE_LABELS: dict[type, dict[str, Any]] = {
    Verdict: dict(Status.choices),
    Claim: dict(Triage.choices),
    Occurrence: dict(Fit.choices),
    Suggestion: dict(SuggestionState.choices),
    Job: dict(JobState.choices),
    Comment: dict(Thread.choices),
    Webhook: dict(Switch.choices),
}
