"""Adding the documents that the desk checks."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions.content import changed, checked
from annotations.actions.external_ids import differing, refuse_taken
from annotations.actions.steps import Step, facts, step, together
from annotations.actions.versions import add_version, version_of
from annotations.errors import Invalid, NotNow
from annotations.history import ledger
from annotations.models import Actor, Article, ArticleVersion, Event, Job, Stream, Team

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
    return add_articles([prepare(new, by=by, source=source)], by=by)[0]


def add_articles(prepared: Sequence[_Prepared], *, by: Actor) -> list[tuple[Article, bool]]:
    """Return what `add_article` returns, for many prepared articles in one transaction."""
    with step("add_article", by.team, by=by) as s:
        known = _sent_again(prepared, s.by)
        kept = iter(_keep(s, [p for p in prepared if p.article.external_id not in known]))
        found = (known.get(p.article.external_id) for p in prepared)
        return [(article, False) if article else next(kept) for article in found]


def edit(article: Article, *, by: Actor, expected: int | None = None, **changes: Any) -> Article:
    """Return the article with other facts about where it stood; its text stays."""
    with (
        together([article.pk], by=by),
        step("edit", article, by=by, expected=expected) as s,
    ):
        changed(s.thing, changes, FIELDS)
        refuse_taken(s.thing)
        if "url" in changes:
            _refuse_double(s.thing)
    return s.thing


def _sent_again(prepared: Sequence[_Prepared], by: Actor) -> dict[str, Article]:
    """Return the team's articles with these external ids, renewed where what was sent differs.

    An article of the same address and text that has no external id yet takes the one sent.
    """
    named = [p for p in prepared if p.article.external_id]
    if not named:
        return {}
    same_id = Q(external_id__in=[p.article.external_id for p in named])
    same_text = Q(fingerprint__in=[p.article.fingerprint for p in named])
    found = Article.objects.filter(same_id | same_text, team=by.team).select_related("current")
    known = {article.external_id: article for article in found if article.external_id}
    texts = {article.fingerprint: article for article in found}
    with together([article.pk for article in found], by=by):
        for p in named:
            kept = known.get(p.article.external_id) or _of_this_text(texts, p)
            if kept:
                kept = _updated(kept, p, by)
                known[kept.external_id] = texts[kept.fingerprint] = kept
    return known


def _of_this_text(texts: Mapping[str, Article], p: _Prepared) -> Article | None:
    kept = texts.get(p.article.fingerprint)
    if kept and kept.external_id:
        sentence = _("Article %(number)d has this text, and the external id “%(id)s”.")
        raise NotNow(sentence % {"number": kept.pk, "id": kept.external_id})
    return kept


def _updated(kept: Article, p: _Prepared, by: Actor) -> Article:
    if kept.current is None or kept.current.sha256 != p.version.sha256:
        kept.current, *_ = add_version(kept, by=by, text=p.version.text, source=p.version.source)
    changes = differing(kept, p.article, FIELDS)
    return edit(kept, by=by, **changes) if changes else kept


def _refuse_double(article: Article) -> None:
    sha256 = article.current.sha256 if article.current else ""
    article.fingerprint = _fingerprint(article.url, sha256)
    double = Article.objects.filter(team=article.team, fingerprint=article.fingerprint)
    if found := double.exclude(pk=article.pk).first():
        sentence = _("Article %d has this address and text already.") % found.pk
        raise Invalid(sentence, field="url")


def prepare(new: NewArticle, *, by: Actor, source: str) -> _Prepared:
    """Return the article and its first version, checked and not yet saved."""
    article = Article(
        team=by.team, added_by=by.user, **{name: getattr(new, name) for name in FIELDS}
    )
    checked(article, FIELDS)
    version = version_of(article, new.text, source=source)
    article.fingerprint = _fingerprint(article.url, version.sha256)
    return _Prepared(article, version)


def _fingerprint(url: str, sha256: str) -> str:
    return hashlib.sha256(f"{url}\n{sha256}".encode()).hexdigest()


def _keep(s: Step[Team], prepared: Sequence[_Prepared]) -> list[tuple[Article, bool]]:
    """Save what the team does not have yet; the team's lock keeps others out meanwhile."""
    wanted = [p.article.fingerprint for p in prepared]
    kept = _with_later_texts(prepared, s.by.team)
    kept |= {a.fingerprint: a for a in s.by.team.articles.filter(fingerprint__in=wanted)}
    fresh: dict[str, _Prepared] = {}
    for p in prepared:
        if p.article.fingerprint not in kept:
            fresh.setdefault(p.article.fingerprint, p)
    _refuse_two_of_one_id(prepared, fresh)
    _save(s, list(fresh.values()))
    answers = []
    for p in prepared:
        created = fresh.pop(p.article.fingerprint, None) is not None
        article = kept.setdefault(p.article.fingerprint, p.article)
        answers.append((article, created))
    return answers


def _with_later_texts(prepared: Sequence[_Prepared], team: Team) -> dict[str, Article]:
    """Return the articles that have one of these texts as a later version, by what is sent."""
    texts = [p.version.sha256 for p in prepared]
    later = ArticleVersion.objects.filter(number__gt=1, sha256__in=texts, article__team=team)
    return {
        _fingerprint(version.article.url, version.sha256): version.article
        for version in later.defer("text", "blocks").select_related("article__added_by")
    }


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


def _refuse_two_of_one_id(prepared: Sequence[_Prepared], fresh: Mapping[str, _Prepared]) -> None:
    """Raise Invalid where what comes together has one id for two texts, or two for one."""
    times = Counter(p.article.external_id for p in fresh.values() if p.article.external_id)
    taken = {external_id for external_id, number in times.items() if number > 1}
    for p in prepared:
        first = fresh.get(p.article.fingerprint, p)
        if p.article.external_id not in ("", first.article.external_id):
            taken.add(p.article.external_id)
    if taken:
        sentence = _("The external id “%(id)s” belongs to another article.")
        raise Invalid(sentence % {"id": min(taken)}, field="external_id")
