"""The blind double rating of a claim, as one member of the team sees it. It only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from annotations import workflow
from annotations.agreement.rounds import Round, round_of
from annotations.errors import NotNow
from annotations.models import Actor, BlindRating, Claim, Rating, User
from annotations.models.verdict import Status
from frontend import standing
from frontend.forms.raters import RateForm
from frontend.standing import Choice


@dataclass(frozen=True)
class Raters:
    """The newest round of a claim, and the form of those who may rate, with its picker.

    What somebody typed is shown in any case. `is_offered` where they can ask for raters, or could
    once the draft has no rating.
    """

    round: Round
    is_offered: bool
    form: RateForm | None
    on_scale: list[Choice]
    off_scale: list[Choice]

    @property
    def given(self) -> list[tuple[User, BlindRating | None]]:
        """Who has rated, each with the rating where this person may see it."""
        seen = {blind.rater_id: blind for blind in self.round.ratings}
        return [(rater, seen.get(rater.pk)) for rater in self.round.raters]

    @property
    def to_come(self) -> int:
        """How many are still to rate."""
        return self.round.needed - len(self.round.raters) if self.round.is_running else 0


def context(
    claim: Claim, by: Actor, ratings: Iterable[Rating], typed: Callable[[str], Any]
) -> dict[str, Any]:
    """Return what the claim's page shows of it: nothing where nobody asked, or could.

    `typed` is a form as it was filled in, by name.
    """
    form = typed(RateForm.name)
    if form is None and workflow.refusal("rate", by, claim) is None:
        form = RateForm(by=by)
    is_offered = _is_offered(claim, by)
    if form is None and not claim.double_rating and not is_offered:
        return {"raters": None}
    on_scale, off_scale = standing.choices(ratings, form["rating"].value() if form else None)
    return {"raters": Raters(round_of(claim, by), is_offered, form, on_scale, off_scale)}


def _is_offered(claim: Claim, by: Actor) -> bool:
    refused = workflow.refusal("ask_for_raters", by, claim)
    if isinstance(refused, NotNow):
        return claim.state == Status.DRAFT and not claim.double_rating
    return refused is None
