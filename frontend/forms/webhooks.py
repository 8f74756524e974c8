"""The form of a webhook: where it goes, and what it is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.models import Webhook
from annotations.models.webhook import EVERYTHING

TEST = "webhook.test"
OFFERED: dict[str, Promise] = {
    EVERYTHING: _("Everything that happens"),
    "verdict.publish": _("A fact-check, a correction or a retraction is published"),
    "verdict.submit": _("A verdict is submitted to review"),
    "verdict.approve": _("A verdict has its approvals"),
    "verdict.return": _("A verdict is returned"),
    "verdict.revise": _("A correction is begun"),
    "verdict.retract": _("A retraction is begun"),
    "claim.highlight": _("Words are marked as a claim"),
    "claim.accept": _("A suggestion becomes a claim"),
    "claim.edit": _("A claim is changed"),
    "claim.dismiss": _("A claim is dismissed"),
    "claim.merge": _("A claim is merged into another"),
    "claim.ask_for_recheck": _("A fact-check has to be looked at again"),
    "claim.add_version": _("A fact-check has to be looked at again: its article has changed"),
    "evidence.cite": _("Evidence is added"),
    "evidence.edit": _("Evidence is changed"),
    "evidence.remove": _("Evidence is removed"),
    "article.add_article": _("An article is added"),
    "articleversion.add_version": _("An article gets a new text"),
    "externalcheck.import_check": _("A fact-check of another newsroom is imported, or renewed"),
    "externalcheck.remove": _("A fact-check of another newsroom is removed"),
    "dossier.import_dossier": _("The dossier of another desk is imported"),
    "comment.comment": _("Somebody comments"),
}
"""What the page offers; the API takes the name of anything that can happen."""


def words(name: str) -> str:
    """Return in words what has this name; nothing for what is seldom wanted alone."""
    return str(_("A test")) if name == TEST else str(OFFERED.get(name, ""))


class WebhookForm(forms.Form):
    """A webhook. `version` is what the person was looking at; empty when new."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Which system it is, such as the CMS."),
        error_messages={"required": _("Name the system.")},
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("It is sent a message by POST, and has to answer with a status of 200 to 299."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": _("Say where it is told.")},
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told"),
        help_text=_("Who was sent a fact-check is sent its corrections whatever is chosen here."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, chosen: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = {name: name for name in chosen or [] if name not in OFFERED}
        self.fields["events"].choices = [*OFFERED.items(), *others.items()]  # type: ignore[attr-defined]

    @classmethod
    def about(cls, webhook: Webhook) -> WebhookForm:
        """Return the form filled in with the webhook as it is."""
        initial = content_of(webhook) | {"events": webhook.events, "version": webhook.version}
        return cls(initial=initial, chosen=webhook.events)

    def content(self) -> dict[str, Any]:
        """Return what was filled in as the action takes it."""
        return {name: self.cleaned_data[name] for name in ("name", "url", "events")}


def content_of(webhook: Webhook) -> dict[str, Any]:
    """Return the words of a webhook, as a conflict shows them side by side."""
    return {"name": webhook.name, "url": webhook.url}
