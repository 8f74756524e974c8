"""Which words somebody chose."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.models import ArticleVersion
from annotations.text.spans import Span, check_span
from annotations.text.units import Utf16Index

UTF16 = "utf16"


class SpanForm(forms.Form):
    """Two offsets into a text, what they count, and the words that were seen there."""

    start = forms.IntegerField(required=False)
    end = forms.IntegerField(required=False)
    unit = forms.ChoiceField(choices=[("code_point", ""), (UTF16, "")], required=False)
    exact = forms.CharField(required=False, strip=False)
    statement = forms.CharField(required=False)

    def span(self, version: ArticleVersion) -> Span | None:
        """Return the span in code points, None where none was sent; raises Invalid."""
        if not self.is_valid():
            wrong = next(iter(self.errors))
            sentence = _("An offset is a whole number.")
            if wrong == "unit":
                sentence = _("The unit of the offsets is code_point or utf16.")
            raise Invalid(sentence, field=wrong)
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if start is None and end is None:
            return None
        if self.cleaned_data["unit"] == UTF16:
            index = Utf16Index(version.text)
            start, end = index.to_code_points(start, "start"), index.to_code_points(end, "end")
        return check_span(version.text, start, end, self.cleaned_data["exact"] or None)


class HighlightForm(SpanForm):
    """The same, all of it needed, in one version of the text."""

    version = forms.IntegerField()

    def chosen(self, version: ArticleVersion) -> Span:
        """Return the span in code points; raises Invalid, also where none was sent."""
        span = self.span(version)
        if span is None:
            raise Invalid(_("Select some words first."), field="start")
        return span
