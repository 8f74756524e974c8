"""Where a claim is made, as pages show it: its words, what stands around them, what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest, Least, Substr
from django.utils.safestring import SafeString

from annotations import workflow
from annotations.errors import Refusal
from annotations.models import Actor, Article, Claim, Occurrence
from annotations.models.claim import ASIDE
from annotations.models.occurrence import Fit, OccurrenceQuerySet
from frontend.differences import inline
from frontend.templatetags.look import css_state

AROUND = 160
"""So many characters of the text are shown on either side of a quote."""
MOST = 50
"""So many changed places are listed over a text; the others follow when these are decided."""
WAITING = {Fit.CHANGED: "confirm", Fit.ORPHAN: "acknowledge"}
"""What a person has to do about words that are not as they were."""


@dataclass(frozen=True)
class Place:
    """Words of a claim, a little of what stands around them, and how they fit.

    `state` is how their claim stands; `version` is where they stand, or stood last; `difference`
    shows what changed since somebody marked them, word by word; `verb` is what a person has to do
    about it, empty for nothing; `refusal` is why this person cannot. They `may_move` what is gone
    to where its words are now.
    """

    pk: int
    claim: Claim
    state: str
    fit: str
    version: int
    before: str
    quote: str
    after: str
    difference: SafeString | None
    verb: str
    refusal: Refusal | None
    may_move: bool

    @property
    def is_gone(self) -> bool:
        """Whether its words are not in the text any more."""
        return self.fit == Fit.ORPHAN

    @property
    def look(self) -> str:
        """The class of its mark: of its state, but for words that are gone."""
        return "orphan" if self.is_gone else css_state(self.state)

    @property
    def why(self) -> str:
        """The id of the sentence that says why it cannot be confirmed."""
        return f"why-confirm-{self.pk}"


@dataclass(frozen=True)
class Unlike:
    """What a new text changed under the claims of an article, and nobody has looked at yet.

    `places` are those with other words, `changed` of them in all; `gone` counts what is not there.
    """

    places: list[Place]
    changed: int
    gone: int


def of_claim(claim: Claim, by: Actor) -> list[Place]:
    """Return each place of a claim in reading order, then those of the claims merged into it.

    These look like the claim's own: they say what it says.
    """
    own_first = F("claim__merged_into").asc(nulls_first=True)
    found = Occurrence.objects.of(claim).order_by(own_first, "claim", "start", "-end", "pk")
    return [replace(place, state=claim.state) for place in _shown(found, by)]


def unlike(article: Article, by: Actor) -> Unlike:
    """Return the places in an article that wait for somebody to look at them."""
    waiting = _waiting(article, by)
    fits = list(waiting.order_by().values_list("fit", flat=True))
    changed = waiting.filter(fit=Fit.CHANGED).order_by("start", "pk")
    places = _shown(changed[:MOST], by) if Fit.CHANGED in fits else []
    return Unlike(places, fits.count(Fit.CHANGED), fits.count(Fit.ORPHAN))


def gone(article: Article, by: Actor) -> list[Place]:
    """Return the places of an article whose words are not in its text any more, claim by claim."""
    return _shown(_in(article, by).filter(fit=Fit.ORPHAN).order_by("claim", "start", "pk"), by)


def following(place: Occurrence, by: Actor) -> int | None:
    """Return which place of the same article and fit is to be looked at after this one, if any."""
    rest = _waiting(place.version.article, by).filter(fit=place.fit).exclude(pk=place.pk)
    order = ("claim", "start", "pk") if place.fit == Fit.ORPHAN else ("start", "pk")
    here = tuple({"claim": place.claim_id, "start": place.start, "pk": place.pk}[n] for n in order)
    keys = sorted(rest.order_by().values_list(*order))
    return next((key[-1] for key in keys if key > here), keys[0][-1] if keys else None)


def _waiting(article: Article, by: Actor) -> OccurrenceQuerySet:
    waiting = _in(article, by).filter(fit__in=WAITING, is_acknowledged=False)
    return waiting.exclude(claim__triage__in=ASIDE)


def _in(article: Article, by: Actor) -> OccurrenceQuerySet:
    return Occurrence.objects.visible_to(by).in_article(article)


def _shown(found: QuerySet[Occurrence], by: Actor) -> list[Place]:
    """Return places with their surroundings, cut at words and at paragraphs."""
    start = Greatest(F("start") - AROUND, 0)
    rows: Any = found.select_related(*Occurrence.with_home).annotate(
        number=F("version__number"),
        before=Substr("version__text", start + 1, Least(F("start"), Value(AROUND))),
        after=Substr("version__text", F("end") + 1, AROUND),
    )
    return [
        Place(
            pk=row.pk,
            claim=row.claim,
            state=row.claim.state,
            fit=row.fit,
            version=row.number,
            before=leading(row.before),
            quote=row.quote,
            after=trailing(row.after),
            difference=inline(row.marked, row.quote) if row.fit == Fit.CHANGED else None,
            # Of what was put aside nobody has to look at anything.
            verb=(verb := "" if row.is_settled or row.claim.triage in ASIDE else WAITING[row.fit]),
            refusal=workflow.refusal(verb, by, row) if verb else None,
            may_move=row.fit == Fit.ORPHAN and not workflow.refusal("move", by, row),
        )
        for row in rows
    ]


def leading(text: str, most: int = AROUND) -> str:
    """Return the end of a text that stands before a quote, from a whole word on."""
    same = text.rsplit("\n", 1)[-1]
    if len(same) < most:
        return same
    return "… " + same.split(" ", 1)[-1]


def trailing(text: str, most: int = AROUND) -> str:
    """Return the beginning of a text that stands after a quote, up to a whole word."""
    same = text.split("\n", 1)[0]
    if len(same) < most:
        return same
    return same.rsplit(" ", 1)[0] + " …"
