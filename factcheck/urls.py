"""Which face answers where."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults

from api import problems
from api.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("api/", include("api.urls")),
    path("", include("frontend.urls")),
]


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer what broke before a view was reached, to programs and to people."""
    if request.path.startswith("/api/"):
        return problems.server_error()
    return defaults.server_error(request)
