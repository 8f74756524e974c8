"""Small named facts, each with the sentence that is said when it does not hold.

A condition is about the person (then nobody helps them by waiting) or about the moment (then
somebody can change it, or will).
"""

from annotations.conditions.condition import Condition
from annotations.conditions.keys import (
    is_trusted_with_keys,
    owns_it_or_is_admin,
)
from annotations.conditions.rating import (
    has_no_rating_yet,
    has_not_rated,
    is_being_rated,
    is_not_being_rated,
    nobody_has_rated,
)
from annotations.conditions.rechecking import (
    is_published,
    needs_recheck,
)
from annotations.conditions.reviewing import (
    did_not_work_on_it,
    did_not_write_it,
    has_its_quorum,
    has_not_recused,
    has_not_voted,
    is_a_person,
    is_a_person_or_wrote_it,
    is_not_assigned,
    may_publish_own_work,
    may_release_it,
    still_stands,
)
from annotations.conditions.submitting import (
    asked_already,
    follows_its_raters,
    has_a_rating,
    has_a_rationale,
    has_a_summary,
    has_an_as_of_date,
    has_both_sides,
    has_evidence,
    has_two_origins,
    holds_already,
    offered_a_reply,
    stands_by_its_words,
    was_rated_blind,
)
from annotations.conditions.turns import (
    begins_a_thread,
    claim_is_open,
    has_no_verdict,
    is_no_retraction,
    is_not_acknowledged,
    is_not_being_retracted,
    is_not_merged,
    is_not_sealed,
    is_the_latest,
    no_revision_is_under_way,
    nothing_hangs_on_its_claim,
    nothing_is_under_review,
    nothing_of_it_is_under_review,
    was_never_published,
)
from annotations.conditions.working import (
    asked_for_it_or_is_admin,
)

__all__ = [
    "Condition",
    "asked_already",
    "asked_for_it_or_is_admin",
    "begins_a_thread",
    "claim_is_open",
    "did_not_work_on_it",
    "did_not_write_it",
    "follows_its_raters",
    "has_a_rating",
    "has_a_rationale",
    "has_a_summary",
    "has_an_as_of_date",
    "has_both_sides",
    "has_evidence",
    "has_its_quorum",
    "has_no_rating_yet",
    "has_no_verdict",
    "has_not_rated",
    "has_not_recused",
    "has_not_voted",
    "has_two_origins",
    "holds_already",
    "is_a_person",
    "is_a_person_or_wrote_it",
    "is_being_rated",
    "is_no_retraction",
    "is_not_acknowledged",
    "is_not_assigned",
    "is_not_being_rated",
    "is_not_being_retracted",
    "is_not_merged",
    "is_not_sealed",
    "is_published",
    "is_the_latest",
    "is_trusted_with_keys",
    "may_publish_own_work",
    "may_release_it",
    "needs_recheck",
    "no_revision_is_under_way",
    "nobody_has_rated",
    "nothing_hangs_on_its_claim",
    "nothing_is_under_review",
    "nothing_of_it_is_under_review",
    "offered_a_reply",
    "owns_it_or_is_admin",
    "stands_by_its_words",
    "still_stands",
    "was_never_published",
    "was_rated_blind",
]
