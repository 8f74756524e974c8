"""JSON as RFC 8259 has it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import JSONParser

from annotations.text import strict_json
from api.problems import Malformed


class StrictJSONParser(JSONParser):
    """Refuses what is no JSON, NaN and Infinity, names that come twice, and what is bottomless."""

    def parse(
        self,
        stream: IO[Any],  # noqa: ARG002 - read as `body`, which keeps to Django's limit of size
        media_type: str | None = None,  # noqa: ARG002 - DRF's
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the body's value. Raises Malformed; TooLarge; RequestDataTooBig over the size."""
        try:
            return strict_json.loads((parser_context or {})["request"].body)
        except ValueError as error:
            raise Malformed(str(error)) from None


class LinkedDataParser(StrictJSONParser):
    """The same for JSON-LD."""

    media_type = "application/ld+json"
