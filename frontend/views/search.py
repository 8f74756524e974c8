"""Finding claims by their words."""

from __future__ import annotations

from functools import reduce

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models import Actor, Claim
from annotations.models.claim import ClaimQuerySet
from frontend.asked import asked
from frontend.board import steps
from frontend.views.desk import DeskRequest, desk

MOST_FOUND, MOST_WORDS = 50, 8


@require_safe
@desk
def search(request: DeskRequest) -> HttpResponse:
    """Show the newest claims whose statement has all the words, at most MOST_FOUND."""
    words = asked(request)
    found = list(_matching(request.actor, words)[: MOST_FOUND + 1]) if words else []
    context = {
        "asked": words,
        "claims": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "most": MOST_FOUND,
        "steps": steps(request.actor),
    }
    return render(request, "search/search.html", context)


def _matching(actor: Actor, words: str) -> ClaimQuerySet:
    wanted = words.split()[:MOST_WORDS]
    every = reduce(lambda q, word: q & Q(statement__icontains=word), wanted, Q())
    claims = Claim.objects.visible_to(actor).filter(every)
    return claims.select_related("article", "assignee", "current__rating").order_by("-pk")
