"""Sources."""

from __future__ import annotations

from rest_framework import serializers

from annotations.models import Evidence
from annotations.models.evidence import Stance
from api.serializers.fields import Flag, Id, PersonSerializer, Shown, Strict, Words


class EvidenceSerializer(Shown):
    """A source for or against a claim, with the passage relied on."""

    added_by = PersonSerializer()

    class Meta:
        model = Evidence
        fields = [
            "id",
            "claim",
            "external_id",
            "url",
            "title",
            "publisher",
            "stance",
            "passage",
            "note",
            "origin",
            "primary",
            "added_by",
            "added_at",
            "version",
        ]
        read_only_fields = fields


class EvidenceChanges(Strict):
    """What can be changed in a source."""

    url = Words()
    title = Words()
    publisher = Words()
    stance = serializers.ChoiceField(choices=Stance.choices)
    passage = Words()
    note = Words()
    origin = Words()
    primary = Flag()
    external_id = Words()


class NewEvidence(Strict):
    """A source; without a title it is called by its host."""

    claim = Id()
    url = Words()
    stance = serializers.ChoiceField(choices=Stance.choices)
    title = Words(default="")
    publisher = Words(default="")
    passage = Words(default="")
    note = Words(default="")
    origin = Words(default="")
    primary = Flag(required=False)
    external_id = Words(default="")
