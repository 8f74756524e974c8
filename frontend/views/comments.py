"""Saying something about a claim, resolving a thread and opening it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import comments
from annotations.errors import Refusal
from annotations.models import Comment
from frontend.claim_page import Opened, claim_of, refused_form, show, tried
from frontend.forms.comments import CommentForm
from frontend.forms.seen import seen
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def comment(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin a thread about the claim, or answer in one."""
    claim, form = claim_of(request, pk), CommentForm.typed(request.POST)
    opened = Opened(form.name, form)
    if not form.is_valid():
        return show(request, pk, opened, status=422)
    text, key = form.cleaned_data["text"], form.cleaned_data["parent"]
    parent = _found(request, key) if key else None
    try:
        said = comments.say(claim, by=request.actor, text=text, parent=parent)
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal)
    return redirect(f"{reverse('claim', args=[pk])}#comment-{said.pk}")


@require_POST
@desk
def resolve(request: DeskRequest, pk: int) -> HttpResponse:
    """Close a thread: it waits for nothing any more."""
    found, version = _found(request, pk), seen(request.POST)
    return tried(
        request,
        found.claim_id,
        lambda: comments.resolve(found, by=request.actor, expected=version),
        _("The thread is resolved."),
        at="threads",
    )


@require_POST
@desk
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a resolved thread again."""
    found, version = _found(request, pk), seen(request.POST)
    return tried(
        request,
        found.claim_id,
        lambda: comments.reopen(found, by=request.actor, expected=version),
        at=f"comment-{pk}",
    )


def _found(request: DeskRequest, pk: int) -> Comment:
    return get_object_or_404(Comment.objects.visible_to(request.actor), pk=pk)
