"""The forms of a verdict: its draft, and what corrects or retracts what is public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations import conditions as c
from annotations.actions.verdicts import CHANGES, FIELDS
from annotations.models import Actor, Claim, Rating, Verdict
from annotations.models.verdict import Kind

EXPLAINED = ("kind", "reason")
"""What a revision of something public says about itself."""


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


class RetractForm(forms.Form):
    """Why what is public does not hold; readers see it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Readers see it: why the conclusion does not hold."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VerdictForm(ReviseForm):
    """A revision. `version` is what the person was looking at; empty for the first draft.

    It has no rating while raters are at work, and explains itself only where it corrects.
    """

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
    reply_asked_on = forms.DateField(
        label=_("Asked on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reply_asked_how = forms.CharField(label=_("Asked how"), required=False)
    reply_answer = forms.CharField(
        label=_("Answer"),
        required=False,
        help_text=_("Empty as long as there is none."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reply_not_asked_reason = forms.CharField(
        label=_("Or why not"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    one_sided_reason = forms.CharField(
        label=_("Why only one side"),
        required=False,
        help_text=_("Where you looked for what speaks on the other side."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    one_origin_reason = forms.CharField(
        label=_("Why one origin is enough"),
        required=False,
        help_text=_("A definite rating rests on sources of two independent origins."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Actor, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_first = claim.current is None
        self.fields["rating"].queryset = Rating.objects.visible_to(by)  # type: ignore[attr-defined]
        if c.is_being_rated.holds(by, claim):
            del self.fields["rating"]
        if claim.current is None or claim.current.kind not in CHANGES:
            for name in EXPLAINED:
                del self.fields[name]

    @classmethod
    def about(cls, claim: Claim, *, by: Actor) -> VerdictForm:
        """Return the form filled in with the newest revision as it is, or empty.

        What raters came to is chosen already.
        """
        initial: dict[str, Any] = {"rating": claim.agreed_rating_id}
        if claim.current:
            now = content_of(claim.current)
            initial = now | {"version": claim.current.version}
            initial["rating"] = now["rating"] or claim.agreed_rating_id
        return cls(initial=initial, by=by, claim=claim)

    def clean(self) -> dict[str, Any]:
        """Refuse a first draft in which nothing stands."""
        found: dict[str, Any] = super().clean() or {}
        if self.is_first and not self.errors and not any(found.get(name) for name in FIELDS):
            raise forms.ValidationError(
                _("Nothing is written yet. Choose a rating, or write a summary or a rationale.")
            )
        return found

    def content(self) -> dict[str, Any]:
        """Return what the actions take; the version is not part of it."""
        return {
            name: self.cleaned_data[name] for name in (*FIELDS, *EXPLAINED) if name in self.fields
        }


def content_of(verdict: Verdict) -> dict[str, Any]:
    """Return what the form says about the revision as it is."""
    return {name: getattr(verdict, name) for name in (*FIELDS, *EXPLAINED)}
