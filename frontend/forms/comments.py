"""The form of a comment, and of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """What somebody says. `parent` is what it answers; without one it begins a thread.

    `version` is the person's last comment there: by it their browser knows that a draft arrived.
    """

    text = forms.CharField(
        label=_("Begin a thread"), widget=forms.Textarea(attrs={"rows": 2, "data-mentions": True})
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def empty(cls, parent: int | None, version: int) -> CommentForm:
        """Return the form for an answer to this comment, or for a new thread."""
        return cls(initial={"parent": parent, "version": version}, auto_id=_ids(parent))

    @classmethod
    def typed(cls, data: Any) -> CommentForm:
        """Return the form as somebody filled it in."""
        parent = data.get("parent", "")
        return cls(
            data, auto_id=_ids(int(parent) if parent.isdecimal() and len(parent) < 19 else None)
        )

    @property
    def name(self) -> str:
        """What the page calls it: comment, or answer-N."""
        parent = self["parent"].value()
        return f"answer-{parent}" if parent else "comment"


def _ids(parent: int | None) -> str:
    return f"answer-{parent}-%s" if parent else "comment-%s"
