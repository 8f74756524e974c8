"""The form in which a person chooses what is mailed to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models.notification import Mail, News

HINTS = {
    News.ASSIGNED: _("Somebody asked you to review."),
    News.RETURNED: _("What you worked on was sent back."),
    News.APPROVED: _("What you worked on has its approvals."),
    News.PUBLISHED: _("What you worked on is public."),
    News.MENTIONED: _("Somebody named you in a comment."),
    News.ANSWERED: _("Somebody answered in a thread of yours."),
    News.NEEDS_RECHECK: _("What is published has to be looked at again."),
    News.WORDS_CHANGED: _("The article has other words now under a claim that is in review."),
    News.WEBHOOK_OFF: _("A webhook answers no more. Only admins are told."),
}


class ChoicesForm(forms.Form):
    """How each kind of notification is mailed: one field a kind, by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in News:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                help_text=HINTS[kind],
                choices=Mail.choices,
                widget=forms.RadioSelect,
            )

    @classmethod
    def about(cls, mail: Mapping[str, str]) -> ChoicesForm:
        """Return the form filled in with what somebody chose; what is absent is mailed at once."""
        return cls(initial={kind: mail.get(kind, Mail.AT_ONCE) for kind in News.values})
