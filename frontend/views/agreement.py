"""How well raters agree."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.agreement_page import Page
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def agreement(request: DeskRequest) -> HttpResponse:
    """Show kappa and alpha in all and by month, and which rounds are not over."""
    return render(request, "agreement/agreement.html", {"page": Page(request.actor)})
