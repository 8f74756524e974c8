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

SCOPES: dict[str, tuple[Promise, Promise]] = {
    "read": (_("Read"), _("what the team's members see.")),
    "suggest": (
        _("Contribute"),
        _("articles, suggestions, claims, evidence, drafts, comments."),
    ),
    "review": (_("Review"), _("votes, and looking again at what is published.")),
    "publish": (_("Publish"), _("what has its approvals.")),
    "admin": (_("Administer"), _("policy, people, integrations, and tokens themselves.")),
}
"""What each scope lets a program do: in a word, and what that is."""


class TokenForm(forms.Form):
    """A new token for somebody of this role; `integration` is empty for one's own."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("Such as “import from our CMS”, so that you know later which one to revoke."),
        error_messages={"required": _("Say what it is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.IntegerField(
        label=_("Days that it works"),
        initial=USUAL_DAYS,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_DAYS, "inputmode": "numeric"}),
        error_messages={"required": _("Say for how many days.")},
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]  # not every field has them
            (scope, "{}: {}".format(*SCOPES[scope])) for scope in usable(role)
        ]


class IntegrationForm(forms.Form):
    """A program that gets an account in the team."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("As the history is to call it."),
        error_messages={"required": _("Name the program.")},
    )
    role = forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, capfirst(role.label)) for role in Role if role <= MOST_OF_A_PROGRAM],
        coerce=lambda value: Role(int(value)),
        initial=MOST_OF_A_PROGRAM.value,
        help_text=_("People review and publish; a program never does."),
        error_messages={"required": _("Choose a role.")},
    )

    def __init__(self, data: Any = None) -> None:
        # It stands on one page with the form of a token, which has a name too.
        super().__init__(data, auto_id="id_integration_%s")
