"""What is published and has to be looked at again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import about_the_moment
from annotations.models import Actor, Claim
from annotations.models.verdict import Kind, Status


@about_the_moment(_("Nothing of this claim is published."))
def is_published(_actor: Actor, claim: Claim) -> bool:
    """Only what readers see can need another look."""
    current = claim.current
    if current is None or current.status == Status.RETRACTED:
        return False
    return current.published_at is not None or current.kind != Kind.FIRST


@about_the_moment(_("Nothing asks for another look at this claim."))
def needs_recheck(_actor: Actor, claim: Claim) -> bool:
    """There is a reason to look again."""
    return bool(claim.needs_recheck)
