"""Addresses of the API: /api/v1/ for the resources, /api/schema/ and /api/docs/ about them."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from api.views.agreement import AgreementViewSet
from api.views.annotations import AnnotationContainer, AnnotationDetail
from api.views.articles import ArticleViewSet, VersionViewSet
from api.views.claim_search import ClaimSearch
from api.views.claims import ClaimViewSet
from api.views.comments import CommentViewSet, ThreadViewSet
from api.views.docs import Docs
from api.views.elsewhere import Nowhere
from api.views.events import EventViewSet
from api.views.evidence import EvidenceViewSet
from api.views.export import ExportViewSet
from api.views.external_checks import DossierViewSet, ExternalCheckViewSet
from api.views.jobs import JobViewSet
from api.views.me import MeViewSet, RatingViewSet, TeamViewSet
from api.views.notifications import NotificationViewSet
from api.views.occurrences import OccurrenceViewSet
from api.views.published import ClaimReviewFeed, PublishedViewSet
from api.views.raters import RaterViewSet
from api.views.reviewing import AssignmentViewSet, ReviewersViewSet, ReviewViewSet
from api.views.search import SearchView
from api.views.suggestions import SuggestionViewSet
from api.views.tokens import IntegrationViewSet, TokenViewSet
from api.views.verdicts import VerdictViewSet
from api.views.webhooks import DeliveryViewSet, RecipientViewSet, WebhookViewSet

router = SimpleRouter(use_regex_path=False)
router.register("teams", TeamViewSet, basename="team")
router.register("ratings", RatingViewSet, basename="rating")
router.register("tokens", TokenViewSet, basename="token")
router.register("integrations", IntegrationViewSet, basename="integration")
router.register("articles", ArticleViewSet, basename="article")
router.register("articles/<int:article>/versions", VersionViewSet, basename="version")
router.register("suggestions", SuggestionViewSet, basename="suggestion")
router.register("claims", ClaimViewSet, basename="claim")
router.register("claims", RaterViewSet, basename="rater")
router.register("claims/<int:claim>/occurrences", OccurrenceViewSet, basename="occurrence")
router.register("claims/<int:claim>/comments", CommentViewSet, basename="comment")
router.register("comments", ThreadViewSet, basename="thread")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("verdicts", VerdictViewSet, basename="verdict")
router.register("verdicts/<int:verdict>/reviews", ReviewViewSet, basename="review")
router.register("verdicts/<int:verdict>/assignments", ReviewersViewSet, basename="reviewer")
router.register("assignments", AssignmentViewSet, basename="assignment")
router.register("notifications", NotificationViewSet, basename="notification")
router.register("jobs", JobViewSet, basename="job")
router.register("events", EventViewSet, basename="event")
router.register("webhooks", WebhookViewSet, basename="webhook")
router.register("webhooks/<int:webhook>/deliveries", DeliveryViewSet, basename="delivery")
router.register("claims", RecipientViewSet, basename="recipient")
router.register("external-checks", ExternalCheckViewSet, basename="external-check")
router.register("dossiers", DossierViewSet, basename="dossier")
router.register("published", PublishedViewSet, basename="published")

v1 = [
    path("me/", MeViewSet.as_view({"get": "retrieve"}), name="me"),
    path("agreement/", AgreementViewSet.as_view({"get": "retrieve"}), name="agreement"),
    path("search/", SearchView.as_view({"get": "retrieve"}), name="search"),
    path("claims:search", ClaimSearch.as_view({"get": "list"}), name="claim-search"),
    path("export/", ExportViewSet.as_view({"get": "download", "post": "create"}), name="export"),
    path(
        "published/claimreview.json",
        ClaimReviewFeed.as_view({"get": "retrieve"}),
        name="claimreview-feed",
    ),
    path(
        "annotations/<int:article>/",
        AnnotationContainer.as_view({"get": "retrieve", "post": "create"}),
        name="annotation-container",
    ),
    path(
        "annotations/<int:article>/<int:pk>/",
        AnnotationDetail.as_view({"get": "retrieve"}),
        name="annotation",
    ),
    *router.urls,
    re_path("", Nowhere.as_view()),
]

urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
    re_path("", Nowhere.as_view()),
]
