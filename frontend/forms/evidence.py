"""The form of a source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Evidence
from annotations.models.evidence import Stance

FIELDS = ("url", "title", "publisher", "stance", "passage", "note", "origin", "primary")


class EvidenceForm(forms.Form):
    """A source and what it says. `version` is what the person was looking at; empty when new."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"autofocus": True, "placeholder": "https://"}),
    )
    title = forms.CharField(label=_("Title"), required=False)
    publisher = forms.CharField(label=_("Publisher"), required=False)
    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, widget=forms.RadioSelect)
    passage = forms.CharField(
        label=_("Passage"),
        required=False,
        help_text=_("The exact words relied on."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    origin = forms.CharField(
        label=_("Origin"),
        required=False,
        help_text=_("Sources that depend on one another share one, such as a wire story."),
    )
    primary = forms.BooleanField(label=_("Primary source"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def about(cls, evidence: Evidence) -> EvidenceForm:
        """Return the form filled in with the evidence as it is."""
        initial = content_of(evidence) | {"version": evidence.version}
        return cls(initial=initial, auto_id=_ids(evidence.pk))

    @classmethod
    def typed(cls, data: Any, evidence: Evidence | None = None) -> EvidenceForm:
        """Return the form as somebody filled it in."""
        return cls(data, auto_id=_ids(evidence.pk if evidence else None))

    @classmethod
    def empty(cls) -> EvidenceForm:
        """Return the form for a new source."""
        return cls(auto_id=_ids(None))

    def content(self) -> dict[str, Any]:
        """Return what the action takes; the version is not part of it."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def content_of(evidence: Evidence) -> dict[str, Any]:
    """Return what the form says about the evidence as it is."""
    return {name: getattr(evidence, name) for name in FIELDS}


def _ids(pk: int | None) -> str:
    return f"evidence-{pk}-%s" if pk else "new-evidence-%s"
