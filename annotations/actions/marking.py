"""What a claim is that somebody makes of words: one or many at once, in a step under way."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from annotations import workflow
from annotations.actions import content
from annotations.actions.external_ids import differing
from annotations.actions.spotted import Spotted
from annotations.actions.steps import Step
from annotations.errors import NotNow, Refusal
from annotations.models import Article, ArticleVersion, Claim, Occurrence
from annotations.models.claim import Triage
from annotations.text.anchoring import Sought, anchor
from annotations.text.selectors import Quote, quote_at
from annotations.text.spans import Span

EDITABLE = ("statement", "claimant", "claimed_on", "topics", "priority", "external_id")
SENT = ("statement", "claimant", "claimed_on", "topics", "external_id")
"""What may be said of a claim when its words are marked."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words to be checked, in code points of a version, and what their claim says."""

    span: Span
    statement: str = ""
    claimant: str = ""
    claimed_on: dt.date | None = None
    topics: Sequence[str] = ()
    external_id: str = ""


@dataclass(frozen=True)
class Draft:
    """A claim that is not saved yet, and where it stands."""

    claim: Claim
    quote: Quote
    span: Span
    says_more: bool
    statement_sent: bool

    @property
    def sent(self) -> tuple[str, ...]:
        """The fields that somebody said something about."""
        return SENT if self.statement_sent else SENT[1:]


Marked = tuple[Claim, bool] | Refusal
"""The claim, and whether it is new; or why there is none."""


def draft(s: Step[Any], version: ArticleVersion, mark: Mark) -> Draft:
    """Return what would be made of a mark; raises Invalid about what it says."""
    article = _article(s)
    quote = quote_at(version.text, mark.span.start, mark.span.end)
    words = " ".join(quote.exact.split())
    claim = Claim(
        team=article.team,
        article=article,
        created_by=s.by.user,
        statement=mark.statement.strip() or words,
        claimant=mark.claimant,
        claimed_on=mark.claimed_on,
        topics=content.topics(mark.topics),
        external_id=mark.external_id,
    )
    content.checked(claim, EDITABLE)
    claim.fingerprint = fingerprint(version.pk, *mark.span, claim.statement)
    says_more = bool(claim.claimant or claim.claimed_on or claim.statement != words)
    return Draft(claim, quote, mark.span, says_more, bool(mark.statement.strip()))


def make_claim(
    s: Step[Any], version: ArticleVersion, span: Span, *, statement: str = ""
) -> tuple[Claim, bool]:
    """Return the claim of this span, and whether it is new."""
    made = draft(s, version, Mark(span=span, statement=statement))
    (marked,) = make_claims(s, version, [made])
    if isinstance(marked, Refusal):
        raise marked
    return marked


def make_claims(s: Step[Any], version: ArticleVersion, drafts: Sequence[Draft]) -> list[Marked]:
    """Return for each draft its claim, in as many queries as one takes.

    The same words with the same statement are the same claim, whoever was first. Where the article
    has a newer text, they are marked there, and refused where they are other ones by now.
    """
    if newest := _newer(s, version):
        return _in_newest(s, version, newest, drafts)
    earlier = Claim.objects.filter(
        article=_article(s), fingerprint__in=[d.claim.fingerprint for d in drafts]
    )
    claims = {claim.fingerprint: claim for claim in earlier}
    marked: list[Marked] = []
    fresh: dict[str, Draft] = {}
    for made in drafts:
        found = claims.setdefault(made.claim.fingerprint, made.claim)
        if found is made.claim:
            fresh[found.fingerprint] = made
            marked.append((found, True))
        elif refused := _refusal(s, found, made, is_new=found.fingerprint in fresh):
            marked.append(refused)
        else:
            _take_up(s, found, made, is_new=found.fingerprint in fresh)
            marked.append((found, False))
    _add(s, version, [*fresh.values()])
    return marked


def _article(s: Step[Any]) -> Article:
    """Return the article as it is under the step's lock."""
    article: Article = s.thing if isinstance(s.thing, Article) else s.thing.version.article
    return article


def _newer(s: Step[Any], version: ArticleVersion) -> ArticleVersion | None:
    """Return the text that came while somebody marked words in another, or None."""
    article = _article(s)
    if article.current_id == version.pk:
        return None
    versions = ArticleVersion.objects.select_related("article__team")
    return versions.get(article=article, article__current=F("pk"))


def _in_newest(
    s: Step[Any], version: ArticleVersion, newest: ArticleVersion, drafts: Sequence[Draft]
) -> list[Marked]:
    sought = [Sought(made.span.start, made.quote) for made in drafts]
    marked: list[Marked | None] = []
    moved: list[Draft] = []
    for made, found in zip(drafts, anchor(version.text, newest.text, sought), strict=True):
        if found.fit == "exact":
            span = Span(found.start, found.end)
            made.claim.fingerprint = fingerprint(newest.pk, *span, made.claim.statement)
            moved.append(replace(made, span=span, quote=quote_at(newest.text, *span)))
            marked.append(None)
        else:
            sentence = _("The article has a new text without these very words. Look at it first.")
            marked.append(NotNow(sentence))
    there = iter(make_claims(s, newest, moved))
    return [refused or next(there) for refused in marked]


def fingerprint(version_id: int, start: int, end: int, statement: str) -> str:
    """Return what tells the claims of an article apart."""
    said = " ".join(statement.casefold().split())
    return hashlib.sha256(f"{version_id}:{start}:{end}:{said}".encode()).hexdigest()


def _refusal(s: Step[Any], found: Claim, made: Draft, *, is_new: bool) -> Refusal | None:
    """Return why an earlier claim cannot take the id of a mark, and what else it says."""
    if found.merged_into_id:
        sentence = _(
            "Claim %(number)d says this about the same words, merged into claim %(other)d."
        )
        return NotNow(sentence % {"number": found.pk, "other": found.merged_into_id})
    external_id = made.claim.external_id
    if not external_id:
        return None
    if found.external_id not in ("", external_id):
        sentence = _("The claim about these words has the external id “%s”.")
        return NotNow(sentence % found.external_id)
    says_more = differing(found, made.claim, made.sent).keys() - {"external_id"}
    if is_new or not says_more or found.triage != Triage.OPEN:
        return None
    return workflow.refusal("edit", s.by, found)


def _take_up(s: Step[Any], found: Claim, made: Draft, *, is_new: bool) -> None:
    """Open an earlier claim again: somebody wants these words checked after all.

    The history keeps who put them aside.
    """
    if not is_new:
        s.watch(found).triage = Triage.OPEN
    found.external_id = made.claim.external_id or found.external_id


def _add(s: Step[Any], version: ArticleVersion, fresh: Sequence[Draft]) -> None:
    if not fresh:
        return
    s.add_all([made.claim for made in fresh])
    contribution = Claim.contributors.through
    contribution.objects.bulk_create(
        contribution(claim=made.claim, user=s.by.user) for made in fresh if made.says_more
    )
    spotted = Spotted(version, [made.span for made in fresh])
    places = [
        Occurrence(
            claim=made.claim,
            version=version,
            start=made.span.start,
            end=made.span.end,
            quote=made.quote.exact,
            prefix=made.quote.prefix,
            suffix=made.quote.suffix,
            **spotted.at(made.span),
        )
        for made in fresh
    ]
    s.add_all(places)
    for place in places:
        place.claim.places = [place]
