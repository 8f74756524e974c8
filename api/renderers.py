"""JSON as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework import renderers
from rest_framework.utils.encoders import JSONEncoder

_told_as_drf_does = JSONEncoder().default


class JSONRenderer(renderers.JSONRenderer):
    """The same JSON in a tenth of the time, which is a tenth of what reading fifty claims takes."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes; none where there is nothing to tell."""
        context = renderer_context or {}
        if data is None or self.get_indent(accepted_media_type or "", {**context}):
            return super().render(data, accepted_media_type, renderer_context)
        try:
            return orjson.dumps(data, _told_as_drf_does, orjson.OPT_PASSTHROUGH_DATETIME)
        except orjson.JSONEncodeError:  # an integer of more than 64 bits, a key that is no string
            return super().render(data, accepted_media_type, renderer_context)
