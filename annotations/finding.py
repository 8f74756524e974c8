"""Finding what a team has by its words: articles, claims, fact-checks and imported ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from annotations.models import Actor, Article, Claim, ExternalCheck, Verdict
from annotations.models.claim import Triage
from annotations.text.words import Snippet, Term, closeness, hits, snippet, terms

MOST = 30
"""Of each kind so many are shown, the newest; the lists of the API have all."""
READ = 20_000
"""So many characters of an article are read to show where its words stand."""


class Kind(TextChoices):
    """What can be found, as a page lists it."""

    FACT_CHECK = "fact_check", _("Fact-checks")
    CLAIM = "claim", _("Claims")
    ARTICLE = "article", _("Articles")
    EXTERNAL_CHECK = "external_check", _("Imported fact-checks")


@dataclass(frozen=True)
class Found:
    """Something with all the words: `rank` is from 0 to 1, the best first.

    The snippet is a piece of what stands below the heading, with a hit if there is one.
    """

    kind: Kind
    thing: Any
    heading: Snippet
    snippet: Snippet
    rank: float


@dataclass(frozen=True)
class Findings:
    """What was found, the best first, and the kinds of which there is more."""

    found: list[Found]
    more: list[Kind]

    def of(self, kind: Kind) -> list[Found]:
        """Return what was found of one kind."""
        return [one for one in self.found if one.kind == kind]


@dataclass(frozen=True)
class _Source:
    """How what has all the words is found, the newest first, and its texts, the heading first."""

    kind: Kind
    having: Callable[[Actor, str], QuerySet[Any]]
    texts: Callable[[Any], Sequence[str]]


def find(asked: str, *, by: Actor, kinds: Collection[str] = tuple(Kind)) -> Findings:
    """Return what the actor's team has with all these words, in one query a kind.

    Of the last word the beginning is enough. Fact-checks are the team's published ones.
    """
    wanted = terms(asked)
    found: list[Found] = []
    more: list[Kind] = []
    if not wanted:
        return Findings(found, more)
    for source in _SOURCES:
        if source.kind not in kinds:
            continue
        things = list(source.having(by, asked)[: MOST + 1])
        found += [_found(source, thing, wanted) for thing in things[:MOST]]
        more += [source.kind] * (len(things) > MOST)
    return Findings(sorted(found, key=lambda one: -one.rank), more)


def _found(source: _Source, thing: Any, wanted: Sequence[Term]) -> Found:
    heading, *others = source.texts(thing)
    texts = [heading, *(_without(heading, text) for text in others)]
    spans = [hits(text, wanted) for text in texts]
    below = next((n for n in range(1, len(texts)) if spans[n]), 1)
    return Found(
        kind=source.kind,
        thing=thing,
        heading=Snippet(heading, spans[0]),
        snippet=snippet(texts[below], spans[below]),
        rank=round(closeness(texts, spans, wanted), 3),
    )


def _without(heading: str, text: str) -> str:
    """Return what a text says beyond its heading: many an article repeats it as its first line."""
    rest = text.removeprefix(heading)
    return text if rest[:1].strip() else rest.lstrip()


def _articles(by: Actor, asked: str) -> QuerySet[Any]:
    beginning = Substr("current__text", 1, READ)  # the rest of a long text stays where it is
    seen = Article.objects.visible_to(by).annotate(beginning=beginning).order_by("-pk")
    return seen.search(asked)


def _claims(by: Actor, asked: str) -> QuerySet[Any]:
    seen = Claim.objects.visible_to(by).exclude(triage=Triage.MERGED).order_by("-pk")
    return seen.search(asked).select_related("article", "assignee", "current__rating")


def _fact_checks(by: Actor, asked: str) -> QuerySet[Any]:
    return Verdict.objects.visible_to(by).public().filter(dossier__isnull=False).search(asked)


def _external_checks(by: Actor, asked: str) -> QuerySet[Any]:
    seen = ExternalCheck.objects.visible_to(by).defer("document")
    return seen.saying(asked).order_by("-pk")


def _sealed(verdict: Verdict) -> Sequence[str]:
    sealed: Any = verdict.dossier
    return (sealed["claim"]["statement"], sealed["summary"], sealed["rationale"])


_SOURCES = (
    _Source(Kind.FACT_CHECK, _fact_checks, _sealed),
    _Source(Kind.CLAIM, _claims, lambda claim: (claim.statement, claim.claimant)),
    _Source(Kind.ARTICLE, _articles, lambda a: (a.title, a.beginning or "", a.publisher)),
    _Source(
        Kind.EXTERNAL_CHECK,
        _external_checks,
        lambda check: (check.claim_reviewed, check.title, check.claimant),
    ),
)
