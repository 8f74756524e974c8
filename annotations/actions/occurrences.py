"""The places of a claim: marking another, and looking at words that have changed or are gone.

Words that are gone may stand elsewhere in the newest text, said in another way: a person marks them
there, and the place is no orphan any more.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from annotations import workflow
from annotations.actions.claims import name_anew
from annotations.actions.spotted import Spotted
from annotations.actions.steps import step
from annotations.errors import NotNow
from annotations.models import Actor, ArticleVersion, Claim, Occurrence
from annotations.models.occurrence import Fit
from annotations.text.selectors import quote_at
from annotations.text.spans import Span, check_span

MOST_PLACES = 100


def add(claim: Claim, version: ArticleVersion, *, by: Actor, span: Span) -> tuple[Occurrence, bool]:
    """Return the place of a claim in a text of its own article, and whether it was not there.

    Where the claim has one place whose words are gone, and nobody has taken note of it, it is the
    one that a person moves here. Raises Invalid where the span is not in the text, NotNow where the
    article has a newer one.
    """
    check_span(version.text, *span)
    if (gone := _only_orphan(claim, by)) and not _there(claim, version, span):
        return move(gone, version, by=by, span=span), True
    with step("add_occurrence", claim, by=by) as s:
        _refuse_earlier(s.thing, version)
        if found := _there(s.thing, version, span):
            return found, False
        if s.thing.occurrences.count() >= MOST_PLACES:
            raise NotNow(_("A claim has at most %d places.") % MOST_PLACES)
        s.thing.contributors.add(s.by.user)
        return s.add(Occurrence(claim=s.thing, **_words_at(version, span))), True


def move(occurrence: Occurrence, version: ArticleVersion, *, by: Actor, span: Span) -> Occurrence:
    """Return a place whose words were gone, where a person has found them in the newest text.

    Raises Invalid where the span is not in the text, or where another claim says this about these
    words; NotNow where the article has a newer text, or the claim has this place already.
    """
    check_span(version.text, *span)
    with step("move", occurrence, by=by) as s:
        claim = s.thing.claim
        _refuse_earlier(claim, version)
        if _there(claim, version, span):
            raise NotNow(_("These words are a place of this claim already."))
        for name, value in _words_at(version, span).items():
            setattr(s.thing, name, value)
        s.thing.fit, s.thing.marked, s.thing.is_acknowledged = Fit.CONFIRMED, "", False
        s.save()
        name_anew(claim)
        Claim.objects.filter(pk=claim.pk).update(fingerprint=claim.fingerprint)
        claim.contributors.add(s.by.user)
    return s.thing


def _there(claim: Claim, version: ArticleVersion, span: Span) -> Occurrence | None:
    return claim.occurrences.filter(version=version, **span._asdict()).first()


def _only_orphan(claim: Claim, by: Actor) -> Occurrence | None:
    """Return the one place of a claim that waits for somebody to find its words, if they may."""
    orphans = claim.occurrences.filter(fit=Fit.ORPHAN, is_acknowledged=False)
    gone = [*orphans.select_related(*Occurrence.with_home)[:2]]
    may = len(gone) == 1 and workflow.refusal("move", by, gone[0]) is None
    return gone[0] if may else None


def _refuse_earlier(claim: Claim, version: ArticleVersion) -> None:
    if claim.article.current_id != version.pk:
        raise NotNow(_("This article has a newer text. Look at it first."))


def _words_at(version: ArticleVersion, span: Span) -> dict[str, Any]:
    quote = quote_at(version.text, *span)._asdict()
    words = {"version": version, "quote": quote.pop("exact"), **quote, **span._asdict()}
    return words | Spotted(version, [span]).at(span)


def confirm(occurrence: Occurrence, *, by: Actor, version: int | None = None) -> Occurrence:
    """Return the place with its words confirmed: the claim stands by them as they are now.

    `version` is the number of the version in which the person saw them; raises NotNow where they
    stand in a later one by now.
    """
    with step("confirm", occurrence, by=by) as s:
        if version is not None and version != s.thing.version.number:
            raise NotNow(_("These words have changed again since you saw them. Look once more."))
        s.thing.fit, s.thing.marked = Fit.CONFIRMED, ""
    return s.thing


def acknowledge(occurrence: Occurrence, *, by: Actor) -> Occurrence:
    """Return the place with a person knowing that its words are gone. It stays an orphan."""
    with step("acknowledge", occurrence, by=by) as s:
        s.thing.is_acknowledged = True
    return s.thing
