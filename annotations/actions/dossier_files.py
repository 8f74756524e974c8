"""The file about a published revision, as the command and the API hand it out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from annotations.history.bundle import bundle
from annotations.models import Verdict
from annotations.publishing import addresses


def handed_out(verdict: Verdict) -> dict[str, Any]:
    """Return what is in the file, as a JSON value; raises CannotExport with a sentence why not."""
    page = {"page": addresses.fact_check_page(verdict)}
    return page | bundle(verdict, settings.CHECKPOINTS.file)


def written(value: Mapping[str, Any]) -> bytes:
    """Return the file's bytes, always the same of the same value."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()
