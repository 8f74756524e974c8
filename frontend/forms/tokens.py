"""The forms about tokens: what a new one is for, and what an integration is called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from annotations.actions.teams import MOST_OF_A_PROGRAM
from annotations.actions.tokens import MOST_DAYS, USUAL_DAYS, usable
from annotations.models import Role

SCOPES: dict[str, Promise] = {
    "read": _("Read: what the team's members see."),
    "suggest": _("Contribute: articles, suggestions, claims, evidence, drafts, comments."),
    "review": _("Review: votes, and looking again at what is published."),
    "publish": _("Publish: what has its approvals."),
    "admin": _("Administer: policy, people, integrations, and tokens themselves."),
}
"""What each scope lets a program do, in words."""


class TokenForm(forms.Form):
    """A new token for somebody of this role; `integration` is empty for one's own."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("Such as “import from our CMS”, so that you know later which one to revoke."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    days = forms.IntegerField(
        label=_("Days that it works"),
        initial=USUAL_DAYS,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_DAYS, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]  # not every field has them
            (scope, SCOPES[scope]) for scope in usable(role)
        ]


class IntegrationForm(forms.Form):
    """A program that gets an account in the team."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As the history is to call it.")
    )
    role = forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, capfirst(role.label)) for role in Role if role <= MOST_OF_A_PROGRAM],
        coerce=lambda value: Role(int(value)),
        initial=MOST_OF_A_PROGRAM.value,
        help_text=_("People review and publish; a program never does."),
    )

    def __init__(self, data: Any = None) -> None:
        # It stands on one page with the form of a token, which has a name too.
        super().__init__(data, auto_id="id_integration_%s")
