"""The API as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Resources under /api/v1/, and the answers that are remembered for them."""

    name = "api"
    default_auto_field = "django.db.models.BigAutoField"
