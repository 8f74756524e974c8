"""How the views describe themselves in OpenAPI: from a resource's tables, and nothing by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme as Cookie
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse

from api import headers
from api.answers import Operation, refusals
from api.problems import MEDIA_TYPE
from api.serializers.problem import ProblemSerializer

STALE = 412


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """`Authorization: Token <key>`."""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"
    priority = 1


class SessionScheme(Cookie):  # type: ignore[no-untyped-call]
    """The web session, by its cookie."""

    target_class = "api.authentication.SessionAuthentication"
    name = "session"
    priority = 1


class StrictShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """What is read from a body has these fields and no others."""

    target_class = "api.serializers.fields.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Direction) -> dict[str, Any]:
        """Return the object's schema, closed."""
        shape = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        return {**shape, **self.target.keywords, "additionalProperties": False}


class ResourceSchema(AutoSchema):
    """Reads a resource's own tables: what each action takes, gives and refuses."""

    view: Any  # a Resource, which reads this module

    def get_tags(self) -> list[str]:
        """Group operations by the first word of their address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_summary(self) -> str:
        """Return what the operation says of itself first."""
        return re.split(r"[.:;](?:\s|$)", self.get_description().strip(), maxsplit=1)[0]

    def get_override_parameters(self) -> list[Any]:
        """Name the headers and parameters that the contract speaks of."""
        asked = self.view.parameters.get(self.view.action, {})
        named = [
            says
            if isinstance(says, OpenApiParameter)
            else OpenApiParameter(name, str, description=says)
            for name, says in asked.items()
        ]
        return [*headers.asked_of(self._operation), *named]

    def get_request_serializer(self) -> Any:
        """Return what the action reads."""
        return self.view.takes.get(self.view.action)

    def _get_request_body(self, direction: Direction = "request") -> Any:
        """Say that a body has to be there also where only its keywords say so, and no field."""
        body = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        if body and getattr(self.get_request_serializer(), "keywords", None):
            body["required"] = True
        return body

    def get_response_serializers(self) -> Any:
        """Return what the action gives, by status where it is not simply 200."""
        if self.method == "DELETE":
            return {204: None}
        return self.view.gives.get(self.view.action, {200: self.view.get_serializer_class()})

    @property
    def _operation(self) -> Operation:
        return Operation(self.view, self.method, self.path)

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        """Add the headers of each answer, and the refusals that the operation can answer."""
        given = self.get_response_serializers()
        bodies = super()._get_response_bodies(direction)
        operation = self._operation
        if operation.may_be_known and any(operation.is_tagged(shape) for shape in _shapes(given)):
            bodies |= {"304": {"description": _("The client has it already.")}}
        for status, body in bodies.items():
            shape = given.get(int(status)) if isinstance(given, dict) else given
            told = headers.told_with(operation, int(status), shape)
            body |= {"headers": told} if told else {}  # noqa: PLW2901 - into the dict itself
            body["description"] = body["description"] or _("As asked.")
        refused = refusals(operation)
        return bodies | {str(s): self._refusal(s, says, bodies) for s, says in refused.items()}

    def _refusal(self, status: int, says: Any, bodies: dict[str, Any]) -> dict[str, Any]:
        trouble = OpenApiResponse(ProblemSerializer, description=says)
        body: dict[str, Any] = self._get_response_for_code(  # type: ignore[no-untyped-call]
            trouble, str(status), [MEDIA_TYPE]
        )
        if status == STALE and (shown := self._matched() or _shape_of(bodies)):
            body["content"][MEDIA_TYPE]["schema"] = self._stale(shown)
        told = headers.told_with(self._operation, status, None)
        return body | ({"headers": told} if told else {})

    def _matched(self) -> dict[str, Any] | None:
        """Return the reference to what the If-Match of a POST names."""
        if self.method != "POST":
            return None
        shape = self.view.matched or self.view.get_serializer_class()
        component = self.resolve_serializer(shape, "response")
        return dict(component.ref)

    def _stale(self, shown: dict[str, Any]) -> dict[str, Any]:
        """Return the problem that shows what is there now."""
        name = shown["$ref"].rsplit("/", 1)[-1]
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=f"Stale{name}",
            type=ResolvedComponent.SCHEMA,
            object=name,
            schema={
                "allOf": [
                    {"$ref": "#/components/schemas/Problem"},
                    {
                        "type": "object",
                        "properties": {"current": shown},
                        "description": _("`current` is missing where the token may not read."),
                    },
                ]
            },
        )
        self.registry.register_on_missing(component)
        return dict(component.ref)


def _shapes(given: Any) -> Iterable[Any]:
    return given.values() if isinstance(given, dict) else [given]


def _shape_of(bodies: dict[str, Any]) -> dict[str, Any] | None:
    """Return the reference to what an operation answers when it succeeds."""
    for body in bodies.values():
        for content in body.get("content", {}).values():
            if "$ref" in content["schema"]:
                return dict(content["schema"])
    return None
