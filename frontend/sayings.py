"""What the reading room says after a verb, and the phrases that its scripts say themselves."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.errors import Refusal
from annotations.models import Actor, Claim

PHRASES: dict[str, Promise] = {
    "place": later("{n} of {all} here"),
    "cleared": later("Nothing is selected."),
    "editing": later("Choose the words, then press Enter. Esc leaves them as they were."),
    "nothing": later("Select some words first, or go to a sentence with j."),
    "undecided": later("Go to a suggestion first, with j."),
    "no_undo": later("There is nothing to undo."),
    "amount": later("{n} of {all}"),
    "offline": later("The desk did not answer. Nothing was changed; try again."),
}
"""What the island says, by the names that it knows."""

REASONS: tuple[Promise, ...] = (
    later("Opinion"),
    later("Prediction"),
    later("Trivial"),
    later("Not checkable"),
    later("Checked before"),
)
"""Why people dismiss a suggestion, one press each; whoever means something else writes it."""


def highlighted(claim: Claim, by: Actor, *, created: bool, again: bool) -> str:
    """Say whose claim these words are now."""
    if created:
        return _("Claim %d created.") % claim.pk
    if again:
        return _("Claim %d was dismissed. It is open again.") % claim.pk
    if claim.created_by_id == by.user.pk:
        return _("You marked these words already: claim %d.") % claim.pk
    return _("%(who)s marked these words already: claim %(pk)d.") % {
        "who": claim.created_by,
        "pk": claim.pk,
    }


def accepted(claim: Claim, *, created: bool) -> str:
    """Say what became of a suggestion that somebody accepted."""
    if created:
        return _("Accepted as claim %d.") % claim.pk
    return _("%(who)s marked these words already: claim %(pk)d.") % {
        "who": claim.created_by,
        "pk": claim.pk,
    }


def dismissed(reason: str) -> str:
    """Say that a suggestion is put aside, and why, where somebody said so."""
    return _("Dismissed: %s.") % reason.rstrip(".") if reason else _("Dismissed.")


def restored() -> str:
    """Say that a dismissed suggestion waits again."""
    return _("The suggestion is back.")


def put_aside(claim: Claim) -> str:
    """Say that a claim is dismissed."""
    return _("Claim %d is dismissed.") % claim.pk


def merged(pk: int, into: int) -> str:
    """Say where a claim is checked."""
    return _("Claim %(number)d was merged into this claim, %(into)d.") % {
        "number": pk,
        "into": into,
    }


def phrases(refusal: Refusal | str | None = None) -> dict[str, str]:
    """Return what the scripts say themselves, and why something cannot be done here, if so."""
    said = {name: str(phrase) for name, phrase in PHRASES.items()}
    return said | ({"refused": str(refusal)} if refusal else {})
