"""What the worker does for webhooks, done at once, and a receiver that it may reach."""

import datetime as dt
from ipaddress import ip_network

import pytest
from django.utils import timezone

from annotations import jobs
from annotations.actions import delivering, webhooks
from annotations.delivery import planning
from annotations.models import Delivery, Job, Webhook
from tests.infrastructure.receiver import receiving


@pytest.fixture
def receiver(settings):
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    with receiving() as receiver:
        yield receiver


def a_webhook(newsroom, receiver, *events, name="CMS"):
    """A webhook of the desk, and its secret."""
    return webhooks.add(by=newsroom.erin, url=receiver.address, name=name, events=events or ["*"])


def deliver(*, minutes=0):
    """Do what the worker does, as if so many minutes had gone by, until nothing is due."""
    if minutes:
        Delivery.objects.filter(state="waiting").update(due_at=timezone.now())
        Webhook.objects.update(quiet_until=None)
        Webhook.objects.exclude(failing_since=None).update(
            failing_since=timezone.now() - dt.timedelta(minutes=minutes)
        )
    planning.plan()
    for job in Job.objects.filter(kind=planning.KIND).unfinished():
        work(job)


def work(job):
    while taken := jobs.take(job.pk):
        jobs.run(taken, delivering.run)
        job.refresh_from_db()
    assert job.state == "done", job.error


def log(**about):
    return Delivery.objects.filter(**about).order_by("entry")
