"""The read model of the queue: what waits for whom. Reads only, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.models import Actor, Claim, Rating
from annotations.models.claim import ASIDE, NEEDS_RECHECK, ClaimQuerySet, Triage
from annotations.models.verdict import Status
from frontend import turns
from frontend.rows import Row, rows
from frontend.states import state_of

SHOWN = 10
"""So many rows a section has; its own page has all."""
FEW = 5
"""So many of the claims that nobody is on stand below what waits."""
PAGE = 50
UNDER_WAY = ("open", Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED)
"""The states of what is being worked on, in the order of the work."""


@dataclass(frozen=True)
class Kind:
    """A list of claims that wait: its name in the address, its icon, its heading, and the claims
    in the order in which they come up."""

    key: str
    icon: str
    heading: Promise
    claims: Callable[[Actor], ClaimQuerySet]


WAITING = (
    Kind("assigned", Status.IN_REVIEW, _("Assigned to you to review"), turns.assigned),
    Kind("reviews", Status.IN_REVIEW, _("Waiting for a reviewer"), turns.to_take),
    Kind("returned", Status.RETURNED, _("Yours, returned"), turns.returned),
    Kind("approved", Status.APPROVED, _("Approved, to publish"), turns.to_publish),
    Kind("recheck", NEEDS_RECHECK, _("Needs recheck"), turns.to_recheck),
    Kind("rate", "person", _("To rate"), turns.to_rate),
    Kind("drafts", Status.DRAFT, _("Your drafts"), turns.drafts),
    Kind("assigned-claims", Triage.OPEN, _("Assigned to you to draft"), turns.to_draft),
)
"""What waits for a person."""
NOBODY = Kind("unassigned", Triage.OPEN, _("Open, nobody on it"), turns.unassigned)
LISTS = {kind.key: kind for kind in (*WAITING, NOBODY)}


@dataclass(frozen=True)
class Section:
    """The first claims of a list, of `total`."""

    kind: Kind
    rows: list[Row]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Standing:
    """How many claims there are in each state, and in how many articles."""

    by_state: dict[str, int]
    unassigned: int
    articles: int

    @property
    def total(self) -> int:
        """All claims that were not put aside."""
        return sum(n for state, n in self.by_state.items() if state not in ASIDE)

    @property
    def under_way(self) -> int:
        """Those that still lead to something."""
        return sum(self.by_state.get(state, 0) for state in UNDER_WAY)

    @property
    def needs_recheck(self) -> int:
        """Those that are published and have to be looked at again."""
        return self.by_state.get(NEEDS_RECHECK, 0)


def standing(by: Actor) -> Standing:
    """Count the team's claims."""
    claims = Claim.objects.visible_to(by)
    settled = ExpressionWrapper(Q(needs_recheck=[]), BooleanField())
    counted = (
        claims.annotate(is_settled=settled)
        .values_list("triage", "current__status", "is_settled")
        .annotate(n=Count("pk"), nobody=Count("pk", filter=Q(assignee=None)))
    )
    found: dict[str, int] = {}
    unassigned = 0
    for triage, status, is_settled, number, nobody in counted:
        state = state_of(triage, status, needs_recheck=not is_settled)
        found[state] = found.get(state, 0) + number
        unassigned += nobody if state == Triage.OPEN else 0
    articles = _under_way(claims).aggregate(n=Count("article", distinct=True))["n"]
    return Standing(found, unassigned, articles)


def waiting(by: Actor) -> list[Section]:
    """Return what waits for this person: the lists in which there is something."""
    found = [(kind, *_first(kind.claims(by), SHOWN)) for kind in WAITING]
    drawn = rows(by, [pk for _kind, keys, _total in found for pk in keys])
    return [Section(kind, [drawn[pk] for pk in keys], total) for kind, keys, total in found if keys]


def how_much_waits(by: Actor) -> int:
    """Return how many claims wait for this person in all lists."""
    return sum(kind.claims(by).count() for kind in WAITING)


def nobody(by: Actor) -> Section:
    """Return the newest of the open claims that nobody is on."""
    keys, total = _first(NOBODY.claims(by), FEW)
    drawn = rows(by, keys)
    return Section(NOBODY, [drawn[pk] for pk in keys], total)


def listed(by: Actor, kind: Kind, number: str) -> tuple[Section, Page[int]]:
    """Return one page of a list; the first one where there is no such page."""
    page = _page(kind.claims(by), number)
    drawn = rows(by, page.object_list)
    return Section(kind, [drawn[pk] for pk in page], page.paginator.count), page


def everything(by: Actor, number: str) -> tuple[list[Claim], Page[int]]:
    """Return one page of all claims that were not put aside, newest first."""
    page = _page(Claim.objects.visible_to(by).filter(triage=Triage.OPEN).order_by("-pk"), number)
    drawn = rows(by, page.object_list)
    return [drawn[pk].claim for pk in page], page


def next_for_review(by: Actor, after: Claim | None = None) -> Claim | None:
    """Return the next claim on which this person could vote; None where there is none.

    First those that they were asked to review or took, the soonest due first, then those that
    they may take, the oldest first. `after` is where they are, voted on or passed over: what
    stands before it comes up again at the end.
    """
    here = after.pk if after else None
    open_ones = Q(pk=here) | Q(pk__in=turns.to_review(by).values("pk"))
    found = turns.in_turn(by, Claim.objects.visible_to(by).filter(open_ones))
    keys = list(found.values_list("pk", flat=True))
    place = keys.index(here) + 1 if here in keys else 0
    following = [pk for pk in (*keys[place:], *keys[:place]) if pk != here]
    return Claim.objects.visible_to(by).filter(pk=following[0]).first() if following else None


def steps(by: Actor) -> int:
    """Return how many steps the team's scale has."""
    return Rating.objects.visible_to(by).filter(value__isnull=False).count()


def _page(claims: ClaimQuerySet, number: str) -> Page[int]:
    return Paginator(claims.values_list("pk", flat=True), PAGE).get_page(number)


def _first(claims: ClaimQuerySet, number: int) -> tuple[list[int], int]:
    """Return the keys of the first so many claims, and how many there are, in one query."""
    counted = claims.annotate(all=Window(Count("pk"))).values_list("pk", "all")[:number]
    found = list(counted)
    return [pk for pk, _all in found], found[0][1] if found else 0


def _under_way(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.filter(triage=Triage.OPEN).filter(
        Q(current=None) | Q(current__status__in=UNDER_WAY)
    )
