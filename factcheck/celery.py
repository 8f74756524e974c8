"""Celery: the nudge that makes a waiting job start at once."""

from celery import Celery

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["annotations"])
