"""The forms of a verdict and of its review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Actor, Rating, Verdict
from annotations.models.review import Vote
from annotations.models.verdict import Kind

FIELDS = ("rating", "summary", "rationale", "as_of")


class VerdictForm(forms.Form):
    """A revision. `version` is what the person was looking at; empty for the first draft."""

    rating = forms.ModelChoiceField(
        label=_("Rating"), queryset=Rating.objects.none(), required=False
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    rationale = forms.CharField(
        label=_("Rationale"),
        required=False,
        help_text=_(
            "Markdown: *emphasis*, **strong**, [words](https://…), > a quote, - a list, "
            "[^2] for source 2."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        help_text=_("The day up to which the verdict knows the facts."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].queryset = Rating.objects.visible_to(by)  # type: ignore[attr-defined]

    @classmethod
    def about(cls, verdict: Verdict | None, *, by: Actor) -> VerdictForm:
        """Return the form filled in with the revision as it is, or empty."""
        if verdict is None:
            return cls(by=by)
        return cls(initial=content_of(verdict) | {"version": verdict.version}, by=by)

    def content(self) -> dict[str, Any]:
        """Return what the actions take; the version is not part of it."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def content_of(verdict: Verdict) -> dict[str, Any]:
    """Return what the form says about the revision as it is."""
    return {name: getattr(verdict, name) for name in FIELDS}


class ReviewForm(forms.Form):
    """A vote on exactly one digest."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        help_text=_("Needed to return."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    digest = forms.CharField(widget=forms.HiddenInput)
    vote = forms.ChoiceField(choices=Vote.choices, required=False, widget=forms.HiddenInput)


class ReviseForm(forms.Form):
    """What kind of change a correction is, and why; readers see both."""

    kind = forms.ChoiceField(
        label=_("Kind of change"),
        choices=[
            (Kind.MINOR, _("Minor: the meaning stays")),
            (Kind.CORRECTION, _("Correction: something was wrong")),
            (Kind.UPDATE, _("Update: there are new facts")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Readers see it: what was wrong, or what is new."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
