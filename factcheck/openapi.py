"""How the API is described at /api/schema/ and shown at /api/docs/."""

from __future__ import annotations

from typing import Any

SETTINGS: dict[str, Any] = {
    "TITLE": "Factcheck",
    "DESCRIPTION": "Everything that the desk's screens can do, for programs.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.description.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "VerdictStatus": "annotations.models.verdict.Status",
        "VerdictKind": "annotations.models.verdict.Kind",
        "MailEnum": "annotations.models.notification.Mail",
        "SuggestionStateEnum": "annotations.models.suggestion.SuggestionState",
        "FoundKind": "annotations.finding.Kind",
        "JobStateEnum": "annotations.models.job.JobState",
        "DeliveryStateEnum": "annotations.models.webhook.DeliveryState",
    },
}
