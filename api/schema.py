"""How the views describe themselves in OpenAPI."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme as Cookie
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse

from api.problems import MEDIA_TYPE
from api.serializers.problem import ProblemSerializer

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description=_(
        "The same key and body within 24 hours gets the first answer again. A 412 is not kept."
    ),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag of the version that is changed."),
)
IF_MATCH_TOO = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description=_("The ETag of the version that was read: another one is refused with 412."),
)


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


class ResourceSchema(AutoSchema):
    """Reads a resource's own tables: what each action takes and what it gives."""

    view: Any  # a Resource, which reads this module

    def get_tags(self) -> list[str]:
        """Group operations by the first word of their address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_override_parameters(self) -> list[Any]:
        """Name the headers and parameters that the contract speaks of."""
        may_match = [IF_MATCH_TOO] if self.view.action in self.view.may_match else []
        headers = {"POST": [KEY, *may_match], "PATCH": [IF_MATCH], "DELETE": [IF_MATCH]}
        asked = self.view.parameters.get(self.view.action, {})
        named = [
            says
            if isinstance(says, OpenApiParameter)
            else OpenApiParameter(name, str, description=says)
            for name, says in asked.items()
        ]
        return [*headers.get(self.method, []), *named]

    def get_request_serializer(self) -> Any:
        """Return what the action reads."""
        return self.view.takes.get(self.view.action)

    def get_response_serializers(self) -> Any:
        """Return what the action gives, by status where it is not simply 200."""
        if self.method == "DELETE":
            return {204: None}
        return self.view.gives.get(self.view.action, {200: self.view.get_serializer_class()})

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        """Add to every operation the problem that any of them may answer."""
        trouble = OpenApiResponse(ProblemSerializer, description=_("A refusal, with its reason"))
        problem = self._get_response_for_code(  # type: ignore[no-untyped-call]
            trouble, "default", [MEDIA_TYPE], direction
        )
        return {**super()._get_response_bodies(direction), "default": problem}
