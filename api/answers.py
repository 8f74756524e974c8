"""Which refusals an operation can answer, worked out from the tables of its resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.serializers import BaseSerializer, ListSerializer

from annotations.models.versioned import Versioned
from api.filters import IdFilter
from api.serializers.fields import Id, RatingField

CHANGING = frozenset({"POST", "PATCH", "DELETE"})
WITH_BODY = frozenset({"POST", "PATCH"})
ON_A_VERSION = frozenset({"PATCH", "DELETE"})


@dataclass(frozen=True)
class Operation:
    """One method at one address, and the resource that answers it."""

    view: Any  # a Resource, which reads the schema that reads this module
    method: str
    path: str

    @cached_property
    def is_public(self) -> bool:
        """Whether anybody may ask, without a token."""
        return AllowAny in self.view.permission_classes

    @property
    def changes(self) -> bool:
        """Whether it can change anything."""
        return self.method in CHANGING

    @property
    def takes_a_body(self) -> bool:
        """Whether it reads one."""
        return self.method in WITH_BODY

    @property
    def must_match(self) -> bool:
        """Whether it has to be told which version it is meant for."""
        return self.method in ON_A_VERSION

    @property
    def may_match(self) -> bool:
        """Whether it looks at `If-Match` where it is sent."""
        return self.must_match or self.view.action in self.view.may_match

    @cached_property
    def names_a_thing(self) -> bool:
        """Whether it names, in its address, filters or body, what the asker may not see."""
        return "{" in self.path or self._filters_by_a_thing or _has_an_id(self._reader)

    @property
    def _reader(self) -> Any:
        return self.view.takes.get(self.view.action)

    @property
    def _filters_by_a_thing(self) -> bool:
        filters = getattr(self.view, "filterset_class", None)
        if self.view.action != "list" or filters is None:
            return False
        return any(isinstance(found, IdFilter) for found in filters.base_filters.values())

    def is_tagged(self, shape: Any) -> bool:
        """Whether an answer of this shape carries an ETag: what is read, and what is changed.

        Of what a POST answers, only what counts versions; a file has none.
        """
        if not isinstance(shape, type) or not issubclass(shape, BaseSerializer):
            return False
        return self.method != "POST" or _counts_versions(shape)

    @property
    def may_be_known(self) -> bool:
        """Whether the client may have what it asks for already."""
        gives = self.view.gives.get(self.view.action)
        return self.method == "GET" and not (gives and any(isinstance(key, tuple) for key in gives))


REFUSALS: Mapping[int, tuple[Any, Callable[[Operation], bool]]] = {
    400: (
        _("`malformed`: no JSON, a wrong type, an unknown field, filter or parameter."),
        lambda _asked: True,
    ),
    401: (
        _("`not_authenticated` without a token; `authentication_failed` with one that is no good."),
        lambda asked: bool(asked.view.authentication_classes),
    ),
    403: (
        _("`not_allowed`: the role, or the token's scopes, do not allow it."),
        lambda asked: not asked.is_public,
    ),
    404: (
        _("`not_found`: it is not there, or belongs to another team."),
        lambda asked: asked.names_a_thing,
    ),
    406: (_("`not_acceptable`: this is not spoken here."), lambda _asked: True),
    409: (
        _("`not_now`: somebody may, but not as things stand."),
        lambda asked: asked.changes or asked.view.action in asked.view.not_yet,
    ),
    411: (
        _("`length_required`: the body came without `Content-Length`."),
        lambda asked: asked.takes_a_body,
    ),
    412: (
        _("`stale`: it changed since it was read; `current` is what it is now."),
        lambda asked: asked.may_match,
    ),
    413: (_("`too_large`: more than is taken at once."), lambda asked: asked.takes_a_body),
    415: (_("`unsupported_media_type`: the body is no JSON."), lambda asked: asked.takes_a_body),
    422: (
        _("`invalid`: the content cannot be accepted; `errors` names the fields."),
        lambda asked: asked.takes_a_body,
    ),
    428: (
        _("`precondition_required`: `If-Match` has to be sent."),
        lambda asked: asked.must_match,
    ),
    429: (
        _("`throttled`: too much at once; `Retry-After` says when to ask again."),
        lambda _asked: True,
    ),
    503: (
        _("`unavailable`: too many write; `Retry-After` says when to ask again."),
        lambda asked: asked.changes,
    ),
}
"""Status: what it means, and which operations can answer it."""


def refusals(asked: Operation) -> dict[int, Any]:
    """Return the refusals that this operation can answer: status and sentence."""
    return {status: says for status, (says, can) in REFUSALS.items() if can(asked)}


def _has_an_id(reader: Any) -> bool:
    if reader is None:
        return False
    shape = reader() if isinstance(reader, type) else reader
    if isinstance(shape, ListSerializer):
        shape = shape.child
    return any(
        isinstance(field, Id | RatingField) for field in getattr(shape, "fields", {}).values()
    )


def _counts_versions(shape: type[BaseSerializer[Any]]) -> bool:
    meta = getattr(shape, "Meta", None)
    model = getattr(meta, "model", object)
    return issubclass(model, Versioned) and "version" in meta.fields  # type: ignore[union-attr]
