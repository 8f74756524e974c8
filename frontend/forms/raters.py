"""The form of a blind rating."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Actor, BlindRating, Rating


class RateForm(forms.Form):
    """What one rater thinks, and why."""

    name = "rate"

    rating = forms.ModelChoiceField(
        label=_("Rating"),
        queryset=Rating.objects.none(),
        error_messages={"required": _("Choose a rating.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=BlindRating._meta.get_field("note").max_length,
        help_text=_("Why you rate it so."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        # The page has other forms with a rating and with a note.
        super().__init__(*args, **{"auto_id": "rate-%s", **kwargs})
        self.fields["rating"].queryset = Rating.objects.visible_to(by)  # type: ignore[attr-defined]
