"""Webhooks, for admins; and who outside has received a fact-check, for everybody in the team."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations import workflow
from annotations.actions import webhooks as actions
from annotations.delivery.recalling import recipients
from annotations.errors import Invalid, Stale
from annotations.models import Claim, Delivery, Webhook
from annotations.models.webhook import DeliveryState
from frontend import once
from frontend.forms.refused import Conflict, blame, conflict, renew
from frontend.forms.webhooks import WebhookForm, content_of
from frontend.views.desk import STATUS, DeskRequest, desk
from frontend.webhook_page import Page


@require_safe
@desk
def webhooks(request: DeskRequest) -> HttpResponse:
    """Show the team's webhooks, and how each of them goes."""
    failed = Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED))
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING))
    found = _mine(request).annotate(failed=failed, waiting=waiting)
    return render(request, "webhooks/webhooks.html", {"webhooks": found})


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def add(request: DeskRequest) -> HttpResponse:
    """Add a webhook; the answer shows its secret, which nothing shows again."""
    _mine(request)
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        if once.was_sent(request):
            return once.sent_already(request, "webhooks")
        try:
            webhook, secret = actions.add(by=request.actor, **form.content())
        except Invalid as refusal:
            blame(form, refusal)
        else:
            return _with_secret(request, webhook, secret)
    status = 422 if form.is_bound else 200
    return render(request, "webhooks/add.html", {"form": form}, status=status)


@require_safe
@desk
def webhook(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one with its deliveries; `?open=` opens one of its forms."""
    opened = request.GET.get("open", "")
    return _show(request, _one(request, pk), opened=opened)


@require_POST
@desk
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change its name, its address or what it is told."""
    found = _one(request, pk)
    form = WebhookForm(request.POST, chosen=found.events)
    if not form.is_valid():
        return _show(request, found, form, opened="edit", status=422)
    try:
        version = form.cleaned_data["version"] or 0
        actions.edit(found, by=request.actor, expected=version, **form.content())
    except Stale as stale:
        if stale.current is None:
            raise
        clash = conflict(form, content_of(stale.current), stale, by=request.actor)
        renew(form, stale.current.version)
        status = STATUS[stale.code]
        return _show(request, stale.current, form, clash, opened="edit", status=status)
    except Invalid as refusal:
        blame(form, refusal)
        return _show(request, found, form, opened="edit", status=422)
    return redirect("webhook", pk)


@require_POST
@desk
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove it with the log of its deliveries."""
    found = _one(request, pk)
    actions.remove(found, by=request.actor)
    messages.success(request, _("%s is told nothing any more.") % found)
    return redirect("webhooks")


@require_POST
@desk
def rotate(request: DeskRequest, pk: int) -> HttpResponse:
    """Give it another secret, which the answer shows and nothing shows again."""
    found = _one(request, pk)
    if once.was_sent(request):
        return once.sent_already(request, "webhook", pk)
    return _with_secret(request, *actions.rotate_secret(found, by=request.actor))


@require_POST
@desk
def switch(request: DeskRequest, pk: int) -> HttpResponse:
    """Switch it on or off, whichever it is not."""
    found = _one(request, pk)
    change = actions.switch_on if request.POST.get("to") == "on" else actions.switch_off
    change(found, by=request.actor)
    return redirect("webhook", pk)


@require_POST
@desk
def test(request: DeskRequest, pk: int) -> HttpResponse:
    """Send it a message now, and say what came back."""
    sent = actions.send_test(_one(request, pk), by=request.actor)
    if sent.state == DeliveryState.DELIVERED:
        about = {"status": sent.status, "ms": sent.duration}
        messages.success(request, _("It answered %(status)d after %(ms)d ms.") % about)
    else:
        messages.error(request, _("The test did not arrive. %s") % sent.error)
    return redirect("webhook", pk)


@require_POST
@desk
def redeliver(request: DeskRequest, pk: int, delivery: int) -> HttpResponse:
    """Send one message again."""
    mine = Delivery.objects.filter(webhook=_one(request, pk))
    found = get_object_or_404(mine.select_related("webhook__team", "entry__event"), pk=delivery)
    actions.redeliver(found, by=request.actor)
    messages.success(request, _("It is sent again within seconds."))
    return redirect("webhook", pk)


@require_safe
@desk
def received(request: DeskRequest, pk: int) -> HttpResponse:
    """Show who was sent a fact-check, and which revision each of them acknowledged."""
    by = request.actor
    claim = get_object_or_404(Claim.objects.visible_to(by).select_related("current"), pk=pk)
    context = {"claim": claim, "recipients": recipients(claim, by=by)}
    return render(request, "webhooks/recipients.html", context)


def _mine(request: DeskRequest) -> QuerySet[Webhook]:
    """Return the team's webhooks. Raises NotAllowed for who is no admin."""
    if refused := workflow.refusal("add_webhook", request.actor, request.actor.team):
        raise refused
    return Webhook.objects.visible_to(request.actor)


def _one(request: DeskRequest, pk: int) -> Webhook:
    return get_object_or_404(_mine(request).select_related("team", "created_by"), pk=pk)


def _with_secret(request: DeskRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """Show a secret once: in no address, no session and no copy that a browser keeps."""
    response = _show(request, webhook, secret=secret)
    add_never_cache_headers(response)
    return response


def _show(
    request: DeskRequest,
    webhook: Webhook,
    form: WebhookForm | None = None,
    clash: Conflict | None = None,
    *,
    opened: str = "",
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.GET
    page = Page(webhook, request.actor, state=asked.get("state", ""), number=asked.get("page", ""))
    context = {
        "page": page,
        "webhook": webhook,
        "form": form or WebhookForm.about(webhook),
        "conflict": clash,
        "opened": opened,
        "secret": secret,
    }
    return render(request, "webhooks/webhook.html", context, status=status)
