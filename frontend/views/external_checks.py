"""Fact-checks of other newsrooms: finding them, and importing them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations import workflow
from annotations.actions.external_checks import Report, import_checks
from annotations.errors import Invalid, TooLarge
from annotations.models import ExternalCheck
from frontend.asked import asked
from frontend.forms.external_checks import ImportForm
from frontend.forms.refused import blame
from frontend.views.desk import STATUS, DeskRequest, desk

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def external_checks(request: DeskRequest) -> HttpResponse:
    """Show what was imported, newest first; import a document, and show what became of it."""
    if request.method != "POST":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        report = import_checks(form.document, by=request.actor)
    except (Invalid, TooLarge) as refused:
        blame(form, refused)
        return _page(request, form, status=STATUS[refused.code])
    return _page(request, ImportForm(), report)


def _page(
    request: DeskRequest, form: ImportForm, report: Report | None = None, status: int = 200
) -> HttpResponse:
    words, before = asked(request), request.GET.get("before", "")
    found = _found(request, words, before)
    context = {
        "form": form,
        "report": report,
        "checks": found[:PAGE],
        "words": words,
        "before": before,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "refusal": workflow.refusal("import_check", request.actor, request.actor.team),
    }
    return render(request, "external_checks/external_checks.html", context, status=status)


def _found(request: DeskRequest, words: str, before: str) -> list[Any]:
    """Return one more than a page shows, so that it is known whether there are older."""
    checks = ExternalCheck.objects.visible_to(request.actor).saying(words).defer("document")
    if before.isdecimal() and len(before) < 19:
        checks = checks.filter(pk__lt=int(before))
    return list(checks.order_by("-pk")[: PAGE + 1])
