"""The places of a claim: marking another, and looking at words that have changed or are gone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotations.actions.spotted import Spotted
from annotations.actions.steps import step
from annotations.errors import NotNow
from annotations.models import Actor, ArticleVersion, Claim, Occurrence
from annotations.models.occurrence import Fit
from annotations.text.selectors import quote_at
from annotations.text.spans import Span, check_span

MOST_PLACES = 100


def add(claim: Claim, version: ArticleVersion, *, by: Actor, span: Span) -> tuple[Occurrence, bool]:
    """Return the place of a claim in a text of its own article, and whether it is new.

    Raises Invalid where the span is not in the text, NotNow where the article has a newer one.
    """
    check_span(version.text, *span)
    with step("add_occurrence", claim, by=by) as s:
        if s.thing.article.current_id != version.pk:
            raise NotNow(_("This article has a newer text. Look at it first."))
        places = s.thing.occurrences.all()
        if found := places.filter(version=version, start=span.start, end=span.end).first():
            return found, False
        if places.count() >= MOST_PLACES:
            raise NotNow(_("A claim has at most %d places.") % MOST_PLACES)
        s.thing.contributors.add(s.by.user)
        return s.add(_place(s.thing, version, span)), True


def _place(claim: Claim, version: ArticleVersion, span: Span) -> Occurrence:
    thought = Spotted(version, [span]).at(span)
    quote = quote_at(version.text, *span)._asdict()
    words = {"quote": quote.pop("exact"), **quote}
    return Occurrence(claim=claim, version=version, **span._asdict(), **words, **thought)


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
