"""JSON as RFC 8259 has it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser

from api.problems import Malformed


class StrictJSONParser(JSONParser):
    """Refuses what is no JSON, NaN and Infinity, names that come twice, and bottomless nesting."""

    def parse(
        self,
        stream: IO[Any],  # noqa: ARG002 - read as `body`, which keeps to Django's limit of size
        media_type: str | None = None,  # noqa: ARG002 - DRF's
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the body's value. Raises Malformed; RequestDataTooBig over the limit of size."""
        body = (parser_context or {})["request"].body
        try:
            return json.loads(
                body.decode(), parse_constant=_no_number, object_pairs_hook=_no_name_twice
            )
        except UnicodeDecodeError:
            raise Malformed(_("The body is not UTF-8.")) from None
        except RecursionError:
            raise Malformed(_("The body is nested too deeply.")) from None
        except ValueError as error:
            raise Malformed(_("The body is not JSON: %s.") % error) from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:60]!r} comes twice")
    return value
