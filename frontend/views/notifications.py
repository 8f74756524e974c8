"""What a person is told: reading it, and choosing what is mailed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import notifications as actions
from annotations.models import Membership, Notification
from annotations.models.notification import Mail
from frontend import news
from frontend.forms.notifications import ChoicesForm
from frontend.views.desk import DeskRequest, desk

PAGE = 30


@require_safe
@desk
def notifications(request: DeskRequest) -> HttpResponse:
    """Show what the reader was told, newest first, by day."""
    by = request.actor
    found = Notification.objects.visible_to(by).select_related("event")
    page = Paginator(found, PAGE).get_page(request.GET.get("page", ""))
    context = {
        "page": page,
        "days": news.by_day(page.object_list, by),
        "newest": found.values_list("pk", flat=True).first(),
    }
    return render(request, "notifications/notifications.html", context)


@require_POST
@desk
def open_one(request: DeskRequest, pk: int) -> HttpResponse:
    """Go to what a notification tells of; it is read then."""
    own = Notification.objects.visible_to(request.actor).select_related("event")
    found = get_object_or_404(own, pk=pk)
    actions.read(by=request.actor, only=found.pk)
    return redirect(news.place_of(found))


@require_POST
@desk
def read(request: DeskRequest) -> HttpResponse:
    """Mark all as read that the reader has seen; what came since stays unread."""
    up_to = request.POST.get("up_to", "")
    known = up_to.isdecimal() and len(up_to) < 19
    actions.read(by=request.actor, up_to=int(up_to) if known else None)
    return redirect("notifications")


@require_safe
@desk
def choices(request: DeskRequest) -> HttpResponse:
    """Show how each kind is mailed to the reader."""
    mine = get_object_or_404(Membership, team=request.actor.team, user=request.user)
    return _choices(request, ChoicesForm.about(mine.mail))


@require_POST
@desk
def choose(request: DeskRequest) -> HttpResponse:
    """Choose how each kind is mailed."""
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return _choices(request, form, status=422)
    actions.choose(by=request.actor, mail=form.cleaned_data)
    messages.success(request, _("Your choices are saved."))
    return redirect("notification_choices")


def _choices(request: DeskRequest, form: ChoicesForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "ways": Mail.labels, "sends_mail": settings.SENDS_MAIL}
    return render(request, "notifications/choices.html", context, status=status)
