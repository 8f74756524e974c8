"""Taking an article's claims along to its new text: found again, changed, or left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from annotations.actions import rechecks
from annotations.actions.marking import fingerprint
from annotations.actions.steps import Step
from annotations.models import Article, ArticleVersion, Claim, Occurrence, User, Verdict
from annotations.models.claim import RecheckReason
from annotations.models.notification import News
from annotations.models.occurrence import Fit
from annotations.models.verdict import Status
from annotations.text.anchoring import Anchor, Sought, anchor
from annotations.text.selectors import Quote, quote_at

SEALED = (Status.IN_REVIEW, Status.APPROVED)


class Counts(NamedTuple):
    """How many of an article's places stand in its current text as they were marked, or do not."""

    exact: int
    changed: int
    orphan: int


def counts(article: Article) -> Counts:
    """Return how the places of an article fit its current text; what was confirmed is exact."""
    fits = Occurrence.objects.in_article(article).order_by().values_list("fit", flat=True)
    found = Counter(fits)
    exact = found[Fit.EXACT] + found[Fit.CONFIRMED]
    return Counts(exact, found[Fit.CHANGED], found[Fit.ORPHAN])


def carry_along(s: Step[Article], old: ArticleVersion, new: ArticleVersion) -> None:
    """Find every place of the article again in its new text, within the step that adds it.

    A place moves to the new version with the words that stand there; what is gone stays where it
    was. Where public words changed or went, their claim needs another look; where those under
    review did, whoever works on it is told.
    """
    places = [*Occurrence.objects.in_article(s.thing).select_related("claim__article")]
    claims = {place.claim_id: place.claim for place in places}
    unlike: dict[int, Occurrence] = {}
    for place, found in zip(places, _found(places, old, new), strict=True):
        place.claim = claims[place.claim_id]
        s.watch(place)
        if found.fit != "orphan":
            _move(place, found, new)
        elif place.version_id == old.pk:  # what was gone before is no news
            place.fit = Fit.ORPHAN
        if found.fit == "changed" or (found.fit == "orphan" and place.version_id == old.pk):
            unlike.setdefault(place.claim_id, place)
    s.save()
    _name_anew(claims)
    for claim in _published(claims, unlike):
        rechecks.demand(s, s.watch(claim), RecheckReason.ARTICLE_CHANGED)
    for verdict in Verdict.objects.filter(claim__in=unlike, status__in=SEALED).order_by("claim"):
        s.tell(News.WORDS_CHANGED, unlike[verdict.claim_id], _under_review(verdict))


def _found(
    places: Sequence[Occurrence], old: ArticleVersion, new: ArticleVersion
) -> Iterable[Anchor]:
    """Return where each place is now; no two of one claim are the same."""
    sought = [
        Sought(
            place.start if place.version_id == old.pk else None,
            Quote(place.quote, place.prefix, place.suffix),
        )
        for place in places
    ]
    taken: set[tuple[int, int, int]] = set()
    for place, found in zip(places, anchor(old.text, new.text, sought), strict=True):
        spot = (place.claim_id, found.start, found.end)
        yield found._replace(fit="orphan") if spot in taken else found
        taken.add(spot)


def _move(place: Occurrence, found: Anchor, new: ArticleVersion) -> None:
    """Let a place be where its words were found. They fit what a person has seen, or not."""
    known = place.marked or place.quote
    place.is_acknowledged = False
    place.version, place.start, place.end = new, found.start, found.end
    place.quote, place.prefix, place.suffix = quote_at(new.text, found.start, found.end)
    if place.quote != known:
        place.fit, place.marked = Fit.CHANGED, known
    elif place.fit != Fit.CONFIRMED:
        place.fit, place.marked = Fit.EXACT, ""


def _name_anew(claims: Mapping[int, Claim]) -> None:
    """Give each claim the fingerprint of its words now, so that marking them again finds it."""
    named: dict[tuple[int, str], Claim] = {}
    firsts = Occurrence.objects.filter(claim__in=claims).order_by("claim", "pk")
    first = {place.claim_id: place for place in reversed(firsts)}
    for pk, place in sorted(first.items()):
        now = fingerprint(place.version_id, place.start, place.end, claims[pk].statement)
        if named.setdefault((claims[pk].article_id, now), claims[pk]) is claims[pk]:
            claims[pk].fingerprint = now
    Claim.objects.bulk_update(named.values(), ["fingerprint"], batch_size=500)


def _published(claims: Mapping[int, Claim], unlike: Iterable[int]) -> Iterable[Claim]:
    public = Verdict.objects.filter(claim__in=unlike, status=Status.PUBLISHED)
    found = [claims[pk] for pk in public.order_by("claim").values_list("claim_id", flat=True)]
    return [claim for claim in found if not _asks_already(claim)]


def _under_review(verdict: Verdict) -> Iterable[User]:
    """Return who wrote, worked on, or reviews what has been submitted."""
    asked = verdict.assignments.standing()
    return User.objects.filter(
        Q(pk=verdict.author_id)
        | Q(pk__in=verdict.contributors.values("pk"))
        | Q(pk__in=asked.values("reviewer"))
    )


def _asks_already(claim: Claim) -> bool:
    reasons = [why["reason"] for why in claim.needs_recheck]
    return RecheckReason.ARTICLE_CHANGED in reasons or len(reasons) >= rechecks.MOST_REASONS
