"""What a list can be narrowed by. Nonsense is 400; what is another team's is 404."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from annotations.models import Article, Claim, FeedEntry, Rating, User
from annotations.models.claim import NEEDS_RECHECK, Priority, Triage
from annotations.models.evidence import Stance
from annotations.models.listed import Lists
from annotations.models.suggestion import Level, SuggestionState
from annotations.models.verdict import Status
from annotations.workflow.written import WRITTEN
from api.filter_kinds import DayFilter, LanguageFilter, WholeField, WordsFilter, since, until
from api.problems import Malformed
from api.serializers.fields import Id

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


@extend_schema_field(Id)
class IdFilter(django_filters.Filter):  # type: ignore[misc]
    """The id of something that the actor sees."""

    field_class = WholeField

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


class RatingFilter(django_filters.CharFilter):  # type: ignore[misc]
    """A rating of the team's scale, by its slug."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows with this rating. Raises Malformed where the scale has none such."""
        if not value:
            return queryset
        if not Rating.objects.visible_to(self.parent.request.actor).filter(slug=value).exists():
            sentence = _("There is no such rating on the team's scale.")
            raise Malformed(f"rating: {sentence}", errors={"rating": [sentence]})
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
    """Articles by their words, by what identifies them elsewhere, by where and when they appeared,
    and by who added them when.

    Here as everywhere `after` includes the day or moment that it names, and `before` does not.
    """

    search = WordsFilter()
    title = django_filters.CharFilter(lookup_expr="icontains", max_length=500)
    url = django_filters.CharFilter(max_length=2000)
    external_id = django_filters.CharFilter(max_length=200)
    language = LanguageFilter()
    publisher = django_filters.CharFilter(lookup_expr="icontains", max_length=200)
    published_after = DayFilter(field_name="published_on", lookup_expr="gte")
    published_before = DayFilter(field_name="published_on", lookup_expr="lt")
    added_by = MemberFilter(User)
    added_after = since("added_at")
    added_before = until("added_at")


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 1})
class ShareFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """A share of one."""


class SuggestionFilters(FilterSet):  # type: ignore[misc]
    """Suggestions of one article, in one state, up to a level or from a score on."""

    article = IdFilter(Article, field_name="version__article")
    state = django_filters.ChoiceFilter(choices=SuggestionState.choices)
    show = LevelFilter()
    min_score = ShareFilter(field_name="score", lookup_expr="gte", min_value=0, max_value=1)


class ClaimFilters(FilterSet):  # type: ignore[misc]
    """Claims by their words, of one article, in one state as the screen shows it, of one person;
    or by their id elsewhere.

    `rating` is a slug of the scale and means the newest revision's. A claim has changed when the
    team's feed has told anything about it, or about what hangs on it.
    """

    search = WordsFilter()
    article = IdFilter(Article)
    external_id = django_filters.CharFilter(max_length=200)
    assignee = MemberFilter(User)
    state = django_filters.ChoiceFilter(choices=CLAIM_STATES, method="in_state")
    claimant = django_filters.CharFilter(lookup_expr="icontains", max_length=200)
    topic = django_filters.CharFilter(max_length=60, method="about")
    rating = RatingFilter(field_name="current__rating__slug")
    priority = django_filters.ChoiceFilter(choices=Priority.choices)
    created_after = since("created_at")
    created_before = until("created_at")
    changed_after = since("created_at", method="told_since")

    def in_state(self, queryset: Any, _name: str, value: str) -> Any:
        """Return the claims that stand so."""
        return queryset.in_state(value)

    def about(self, queryset: Any, _name: str, value: str) -> Any:
        """Return the claims that have this topic."""
        return queryset.filter(Lists("topics", value))

    def told_since(self, queryset: Any, _name: str, value: Any) -> Any:
        """Return the claims that the feed has told about."""
        told = FeedEntry.objects.filter(event__claim_id=OuterRef("pk"), event__at__gte=value)
        return queryset.filter(Exists(told))


class EvidenceFilters(FilterSet):  # type: ignore[misc]
    """Evidence of one claim, of one stance, of one origin; or by its id elsewhere."""

    claim = IdFilter(Claim)
    stance = django_filters.ChoiceFilter(choices=Stance.choices)
    origin = django_filters.CharFilter(lookup_expr="iexact", max_length=200)
    external_id = django_filters.CharFilter(max_length=200)


class VerdictFilters(FilterSet):  # type: ignore[misc]
    """Revisions of one claim, in one status, with one rating (its slug), by one author."""

    claim = IdFilter(Claim)
    status = django_filters.ChoiceFilter(choices=Status.choices)
    rating = RatingFilter(field_name="rating__slug")
    author = MemberFilter(User)


def _chosen(words: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in sorted(set(words))]


class EventFilters(FilterSet):  # type: ignore[misc]
    """Lines, or the feed's entries, of one article, one claim, one kind of thing or of change."""

    article = IdFilter(Article, field_name="stream__article")
    claim = IdFilter(Claim, field_name="claim_id")
    noun = django_filters.ChoiceFilter(choices=_chosen(noun for noun, _action in WRITTEN))
    action = django_filters.ChoiceFilter(choices=_chosen(action for _noun, action in WRITTEN))

    def __init__(self, data: Any, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        if queryset.model is FeedEntry:
            for narrowing in self.filters.values():
                narrowing.field_name = f"event__{narrowing.field_name}"


class PublishedFilters(FilterSet):  # type: ignore[misc]
    """Fact-checks by their words, of one team (its slug), as they came out, when they did.

    `language` is that of the article. What was retracted has no rating any more but `retracted`.
    """

    search = WordsFilter()
    team = django_filters.CharFilter(field_name="claim__team__slug", max_length=50)
    rating = django_filters.CharFilter(max_length=60, method="came_out")
    language = LanguageFilter(field_name="claim__article__language")
    published_after = since("published_at")
    published_before = until("published_at")

    def came_out(self, queryset: Any, _name: str, value: str) -> Any:
        """Return the fact-checks with this rating, or those that were retracted."""
        if value == Status.RETRACTED:
            return queryset.filter(status=Status.RETRACTED)
        return queryset.filter(status=Status.PUBLISHED, rating__slug=value)
