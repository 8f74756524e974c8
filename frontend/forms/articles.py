"""What somebody pastes to have it checked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.actions.articles import NewArticle
from annotations.errors import Invalid, NotNow, Refusal


class TextForm(forms.Form):
    """A text by itself."""

    text = forms.CharField(
        label=_("Text"),
        # The text is made canonical by the desk, once; the form leaves it as it came.
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Paste it whole. Paragraphs are kept; what changes later is a new version."),
    )

    def take(self, refusal: Refusal) -> None:
        """Show what the desk says about the content at the field that it speaks of.

        What cannot change now is how the article is called; its text always can.
        """
        field = "title" if isinstance(refusal, NotNow) else "text"
        errors = refusal.errors if isinstance(refusal, Invalid) else {field: [refusal.sentence]}
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, str(sentence))
        if not errors:
            self.add_error(None, str(refusal))


class VersionForm(TextForm):
    """A newer text of an article, and how that is called now."""

    field_order = ("title", "byline", "text")

    title = forms.CharField(label=_("Title"), max_length=500)
    byline = forms.CharField(label=_("Byline"), required=False, max_length=200)


class ArticleForm(TextForm):
    """A title and a text, and what is known about where it stood; an address alone is enough."""

    field_order = ("url", "title", "text")

    url = forms.URLField(
        label=_("Address"),
        required=False,
        assume_scheme="https",
        max_length=2000,
        help_text=_("Alone it is enough: the page is read, and you see what was found first."),
        widget=forms.URLInput(attrs={"autofocus": True}),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=500)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    byline = forms.CharField(label=_("Byline"), required=False, max_length=200)
    language = forms.CharField(
        label=_("Language"), required=False, max_length=35, help_text=_("Such as en or pt-BR.")
    )
    published_on = forms.DateField(
        label=_("Published on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def clean(self) -> None:
        """Ask for the title and the text, unless there is an address to read them at."""
        for name in ("title", "text"):
            if name not in self.errors and not self.cleaned_data[name]:
                self.add_error(name, self.fields[name].error_messages["required"])

    @property
    def is_an_address_alone(self) -> bool:
        """Whether nothing is wrong but that there is no text, where the address may have one."""
        lacks = set(self.errors)
        return "text" in lacks <= {"title", "text"} and bool(self.cleaned_data["url"])

    def filled_in(self, found: NewArticle) -> ArticleForm:
        """Return a form with what was found, and before that with what was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if value}
        return ArticleForm(initial=asdict(found) | typed)

    def content(self) -> NewArticle:
        """Return what was filled in, as the action takes it."""
        return NewArticle(**self.cleaned_data)
