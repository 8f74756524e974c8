"""Telling people what concerns them, in the page and by e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.models import Actor, Event, Membership, Notification, User
from annotations.models.verdict import UNDECIDED
from annotations.notifying import mails


def tell(kind: str, line: Event, people: Iterable[User], *, by: Actor) -> None:
    """Notify these people, but for the actor, of a line of the history.

    Who left the team is not told; in whose name the machine acted, is.
    """
    concerned = {person.pk for person in people}
    if not by.via.startswith("task:"):
        concerned.discard(by.user.pk)
    members = Membership.objects.filter(team=by.team, user__is_active=True, user__in=concerned)
    told = Notification.objects.bulk_create(
        Notification(user_id=user_id, team=by.team, event=line, kind=kind)
        for user_id in members.order_by("user").values_list("user", flat=True)
    )
    mails.plan(told)


def unveil(lines: Iterable[Event]) -> None:
    """Mail what these lines brought to light: comments that a blind review had hidden.

    A vote shows them to its reviewer, the end of the review to everybody.
    """
    for line in lines:
        if line.noun == "review":
            shown = mails.unsent_about(line.after["verdict"])
            mails.plan(shown.filter(user=line.after["reviewer"]))
        elif line.noun == "verdict" and _is_decided(line):
            mails.plan(mails.unsent_about(line.object_id))


def _is_decided(line: Event) -> bool:
    before, after = line.before.get("status"), line.after.get("status")
    return before in UNDECIDED and after is not None and after not in UNDECIDED
