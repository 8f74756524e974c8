"""The domain as a Django application."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    """Everything that a newsroom keeps is in this one application."""

    name = "annotations"
    default_auto_field = "django.db.models.BigAutoField"
