"""What the words are for that somebody is about to mark in the room: not always a new claim."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations import workflow
from annotations.models import Actor, Article, Claim, Occurrence


@dataclass(frozen=True)
class Aim:
    """A claim that gets another place, or whose `gone` words stand elsewhere in the text now."""

    claim: Claim
    gone: Occurrence | None = None

    @property
    def action(self) -> str:
        """Return where the marked words go."""
        if self.gone:
            return reverse("occurrence_move", args=[self.gone.pk])
        return reverse("place_add", args=[self.claim.pk])

    @property
    def query(self) -> str:
        """Return what an address of the room says to ask for it."""
        return f"move={self.gone.pk}" if self.gone else f"mark={self.claim.pk}"

    @property
    def hint(self) -> str:
        """Say what a key does that has nothing to do here."""
        return _("Select the words for claim %d, then press c.") % self.claim.pk


def aim(request: HttpRequest, article: Article, by: Actor) -> Aim | None:
    """Return what `?move=` (a place) or `?mark=` (a claim) asks for, None where neither does.

    Raises Http404 where it is not of this article, and the refusal of whoever may not do it.
    """
    if place := request.GET.get("move"):
        places = Occurrence.objects.visible_to(by).select_related(*Occurrence.with_home)
        gone = get_object_or_404(places.filter(claim__article=article), pk=_number(place))
        return _allowed(Aim(gone.claim, gone), "move", gone, by)
    if claim := request.GET.get("mark"):
        claims = Claim.objects.visible_to(by).select_related(*Claim.with_home)
        found = get_object_or_404(claims.filter(article=article), pk=_number(claim))
        return _allowed(Aim(found), "add_occurrence", found, by)
    return None


def _allowed(aim: Aim, action: str, thing: Claim | Occurrence, by: Actor) -> Aim:
    if refusal := workflow.refusal(action, by, thing):
        raise refusal
    return aim


def _number(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) < 19):
        raise Http404
    return int(written)
