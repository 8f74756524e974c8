"""Finding claims by their words."""

from __future__ import annotations

from functools import reduce

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from annotations.models import Actor, Claim
from annotations.models.claim import ClaimQuerySet
from frontend.board import steps
from frontend.views.desk import DeskRequest, desk

MOST_FOUND, MOST_WORDS, LONGEST = 50, 8, 200


@desk
def search(request: DeskRequest) -> HttpResponse:
    """Show the newest claims whose statement has all the words, at most MOST_FOUND."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = list(_matching(request.actor, asked)[: MOST_FOUND + 1]) if asked else []
    context = {
        "asked": asked,
        "claims": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "most": MOST_FOUND,
        "steps": steps(request.actor),
    }
    return render(request, "search/search.html", context)


def _matching(actor: Actor, asked: str) -> ClaimQuerySet:
    words = asked.split()[:MOST_WORDS]
    every = reduce(lambda q, word: q & Q(statement__icontains=word), words, Q())
    claims = Claim.objects.visible_to(actor).filter(every)
    return claims.select_related("article", "assignee", "current__rating").order_by("-pk")
