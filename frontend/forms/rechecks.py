"""The forms about another look at what is published."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Claim
from frontend.forms.seen import SeenForm


class RecheckForm(SeenForm):
    """What these forms have in common. `name` is what the page calls the form."""

    name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.name}-%s", **kwargs})

    @classmethod
    def about(cls, claim: Claim) -> Self:
        """Return the form with what is known."""
        return cls(initial={"on": claim.recheck_on, "version": claim.version})


class ScheduleForm(RecheckForm):
    """The day on which somebody has to look again; empty for none."""

    name = "recheck-day"
    on = forms.DateField(
        label=_("Look again on"),
        required=False,
        help_text=_("Leave it empty for no day."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class AskForm(RecheckForm):
    """Why somebody has to look again now."""

    name = "recheck-ask"
    note = forms.CharField(
        label=_("What has to be looked at"), widget=forms.Textarea(attrs={"rows": 2})
    )


class SettleForm(RecheckForm):
    """That somebody looked again, and found nothing to change."""

    name = "recheck-settle"
    note = forms.CharField(
        label=_("What you looked at, and why it holds"), widget=forms.Textarea(attrs={"rows": 2})
    )
