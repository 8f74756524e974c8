"""The page of a claim with one form open: what every view about a claim answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from annotations.errors import Invalid, Refusal, Stale
from annotations.models import Actor, Claim, Rating, Verdict
from annotations.models.verdict import Status
from frontend import comparison, gate, places, raters, rechecking, reviewing, standing, threads
from frontend.forms.claims import AssignForm, ClaimForm, DismissForm, MergeForm
from frontend.forms.evidence import EvidenceForm
from frontend.forms.refused import Conflict, blame, conflict, renew, written
from frontend.forms.verdicts import RetractForm, ReviseForm, VerdictForm
from frontend.prose import prose
from frontend.views.desk import STATUS, DeskRequest


@dataclass(frozen=True)
class Opened:
    """The form that is open on the page, as somebody filled it in, and what was wrong.

    `name` is claim, assign, dismiss, merge, evidence, evidence-N, verdict, review, dissent, recuse,
    reviewer, revise, retract, comment, answer-N, recheck-day, recheck-ask or recheck-settle;
    lost where it is the draft of a revision that is the claim's newest no more.
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
    found = Claim.objects.visible_to(request.actor).with_standing()
    return get_object_or_404(found.prefetch_related("blind_ratings"), pk=pk)


def verdict_of(request: DeskRequest, pk: int) -> Verdict:
    """Return this revision of the team's; another team's is 404."""
    return get_object_or_404(Verdict.objects.visible_to(request.actor), pk=pk)


def tried(
    request: DeskRequest, pk: int, verb: Callable[[], object], said: str = "", at: str = ""
) -> HttpResponse:
    """Do it, and lead back to the claim; what was done, or why it was not, stands over the page.

    `at` is the id of the part of the page to come back to.
    """
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    address = reverse("claim", args=[pk])
    return redirect(f"{address}#{at}" if at else address)


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
        _tell(request, opened, form, refusal)
    return show(request, pk, Opened(opened.name, form, clash), status=STATUS[refusal.code])


def _tell(request: DeskRequest, opened: Opened, form: forms.Form, refusal: Refusal) -> None:
    """Say why at the form; over the page where the form may have gone with the state it is for."""
    if opened.name in HOMES and not isinstance(refusal, Invalid):
        messages.error(request, str(refusal))
    else:
        blame(form, refusal)


HOMES = {
    "review": {Status.IN_REVIEW},
    "dissent": {Status.IN_REVIEW, Status.APPROVED},
    "recuse": {Status.IN_REVIEW},
    "reviewer": {Status.DRAFT, Status.IN_REVIEW},
    "revise": {Status.PUBLISHED, Status.RETRACTED},
    "retract": {Status.PUBLISHED},
    "lost": set(),
}
"""The panel's forms, and the states in which it has them; what is lost has none."""


def show(request: DeskRequest, pk: int, opened: Opened, *, status: int = 200) -> HttpResponse:
    """Show the claim's page."""
    claim, by = claim_of(request, pk), request.actor
    ratings, members = list(Rating.objects.visible_to(by)), standing.members_of(by)
    every = request.GET.get("history") == "all"
    context = {
        "claim": claim,
        "opened": opened,
        "may": standing.allowed(by, claim),
        "places": places.of_claim(claim, by),
        "origins": standing.origins(claim, by),
        "past": standing.past(claim, by, members=members, ratings=ratings, every=every),
        "form": _open_form(claim, by, opened),
        **_verdict(claim, by, opened, ratings),
        **_review(claim, by, opened, members),
        **comparison.context(claim, by, request.GET),
        **threads.context(claim, by, members, opened.typed),
        **rechecking.context(claim, opened.typed),
        **raters.context(claim, by, ratings, opened.typed),
    }
    return render(request, "claims/claim.html", context, status=status)


VERBS = {
    "claim": "edit",
    "assign": "assign",
    "dismiss": "dismiss",
    "merge": "merge",
    "evidence": "cite",
    "revise": "revise",
    "retract": "retract",
}
"""What a person must be allowed to do for a form to open."""


def _open_form(claim: Claim, by: Actor, opened: Opened) -> forms.Form | None:
    """The form that is open in place of something else, if one is."""
    if opened.form is not None:
        return opened.form
    thing = claim.revision if opened.name in {"revise", "retract"} else claim
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
        case "dismiss" | "merge":
            form = DismissForm if kind == "dismiss" else MergeForm
            return form(initial={"version": claim.version})
        case "revise":
            return ReviseForm()
        case "retract":
            return RetractForm()
    source = next((row for row in claim.evidence.all() if str(row.pk) == key), None)
    return EvidenceForm.about(source) if source else EvidenceForm.empty()


def _verdict(claim: Claim, by: Actor, opened: Opened, ratings: list[Rating]) -> dict[str, Any]:
    """The revision, and its form where this person may write or has written."""
    revision = claim.revision
    thing, action = (revision, "edit") if revision else (claim, "draft")
    verb = standing.allowed(by, thing)[action]
    form = opened.typed("verdict")
    if form is None and verb.allowed:
        form = VerdictForm.about(claim, by=by)
    missing = standing.missing(revision, by) if revision else []
    return {
        "revision": revision,
        "verdict_form": form,
        "why_no_verdict": verb.reason,
        "missing": missing,
        "gate": gate.of(claim, by, form, ratings, missing) if form else None,
        **_words(revision, form, len(claim.evidence.all()), opened),
        **_scale(claim, revision, form, ratings),
    }


def _words(
    revision: Verdict | None, form: VerdictForm | None, sources: int, opened: Opened
) -> dict[str, Any]:
    typed = form["rationale"].value() if form else ""
    return {
        "rationale": prose(revision.rationale, sources=sources) if revision else "",
        "preview": prose(typed, sources=sources) if form and opened.is_preview else "",
    }


def _scale(
    claim: Claim, revision: Verdict | None, form: VerdictForm | None, ratings: list[Rating]
) -> dict[str, Any]:
    """The team's ratings, which is chosen, and what the raters came to."""
    chosen = revision.rating_id if revision else None
    if form and "rating" in form.fields:
        chosen = form["rating"].value()
    on_scale, off_scale = standing.choices(ratings, chosen)
    return {
        "on_scale": on_scale,
        "off_scale": off_scale,
        "steps": len(on_scale),
        "agreed": next((r for r in ratings if r.pk == claim.agreed_rating_id), None),
    }


def _review(claim: Claim, by: Actor, opened: Opened, members: list[Any]) -> dict[str, Any]:
    """The panel; and what was written in one of its forms that is gone from it meanwhile."""
    revision = claim.revision
    lost = {"lost": _lost(opened, revision.status if revision else "")}
    return lost | reviewing.context(revision, by, members, opened.typed) if revision else lost


def _lost(opened: Opened, status: str) -> str:
    """What was written in a form that the page has no more."""
    if opened.form is None or status in HOMES.get(opened.name, {status}):
        return ""
    if opened.name == "lost":
        return written(opened.form)
    return opened.form.data.get("comment") or opened.form.data.get("reason") or ""
