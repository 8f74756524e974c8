"""How the review of a revision stands, as far as the person who reads may know.

In a blind review that is neither a vote nor who has voted, until they have voted themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations import conditions as c
from annotations import workflow
from annotations.conditions import Condition
from annotations.models import Actor, Assignment, Membership, Review, Role, User, Verdict
from annotations.models.actor import SCREEN
from annotations.models.review import Vote
from annotations.models.verdict import Status
from annotations.workflow import OpenAction
from frontend import standing
from frontend.forms.reviews import DissentForm, RecuseForm, ReviewerForm, ReviewForm
from frontend.words_since import SEALED, since

REVIEWS = workflow.ROWS[Verdict, "approve"].role
"""The least role that votes."""
MOST_NAMES = 4
"""So many people are named where it is said who could help."""


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked to review, or took it, and whether the reader may release them."""

    assignment: Assignment
    is_mine: bool
    release: OpenAction


@dataclass(frozen=True)
class Approvals:
    """How far a review is, and in a sentence who can bring it on."""

    given: int
    needed: int
    help: str


def context(
    revision: Verdict, by: Actor, members: list[Membership], typed: Callable[[str], Any]
) -> dict[str, Any]:
    """Return what the panel of a revision shows; `typed` is a form as it was filled in, by name."""
    may = standing.allowed(by, revision)
    blind = revision.is_blind_to(by)
    votes = [vote for vote in revision.reviews_seen_by(by) if vote.digest == revision.digest]
    able = _able_to_be_asked(revision, members, votes)
    return {
        "may_verdict": {name.replace("return", "send_back"): may[name] for name in may},
        "is_blind": blind,
        "is_reviewer": by.role >= REVIEWS,
        "votes": votes,
        "approvals": None if blind else _approvals(revision, votes, members),
        "asked": _asked(revision, by, votes),
        "terms": terms(revision),
        "words_since": since(revision, by) if revision.status in SEALED else [],
        "able": able,
        "review_form": typed("review") or ReviewForm(initial={"digest": revision.digest}),
        "dissent_form": typed("dissent") or DissentForm.on(revision.digest),
        "recuse_form": typed("recuse") or RecuseForm(),
        "reviewer_form": typed("reviewer") or ReviewerForm(team=revision.team, able=able),
    }


def terms(revision: Verdict) -> str:
    """Return the terms of a revision's review, in a line."""
    policy, days = revision.policy, revision.policy.review_days or 0
    needed = policy.approvals_required
    said = [ngettext("%d approval", "%d approvals", needed) % needed]
    said += [_("blind review")] if policy.blind_review else []
    said += [] if policy.returns_at_once else [_("sent back only when all have voted")]
    said += [ngettext("%d day to review", "%d days to review", days) % days] if days else []
    said += [_("the author may publish")] if policy.author_may_publish else []
    if revision.status != Status.DRAFT:
        return _("%s; from this submission.") % ", ".join(said)
    return _("%s; as the team’s policy is today.") % ", ".join(said)


def _asked(revision: Verdict, by: Actor, votes: Iterable[Review]) -> list[Asked]:
    """Who was asked and has not voted, as far as this person may know."""
    voted = {vote.reviewer_id for vote in votes}
    return [
        Asked(
            assignment=assignment,
            is_mine=assignment.reviewer_id == by.user.pk,
            release=next(a for a in workflow.open_actions(by, assignment) if a.action == "release"),
        )
        for assignment in revision.assignments.all()
        if assignment.ended_at is None and assignment.reviewer_id not in voted
    ]


def _approvals(revision: Verdict, votes: list[Review], members: list[Membership]) -> Approvals:
    needed = revision.policy.approvals_required
    return Approvals(revision.approvals, needed, _help(revision, votes, members))


def _help(revision: Verdict, votes: list[Review], members: list[Membership]) -> str:
    """Say who can still vote, and what comes of it."""
    if revision.status != Status.IN_REVIEW:
        return ""
    counted = sum(vote.vote != Vote.DISSENT for vote in votes)
    lacking = revision.policy.approvals_required - counted
    able = _able(revision, members, workflow.FOUR_EYES)
    if lacking <= 0:
        asked = {a.reviewer_id for a in revision.assignments.all() if a.ended_at is None}
        names = get_text_list([str(u) for u in able if u.pk in asked], _("and"))
        return _("Still to vote: %s.") % names
    if len(able) < lacking:
        return _too_few(able, lacking)
    if any(vote.vote == Vote.RETURN for vote in votes):
        about = {"names": _names(able, lacking), "author": revision.author}
        return _("%(names)s can vote; then it goes back to %(author)s.") % about
    return _can_give(_names(able, lacking), counted, lacking)


def _can_give(names: str, given: int, lacking: int) -> str:
    if not given:
        return ngettext("%s can give it.", "%s can give them.", lacking) % names
    if given == 1:
        return ngettext("%s can give the other.", "%s can give the others.", lacking) % names
    return ngettext("%s can give the last.", "%s can give the others.", lacking) % names


def _too_few(able: list[User], lacking: int) -> str:
    if not able:
        return _("Nobody else in the team can review this. An admin can add a reviewer.")
    names = get_text_list([str(user) for user in able], _("and"))
    return _(
        "Only %(names)s can still vote, and it takes %(lacking)d. An admin can add a reviewer."
    ) % {
        "names": names,
        "lacking": lacking,
    }


def _names(able: list[User], lacking: int) -> str:
    """All of them where all are needed, else one or another."""
    names = [str(user) for user in able]
    if len(names) > MOST_NAMES:
        names = [*names[:MOST_NAMES], _("others")]
    return get_text_list(names, _("and") if len(able) == lacking else _("or"))


def _able_to_be_asked(
    revision: Verdict, members: list[Membership], votes: list[Review]
) -> list[User]:
    """Those who could review and were not asked; who has voted only where that is shown."""
    settled = {vote.reviewer_id for vote in votes}
    if revision.status == Status.DRAFT:
        # From submission on they count as contributors.
        settled |= set(revision.claim.contributors.values_list("pk", flat=True))
    able = _able(revision, members, (*workflow.IMPARTIAL, c.is_not_assigned))
    return [user for user in able if user.pk not in settled]


def _able(
    revision: Verdict, members: list[Membership], conditions: Iterable[Condition]
) -> list[User]:
    """Return the reviewers of the team for whom these hold, by name."""
    wanted = tuple(conditions)
    return [
        member.user
        for member in members
        if member.role >= REVIEWS
        and all(condition.holds(_as_actor(member, revision), revision) for condition in wanted)
    ]


def _as_actor(member: Membership, revision: Verdict) -> Actor:
    role = Role(member.role)
    return Actor(user=member.user, team=revision.team, role=role, via=SCREEN, scopes=frozenset())
