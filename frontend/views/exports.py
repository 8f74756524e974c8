"""Exporting what the team keeps: at once, or as a file that the worker makes."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import exports as actions
from annotations.errors import Unavailable
from annotations.exporting.exports import Export
from annotations.exporting.streaming import Stream
from annotations.models import Job
from frontend import exports_page
from frontend.forms.exports import ExportForm
from frontend.views.desk import DeskRequest, desk

HERS_ALONE = "private, no-store"


@require_safe
@desk
def exports(request: DeskRequest) -> HttpResponse:
    """Show what can be exported, and what was."""
    return _show(request, ExportForm(initial={"kind": "claims", "format": "csv"}))


@require_safe
@desk
def files(request: DeskRequest) -> HttpResponse:
    """Show how far the files are."""
    return render(request, "exports/files.html", exports_page.shown(request.actor))


@require_POST
@desk
def download(request: DeskRequest) -> HttpResponseBase:
    """Send the file while it is made; the worker makes it where too many others are at it."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    export = form.export()
    try:
        stream = Stream(export, request.actor)
    except Unavailable:
        return _asked(request, export)
    name = f'attachment; filename="{export.file_name(request.actor)}"'
    headers = {"Content-Disposition": name, "Cache-Control": HERS_ALONE}
    return StreamingHttpResponse(stream, content_type=export.written.media_type, headers=headers)


@require_POST
@desk
def ask(request: DeskRequest) -> HttpResponse:
    """Have the worker make the file."""
    form = ExportForm(request.POST)
    return _asked(request, form.export()) if form.is_valid() else _show(request, form, status=422)


@require_safe
@desk
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Send a file that was made for this person."""
    mine = Job.objects.visible_to(request.actor).filter(kind=actions.KIND)
    job = get_object_or_404(mine, pk=pk)
    export = Export.of(job.args["export"])
    return FileResponse(
        actions.file_of(job).open("rb"),
        as_attachment=True,
        filename=export.file_name(request.actor),
        content_type=export.written.media_type,
        headers={"Cache-Control": HERS_ALONE},
    )


def _asked(request: DeskRequest, export: Export) -> HttpResponse:
    actions.ask(export, by=request.actor)
    messages.success(request, _("The file is being made. It will stand below."))
    return redirect("exports")


def _show(request: DeskRequest, form: ExportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, **exports_page.shown(request.actor)}
    return render(request, "exports/exports.html", context, status=status)
