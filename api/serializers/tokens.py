"""Tokens, and the integrations that act with them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from annotations.actions.teams import MOST_OF_A_PROGRAM
from annotations.actions.tokens import USUAL_DAYS
from annotations.models import Membership, Role, Token, User
from annotations.models.actor import SCOPES
from api.serializers.fields import Id, Shown, Strict, Whole, Words

ROLES = [role.name.lower() for role in Role]


class OwnerSerializer(Shown):
    """Whose it is: a person, or an integration."""

    class Meta:
        model = User
        fields = ["id", "name", "is_integration"]
        read_only_fields = fields


class TokenSerializer(Shown):
    """A token without its key: `prefix` is how the key begins."""

    prefix = serializers.CharField(source="token_key")
    owner = OwnerSerializer(source="user")
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES))
    expires = serializers.DateTimeField(source="expiry")

    class Meta:
        model = Token
        fields = [
            *("id", "name", "prefix", "owner", "scopes"),
            *("created", "expires", "last_used_at", "version"),
        ]
        read_only_fields = fields


class IssuedTokenSerializer(TokenSerializer):
    """A new token with its key, once."""

    key = serializers.CharField(
        allow_null=True,
        help_text=_("Shown once: null where the same Idempotency-Key asks again."),
    )
    detail = serializers.CharField(allow_blank=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "key", "detail"]


class NewToken(Strict):
    """What a token is for, what it may do and for how long; one's own, or an integration's."""

    name = Words(default="")
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES))
    days = Whole(default=USUAL_DAYS)
    integration = Id(allow_null=True, default=None)


class IntegrationSerializer(serializers.Serializer[Membership]):
    """A program of the team; its `id` is that of its account, as in tokens and the history."""

    id = serializers.IntegerField(source="user.pk")
    name = serializers.CharField(source="user.name")
    role = serializers.SerializerMethodField()
    version = serializers.IntegerField()

    def get_role(self, standing: Membership) -> str:
        """Return the role by its name."""
        return Role(standing.role).name.lower()


class RoleField(serializers.ChoiceField):
    """A role, by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=ROLES, **kwargs)

    def to_internal_value(self, data: Any) -> Role:  # type: ignore[override]  # not its name
        """Return the role."""
        return Role[super().to_internal_value(data).upper()]


class NewIntegration(Strict):
    """What the program is called, and what it may do."""

    name = Words()
    role = RoleField(default=lambda: MOST_OF_A_PROGRAM)


class IntegrationChanges(Strict):
    """What the program may do from now on."""

    role = RoleField()
