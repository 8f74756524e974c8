"""THE TABLE: who may do what, and when. `annotations.workflow` answers from it."""

from __future__ import annotations

from annotations import conditions as c
from annotations.models import (
    Article,
    Assignment,
    Claim,
    Comment,
    Evidence,
    ExternalCheck,
    Job,
    Occurrence,
    Role,
    Suggestion,
    Team,
    Token,
    Verdict,
    Webhook,
)
from annotations.models.claim import Triage
from annotations.models.comment import Thread
from annotations.models.job import UNFINISHED, JobState
from annotations.models.occurrence import Fit
from annotations.models.suggestion import SuggestionState
from annotations.models.verdict import Status
from annotations.models.webhook import Switch
from annotations.workflow.row import Row

ANY: tuple[str, ...] = ()
"""From whichever state."""

EDITABLE = (
    c.claim_is_open,
    c.nothing_is_under_review,
    c.is_not_sealed,
    c.is_not_being_retracted,
)
LOOKED_AT = (c.is_a_person, c.is_not_merged, c.claim_is_open)
IMPARTIAL = (c.is_a_person, c.did_not_write_it, c.did_not_work_on_it, c.has_not_recused)
FOUR_EYES = (*IMPARTIAL, c.has_not_voted)
COMPLETE = (
    c.claim_is_open,
    c.has_a_rating,
    c.has_a_summary,
    c.has_a_rationale,
    c.has_an_as_of_date,
    c.holds_already,
    c.has_evidence,
    c.has_both_sides,
    c.has_two_origins,
    c.offered_a_reply,
    c.asked_already,
    c.was_rated_blind,
    c.follows_its_raters,
    c.stands_by_its_words,
)

_OPEN, _DISMISSED, _MERGED = Triage.OPEN, Triage.DISMISSED, Triage.MERGED
_DRAFT, _IN_REVIEW, _RETURNED = Status.DRAFT, Status.IN_REVIEW, Status.RETURNED
_APPROVED, _PUBLISHED, _RETRACTED = Status.APPROVED, Status.PUBLISHED, Status.RETRACTED
_PROPOSED = SuggestionState.OPEN

TABLE: tuple[Row, ...] = (
    Row(Team, "add_article", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Team, "set_policy", Role.ADMIN, ANY, "", ()),
    Row(Team, "set_role", Role.ADMIN, ANY, "", ()),
    Row(Team, "remove_member", Role.ADMIN, ANY, "", ()),
    Row(Team, "rescore", Role.ADMIN, ANY, "", ()),
    Row(Team, "add_webhook", Role.ADMIN, ANY, "", ()),
    Row(Webhook, "edit", Role.ADMIN, ANY, "", ()),
    Row(Webhook, "remove", Role.ADMIN, ANY, "", ()),
    Row(Webhook, "rotate_secret", Role.ADMIN, ANY, "", ()),
    Row(Webhook, "test", Role.ADMIN, ANY, "", ()),
    Row(Webhook, "redeliver", Role.ADMIN, (Switch.ON,), "", ()),
    Row(Webhook, "switch_off", Role.ADMIN, (Switch.ON,), Switch.OFF, ()),
    Row(Webhook, "switch_on", Role.ADMIN, (Switch.OFF,), Switch.ON, ()),
    Row(Team, "add_integration", Role.ADMIN, ANY, "", ()),
    Row(Team, "issue_token", Role.VIEWER, ANY, "", (c.is_trusted_with_keys,)),
    Row(Team, "issue_integration_token", Role.ADMIN, ANY, "", ()),
    Row(
        Token,
        "revoke_token",
        Role.VIEWER,
        ANY,
        "",
        (c.is_trusted_with_keys, c.owns_it_or_is_admin),
    ),
    Row(Team, "export", Role.VIEWER, ANY, "", ()),
    Row(Article, "edit", Role.CONTRIBUTOR, ANY, "", (c.nothing_of_it_is_under_review,)),
    Row(Team, "import_check", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Team, "import_dossier", Role.CONTRIBUTOR, ANY, "", ()),
    Row(ExternalCheck, "remove", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Article, "add_version", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Article, "suggest", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Article, "highlight", Role.CONTRIBUTOR, ANY, "", ()),
    Row(
        Job,
        "cancel",
        Role.CONTRIBUTOR,
        UNFINISHED,
        JobState.CANCELLED,
        (c.asked_for_it_or_is_admin,),
    ),
    Row(Suggestion, "accept", Role.CONTRIBUTOR, (_PROPOSED,), SuggestionState.ACCEPTED, ()),
    Row(Suggestion, "dismiss", Role.CONTRIBUTOR, (_PROPOSED,), SuggestionState.DISMISSED, ()),
    Row(
        Suggestion,
        "take_back",
        Role.CONTRIBUTOR,
        (SuggestionState.ACCEPTED,),
        _PROPOSED,
        (c.nothing_hangs_on_its_claim,),
    ),
    Row(Suggestion, "restore", Role.CONTRIBUTOR, (SuggestionState.DISMISSED,), _PROPOSED, ()),
    Row(Claim, "edit", Role.CONTRIBUTOR, (_OPEN,), _OPEN, EDITABLE),
    Row(Claim, "assign", Role.CONTRIBUTOR, (_OPEN,), _OPEN, ()),
    Row(Claim, "cite", Role.CONTRIBUTOR, (_OPEN,), _OPEN, EDITABLE),
    Row(Claim, "add_occurrence", Role.CONTRIBUTOR, (_OPEN,), _OPEN, EDITABLE),
    Row(Claim, "draft", Role.CONTRIBUTOR, (_OPEN,), _OPEN, (c.has_no_verdict,)),
    Row(
        Claim,
        "dismiss",
        Role.CONTRIBUTOR,
        (_OPEN,),
        _DISMISSED,
        (c.no_revision_is_under_way, c.was_never_published),
    ),
    Row(Claim, "reopen", Role.CONTRIBUTOR, (_DISMISSED,), _OPEN, ()),
    Row(
        Claim,
        "merge",
        Role.CONTRIBUTOR,
        (_OPEN,),
        _MERGED,
        (c.no_revision_is_under_way, c.was_never_published),
    ),
    Row(Claim, "comment", Role.CONTRIBUTOR, (_OPEN, _DISMISSED), "", ()),
    Row(Claim, "schedule_recheck", Role.CONTRIBUTOR, (_OPEN,), _OPEN, (c.is_published,)),
    Row(Claim, "ask_for_recheck", Role.CONTRIBUTOR, (_OPEN,), _OPEN, (c.is_published,)),
    Row(Claim, "settle_recheck", Role.REVIEWER, (_OPEN,), _OPEN, (c.is_a_person, c.needs_recheck)),
    Row(
        Claim,
        "ask_for_raters",
        Role.CONTRIBUTOR,
        (_OPEN,),
        _OPEN,
        (c.nothing_is_under_review, c.is_not_being_rated, c.has_no_rating_yet),
    ),
    Row(
        Claim,
        "rate",
        Role.CONTRIBUTOR,
        (_OPEN,),
        _OPEN,
        (c.is_a_person, c.is_being_rated, c.has_not_rated),
    ),
    Row(
        Claim,
        "stop_rating",
        Role.CONTRIBUTOR,
        (_OPEN,),
        _OPEN,
        (c.is_being_rated, c.nobody_has_rated),
    ),
    Row(Occurrence, "confirm", Role.CONTRIBUTOR, (Fit.CHANGED,), Fit.CONFIRMED, LOOKED_AT),
    Row(
        Occurrence,
        "move",
        Role.CONTRIBUTOR,
        (Fit.ORPHAN,),
        Fit.CONFIRMED,
        (c.is_a_person, c.is_not_merged, *EDITABLE),
    ),
    Row(
        Occurrence,
        "acknowledge",
        Role.CONTRIBUTOR,
        (Fit.ORPHAN,),
        Fit.ORPHAN,
        (*LOOKED_AT, c.is_not_acknowledged),
    ),
    Row(
        Comment, "resolve", Role.CONTRIBUTOR, (Thread.OPEN,), Thread.RESOLVED, (c.begins_a_thread,)
    ),
    Row(Comment, "reopen", Role.CONTRIBUTOR, (Thread.RESOLVED,), Thread.OPEN, (c.begins_a_thread,)),
    Row(Evidence, "edit", Role.CONTRIBUTOR, ANY, "", EDITABLE),
    Row(Evidence, "remove", Role.CONTRIBUTOR, ANY, "", (*EDITABLE, c.was_never_published)),
    Row(
        Verdict,
        "edit",
        Role.CONTRIBUTOR,
        (_DRAFT,),
        _DRAFT,
        (c.claim_is_open, c.is_no_retraction),
    ),
    Row(
        Verdict,
        "discard",
        Role.CONTRIBUTOR,
        (_DRAFT, _RETURNED),
        Status.DISCARDED,
        (c.is_a_person_or_wrote_it, c.is_the_latest),
    ),
    Row(Verdict, "submit", Role.CONTRIBUTOR, (_DRAFT,), _IN_REVIEW, COMPLETE),
    Row(
        Verdict,
        "withdraw",
        Role.CONTRIBUTOR,
        (_IN_REVIEW, _APPROVED),
        _DRAFT,
        (c.is_a_person,),
    ),
    Row(Verdict, "assign", Role.CONTRIBUTOR, (_DRAFT, _IN_REVIEW), "", ()),
    Row(Verdict, "take", Role.REVIEWER, (_IN_REVIEW,), "", (*FOUR_EYES, c.is_not_assigned)),
    Row(Assignment, "release", Role.CONTRIBUTOR, ANY, "", (c.may_release_it, c.still_stands)),
    Row(Verdict, "recuse", Role.REVIEWER, (_IN_REVIEW,), "", FOUR_EYES),
    Row(Verdict, "approve", Role.REVIEWER, (_IN_REVIEW,), _APPROVED, FOUR_EYES),
    Row(Verdict, "return", Role.REVIEWER, (_IN_REVIEW,), _RETURNED, FOUR_EYES),
    Row(Verdict, "dissent", Role.REVIEWER, (_IN_REVIEW, _APPROVED), "", FOUR_EYES),
    Row(
        Verdict,
        "publish",
        Role.PUBLISHER,
        (_APPROVED,),
        _PUBLISHED,
        (c.is_a_person, c.may_publish_own_work, c.has_its_quorum, c.stands_by_its_words),
    ),
    Row(
        Verdict,
        "revise",
        Role.CONTRIBUTOR,
        (_RETURNED, _PUBLISHED, _RETRACTED),
        _DRAFT,
        (c.claim_is_open, c.is_the_latest),
    ),
    Row(
        Verdict,
        "retract",
        Role.CONTRIBUTOR,
        (_PUBLISHED,),
        _RETRACTED,
        (c.claim_is_open, c.is_the_latest),
    ),
)

ROWS = {(row.noun, row.action): row for row in TABLE}
ROWS_OF = {noun: [row for row in TABLE if row.noun is noun] for noun in {row.noun for row in TABLE}}
