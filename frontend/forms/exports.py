"""The form of an export."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotations.exporting.exports import Export

KINDS = [
    ("articles", _("Articles, with their texts")),
    ("claims", _("Claims, with where they are made")),
    ("evidence", _("Evidence")),
    ("verdicts", _("Verdicts, each revision")),
    ("reviews", _("Reviews")),
    ("events", _("History, line by line")),
]
FORMATS = [("csv", _("CSV, for spreadsheets")), ("jsonl", _("JSON Lines, for programs"))]


class ExportForm(forms.Form):
    """What to export, from the first day to the last one."""

    kind = forms.ChoiceField(label=_("What"), choices=KINDS, widget=forms.RadioSelect)
    format = forms.ChoiceField(label=_("As"), choices=FORMATS, widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("The first day on which it was added or made here, whatever its own date is."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        help_text=_("The last day on which it was added or made here; that day is in the file."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def export(self) -> Export:
        """Return what was asked for; the last day is in it."""
        asked = self.cleaned_data
        after = asked["until"] and asked["until"] + dt.timedelta(days=1)
        return Export(
            kind=asked["kind"],
            format=asked["format"],
            since=_midnight(asked["since"]),
            until=_midnight(after),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round, and the last day that there is."""
        asked: dict[str, Any] = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        for name in ("since", "until"):
            if (day := asked.get(name)) and not 1900 <= day.year < 9999:
                self.add_error(name, _("Choose a day of our time."))
        return asked


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None
