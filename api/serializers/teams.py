"""Who one is, the teams that one is in, and their scale."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Actor, Membership, Rating, Role
from api.serializers.fields import Shown


class TeamSerializer(serializers.Serializer[Any]):
    """A team, one's role in it, and its policy; of a membership or of an actor."""

    id = serializers.IntegerField(source="team.pk")
    name = serializers.CharField(source="team.name")
    slug = serializers.CharField(source="team.slug")
    role = serializers.SerializerMethodField()
    approvals_required = serializers.IntegerField(source="team.approvals_required")
    author_may_publish = serializers.BooleanField(source="team.author_may_publish")

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
    scopes = serializers.ListField(child=serializers.CharField())


class RatingSerializer(Shown):
    """One word of the scale; `value` counts from 1, higher is truer, null is off the scale."""

    class Meta:
        model = Rating
        fields = ["id", "slug", "label", "definition", "order", "value"]
        read_only_fields = fields
