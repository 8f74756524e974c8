"""Which version of a thing somebody was looking at when they pressed a button."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations.errors import Invalid


class SeenForm(forms.Form):
    """A button's form: nothing but the version that its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def seen(data: QueryDict) -> int:
    """Return the version that a form names; raises Invalid where it names none."""
    form = SeenForm(data)
    if not form.is_valid():
        raise Invalid(_("The form did not say what you were looking at. Load the page again."))
    return int(form.cleaned_data["version"])
