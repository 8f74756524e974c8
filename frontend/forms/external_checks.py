"""What somebody pastes or uploads to have other newsrooms' fact-checks imported."""

from __future__ import annotations

from json import JSONDecodeError
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotations.errors import TooLarge
from annotations.text import strict_json

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class ImportForm(forms.Form):
    """A JSON-LD document, as text or as a file."""

    text = forms.CharField(
        label=_("ClaimReview"),
        required=False,
        help_text=_(
            "JSON-LD: one ClaimReview, a list, a graph or a DataFeed. "
            "Paste it here or choose a file: one of the two is required."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "ltr"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,.jsonld,application/ld+json"}),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Return the file, unless it is larger than what may be sent otherwise."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is too large: at most 16 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Read the document, which `document` then holds."""
        text, file = self.cleaned_data.get("text", ""), self.cleaned_data.get("file")
        if self.errors:
            return self.cleaned_data
        if bool(text.strip()) == bool(file):
            raise forms.ValidationError(_("Paste a document, or choose a file."))
        try:
            self.document = strict_json.loads(file.read() if file else text.encode())
        except (ValueError, TooLarge) as error:
            self.add_error("file" if file else "text", _sentence(error))
        return self.cleaned_data


def _sentence(error: Exception) -> str:
    """Say to a person why it cannot be read; where it stops being JSON, by the place."""
    if not isinstance(cause := error.__cause__, JSONDecodeError):
        return str(error)
    said = gettext("This is not JSON: look at line %(line)d, column %(column)d.")
    return said % {"line": cause.lineno, "column": cause.colno}
