"""The forms about a claim."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Claim, User
from annotations.models.claim import Priority
from frontend.forms.seen import SeenForm


class ClaimForm(forms.Form):
    """What the claim says. `version` is what the person was looking at."""

    statement = forms.CharField(
        label=_("Statement"),
        help_text=_("One sentence that can be checked and understood on its own."),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    claimant = forms.CharField(label=_("Claimed by"), required=False)
    claimed_on = forms.DateField(
        label=_("Claimed on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    topics = forms.CharField(label=_("Topics"), required=False, help_text=_("Separated by commas."))
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def about(cls, claim: Claim) -> ClaimForm:
        """Return the form filled in with the claim as it is."""
        return cls(initial=content_of(claim) | {"version": claim.version})

    def changes(self) -> dict[str, Any]:
        """Return what to change, as the action takes it; the version is not part of it."""
        topics = [topic for topic in self.cleaned_data["topics"].split(",") if topic.strip()]
        content = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return content | {"topics": topics}


class AssignForm(SeenForm):
    """Whose claim it is."""

    assignee = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__team=claim.team_id, is_active=True)
        self.fields["assignee"].queryset = people.order_by("name")  # type: ignore[attr-defined]


class DismissForm(SeenForm):
    """Why a claim is put aside."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class MergeForm(SeenForm):
    """Which claim is checked in this one's place, by its number."""

    into = forms.IntegerField(
        label=_("Into claim number"),
        help_text=_("Its evidence and comments go over; that claim keeps its words."),
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.NumberInput(attrs={"autofocus": True}),
    )


def content_of(claim: Claim) -> dict[str, Any]:
    """Return what the form says about the claim as it is."""
    fields = ("statement", "claimant", "claimed_on", "priority")
    return {name: getattr(claim, name) for name in fields} | {"topics": ", ".join(claim.topics)}
