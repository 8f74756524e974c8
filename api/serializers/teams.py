"""Who one is, the teams that one is in, and their scale."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Actor, Membership, Policy, Rating, Role
from annotations.models.actor import SCOPES
from api.serializers.fields import Flag, Shown, Strict, Whole


class PolicySerializer(serializers.Serializer[Policy]):
    """The terms of a review; `review_days` is null where an idle assignment stays."""

    approvals_required = serializers.IntegerField()
    blind_review = serializers.BooleanField()
    author_may_publish = serializers.BooleanField()
    returns_at_once = serializers.BooleanField()
    review_days = serializers.IntegerField(allow_null=True)


class PolicyChanges(Strict):
    """What can be changed in a team's policy; it holds from the next submission on."""

    approvals_required = Whole()
    blind_review = Flag()
    author_may_publish = Flag()
    returns_at_once = Flag()
    review_days = Whole(allow_null=True)


class TeamSerializer(serializers.Serializer[Any]):
    """A team, one's role in it, and its policy; of a membership or of an actor."""

    id = serializers.IntegerField(source="team.pk")
    name = serializers.CharField(source="team.name")
    slug = serializers.CharField(source="team.slug")
    role = serializers.SerializerMethodField()
    approvals_required = serializers.IntegerField(source="team.approvals_required")
    blind_review = serializers.BooleanField(source="team.blind_review")
    author_may_publish = serializers.BooleanField(source="team.author_may_publish")
    returns_at_once = serializers.BooleanField(source="team.returns_at_once")
    review_days = serializers.IntegerField(source="team.review_days", allow_null=True)

    def get_role(self, standing: Membership | Actor) -> str:
        """Return the role by its name."""
        return Role(standing.role).name.lower()


class MeSerializer(serializers.Serializer[Actor]):
    """Who is asking, for which team and as what, with which scopes."""

    id = serializers.IntegerField(source="user.pk")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    is_integration = serializers.BooleanField(source="user.is_integration")
    team = TeamSerializer(source="*")
    scopes = serializers.SerializerMethodField()

    def get_scopes(self, actor: Actor) -> list[str]:
        """Return the scopes in the order of the roles that use them."""
        return [scope for scope in SCOPES if scope in actor.scopes]


class RatingSerializer(Shown):
    """One word of the scale; `value` counts from 1, higher is truer, null is off the scale."""

    class Meta:
        model = Rating
        fields = ["id", "slug", "label", "definition", "order", "value"]
        read_only_fields = fields
