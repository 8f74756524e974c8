"""Articles and their versions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from annotations.actions.versions import HEADLINE
from annotations.models import Article, ArticleVersion
from api.serializers.claims import ClaimSerializer
from api.serializers.fields import PersonSerializer, Shown, Strict, Words
from api.serializers.suggestions import SuggestionSerializer

BRIEF = [
    "id",
    "url",
    "title",
    "publisher",
    "byline",
    "language",
    "published_on",
    "external_id",
    "added_by",
    "added_at",
    "version",
    "sha256",
    "words",
]
EXPANSIONS = {"claims": ClaimSerializer, "suggestions": SuggestionSerializer}


class NewArticle(Strict):
    """A document to check. The same URL and text is the same article."""

    title = Words()
    text = Words()
    url = Words(default="")
    publisher = Words(default="")
    byline = Words(default="")
    language = Words(default="")
    published_on = serializers.DateField(default=None, allow_null=True)
    external_id = Words(default="")


class AnyArticle(NewArticle):
    """The same by its title and text, by a page's HTML and address, or by the address alone.

    Of a page the desk finds the title and all else; what is sent besides counts for more.
    """

    title = Words(required=False)
    text = Words(required=False)
    html = Words(required=False)
    url = Words(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what was sent in one of the forms; a mixture of them is none."""
        is_pasted = bool({"title", "text"} & set(data))
        if is_pasted and "html" in data:
            raise ValidationError(_("Send title and text, or html and url, or a url alone."))
        wanted = ("title", "text") if is_pasted or not {"url", "html"} & set(data) else ("url",)
        if missing := [name for name in wanted if name not in data]:
            said = self.fields["title"].error_messages["required"]
            raise ValidationError(
                {name: [ErrorDetail(str(said), code="required")] for name in missing}
            )
        return {"url": "", **data}


class ArticleChanges(Strict):
    """What can be changed in what is known about an article; its text never is."""

    title = Words()
    url = Words()
    publisher = Words()
    byline = Words()
    language = Words()
    published_on = serializers.DateField(allow_null=True)
    external_id = Words()


class ArticleSerializer(Shown):
    """An article without its text; `?expand=claims,suggestions` adds what hangs on it."""

    url = serializers.CharField()  # it may be empty
    added_by = PersonSerializer()
    version = serializers.IntegerField(source="current.number")
    sha256 = serializers.CharField(source="current.sha256")
    words = serializers.IntegerField(source="current.words")
    claims = ClaimSerializer(many=True, required=False)
    suggestions = SuggestionSerializer(source="current.shown", many=True, required=False)

    class Meta:
        model = Article
        fields = [*BRIEF, "claims", "suggestions"]
        read_only_fields = fields

    def told(self) -> list[str]:
        """Leave out what was not asked for; the schema names it all."""
        expanded = self.context.get("expand", set(EXPANSIONS))
        names = super().told()
        return [name for name in names if name not in EXPANSIONS or name in expanded]


class ArticleDetailSerializer(ArticleSerializer):
    """An article with the current version's text and blocks; offsets count code points."""

    text = serializers.CharField(source="current.text")
    blocks = serializers.JSONField(source="current.blocks")

    class Meta(ArticleSerializer.Meta):
        fields = [*BRIEF, "text", "blocks", "claims", "suggestions"]
        read_only_fields = fields


class VersionSerializer(Shown):
    """A version without its text."""

    class Meta:
        model = ArticleVersion
        fields = ["number", "sha256", "words", "retrieved_at", "source"]
        read_only_fields = fields


class NewVersion(Strict):
    """A newer text of an article: itself, a page's HTML, or a page's address.

    `title` and `byline` are sent where they have changed with it.
    """

    text = Words(required=False)
    html = Words(required=False)
    url = Words(required=False)
    title = Words(required=False)
    byline = Words(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what was sent in one of the forms; HTML may come with its address."""
        if {*data} - {*HEADLINE} not in ({"text"}, {"html"}, {"html", "url"}, {"url"}):
            raise ValidationError(_("Send a text, or html, or a url."))
        return data


class CountsSerializer(serializers.Serializer[Any]):
    """How many of the places of claims stand in the newest text as they were marked, or do not."""

    exact = serializers.IntegerField()
    changed = serializers.IntegerField()
    orphan = serializers.IntegerField()


class VersionDetailSerializer(Shown):
    """A version with its text and blocks."""

    class Meta:
        model = ArticleVersion
        fields = ["number", "sha256", "words", "retrieved_at", "source", "text", "blocks"]
        read_only_fields = fields


class AddedVersionSerializer(VersionDetailSerializer):
    """A version, whether it is new, and how the claims of the article fit it."""

    created = serializers.BooleanField()
    counts = CountsSerializer()

    class Meta(VersionDetailSerializer.Meta):
        fields = [*VersionDetailSerializer.Meta.fields, "created", "counts"]
        read_only_fields = fields
