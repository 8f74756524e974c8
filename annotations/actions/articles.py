"""Adding the documents that the desk checks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions.content import checked
from annotations.actions.steps import Step, facts, step
from annotations.errors import Invalid
from annotations.history import ledger
from annotations.models import Actor, Article, ArticleVersion, Event, Job, Stream, Team
from annotations.text.blocks import blocks
from annotations.text.canonical import canonical

FIELDS = ("url", "title", "publisher", "byline", "language", "published_on", "external_id")


@dataclass(frozen=True, kw_only=True)
class NewArticle:
    """What somebody sends: a title and a text, and what is known about where it stood."""

    title: str
    text: str
    url: str = ""
    publisher: str = ""
    byline: str = ""
    language: str = ""
    published_on: dt.date | None = None
    external_id: str = ""


@dataclass(frozen=True)
class _Prepared:
    article: Article
    version: ArticleVersion


def add_article(new: NewArticle, *, by: Actor, source: str = "pasted") -> tuple[Article, bool]:
    """Return the article, and whether it is new: the same URL and text is the same article.

    Its text is stored as version 1 and a job to suggest claims is planned. Raises Invalid or
    TooLarge about the content.
    """
    prepared = prepare(new, by=by, source=source)
    with step("add_article", by.team, by=by) as s:
        return _keep(s, [prepared])[0]


def add_articles(prepared: Sequence[_Prepared], *, by: Actor) -> list[tuple[Article, bool]]:
    """Return what `add_article` returns, for many prepared articles in one transaction."""
    with step("add_article", by.team, by=by) as s:
        return _keep(s, prepared)


def prepare(new: NewArticle, *, by: Actor, source: str) -> _Prepared:
    """Return the article and its first version, checked and not yet saved."""
    article = Article(
        team=by.team, added_by=by.user, **{name: getattr(new, name) for name in FIELDS}
    )
    checked(article, FIELDS)
    text = canonical(new.text)
    version = ArticleVersion(
        article=article,
        number=1,
        text=text,
        blocks=[block._asdict() for block in blocks(text, article.title)],
        words=len(text.split()),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        retrieved_at=timezone.now(),
        source=source,
    )
    article.fingerprint = hashlib.sha256(f"{article.url}\n{version.sha256}".encode()).hexdigest()
    return _Prepared(article, version)


def _keep(s: Step[Team], prepared: Sequence[_Prepared]) -> list[tuple[Article, bool]]:
    """Save what the team does not have yet; the team's lock keeps others out meanwhile."""
    wanted = [p.article.fingerprint for p in prepared]
    kept = {a.fingerprint: a for a in s.by.team.articles.filter(fingerprint__in=wanted)}
    fresh: dict[str, _Prepared] = {}
    for p in prepared:
        if p.article.fingerprint not in kept:
            fresh.setdefault(p.article.fingerprint, p)
    _refuse_taken_external_ids([p.article for p in fresh.values()])
    _save(s, list(fresh.values()))
    answers = []
    for p in prepared:
        created = fresh.pop(p.article.fingerprint, None) is not None
        article = kept.setdefault(p.article.fingerprint, p.article)
        answers.append((article, created))
    return answers


def _save(s: Step[Team], fresh: Sequence[_Prepared]) -> None:
    articles = Article.objects.bulk_create([p.article for p in fresh])
    ArticleVersion.objects.bulk_create([p.version for p in fresh])
    newest = ArticleVersion.objects.filter(article=OuterRef("pk")).order_by("-number")
    Article.objects.filter(pk__in=[a.pk for a in articles]).update(
        current=Subquery(newest.values("pk")[:1])
    )
    streams = [Stream(team=s.by.team, article=article) for article in articles]
    lines = [
        line for p, stream in zip(fresh, streams, strict=True) for line in _lines(s, p, stream)
    ]
    Stream.objects.bulk_create(streams)
    for line in lines:
        line.stream = line.stream  # it has its key now
    ledger.write(lines, team_id=s.by.team.pk)
    planned = [jobs.plan("suggest", f"article:{a.pk}", by=s.by, article=a.pk) for a in articles]
    jobs.nudge_after_commit(Job.objects.bulk_create(planned))
    for p in fresh:
        p.article.current = p.version


def _lines(s: Step[Team], p: _Prepared, stream: Stream) -> list[Event]:
    return [
        ledger.append(
            stream,
            by=s.by,
            action=s.action,
            noun=noun,
            object_id=thing.pk,
            claim_id=None,
            before={},
            after={name: value for name, value in facts(thing).items() if value},
        )
        for noun, thing in (("article", p.article), ("articleversion", p.version))
    ]


def _refuse_taken_external_ids(articles: Sequence[Article]) -> None:
    ids = [article.external_id for article in articles if article.external_id]
    team = articles[0].team if articles else None
    kept = Article.objects.filter(team=team, external_id__in=ids)
    taken = {*kept.values_list("external_id", flat=True)}
    taken |= {external_id for external_id, times in Counter(ids).items() if times > 1}
    if taken:
        sentence = _("The external id “%(id)s” belongs to another article.")
        raise Invalid(sentence % {"id": min(taken)}, field="external_id")
