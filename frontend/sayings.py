"""What the reading room says after a verb, and the phrases that its scripts say themselves."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.models import Actor, Claim

PHRASES: dict[str, Promise] = {
    "place": later("{n} of {all} here"),
    "here": later("Also on these words"),
    "selected": later("Selected: {words}"),
    "cleared": later("Nothing is selected."),
    "editing": later("Choose the words, then press Enter. Esc leaves them as they were."),
    "nothing": later("Select some words first, or go to a sentence with j."),
    "no_undo": later("There is nothing to undo."),
    "offline": later("The desk did not answer. Nothing was changed; try again."),
    "next": later("Next here"),
}
"""What the island says, by the names that it knows."""


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


def dismissed() -> str:
    """Say that a suggestion is put aside."""
    return _("Dismissed.")


def restored() -> str:
    """Say that a dismissed suggestion waits again."""
    return _("The suggestion is back.")


def phrases() -> dict[str, str]:
    """Return what the scripts say themselves, in the reader's language."""
    return {name: str(phrase) for name, phrase in PHRASES.items()}
