"""The texts of an article, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import jobs, workflow
from annotations.actions.carrying import Counts, carry_along, counts
from annotations.actions.content import changed
from annotations.actions.steps import Step, step
from annotations.errors import Stale, TooLarge
from annotations.models import Actor, Article, ArticleVersion
from annotations.text.blocks import blocks
from annotations.text.canonical import canonical

HEADLINE = ("title", "byline")
"""What of an article may come with a newer text of it."""
MOST_BLOCKS = 20_000
"""A million characters of a newspaper are some thousand paragraphs."""


def add_version(
    article: Article,
    *,
    by: Actor,
    text: str,
    source: str = "pasted",
    expected: int | None = None,
    **about: str,
) -> tuple[ArticleVersion, bool, Counts]:
    """Return the version with this text, whether it is new, and how the claims fit it.

    The text that the article has already is the version that is there; any other becomes the
    newest, its claims are found again in it, and a job to suggest more is planned. `expected` is
    the number of the version that the sender knew as the newest. `about` are the title and the
    byline, where they have changed with it. Raises Invalid or TooLarge about what was sent, Stale
    where there is a later text, NotNow where its title cannot change now.
    """
    # Before the lock: others of the article wait for writing only.
    version = version_of(article, text, source=source, title=about.get("title", ""))
    with step("add_version", article, by=by) as s:
        newest = s.thing.versions.get(article__current=F("pk"))
        if expected is not None and newest.number != expected:
            raise Stale(_("This article has a newer text."), s.thing)
        _name(s, about)
        if newest.sha256 == version.sha256:
            return newest, False, counts(s.thing)
        version.article, version.number = s.thing, newest.number + 1
        s.add(version)
        carry_along(s, newest, version)
        Article.objects.filter(pk=s.thing.pk).update(current=version)
        s.thing.current = version
        jobs.enqueue("suggest", f"article:{s.thing.pk}", by=s.by, article=s.thing.pk)
        return version, True, counts(s.thing)


def _name(s: Step[Article], about: Mapping[str, str]) -> None:
    """Let the article have the title and byline that came with a text.

    What is sealed says of the article what was reviewed, so this takes what editing takes.
    """
    was = {name: getattr(s.thing, name) for name in about}
    changed(s.thing, about, HEADLINE)
    is_other = was != {name: getattr(s.thing, name) for name in about}
    if is_other and (refusal := workflow.refusal("edit", s.by, s.thing)):
        raise refusal


def version_of(article: Article, text: str, *, source: str, title: str = "") -> ArticleVersion:
    """Return a version with this text, checked and not yet saved: the first, unless said.

    Raises Invalid or TooLarge about the text.
    """
    text = canonical(text)
    _refuse_too_many_blocks(text)
    return ArticleVersion(
        article=article,
        number=1,
        text=text,
        blocks=[block._asdict() for block in blocks(text, title or article.title)],
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
