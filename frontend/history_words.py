"""What the history of a claim says: a sentence and an icon for everything that can happen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as later

SENTENCES = {
    ("claim", "highlight"): ("open", later("{who} marked these words as a claim.")),
    ("claim", "accept"): ("open", later("{who} made this claim from a suggestion.")),
    ("claim", "edit"): ("pencil", later("{who} changed the claim.")),
    ("claim", "take_back"): ("dismissed", later("{who} took the acceptance back.")),
    ("claim", "assign"): ("person", later("{who} assigned this to {person}.")),
    ("claim", "dismiss"): ("dismissed", later("{who} dismissed this claim.")),
    ("claim", "merge"): ("merged", later("{who} merged this claim into claim {other}.")),
    ("claim", "take_in"): ("merged", later("{who} merged claim {other} into this one.")),
    ("claim", "reopen"): ("open", later("{who} reopened this claim.")),
    ("claim", "schedule_recheck"): ("clock", later("{who} chose {day} for another look.")),
    ("claim", "unschedule_recheck"): (
        "clock",
        later("{who} removed the day for another look."),
    ),
    ("claim", "ask_for_recheck"): ("needs-recheck", later("{who} asked for another look.")),
    ("claim", "come_due"): ("needs-recheck", later("The day to look again has come.")),
    ("claim", "settle_recheck"): ("tick", later("{who} looked again: it holds.")),
    ("claim", "ask_for_raters"): (
        "person",
        later("{who} asked for two ratings that do not see each other."),
    ),
    ("claim", "rate"): ("tick", later("The blind ratings came to {rating}.")),
    ("claim", "stop_rating"): ("close", later("{who} called the blind rating off.")),
    ("blindrating", "rate"): ("pencil", later("{who} rated the claim blind: {rating}.")),
    ("claim", "add_version"): (
        "needs-recheck",
        later("The article has changed: what is published needs another look."),
    ),
    ("occurrence", "changed"): ("pencil", later("The article has other words here now.")),
    ("occurrence", "orphan"): ("orphan", later("These words are gone from the article.")),
    ("occurrence", "confirm"): ("tick", later("{who} confirmed the words of the claim.")),
    ("comment", "comment"): ("comment", later("{who} commented: {comment}")),
    ("comment", "answer"): ("comment", later("{who} answered: {comment}")),
    ("comment", "resolve"): ("tick", later("{who} resolved the thread {comment}")),
    ("comment", "reopen"): ("comment", later("{who} reopened the thread {comment}")),
    ("evidence", "cite"): ("plus", later("{who} added evidence: {title}, {stance}.")),
    ("evidence", "edit"): ("pencil", later("{who} changed the evidence {title}.")),
    ("evidence", "remove"): ("close", later("{who} removed evidence: {title}.")),
    ("verdict", "draft"): ("draft", later("{who} drafted revision {number}.")),
    ("verdict", "edit"): ("pencil", later("{who} changed revision {number}.")),
    ("verdict", "discard"): ("close", later("{who} discarded revision {number}.")),
    ("verdict", "submit"): ("in-review", later("{who} submitted revision {number}.")),
    ("verdict", "withdraw"): ("draft", later("{who} withdrew revision {number}.")),
    ("verdict", "approved"): ("approved", later("Revision {number} has the approvals it needs.")),
    ("verdict", "returned"): (
        "returned",
        later("The review is over: revision {number} goes back."),
    ),
    ("verdict", "publish"): ("published", later("{who} published revision {number}.")),
    ("verdict", "superseded"): ("superseded", later("Revision {number} was superseded.")),
    ("verdict", "retracted"): (
        "retracted",
        later("{who} published revision {number}: the fact-check is retracted."),
    ),
    ("verdict", "revise"): ("draft", later("{who} began revision {number}.")),
    ("verdict", "retract"): ("draft", later("{who} began revision {number}, a retraction.")),
    ("assignment", "assign"): (
        "person",
        later("{who} asked {person} to review revision {number}."),
    ),
    ("assignment", "take"): ("person", later("{who} took the review of revision {number}.")),
    ("assignment", "revise"): ("person", later("{person} reviews revision {number} too.")),
    ("assignment", "submit"): (
        "person",
        later("{person} worked on revision {number}, so somebody else has to review it."),
    ),
    ("assignment", "release"): (
        "person",
        later("{who} released {person} from the review of revision {number}."),
    ),
    ("assignment", "give_back"): (
        "person",
        later("{who} gave the review of revision {number} back."),
    ),
    ("assignment", "run_out"): (
        "clock",
        later("The days in which {person} could review revision {number} are over."),
    ),
    ("recusal", "recuse"): (
        "person",
        later("{who} recused themselves, and reviews no revision of this claim."),
    ),
    ("review", "approve"): ("approved", later("{who} approved revision {number}.")),
    ("review", "return"): ("returned", later("{who} returned revision {number}.")),
    ("review", "dissent"): ("disputed", later("{who} dissented from revision {number}.")),
}
"""Icon and sentence by noun, and by action or by what became of it."""

LABELS = {
    "statement": later("Statement"),
    "claimant": later("Claimed by"),
    "claimed_on": later("Claimed on"),
    "topics": later("Topics"),
    "priority": later("Priority"),
    "kind": later("Kind of change"),
    "reason": later("Reason"),
    "rating": later("Rating"),
    "summary": later("Summary"),
    "rationale": later("Rationale"),
    "as_of": later("As of"),
    "one_sided_reason": later("Why only one side has evidence"),
    "one_origin_reason": later("Why one origin is enough"),
    "reply_asked_on": later("Claimant asked on"),
    "reply_asked_how": later("Claimant asked how"),
    "reply_answer": later("The claimant's answer"),
    "reply_not_asked_reason": later("Why the claimant was not asked"),
    "url": later("Address"),
    "title": later("Title"),
    "publisher": later("Publisher"),
    "stance": later("Stance"),
    "passage": later("Passage"),
    "note": later("Note"),
    "origin": later("Origin"),
    "quote": later("Words"),
    "primary": later("Primary source"),
}
"""The fields whose changes are shown."""
