"""Who may do what over the API: every operation of the schema, and the things it is tried on.

A row reads: this operation, with this thing of the Harbour Desk in its address and this body, is
for these columns. Somebody of the team who is not named gets a 403, whoever has no token (or one
that expired) a 401, another team's admin a 404 where the operation names a thing of the desk's.
"""

import json
from dataclasses import dataclass
from typing import Any

from annotations import tasks
from annotations.actions import (
    assignments,
    claims,
    comments,
    dossier_files,
    dossiers,
    exports,
    external_checks,
    raters,
    rechecks,
    suggestions,
    teams,
    tokens,
    webhooks,
)
from annotations.exporting.exports import Export
from annotations.history.keeping import keep
from annotations.models import Article, ExternalCheck, Job, Suggestion
from annotations.models.suggestion import Level
from tests.annotations.worker_at_once import a_webhook
from tests.cast import (
    Newsroom,
    a_claim,
    a_claim_review,
    a_draft,
    a_version,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
)

COLUMNS = (
    "anonymous",
    "expired",
    "viewer",
    "contributor",
    "reviewer",
    "publisher",
    "admin",
    "integration",
    "other team",
)
TEAM = frozenset(COLUMNS[2:8])
PEOPLE = TEAM - {"integration"}

ANYBODY = frozenset(COLUMNS)
READ = TEAM
WRITE = TEAM - {"viewer"}
RATE = PEOPLE - {"viewer"}
REVIEW = RATE - {"contributor"}
PUBLISH = REVIEW - {"reviewer"}
ADMINISTER = frozenset({"admin"})
ALICE = frozenset({"contributor"})
OWN_OR_ADMINISTER = ALICE | ADMINISTER


@dataclass(frozen=True)
class Row:
    """An operation: whose it is, on which prepared thing, and what is sent and asked.

    The columns from whom it is `hidden` get a 404, although they are of the team.
    """

    operation: str
    who: frozenset[str]
    on: str = ""
    sends: Any = None
    asks: str = ""
    hidden: frozenset[str] = frozenset()


NEW = {"title": "The ferry", "text": "The ferry carried 4.1 million people last year."}
WORDS = {"article": "{article}", "exact": "longer than any other road tunnel in the region"}
SOURCE = {"claim": "{claim}", "url": "https://port.example/b", "stance": "context"}
WHY = {"reason": "Page 4."}
NOTE = {"note": "Page 4."}
VOTE = {"vote": "approve", "digest": "{digest}"}
KIND = {"kind": "update", "reason": "New accounts."}

ANNOTATION: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "Annotation",
    "target": {
        "source": "https://courier.example/tunnel",
        "selector": {"type": "TextQuoteSelector", "exact": "Critics call it a monument"},
    },
}

ROWS = [
    Row("GET /me/", READ),
    Row("GET /teams/", READ),
    Row("GET /teams/{id}/", READ, "team"),
    Row("PATCH /teams/{id}/", ADMINISTER, "team", {"approvals_required": 2}),
    Row("GET /ratings/", READ),
    Row("GET /agreement/", READ),
    Row("GET /articles/", READ),
    Row("POST /articles/", WRITE, "", NEW),
    Row("POST /articles/bulk/", WRITE, "", [NEW]),
    Row("GET /articles/{id}/", READ, "article"),
    Row("PATCH /articles/{id}/", WRITE, "other article", {"byline": "Noor Haddad"}),
    Row("POST /articles/{id}/suggest/", WRITE, "article"),
    Row("GET /articles/{article}/versions/", READ, "article"),
    Row("GET /articles/{article}/versions/{number}/", READ, "article"),
    Row(
        "POST /articles/{article}/versions/", WRITE, "other article", {"text": "It was half full."}
    ),
    Row("GET /annotations/{article}/", READ, "article"),
    Row("POST /annotations/{article}/", WRITE, "article", ANNOTATION),
    Row("GET /annotations/{article}/{id}/", READ, "changed place"),
    Row("GET /suggestions/", READ),
    Row("GET /suggestions/quality/", READ),
    Row("POST /suggestions/rescore/", ADMINISTER),
    Row("POST /suggestions/{id}/accept/", WRITE, "suggestion"),
    Row("POST /suggestions/{id}/dismiss/", WRITE, "suggestion", WHY),
    Row("POST /suggestions/{id}/restore/", WRITE, "dismissed suggestion"),
    Row("GET /claims/", READ),
    Row("POST /claims/", WRITE, "", WORDS),
    Row("POST /claims/bulk/", WRITE, "", [WORDS]),
    Row("GET /claims/{id}/", READ, "claim"),
    Row("PATCH /claims/{id}/", WRITE, "claim", {"statement": "The tunnel is dear."}),
    Row("POST /claims/{id}/dismiss/", WRITE, "claim", WHY),
    Row("POST /claims/{id}/reopen/", WRITE, "dismissed claim"),
    Row("POST /claims/{id}/merge/", WRITE, "claim", {"into": "{doubled}"}),
    Row("POST /claims/{id}/assign/", WRITE, "claim", {"assignee": "{bob}"}),
    Row("POST /claims/{id}/schedule-recheck/", WRITE, "published claim", {"on": "2099-01-01"}),
    Row("POST /claims/{id}/ask-for-recheck/", WRITE, "published claim", NOTE),
    Row("POST /claims/{id}/settle-recheck/", REVIEW, "doubted claim", NOTE),
    Row("POST /claims/{id}/ask-for-raters/", WRITE, "claim"),
    Row("POST /claims/{id}/rate/", RATE, "rated claim", {"rating": "false"}),
    Row("POST /claims/{id}/stop-rating/", WRITE, "rated claim"),
    Row("GET /claims/{id}/ratings/", READ, "rated claim"),
    Row("GET /claims/{id}/recipients/", READ, "published claim"),
    Row("GET /claims/{claim}/occurrences/", READ, "claim"),
    Row("POST /claims/{claim}/occurrences/", WRITE, "claim", {"start": 0, "end": 11}),
    Row("POST /claims/{claim}/occurrences/{id}/confirm/", RATE, "changed place"),
    Row("POST /claims/{claim}/occurrences/{id}/acknowledge/", RATE, "gone place"),
    Row("POST /claims/{claim}/occurrences/{id}/move/", RATE, "gone place", {"exact": "Nobody"}),
    Row("GET /claims/{claim}/comments/", READ, "claim"),
    Row("POST /claims/{claim}/comments/", WRITE, "claim", {"text": "See page 4."}),
    Row("POST /comments/{id}/resolve/", WRITE, "comment"),
    Row("POST /comments/{id}/reopen/", WRITE, "resolved comment"),
    Row("GET /evidence/", READ),
    Row("POST /evidence/", WRITE, "", SOURCE),
    Row("GET /evidence/{id}/", READ, "source"),
    Row("PATCH /evidence/{id}/", WRITE, "source", {"note": "Page 4."}),
    Row("DELETE /evidence/{id}/", WRITE, "source"),
    Row("GET /verdicts/", READ),
    Row("POST /verdicts/", WRITE, "", {"claim": "{claim}", "rating": "false"}),
    Row("GET /verdicts/{id}/", READ, "draft"),
    Row("PATCH /verdicts/{id}/", WRITE, "draft", {"summary": "It is so."}),
    Row("POST /verdicts/{id}/submit/", WRITE, "draft"),
    Row("POST /verdicts/{id}/discard/", RATE, "draft"),
    Row("POST /verdicts/{id}/withdraw/", RATE, "submitted"),
    Row("POST /verdicts/{id}/assign/", WRITE, "submitted", {"reviewer": "{bob}"}),
    Row("POST /verdicts/{id}/take/", REVIEW, "submitted"),
    Row("POST /verdicts/{id}/recuse/", REVIEW, "submitted", WHY),
    Row("GET /verdicts/{verdict}/reviews/", READ, "submitted"),
    Row("POST /verdicts/{verdict}/reviews/", REVIEW, "submitted", VOTE),
    Row("GET /verdicts/{verdict}/assignments/", READ, "submitted"),
    Row("POST /assignments/{id}/release/", OWN_OR_ADMINISTER, "assignment"),
    Row("POST /verdicts/{id}/publish/", PUBLISH, "approved"),
    Row("POST /verdicts/{id}/revise/", WRITE, "published", KIND),
    Row("POST /verdicts/{id}/retract/", WRITE, "published", WHY),
    Row("GET /verdicts/{id}/dossier/", READ, "published"),
    Row("GET /events/", READ, "claim", asks="?claim={claim}"),
    Row("GET /events/stream/", READ, "", asks="?since=0"),
    Row("GET /search/", READ, asks="?query=tunnel"),
    Row("GET /export/", READ, asks="?kind=claims"),
    Row("POST /export/", READ, "", {"kind": "claims"}),
    Row("GET /notifications/", READ),
    Row("POST /notifications/read/", WRITE),
    Row("GET /notifications/choices/", READ),
    Row("PATCH /notifications/choices/", WRITE, "", {"mentioned": "never"}),
    Row("GET /external-checks/", READ),
    Row("POST /external-checks/", WRITE, "", "{claim_review}"),
    Row("GET /external-checks/{id}/", READ, "external check"),
    Row("DELETE /external-checks/{id}/", WRITE, "external check"),
    Row("GET /dossiers/", READ),
    Row("POST /dossiers/", WRITE, "", "{dossier_file}"),
    Row("GET /dossiers/{id}/", READ, "dossier"),
    Row("GET /jobs/{id}/", READ, "job"),
    Row("POST /jobs/{id}/cancel/", OWN_OR_ADMINISTER, "job"),
    Row("GET /jobs/{id}/file/", ALICE, "export", hidden=TEAM - ALICE),
    Row("GET /tokens/", READ),
    Row("POST /tokens/", ADMINISTER, "", {"scopes": ["read"]}),
    Row("GET /tokens/{id}/", OWN_OR_ADMINISTER, "token", hidden=TEAM - OWN_OR_ADMINISTER),
    Row("DELETE /tokens/{id}/", ADMINISTER, "token", hidden=TEAM - OWN_OR_ADMINISTER),
    Row("GET /integrations/", READ),
    Row("POST /integrations/", ADMINISTER, "", {"name": "CMS"}),
    Row("GET /integrations/{id}/", READ, "integration"),
    Row("PATCH /integrations/{id}/", ADMINISTER, "integration", {"role": "viewer"}),
    Row("DELETE /integrations/{id}/", ADMINISTER, "integration"),
    Row("GET /webhooks/", ADMINISTER),
    Row("POST /webhooks/", ADMINISTER, "", {"name": "CMS", "url": "{receiver}"}),
    Row("GET /webhooks/{id}/", ADMINISTER, "webhook"),
    Row("PATCH /webhooks/{id}/", ADMINISTER, "webhook", {"name": "Archive"}),
    Row("DELETE /webhooks/{id}/", ADMINISTER, "webhook"),
    Row("POST /webhooks/{id}/rotate_secret/", ADMINISTER, "webhook"),
    Row("POST /webhooks/{id}/test/", ADMINISTER, "webhook"),
    Row("POST /webhooks/{id}/switch_off/", ADMINISTER, "webhook"),
    Row("POST /webhooks/{id}/switch_on/", ADMINISTER, "silent webhook"),
    Row("GET /webhooks/{webhook}/deliveries/", ADMINISTER, "webhook"),
    Row("POST /webhooks/{webhook}/deliveries/{id}/redeliver/", ADMINISTER, "delivery"),
    Row("GET /published/", ANYBODY),
    Row("GET /published/{id}/", ANYBODY, "published claim"),
    Row("GET /published/claimreview.json", ANYBODY),
    Row("GET /claims:search", ANYBODY - {"expired"}, asks="?query=tunnel"),
]


def things(room: Newsroom, receiver: Any) -> dict[str, Any]:
    """Prepare one thing for each way that something can stand; Alice wrote all, Bob voted."""
    prepared = keys_and_hooks(room, receiver) | texts(room) | {"receiver": receiver.address}
    keep(at_once=True)  # a checkpoint, without which nothing can be verified
    return prepared | {"bob": room.bob.user} | from_elsewhere(room, prepared["published"])


def from_elsewhere(room: Newsroom, verdict: Any) -> dict[str, Any]:
    """Prepare what other newsrooms found, and a dossier as another desk would hand it out."""
    found = external_checks.import_checks(a_claim_review(1), by=room.alice)
    file = dossier_files.written(dossier_files.handed_out(verdict))
    dossier, _created = dossiers.import_dossier(file, by=room.alice)
    return {
        "external check": ExternalCheck.objects.get(pk=found.ids[0]),
        "claim_review": a_claim_review(2),
        "dossier": dossier,
        "dossier_file": json.loads(file),
    }


def keys_and_hooks(room: Newsroom, receiver: Any) -> dict[str, Any]:
    """Prepare what an admin looks after, and an export that Alice asked for."""
    token, _key = tokens.issue_token(by=room.alice, scopes=["read"])
    program = teams.add_integration("Monitor", by=room.erin)
    hook, silent = (a_webhook(room, receiver, name=name)[0] for name in ("CMS", "Archive"))
    delivery = webhooks.send_test(hook, by=room.erin)
    export = exports.ask(Export(kind="claims", format="csv"), by=room.alice)
    tasks.work(export.pk)
    return {
        "token": token,
        "integration": program.user,
        "webhook": hook,
        "silent webhook": webhooks.switch_off(silent, by=room.erin),
        "delivery": delivery,
        "export": export,
    }


def texts(room: Newsroom) -> dict[str, Any]:
    """Prepare articles and all that hangs on them."""
    alice, article = room.alice, an_article(room.alice, url=ANNOTATION["target"]["source"])
    open_claim, put_aside = a_claim(alice, article), a_claim(alice, article, quote="3.2 kilometres")
    rated = a_claim(alice, article, quote="Engineers finished the lining")
    drafted = a_claim(alice, article, quote="Critics call it a monument")
    submitted = in_review(room, a_claim(alice, article, quote="fell by 38 %"))
    ready = approved(room, a_claim(alice, article, quote="within a week"))
    public = published(room, a_claim(alice, article, quote="No other tunnel"))
    source = evidence_for(open_claim, alice)
    evidence_for(drafted, alice)
    thread = comments.say(open_claim, by=alice, text="Is this the total?")
    settled = comments.say(open_claim, by=alice, text="Is it?")
    proposed(an_article(room.mallory), 0)  # for her to have it scored again
    proposal, declined = proposed(article, 0), proposed(article, 1)
    return {
        "team": room.team,
        "article": article,
        "other article": an_article(alice, title="The ferry", text="It was full last year."),
        "suggestion": proposal,
        "dismissed suggestion": suggestions.dismiss(declined, by=alice),
        "claim": open_claim,
        "doubled": a_claim(alice, article, quote="cost 412 million"),
        "changed place": a_place(room, "The bridge", "The bridge was closed on Sunday."),
        "gone place": a_place(room, "The pier", "Nobody says a word about the price of it all."),
        "dismissed claim": claims.dismiss(put_aside, by=alice),
        "published claim": public.claim,
        "doubted claim": doubted(room),
        "rated claim": raters.ask(rated, by=alice),
        "comment": thread,
        "resolved comment": comments.resolve(settled, by=alice),
        "source": source,
        "draft": a_draft(drafted, alice),
        "submitted": submitted,
        "assignment": assignments.assign(submitted, by=alice, to=room.charlie.user),
        "approved": ready,
        "published": public,
        "job": Job.objects.filter(kind="suggest", asked_by=alice.user).earliest("pk"),
    }


def a_place(room: Newsroom, title: str, text: str) -> Any:
    """A place of a claim whose words do not stand in the newer text of its article."""
    article = an_article(room.alice, title=title, text=f"{title} was closed on Monday.")
    claim = a_claim(room.alice, article, quote="closed on Monday")
    a_version(article, text)
    place: Any = claim.occurrences.get()
    place.article_id = article.pk
    return place


def doubted(room: Newsroom) -> Any:
    """A published claim that somebody has to look at again."""
    claim = a_claim(room.alice, quote="Mayor Inga Holm")
    published(room, claim)
    return rechecks.ask(claim, by=room.alice, note="The accounts were corrected.")


def proposed(article: Article, start: int) -> Suggestion:
    """An open suggestion of a few words."""
    found: Suggestion = Suggestion.objects.create(
        version=article.current,
        start=start,
        end=start + 10,
        score=0.9,
        scores={"p_nfs": 0.05, "p_ufs": 0.05, "p_cfs": 0.9},
        reasons=["number"],
        rank=start + 1,
        level=Level.STRICT,
        model_id="test-1",
    )
    return found
