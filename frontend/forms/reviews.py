"""The forms of a review: the vote, who is asked, and who stands aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Team, User
from annotations.models.review import Vote


class ReviewForm(forms.Form):
    """A vote on exactly one digest."""

    comment = forms.CharField(
        label=_("Comment on your vote"),
        required=False,
        help_text=_("Needed to return."),
        widget=forms.Textarea(attrs={"rows": 4, "aria-keyshortcuts": "x"}),
    )
    digest = forms.CharField(widget=forms.HiddenInput)
    vote = forms.ChoiceField(choices=Vote.choices, required=False, widget=forms.HiddenInput)


class DissentForm(ReviewForm):
    """The vote that blocks nothing, in a form of its own."""

    comment = forms.CharField(
        label=_("What you disagree with"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def on(cls, digest: str) -> DissentForm:
        """Return the form for the revision with this digest."""
        return cls(initial={"digest": digest, "vote": Vote.DISSENT}, auto_id="dissent-%s")


class RecuseForm(forms.Form):
    """Why somebody stands aside."""

    reason = forms.CharField(
        label=_("Conflict of interest"),
        help_text=_("Your team sees it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="recuse-%s")


class ReviewerForm(forms.Form):
    """Who is asked to review. It offers those who can; why another cannot, the action says."""

    reviewer = forms.ModelChoiceField(label=_("Reviewer"), queryset=User.objects.none())

    def __init__(self, *args: Any, team: Team, able: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        field.queryset = User.objects.filter(memberships__team=team)  # type: ignore[attr-defined]
        field.widget.choices = [(user.pk, str(user)) for user in able]
