"""The page of a claim with one form open: what every view about a claim answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from annotations.errors import Refusal, Stale
from annotations.models import Actor, Claim, Rating, Verdict
from frontend import standing
from frontend.comparison import Comparison, compare
from frontend.forms.claims import AssignForm, ClaimForm, DismissForm
from frontend.forms.evidence import EvidenceForm
from frontend.forms.refused import Conflict, blame, conflict, renew
from frontend.forms.verdicts import ReviewForm, ReviseForm, VerdictForm
from frontend.prose import prose
from frontend.views.desk import STATUS, DeskRequest


@dataclass(frozen=True)
class Opened:
    """The form that is open on the page, as somebody filled it in, and what was wrong.

    `name` is claim, assign, dismiss, evidence, evidence-N, verdict, review or revise.
    """

    name: str = ""
    form: forms.Form | None = None
    conflict: Conflict | None = None
    is_preview: bool = False

    def typed(self, name: str) -> Any:
        """Return what was typed into this form; None where nothing was."""
        return self.form if self.name == name else None


def claim_of(request: DeskRequest, pk: int) -> Claim:
    """Return this claim of the team; another team's is 404."""
    return get_object_or_404(Claim.objects.visible_to(request.actor).with_standing(), pk=pk)


def refused_form(
    request: DeskRequest,
    pk: int,
    opened: Opened,
    refusal: Refusal,
    content_of: Callable[[Any], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Show the claim with the form as it was filled in, and why it was not taken.

    `content_of` reads the fields of the form from what somebody else has saved meanwhile; where
    there is nothing to compare, the fresh page around the form says it all.
    """
    form = opened.form
    clash = None
    if form is not None and isinstance(refusal, Stale) and refusal.current is not None:
        renew(form, refusal.current.version)
        if content_of:
            clash = conflict(form, content_of(refusal.current), refusal, by=request.actor)
    if form is not None and clash is None:
        blame(form, refusal)
    return show(request, pk, Opened(opened.name, form, clash), status=STATUS[refusal.code])


def show(request: DeskRequest, pk: int, opened: Opened, *, status: int = 200) -> HttpResponse:
    """Show the claim's page."""
    claim, by = claim_of(request, pk), request.actor
    ratings, members = list(Rating.objects.visible_to(by)), standing.members_of(by)
    every = request.GET.get("history") == "all"
    context = {
        "claim": claim,
        "opened": opened,
        "may": standing.allowed(by, claim),
        "places": standing.places(claim),
        "origins": standing.origins(claim, by),
        "past": standing.past(claim, by, members=members, ratings=ratings, every=every),
        "comparison": _comparison(claim, request.GET.get("compare", "")),
        "form": _open_form(claim, by, opened),
        **_verdict(claim, by, opened, ratings),
        **_review(claim, by, opened, members),
    }
    return render(request, "claims/claim.html", context, status=status)


VERBS = {
    "claim": "edit",
    "assign": "assign",
    "dismiss": "dismiss",
    "evidence": "cite",
    "revise": "revise",
}
"""What a person must be allowed to do for a form to open."""


def _open_form(claim: Claim, by: Actor, opened: Opened) -> forms.Form | None:
    """The form about the claim or its evidence that is open, if one is."""
    if opened.form is not None:
        return opened.form
    thing = claim.revision if opened.name == "revise" else claim
    kind, _dash, key = opened.name.partition("-")
    if thing is None or kind not in VERBS or not standing.allowed(by, thing)[VERBS[kind]].allowed:
        return None
    return _fresh(claim, kind, key)


def _fresh(claim: Claim, kind: str, key: str) -> forms.Form | None:
    match kind:
        case "claim":
            return ClaimForm.about(claim)
        case "assign":
            return AssignForm(
                claim=claim, initial={"assignee": claim.assignee_id, "version": claim.version}
            )
        case "dismiss":
            return DismissForm(initial={"version": claim.version})
        case "revise":
            return ReviseForm()
    source = next((row for row in claim.evidence.all() if str(row.pk) == key), None)
    return EvidenceForm.about(source) if source else EvidenceForm.empty()


def _verdict(claim: Claim, by: Actor, opened: Opened, ratings: list[Rating]) -> dict[str, Any]:
    """The revision, and its form where this person may write or has written."""
    revision = claim.revision
    thing, action = (revision, "edit") if revision else (claim, "draft")
    verb = standing.allowed(by, thing)[action]
    form = opened.typed("verdict")
    if form is None and verb.allowed:
        form = VerdictForm.about(revision, by=by)
    chosen = form["rating"].value() if form else revision and revision.rating_id
    on_scale, off_scale = standing.choices(ratings, chosen)
    typed, sources = form["rationale"].value() if form else "", len(claim.evidence.all())
    return {
        "revision": revision,
        "verdict_form": form,
        "why_no_verdict": verb.reason,
        "on_scale": on_scale,
        "off_scale": off_scale,
        "steps": len(on_scale),
        "rationale": prose(revision.rationale, sources=sources) if revision else "",
        "preview": prose(typed, sources=sources) if form and opened.is_preview else "",
    }


def _review(claim: Claim, by: Actor, opened: Opened, members: list[Any]) -> dict[str, Any]:
    revision = claim.revision
    if revision is None:
        return {}
    return {
        "may_verdict": {
            action.replace("return", "send_back"): answer
            for action, answer in standing.allowed(by, revision).items()
        },
        "missing": standing.missing(revision, by),
        "approvals": standing.approvals(revision, members),
        "votes": [r for r in revision.reviews.all() if r.digest == revision.digest],
        "review_form": opened.typed("review") or ReviewForm(initial={"digest": revision.digest}),
        "earlier": claim.verdicts.filter(number=revision.number - 1).first(),
    }


def _comparison(claim: Claim, number: str) -> Comparison | None:
    if claim.revision is None or not number.isdecimal() or len(number) > 6:
        return None
    earlier = claim.verdicts.select_related("rating").filter(number=int(number)).first()
    if earlier is None or earlier.pk == claim.revision.pk:
        return None
    return compare(_with(earlier, claim), claim.revision)


def _with(verdict: Verdict, claim: Claim) -> Verdict:
    verdict.claim = claim
    return verdict
