"""What the domain says about a form's content, put where it was typed; and conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotations.errors import Invalid, Refusal, Stale
from annotations.models import Actor, Event
from frontend.differences import sides


@dataclass(frozen=True)
class Conflict:
    """Somebody else was first: per field its label, their words and the person's own."""

    sentence: str
    fields: list[tuple[str, SafeString, SafeString]]


def blame(form: forms.Form, refusal: Refusal) -> None:
    """Put each of a refusal's sentences at its field, or over the form."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    if not errors:
        form.add_error(None, str(refusal))
    for name, sentences in errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, str(sentence))


def renew(form: forms.Form, version: int) -> None:
    """Let a form be saved over this version, which the page that shows it shows too."""
    form.data = dict(form.data.items()) | {"version": version}


def conflict(form: forms.Form, theirs: Mapping[str, Any], stale: Stale, *, by: Actor) -> Conflict:
    """Return how a valid form differs from what it is now."""
    pairs = (
        (str(field.label), _words(field, theirs[name]), _words(field, form.cleaned_data[name]))
        for name, field in form.fields.items()
        if name in theirs
    )
    fields = [(label, *sides(theirs, mine)) for label, theirs, mine in pairs if theirs != mine]
    return Conflict(_sentence(stale.current, by), fields)


def written(form: forms.Form) -> str:
    """Return what a person filled in as text: a paragraph for each field, after its label."""
    form.is_valid()  # Where a field is not, it stays as it was typed.
    known = dict(form.data.items()) | form.cleaned_data
    typed = ((f, known.get(name)) for name, f in form.fields.items() if not f.widget.is_hidden)
    return "\n\n".join(f"{field.label}: {_words(field, value)}" for field, value in typed if value)


def _sentence(thing: models.Model, by: Actor) -> str:
    events = Event.objects.visible_to(by).filter(noun=thing._meta.model_name, object_id=thing.pk)
    last = events.order_by("-pk").first()
    who = last.actor_name if last else _("Somebody")
    return _("%(who)s changed this too. Nothing you typed is lost.") % {"who": who}


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return "" if value is None else str(value)
