"""Which lines the history may have: what each action of the table writes about which nouns."""

from __future__ import annotations

from annotations.models import Article, Assignment, Claim, Suggestion, Team, Verdict
from annotations.workflow.table import TABLE

_ELSEWHERE: dict[tuple[type, str], tuple[str, ...]] = {
    (Team, "add_article"): ("article", "articleversion"),
    (Team, "set_role"): ("membership",),
    (Team, "remove_member"): ("membership", "token"),
    (Team, "add_webhook"): ("webhook",),
    (Team, "add_integration"): ("membership",),
    (Team, "issue_token"): ("token",),
    (Team, "issue_integration_token"): ("token",),
    (Team, "import_check"): ("externalcheck",),
    (Team, "import_dossier"): ("dossier",),
    (Article, "add_version"): ("article", "articleversion", "occurrence", "claim"),
    (Article, "highlight"): ("claim", "occurrence"),
    (Suggestion, "accept"): ("suggestion", "claim", "occurrence"),
    (Suggestion, "take_back"): ("suggestion", "claim"),
    (Claim, "cite"): ("evidence",),
    (Claim, "add_occurrence"): ("occurrence",),
    (Claim, "draft"): ("verdict", "claim"),
    (Claim, "merge"): ("claim", "evidence", "comment"),
    (Claim, "comment"): ("comment",),
    (Claim, "rate"): ("blindrating", "claim"),
    (Verdict, "discard"): ("verdict", "claim"),
    (Verdict, "submit"): ("verdict", "assignment"),
    (Verdict, "assign"): ("assignment",),
    (Verdict, "take"): ("assignment",),
    (Assignment, "release"): ("assignment", "verdict"),
    (Verdict, "recuse"): ("recusal", "assignment", "verdict"),
    (Verdict, "approve"): ("review", "verdict"),
    (Verdict, "return"): ("review", "verdict"),
    (Verdict, "dissent"): ("review", "verdict"),
    (Verdict, "publish"): ("verdict", "claim"),
    (Verdict, "revise"): ("verdict", "claim", "assignment"),
    (Verdict, "retract"): ("verdict", "claim"),
}
"""The nouns of an action's lines where they are not, or not only, the noun of its row."""

WRITTEN = frozenset(
    (noun, row.action)
    for row in TABLE
    for noun in _ELSEWHERE.get((row.noun, row.action), (row.noun._meta.model_name or "",))
)
"""Every pair of noun and action that a line can have."""
