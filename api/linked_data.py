"""JSON-LD over HTTP: which media type somebody gets, and which representation they prefer.

https://www.w3.org/TR/annotation-protocol/ and RFC 7240 (Prefer)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.renderers import JSONRenderer

PROFILE = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{PROFILE}"'

IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"

_LONGEST, _MOST = 4_000, 50
_INCLUDE = re.compile(r'\breturn=representation\s*;\s*include="([^"]*)"')


class AnnotationRenderer(JSONRenderer):
    """Web Annotations, in the form that their profile names."""

    media_type = MEDIA_TYPE
    format = "jsonld"


class ByQuality(DefaultContentNegotiation):
    """Chooses what the client likes best (RFC 9110); the view's first where it does not care."""

    def select_renderer(
        self,
        request: Request,
        renderers: Sequence[BaseRenderer],  # type: ignore[override]
        format_suffix: str | None = None,  # noqa: ARG002 - DRF's
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and its media type. Raises NotAcceptable."""
        header = request.headers.get("Accept", "*/*")[:_LONGEST]
        ranges = [MediaType(one) for one in header.split(",")[:_MOST] if one.strip()]
        found = [(_quality(str(one.media_type), ranges), one) for one in renderers]
        best = max(found, key=lambda pair: pair[0])
        if not best[0]:
            raise NotAcceptable(available_renderers=renderers)
        return best[1], str(best[1].media_type)


def preferred(request: Request) -> set[str]:
    """Return what the header Prefer asks to be included; empty where it asks for nothing."""
    found = _INCLUDE.search(request.headers.get("Prefer", "")[:_LONGEST])
    return set(found[1].split()) if found else set()


def _quality(offered: str, ranges: Sequence[MediaType]) -> float:
    """Return how much this media type is liked: by the most specific range that speaks of it."""
    ours = MediaType(offered)
    speaking = [one for one in ranges if _covers(one, ours)]
    return max(speaking, key=_precision).quality if speaking else 0.0


def _covers(wanted: MediaType, ours: MediaType) -> bool:
    if wanted.main_type == "*" and wanted.sub_type == "*":
        return True
    if wanted.main_type != ours.main_type or wanted.sub_type not in ("*", ours.sub_type):
        return False
    profiles = wanted.params.get("profile")
    return profiles is None or ours.params.get("profile") in profiles.split()


def _precision(one: Any) -> tuple[bool, bool, bool]:
    return one.main_type != "*", one.sub_type != "*", "profile" in one.params
