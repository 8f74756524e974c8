"""The document being checked, and the immutable captures of its text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.full_text import FullText, Holding, Searched
from annotations.models.team import Team
from annotations.models.versioned import Versioned
from annotations.text.words import Term

if TYPE_CHECKING:
    from annotations.models.actor import Actor


LANGUAGE_TAG = RegexValidator(
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", _("Write the language as a tag, such as en or pt-BR.")
)
"""The shape of a BCP 47 tag."""


class ArticleQuerySet(Searched["Article"]):
    """Articles, as members of a team see them."""

    def visible_to(self, actor: Actor) -> ArticleQuerySet:
        """Only the articles of the actor's team."""
        return self.filter(team_id=actor.team.pk)

    def holding(self, wanted: Sequence[Term]) -> Q:
        """Return the condition that title, publisher and current text together have the words."""
        return reduce(and_, (_has(term) for term in wanted))


def _has(term: Term) -> Q:
    return Q(pk__in=Holding(Article, [term])) | Q(current__in=Holding(ArticleVersion, [term]))


class Article(Versioned):
    """A document that makes claims. Its text lives in its versions; `current` is the newest.

    Its own `version` counts the changes of what is known about it, not its texts.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="articles")
    url = models.URLField(_("address"), max_length=2000, blank=True)
    title = models.CharField(_("title"), max_length=500)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True, validators=[LANGUAGE_TAG])
    published_on = models.DateField(_("published on"), null=True, blank=True)
    external_id = models.CharField(_("external id"), max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    added_at = models.DateTimeField(auto_now_add=True)
    current = models.OneToOneField(
        "ArticleVersion", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ArticleQuerySet.as_manager()

    with_home = ("team",)
    unrecorded = frozenset({"current", "added_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "fingerprint"], name="the_same_url_and_text_is_one_article"
            ),
            models.UniqueConstraint(
                fields=["team", "external_id"],
                condition=~models.Q(external_id=""),
                name="an_external_id_names_one_article",
            ),
            FullText(name="articles_by_their_words", of=["title", "publisher"]),
        ]
        indexes = [models.Index(fields=["team", "-id"], name="articles_of_a_team_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes: itself."""
        return self.pk


class ArticleVersionQuerySet(models.QuerySet["ArticleVersion"]):
    """Versions, as members of a team see them."""

    def visible_to(self, actor: Actor) -> ArticleVersionQuerySet:
        """Only the versions of the actor's team's articles."""
        return self.filter(article__team_id=actor.team.pk)


class ArticleVersion(models.Model):
    """One capture of an article's text. Immutable: offsets point into it for good."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    blocks = models.JSONField()
    words = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    retrieved_at = models.DateTimeField()
    source = models.CharField(max_length=20)

    objects = ArticleVersionQuerySet.as_manager()

    unrecorded = frozenset({"text", "blocks"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="a_version_number_is_used_once"
            ),
            FullText(name="versions_by_their_words", of=["text"]),
        ]
        indexes = [
            models.Index(
                fields=["sha256"], condition=models.Q(number__gt=1), name="later_texts_by_hash"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}, version {self.number}"

    @property
    def home_id(self) -> int:
        """The article under whose lock this was made."""
        return self.article_id
