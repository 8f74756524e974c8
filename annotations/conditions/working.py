"""Whose work a job is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import about_the_person
from annotations.models import Actor, Job, Role


@about_the_person(_("Somebody else asked for this; they or an admin can cancel it."))
def asked_for_it_or_is_admin(actor: Actor, job: Job) -> bool:
    """Nobody stops the work of others."""
    return job.asked_by_id == actor.user.pk or actor.role >= Role.ADMIN
