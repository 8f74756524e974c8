"""The forms about a team: how it reviews, and who is in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from annotations.models import Policy, Role


class PolicyForm(forms.Form):
    """The terms of the next reviews. `version` is the policy that the person was looking at."""

    approvals_required = forms.IntegerField(
        label=_("Approvals required"),
        help_text=_("By one to five people who did not work on the revision."),
        widget=forms.NumberInput(attrs={"min": 1, "max": 5, "inputmode": "numeric"}),
    )
    review_days = forms.IntegerField(
        label=_("Days to review"),
        required=False,
        help_text=_("An assignment that is idle for so long is released. Empty: never."),
        widget=forms.NumberInput(attrs={"min": 1, "max": 90, "inputmode": "numeric"}),
    )
    blind_review = forms.BooleanField(
        label=_("Blind review"),
        required=False,
        help_text=_("Nobody sees the votes and comments of others before having voted."),
    )
    returns_at_once = forms.BooleanField(
        label=_("One return sends it back at once"),
        required=False,
        help_text=_("Else it goes back when everybody who was asked has voted."),
    )
    author_may_publish = forms.BooleanField(
        label=_("The author may publish"),
        required=False,
        help_text=_("Who wrote a revision may also make it public, once others approved it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def about(cls, policy: Policy, *, version: int) -> PolicyForm:
        """Return the form filled in with the policy as it is."""
        return cls(initial=policy.as_json() | {"version": version})

    def terms(self) -> dict[str, Any]:
        """Return the terms as the action takes them; the version is not part of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RoleForm(forms.Form):
    """What a member may do."""

    role = forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, capfirst(role.label)) for role in Role],
        coerce=lambda value: Role(int(value)),
    )
