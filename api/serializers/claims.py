"""Claims and where they are made."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypedDict

from rest_framework import serializers

from annotations import workflow
from annotations.models import Claim, Occurrence, Verdict
from annotations.models.claim import Priority, RecheckReason
from api.serializers.fields import Id, PersonSerializer, Shown, Strict, Unit, Whole, Words
from api.serializers.teams import RatingSerializer


class OpenAction(TypedDict):
    """What one may do, and if not, why not."""

    action: str
    allowed: bool
    reason: str


class Answerable(Shown):
    """Something that says what the actor may do with it."""

    open_actions = serializers.SerializerMethodField()

    def get_open_actions(self, thing: Any) -> list[OpenAction]:
        """Return the workflow table's answers for whoever asks."""
        return [_told(answer) for answer in workflow.open_actions(self.context["actor"], thing)]


@lru_cache(maxsize=4_096)
def _told(answer: workflow.OpenAction) -> OpenAction:
    return OpenAction(action=answer.action, allowed=answer.allowed, reason=answer.reason)


class OccurrenceSerializer(Shown):
    """A place: `quote` is the version's text from `start` to `end` (code points).

    `fit` is exact, changed, orphan (gone since this version) or confirmed; `marked` is what a
    person marked or confirmed, where the quote says otherwise now; `is_acknowledged` is whether one
    has seen that the words are gone.

    `model_id`, `score` and `was_proposed` are what the machine thought of the words when they were
    marked: it had read nothing where `model_id` is empty, and passed them over where `score` is
    null.
    """

    article = serializers.IntegerField(source="in_article")
    version = serializers.IntegerField(source="in_version")

    class Meta:
        model = Occurrence
        fields = [
            "id",
            "article",
            "version",
            "start",
            "end",
            "quote",
            "prefix",
            "suffix",
            "fit",
            "marked",
            "is_acknowledged",
            "model_id",
            "score",
            "was_proposed",
        ]
        read_only_fields = fields


class StandingSerializer(Shown):
    """A claim's newest revision, in short."""

    rating = RatingSerializer(allow_null=True)

    class Meta:
        model = Verdict
        fields = ["id", "number", "status", "rating", "version"]
        read_only_fields = fields


class RecheckSerializer(serializers.Serializer[Any]):
    """Why what is published has to be looked at again, and since which day."""

    reason = serializers.ChoiceField(choices=RecheckReason.choices)
    note = serializers.CharField()
    since = serializers.DateField()


class ClaimSerializer(Answerable):
    """A claim. `state` is dismissed, merged, open, needs_recheck, or its newest revision's status.

    `double_rating` counts the rounds of blind double rating, and `agreed_rating` is the last one's
    result. `merged_into` is the id of the claim that is checked in its place, else null.
    """

    assignee = PersonSerializer(allow_null=True)
    created_by = PersonSerializer()
    state = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField())
    occurrences = OccurrenceSerializer(source="places", many=True)
    verdict = StandingSerializer(source="current", allow_null=True)
    evidence_count = serializers.IntegerField()
    needs_recheck = RecheckSerializer(many=True)
    agreed_rating = RatingSerializer(allow_null=True)

    class Meta:
        model = Claim
        fields = [
            "id",
            "article",
            "external_id",
            "statement",
            "claimant",
            "claimed_on",
            "topics",
            "priority",
            "state",
            "merged_into",
            "assignee",
            "created_by",
            "created_at",
            "version",
            "occurrences",
            "verdict",
            "evidence_count",
            "recheck_on",
            "needs_recheck",
            "double_rating",
            "agreed_rating",
            "open_actions",
        ]
        read_only_fields = fields


class MarkedClaimSerializer(ClaimSerializer):
    """A claim, whether it is new, and if not, a sentence about whose it is."""

    created = serializers.BooleanField()
    detail = serializers.CharField(required=False)

    class Meta(ClaimSerializer.Meta):
        fields = [*ClaimSerializer.Meta.fields, "created", "detail"]
        read_only_fields = fields


class NewPlace(Strict):
    """Words of an article's current version: by offsets, by `exact`, or by both.

    Of a claim that is there, `article` may name its own article, and no other.
    """

    keywords = {
        "dependentRequired": {"start": ["end"], "end": ["start"]},
        "if": {"not": {"required": ["exact"]}},
        "then": {"required": ["start", "end"]},
    }
    article = Id(required=False)
    start = Whole(required=False)
    end = Whole(required=False)
    exact = Words(required=False)
    prefix = Words(default="")
    suffix = Words(default="")
    unit = Unit()


class NewClaim(NewPlace):
    """Words of an article's current version, and what their claim says."""

    article = Id()
    statement = Words(default="")
    claimant = Words(default="")
    claimed_on = serializers.DateField(default=None, allow_null=True)
    topics = serializers.ListField(child=Words(), default=list)
    external_id = Words(default="")


class SeenWords(Strict):
    """The number of the version in which the words were seen; a later one is refused."""

    version = Whole(required=False)


class ClaimChanges(Strict):
    """What can be changed in a claim."""

    statement = Words()
    claimant = Words()
    claimed_on = serializers.DateField(allow_null=True)
    topics = serializers.ListField(child=Words())
    priority = serializers.ChoiceField(choices=Priority.choices)
    external_id = Words()


class IntoClaim(Strict):
    """The id of the claim into which this one is merged."""

    into = Id()


class Assignee(Strict):
    """The id of a member of the team, or null for nobody."""

    assignee = Id(allow_null=True)


class RecheckDay(Strict):
    """The day on which somebody has to look again, or null for none."""

    on = serializers.DateField(allow_null=True)
