"""Fact-checks for clients of Google's Fact Check Tools API."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny

from annotations.models import ExternalCheck, Token, Verdict
from annotations.publishing.claim_search import imported_from, teams_at
from annotations.text.words import LONGEST
from api.authentication import TokenAuthentication
from api.filter_kinds import LanguageFilter, WordsFilter
from api.page_tokens import PARAMETERS, ByPageToken
from api.problems import Malformed
from api.serializers.claim_search import CheckedClaimSerializer
from api.views.resource import Resource

A_CENTURY = 36_525


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": A_CENTURY})
class DaysFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """A number of whole days."""


class ClaimSearchFilters(FilterSet):  # type: ignore[misc]  # django-filter has no type hints
    """What Google's clients ask for; words or a site have to be among it."""

    query = WordsFilter()
    languageCode = LanguageFilter(field_name="claim__article__language")  # noqa: N815 - Google's names
    reviewPublisherSiteFilter = django_filters.CharFilter(max_length=300, method="at_site")  # noqa: N815
    maxAgeDays = DaysFilter(  # noqa: N815
        decimal_places=0, min_value=1, max_value=A_CENTURY, method="not_older"
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the fact-checks. Raises Malformed where neither words nor a site are named."""
        asked = self.form.cleaned_data
        if not (asked["query"] or asked["reviewPublisherSiteFilter"]):
            raise Malformed(_("Name a query or a reviewPublisherSiteFilter."))
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found

    def at_site(self, queryset: Any, _name: str, value: str) -> Any:
        """Return what is published at this site."""
        return queryset.filter(claim__team__in=teams_at(value))

    def not_older(self, queryset: Any, _name: str, value: Any) -> Any:
        """Return what was published in these last days: a claim is older than its review."""
        return queryset.filter(published_at__gte=timezone.now() - dt.timedelta(days=int(value)))


class ImportedFilters(ClaimSearchFilters):
    """The same of what other newsrooms found."""

    query = django_filters.CharFilter(max_length=LONGEST, method="having")
    languageCode = LanguageFilter(field_name="language")  # noqa: N815 - Google's names

    def having(self, queryset: Any, _name: str, value: str) -> Any:
        """Return what has these words."""
        return queryset.saying(value)

    def at_site(self, queryset: Any, _name: str, value: str) -> Any:
        """Return what its publisher has at this site."""
        return imported_from(queryset, value)

    def not_older(self, queryset: Any, _name: str, value: Any) -> Any:
        """Return what was reviewed in these last days."""
        first = timezone.localdate() - dt.timedelta(days=int(value))
        return queryset.filter(reviewed_on__gte=first)


class ClaimSearch(ListModelMixin, Resource):
    """Claims that were checked, with the fact-check; no token is needed.

    With one, what its team imported from other newsrooms is found too.
    """

    noun = Verdict
    serializer_class = CheckedClaimSerializer
    filterset_class = ClaimSearchFilters
    pagination_class = ByPageToken
    paged = frozenset(PARAMETERS)
    authentication_classes = [TokenAuthentication]
    permission_classes = [AllowAny]

    def get_queryset(self) -> QuerySet[Any]:
        """Return what every reader may see."""
        return Verdict.objects.public().filter(dossier__isnull=False)

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """Return what is found among what is published, and among what the team imported."""
        found = [super().filter_queryset(queryset).annotate(told_at=F("published_at"))]
        if isinstance(self.request.auth, Token) and self.may_read:
            imported = ImportedFilters(self.request.query_params, self.seen(ExternalCheck))
            found.append(imported.qs.defer("document").annotate(told_at=F("imported_at")))
        return found
