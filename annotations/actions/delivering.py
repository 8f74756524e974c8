"""The worker's part of the webhooks: sending what is due, and giving up on who never answers."""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions import webhooks
from annotations.actions.on_behalf import able
from annotations.actions.steps import step
from annotations.delivery import planning, sending
from annotations.models import Actor, Job, Role, User, Webhook
from annotations.models.notification import News

log = logging.getLogger(__name__)

VIA = f"task:{planning.KIND}"
SLICE = 2.0
"""Seconds before the job lets its like go first. What else waits goes first after every message."""
PATIENCE = dt.timedelta(hours=23)
"""After so long of nothing but failures a webhook is switched off."""


def run(job: Job, _by: Actor) -> None:
    """Send what is due for the webhook of a taken job; raises jobs.Unfinished for what is left."""
    pk, until = job.args["webhook"], time.monotonic() + SLICE
    while delivery := sending.next_due(pk):
        jobs.report(job, 50)
        outcome = sending.attempt(delivery)
        if outcome.status == sending.GONE:
            give_up(delivery.webhook, _("It says that it is gone (410)."))
        elif not outcome.is_delivered and _is_hopeless(pk):
            give_up(delivery.webhook, _("It answered with nothing but failures for a day."))
        if time.monotonic() > until or jobs.others_wait(job):
            raise jobs.Unfinished


def give_up(webhook: Webhook, reason: str) -> None:
    """Switch a webhook off in the name of an admin, and tell all of them."""
    by = able("switch_off", webhook, via=VIA, first=[])
    if by is None:
        log.warning("Nobody in the team can switch off webhook %d.", webhook.pk)
        return
    admins = User.objects.filter(memberships__team=webhook.team, memberships__role=Role.ADMIN)
    said = f"{webhook.name}: {reason}"
    with webhooks.held(webhook), step("switch_off", webhook, by=by, reason=said) as s:
        webhooks.off(s.thing, reason)
        s.tell(News.WEBHOOK_OFF, s.thing, admins)


def _is_hopeless(pk: int) -> bool:
    long_ago = timezone.now() - PATIENCE
    return Webhook.objects.filter(pk=pk, active=True, failing_since__lte=long_ago).exists()
