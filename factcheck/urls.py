"""Which face answers where."""

from allauth.account import urls as account_urls
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults

from api import early
from api.health import healthz, readyz
from api.metrics import Metrics

# Of the library's pages only these: an address is set by who runs the desk, and nobody signs up.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_signup",  # says that the desk is by invitation; the sign-in page refers to it
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
accounts = [page for page in account_urls.urlpatterns if page.name in ACCOUNT_PAGES]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", Metrics.as_view(), name="metrics"),
    path("admin/", admin.site.urls),
    path("accounts/", include(accounts)),
    path("api/", include("api.urls")),
    path("", include("frontend.urls")),
]


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read before a view is reached, to programs and to people."""
    if request.path.startswith("/api/"):
        return early.bad_request()
    return defaults.bad_request(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer what broke before a view was reached, to programs and to people."""
    if request.path.startswith("/api/"):
        return early.server_error()
    return defaults.server_error(request)
