"""The texts of an article, one after the other."""

from __future__ import annotations

import hashlib

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions.carrying import Counts, carry_along, counts
from annotations.actions.steps import step
from annotations.errors import Stale, TooLarge
from annotations.models import Actor, Article, ArticleVersion
from annotations.text.blocks import blocks
from annotations.text.canonical import canonical

MOST_BLOCKS = 20_000
"""A million characters of a newspaper are some thousand paragraphs."""


def add_version(
    article: Article,
    *,
    by: Actor,
    text: str,
    source: str = "pasted",
    expected: int | None = None,
) -> tuple[ArticleVersion, bool, Counts]:
    """Return the version with this text, whether it is new, and how the claims fit it.

    The text that the article has already is the version that is there; any other becomes the
    newest, its claims are found again in it, and a job to suggest more is planned. `expected` is
    the number of the version that the sender knew as the newest. Raises Invalid or TooLarge about
    the text, Stale where there is a later one.
    """
    # Before the lock: others of the article wait for writing only.
    version = version_of(article, text, source=source)
    with step("add_version", article, by=by) as s:
        newest = s.thing.versions.get(article__current=F("pk"))
        if expected is not None and newest.number != expected:
            raise Stale(_("This article has a newer text."), s.thing)
        if newest.sha256 == version.sha256:
            return newest, False, counts(s.thing)
        version.article, version.number = s.thing, newest.number + 1
        s.add(version)
        carry_along(s, newest, version)
        Article.objects.filter(pk=s.thing.pk).update(current=version)
        s.thing.current = version
        jobs.enqueue("suggest", f"article:{s.thing.pk}", by=s.by, article=s.thing.pk)
        return version, True, counts(s.thing)


def version_of(article: Article, text: str, *, source: str) -> ArticleVersion:
    """Return a version with this text, checked and not yet saved: the first, unless said.

    Raises Invalid or TooLarge about the text.
    """
    text = canonical(text)
    _refuse_too_many_blocks(text)
    return ArticleVersion(
        article=article,
        number=1,
        text=text,
        blocks=[block._asdict() for block in blocks(text, article.title)],
        words=len(text.split()),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        retrieved_at=timezone.now(),
        source=source,
    )


def _refuse_too_many_blocks(text: str) -> None:
    """Raise TooLarge where the blocks would weigh more than the words in them."""
    if sum(not line.isspace() for line in text.split("\n") if line) > MOST_BLOCKS:
        sentence = _("This text has too many paragraphs: a text has at most %(limit)s.")
        raise TooLarge(sentence % {"limit": f"{MOST_BLOCKS:,}"})
