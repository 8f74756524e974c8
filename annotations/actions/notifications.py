"""What somebody does with their own notifications. It concerns nobody else: no line records it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Invalid, NotAllowed, Stale
from annotations.models import Actor, Membership, Notification
from annotations.models.notification import Mail, News


def read(*, by: Actor, up_to: int | None = None, only: int | None = None) -> int:
    """Mark the actor's notifications as read, and return how many were not.

    `up_to` is the id of the newest one that they saw, `only` that of the single one.
    """
    unread = Notification.objects.visible_to(by).filter(read_at__isnull=True)
    if only is not None:
        unread = unread.filter(pk=only)
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.order_by().update(read_at=timezone.now())


@transaction.atomic
def choose(
    *, by: Actor, mail: Mapping[str, str], expected: Mapping[str, str] | None = None
) -> Membership:
    """Return the membership with how these kinds of notification are mailed from now on.

    `mail` maps a kind (News) to a way (Mail); other kinds stay as they are. `expected` is the
    `mail` that the person looked at. Raises Stale where it is another by now.
    """
    if unknown := sorted(set(mail) - set(News.values)):
        sentence = _("There are no notifications of the kind “%s”.") % unknown[0]
        raise Invalid(sentence, field="mail")
    if not set(mail.values()) <= set(Mail.values):
        raise Invalid(_("A notification is mailed at once, daily or never."), field="mail")
    mine = Membership.objects.select_for_update().filter(user=by.user, team=by.team).first()
    if mine is None:
        raise NotAllowed(_("You are no longer a member of this team."))
    if expected is not None and mine.mail != expected:
        raise Stale(_("Somebody changed this since you opened it."), mine)
    mine.mail |= {kind: str(way) for kind, way in mail.items()}
    mine.save(update_fields=["mail"])
    return mine
