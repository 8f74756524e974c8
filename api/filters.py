"""What a list can be narrowed by. Nonsense is 400; what is another team's is 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as later
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.request import Request

from annotations.models import Article, Claim, FeedEntry, User
from annotations.models.claim import NEEDS_RECHECK, Triage
from annotations.models.suggestion import Level, SuggestionState
from annotations.models.verdict import Status
from api.problems import Malformed

if TYPE_CHECKING:
    from rest_framework.views import APIView

NEVER_NEWEST = {Status.SUPERSEDED, Status.DISCARDED}
CLAIM_STATES = [
    *Triage.choices,
    *(choice for choice in Status.choices if choice[0] not in NEVER_NEWEST),
    (NEEDS_RECHECK, later("Needs recheck")),
]


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter has no type hints
    """Narrows a list by its view's FilterSet."""

    def filter_queryset(self, request: Request, queryset: Any, view: APIView) -> Any:
        """Return the rows asked for. Raises Malformed for a value that cannot be."""
        filters = self.get_filterset(request, queryset, view)
        if filters is None:
            return queryset
        if not filters.is_valid():
            name, sentences = next(iter(filters.errors.items()))
            raise Malformed(f"{name}: {sentences[0]}", errors=filters.errors)
        return filters.qs


class IdFilter(django_filters.Filter):  # type: ignore[misc]
    """The id of something that the actor sees."""

    field_class = forms.IntegerField

    def __init__(self, noun: type[Model], **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)
        self.noun = noun

    def filter(self, queryset: QuerySet[Any], value: int | None) -> QuerySet[Any]:
        """Return the rows of this thing; raises Http404 where it is not to be seen."""
        if value is None:
            return queryset
        seen = self.noun._default_manager.visible_to(self.parent.request.actor)  # type: ignore[attr-defined]
        get_object_or_404(seen, pk=value)
        return queryset.filter(**{self.field_name: value})


class MemberFilter(IdFilter):
    """The id of somebody in the actor's team."""

    def filter(self, queryset: QuerySet[Any], value: int | None) -> QuerySet[Any]:
        """Return the rows of this person; raises Http404 for people of other teams."""
        if value is None:
            return queryset
        team = self.parent.request.actor.team
        get_object_or_404(User, pk=value, memberships__team=team)
        return queryset.filter(**{self.field_name: value})


class LevelFilter(django_filters.ChoiceFilter):  # type: ignore[misc]
    """How much is shown: strict, usual or broad, and usual where nothing is asked for."""

    def __init__(self, **kwargs: Any) -> None:
        shown = [level for level in Level if level != Level.REST]
        super().__init__(choices=[(level.name.lower(), level.label) for level in shown], **kwargs)

    def filter(self, queryset: Any, value: str) -> Any:
        """Return what people decided, and the open ones up to the level."""
        return queryset.shown(Level[value.upper()] if value else Level.USUAL)


class ArticleFilters(FilterSet):  # type: ignore[misc]
    """Articles by words of their title, or by what identifies them elsewhere."""

    title = django_filters.CharFilter(lookup_expr="icontains", max_length=500)
    url = django_filters.CharFilter(max_length=2000)
    external_id = django_filters.CharFilter(max_length=200)


class SuggestionFilters(FilterSet):  # type: ignore[misc]
    """Suggestions of one article, in one state, up to a level."""

    article = IdFilter(Article, field_name="version__article")
    state = django_filters.ChoiceFilter(choices=SuggestionState.choices)
    show = LevelFilter()


class ClaimFilters(FilterSet):  # type: ignore[misc]
    """Claims of one article, in one state as the screen shows it, of one person."""

    article = IdFilter(Article)
    assignee = MemberFilter(User)
    state = django_filters.ChoiceFilter(choices=CLAIM_STATES, method="in_state")

    def in_state(self, queryset: Any, _name: str, value: str) -> Any:
        """Return the claims that stand so."""
        return queryset.in_state(value)


class EvidenceFilters(FilterSet):  # type: ignore[misc]
    """Evidence of one claim."""

    claim = IdFilter(Claim)


class VerdictFilters(FilterSet):  # type: ignore[misc]
    """Revisions of one claim, in one status."""

    claim = IdFilter(Claim)
    status = django_filters.ChoiceFilter(choices=Status.choices)


class EventFilters(FilterSet):  # type: ignore[misc]
    """Lines, or the feed's entries, of one article, one claim, one kind of thing or of change."""

    article = IdFilter(Article, field_name="stream__article")
    claim = IdFilter(Claim, field_name="claim_id")
    noun = django_filters.CharFilter(max_length=20)
    action = django_filters.CharFilter(max_length=30)

    def __init__(self, data: Any, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        if queryset.model is FeedEntry:
            for narrowing in self.filters.values():
                narrowing.field_name = f"event__{narrowing.field_name}"


class PublishedFilters(FilterSet):  # type: ignore[misc]
    """Fact-checks of one team, by its slug."""

    team = django_filters.CharFilter(field_name="claim__team__slug", max_length=50)
