"""Fact-checks of other newsrooms: finding them, and importing them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
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
_index = attrgetter("index")


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
    # Where nothing could be taken, what was pasted stays, to be mended.
    return _page(request, ImportForm() if report.ids else form, report)


def _page(
    request: DeskRequest, form: ImportForm, report: Report | None = None, status: int = 200
) -> HttpResponse:
    words, before = asked(request), request.GET.get("before", "")
    found = _found(request, words, before)
    context = {
        "form": form,
        "report": report,
        "troubles": _troubles(report) if report else [],
        "checks": found[:PAGE],
        "words": words,
        "before": before,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "refusal": workflow.refusal("import_check", request.actor, request.actor.team),
    }
    return render(request, "external_checks/external_checks.html", context, status=status)


def _troubles(report: Report) -> list[tuple[int, bool, str, str]]:
    """Return each item with something wrong, in order: number, whether refused, why, address."""
    refused = {trouble.index for trouble in report.errors}
    told = sorted([*report.errors, *report.warnings], key=_index)
    rows = [(index, [*troubles]) for index, troubles in groupby(told, key=_index)]
    return [
        (index + 1, index in refused, " ".join(one.detail for one in troubles), troubles[0].url)
        for index, troubles in rows
    ]


def _found(request: DeskRequest, words: str, before: str) -> list[Any]:
    """Return one more than a page shows, so that it is known whether there are older."""
    checks = ExternalCheck.objects.visible_to(request.actor).saying(words).defer("document")
    if before.isdecimal() and len(before) < 19:
        checks = checks.filter(pk__lt=int(before))
    return list(checks.order_by("-pk")[: PAGE + 1])
