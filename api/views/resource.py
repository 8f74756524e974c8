"""What every resource does alike: seeing, reading what was sent, showing, and saying where."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from annotations.models import Actor, User
from annotations.models.versioned import Versioned
from api import preconditions
from api.authentication import READ
from api.filters import StrictFilters
from api.idempotency import Idempotent
from api.problems import Malformed
from api.renderers import JSONRenderer
from api.schema import ResourceSchema
from api.serializers.fields import Nothing

Noun = TypeVar("Noun", bound=Model)


class Resource(Idempotent, GenericViewSet[Any]):
    """One noun of one team.

    `takes` says which serializer reads the body of an action (Nothing where none is named),
    `gives` which statuses (or statuses and media types) and serializers answer it, `parameters`
    what may stand in its query: its description, or all that OpenAPI says of it, `paged` what
    chooses the page of a list, `not_yet` what can be read too early (409), `may_match` which
    POSTs honour `If-Match`, and `matched` how what that names is shown, where it is not the noun
    itself.
    """

    noun: ClassVar[type[Model]]
    takes: ClassVar[Mapping[str, Any]] = {}
    gives: ClassVar[Mapping[str, Mapping[Any, Any]]] = {}
    parameters: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    may_match: ClassVar[frozenset[str]] = frozenset()
    not_yet: ClassVar[frozenset[str]] = frozenset()
    matched: ClassVar[type[BaseSerializer[Any]] | None] = None
    paged: ClassVar[frozenset[str]] = frozenset({"cursor", "page_size"})
    http_method_names = ["get", "head", "post", "patch", "put", "delete"]
    filter_backends = [StrictFilters]
    lookup_value_converter = "int"
    schema = ResourceSchema()

    @property
    def actor(self) -> Actor:
        """Whoever asks."""
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    @property
    def may_read(self) -> bool:
        """Whether whoever asks may be shown more than what they did."""
        return READ in self.actor.scopes

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; refuse methods that are not here, and what would be ignored."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and self.action not in self.may_match:
            preconditions.refuse(request)
        known = self._known_parameters()
        for name, values in request.query_params.lists():
            if name not in known:
                raise _ignored(name, _("There is no such parameter here."))
            if len(values) > 1:
                raise _ignored(name, _("This parameter comes twice."))
            if not values[0].strip():
                raise _ignored(name, _("This parameter is empty."))

    def finalize_response(self, request: Request, response: Any, *a: Any, **kw: Any) -> Any:
        """Give what is shown its tag, once it is written out."""
        answer = super().finalize_response(request, response, *a, **kw)
        if isinstance(answer, Response):
            answer.add_post_render_callback(partial(preconditions.revalidated, request))
        return answer

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the actor sees of this noun."""
        if getattr(self, "swagger_fake_view", False):
            return self.noun._default_manager.none()
        return self.seen(self.noun)

    def get_serializer_context(self) -> dict[str, Any]:
        """Tell the serializers for whom they write."""
        actor = getattr(self.request, "actor", None)
        return {**super().get_serializer_context(), "actor": actor}

    def seen(self, noun: type[Noun]) -> QuerySet[Noun]:
        """Return all of a noun that the actor sees."""
        found: QuerySet[Noun] = noun._default_manager.visible_to(self.actor)  # type: ignore[attr-defined]
        return found

    def one(self, noun: type[Noun], pk: int) -> Noun:
        """Return one thing that the actor sees. Raises Http404."""
        return get_object_or_404(self.seen(noun), pk=pk)

    def member(self, pk: int) -> User:
        """Return somebody in the actor's team. Raises Http404."""
        return get_object_or_404(User, pk=pk, memberships__team=self.actor.team)

    def sent(self) -> dict[str, Any]:
        """Return what was sent, by the action's serializer. Raises ValidationError."""
        reader = _reader(self.takes.get(self.action, Nothing), self.request.method == "PATCH")
        data: dict[str, Any] = reader.run_validation(self.request.data)
        return data

    def expected(self, thing: Versioned) -> int | None:
        """Return the version that `If-Match` names; a PATCH or DELETE has to name one."""
        if self.request.method == "POST":
            return preconditions.expected(self.request, thing)
        return preconditions.required(self.request, thing)

    def show(self, thing: Model, status: int = 200) -> Response:
        """Answer with the thing as it is now, and its ETag."""
        return self._answer(self.get_queryset().get(pk=thing.pk), status)

    def current(self, thing: Model) -> Response:
        """Return what shows the thing to somebody who had an older version, with its full tag."""
        shown = self.show(thing)
        shown["ETag"] = preconditions.exact(shown["ETag"], JSONRenderer().render(shown.data))
        return shown

    def found(self, pk: int) -> Response:
        """Answer with what has this id, and its ETag. Raises Http404."""
        return self._answer(get_object_or_404(self.get_queryset(), pk=pk), 200)

    def _answer(self, thing: Model, status: int) -> Response:
        headers = {"ETag": preconditions.etag(thing)} if isinstance(thing, Versioned) else {}
        shown = self.get_serializer(thing).data
        if status == 201 and hasattr(self, "retrieve"):
            headers |= place_of(self.request, self.basename, shown["id"])
        return Response(shown, status=status, headers=headers)

    def _known_parameters(self) -> set[str]:
        asked = set(self.parameters.get(self.action, ()))
        if self.action != "list":
            return asked
        filters = getattr(self, "filterset_class", None)
        return asked | self.paged | set(filters.base_filters if filters else ())


@cache
def _reader(shape: type[BaseSerializer[Any]], is_partial: bool) -> BaseSerializer[Any]:
    """Return what reads a body: it keeps nothing of what it reads, so one serves all."""
    return shape(partial=is_partial)


def place_of(request: Request, basename: str | None, pk: int) -> dict[str, str]:
    """Return the header that says where something new is read."""
    return {"Location": reverse(f"{basename}-detail", kwargs={"pk": pk}, request=request)}


def _ignored(name: str, sentence: str) -> Malformed:
    """Return the refusal of a parameter that would do nothing, or not what was meant."""
    return Malformed(f"{name}: {sentence}", errors={name: [sentence]})
