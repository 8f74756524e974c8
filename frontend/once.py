"""Forms whose answer shows a secret: sent a second time, as a reload does, they make no other."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

FIELD = "once"
"""In such a form: a word of its own, another one each time that it is drawn."""
SENT = "forms_sent"
KEPT = 50


def was_sent(request: HttpRequest) -> bool:
    """Return whether this very form was sent before; if not, the session keeps that it was now."""
    session, word = request.session, request.POST.get(FIELD, "")[:32]
    if not word:
        return False
    with transaction.atomic():
        # Of two clicks the second waits here, and reads what the first has written.
        Session.objects.select_for_update().filter(pk=session.session_key).first()
        sent = type(session)(session.session_key).get(SENT, [])
        # Also where it was sent: whatever this request keeps in the session besides keeps it too.
        session[SENT] = sent if word in sent else [*sent[1 - KEPT :], word]
        session.save()
    return word in sent


def sent_already(request: HttpRequest, page: str, *about: int) -> HttpResponse:
    """Lead to the page where what was made is found, and say that its secret is not."""
    sentence = _("This form was sent before and did its work then. Its secret is shown no more.")
    messages.error(request, sentence)
    return redirect(page, *about)
