"""THE TABLE through both faces: action × status × role × contribution, every refusal of it.

For each case the door is asked first; then a real request of the page's form and one of the API
have to be refused with the same sentence, and to change nothing. What the door lets pass, both
faces let pass.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from annotations.actions import assignments
from annotations.errors import NotAllowed
from annotations.models import (
    Actor,
    Assignment,
    Claim,
    Comment,
    Event,
    Evidence,
    Membership,
    Occurrence,
    Review,
    Role,
    Verdict,
)
from annotations.workflow import ROWS, refusal
from tests.api.program import Program
from tests.cast import a_token, in_review
from tests.frontend.visiting import at_desk, words

STATUSES = (
    "draft",
    "in_review",
    "returned",
    "approved",
    "published",
    "superseded",
    "retracted",
    "discarded",
)
WHY = {"reason": "Because of page 4."}
NOTE = {"note": "Because of page 4."}
SOURCE = {"url": "https://port.example/b", "title": "B", "stance": "context", "passage": "B."}
ANSWER = {"summary": "Another summary.", "as_of": "2025-11-20"}
VOTE = {"comment": "Because of page 4."}


@dataclass(frozen=True)
class Way:
    """How an action is asked for: the page's form, and the API's method, path and body.

    `{pk}` is the thing's key, `{claim}` its claim's; `view` is empty where no page has it.
    """

    view: str
    form: dict[str, str]
    method: str
    path: str
    body: dict[str, str] | None


def post(view, form, path, body=None):
    return Way(view, form, "POST", path, body)


WAYS = {
    (Verdict, "edit"): Way("verdict_edit", ANSWER, "PATCH", "verdicts/{pk}/", ANSWER),
    (Verdict, "discard"): post("discard", {}, "verdicts/{pk}/discard/"),
    (Verdict, "submit"): post("submit", {}, "verdicts/{pk}/submit/"),
    (Verdict, "withdraw"): post("withdraw", {}, "verdicts/{pk}/withdraw/"),
    (Verdict, "assign"): post(
        "reviewer_assign", {"reviewer": "{peer}"}, "verdicts/{pk}/assign/", {"reviewer": "{peer}"}
    ),
    (Verdict, "take"): post("review_take", {}, "verdicts/{pk}/take/"),
    (Verdict, "recuse"): post("recuse", WHY, "verdicts/{pk}/recuse/", WHY),
    **{
        (Verdict, vote): post(
            "review",
            {"vote": vote, "digest": "{digest}", **VOTE},
            "verdicts/{pk}/reviews/",
            {"vote": vote, "digest": "{digest}", **VOTE},
        )
        for vote in ("approve", "return", "dissent")
    },
    (Verdict, "publish"): post("publish", {}, "verdicts/{pk}/publish/"),
    (Verdict, "revise"): post(
        "revise", {"kind": "update", **WHY}, "verdicts/{pk}/revise/", {"kind": "update", **WHY}
    ),
    (Verdict, "retract"): post("retract", WHY, "verdicts/{pk}/retract/", WHY),
    (Claim, "edit"): Way(
        "claim_edit",
        {"statement": "Other words.", "priority": "high"},
        "PATCH",
        "claims/{pk}/",
        {"statement": "Other words."},
    ),
    (Claim, "assign"): post(
        "claim_assign", {"assignee": "{peer}"}, "claims/{pk}/assign/", {"assignee": "{peer}"}
    ),
    (Claim, "cite"): post("cite", SOURCE, "evidence/", {"claim": "{pk}", **SOURCE}),
    (Claim, "add_occurrence"): post(
        "place_add",
        {"version": "{text}", "start": 0, "end": 11},
        "claims/{pk}/occurrences/",
        {"start": 0, "end": 11},
    ),
    (Claim, "draft"): post("draft", ANSWER, "verdicts/", {"claim": "{pk}", **ANSWER}),
    (Claim, "dismiss"): post("claim_dismiss", WHY, "claims/{pk}/dismiss/", WHY),
    (Claim, "reopen"): post("claim_reopen", {}, "claims/{pk}/reopen/"),
    (Claim, "merge"): post(
        "claim_merge", {"into": "{other}"}, "claims/{pk}/merge/", {"into": "{other}"}
    ),
    (Claim, "comment"): post(
        "comment", {"text": "Which year?"}, "claims/{pk}/comments/", {"text": "Which year?"}
    ),
    (Claim, "schedule_recheck"): post(
        "recheck_day", {"on": "2999-01-01"}, "claims/{pk}/schedule-recheck/", {"on": "2999-01-01"}
    ),
    (Claim, "ask_for_recheck"): post("recheck_ask", NOTE, "claims/{pk}/ask-for-recheck/", NOTE),
    (Claim, "settle_recheck"): post("recheck_settle", NOTE, "claims/{pk}/settle-recheck/", NOTE),
    (Claim, "ask_for_raters"): post("raters_ask", {}, "claims/{pk}/ask-for-raters/"),
    (Claim, "rate"): post(
        "rate", {"rating": "{rating}"}, "claims/{pk}/rate/", {"rating": "{rating}"}
    ),
    (Claim, "stop_rating"): post("raters_stop", {}, "claims/{pk}/stop-rating/"),
    (Evidence, "edit"): Way(
        "evidence_edit", SOURCE, "PATCH", "evidence/{pk}/", {"note": "Another note."}
    ),
    (Evidence, "remove"): Way("evidence_remove", {}, "DELETE", "evidence/{pk}/", None),
    (Occurrence, "confirm"): post(
        "occurrence_confirm", {"version": "1"}, "claims/{claim}/occurrences/{pk}/confirm/"
    ),
    (Occurrence, "move"): post(
        "occurrence_move",
        {"version": "{text}", "start": 0, "end": 11},
        "claims/{claim}/occurrences/{pk}/move/",
        {"start": 0, "end": 11},
    ),
    (Occurrence, "acknowledge"): post(
        "occurrence_acknowledge", {}, "claims/{claim}/occurrences/{pk}/acknowledge/"
    ),
    (Comment, "resolve"): post("comment_resolve", {}, "comments/{pk}/resolve/"),
    (Comment, "reopen"): post("comment_reopen", {}, "comments/{pk}/reopen/"),
    (Assignment, "release"): post("reviewer_release", {}, "assignments/{pk}/release/"),
}
NOUNS = (Verdict, Claim, Evidence, Occurrence, Comment, Assignment)


def test_every_row_about_a_claim_and_what_hangs_on_it_has_its_two_ways():
    assert set(WAYS) == {key for key in ROWS if key[0] in NOUNS}


@pytest.fixture
def desk(newsroom):
    """A claim with one of everything, a bare one that says the same, and each person's page and
    program.

    Alice wrote the revision, Charlie worked on it, Bob did neither.
    """
    verdict = in_review(newsroom)
    verdict.contributors.add(newsroom.charlie.user)
    for voter in (newsroom.erin, newsroom.dana):
        Review.objects.create(
            verdict=verdict, reviewer=voter.user, vote="approve", digest=verdict.digest
        )
    Comment.objects.create(claim=verdict.claim, author=newsroom.alice.user, text="Why?")
    about = {name: getattr(verdict.claim, name) for name in ("team", "article", "created_by")}
    Claim.objects.create(statement="It cost 412 million euros.", fingerprint="x", **about)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.dana.user)
    parts = {"author": newsroom.alice, "contributor": newsroom.charlie, "none": newsroom.bob}
    programs = {part: Program(a_token(by)) for part, by in parts.items()}
    pages = {part: at_desk(by) for part, by in parts.items()}
    return newsroom, verdict, parts, pages, programs


def put(verdict, status, action):
    """Write straight what the case is about; the workflow would never let it be so."""
    gone = status in {"superseded", "discarded"}
    public = status in {"published", "superseded", "retracted"}
    Verdict.objects.filter(pk=verdict.pk).update(
        status=status,
        published_at=timezone.now() if public else None,
        published_by=verdict.author if public else None,
    )
    Claim.objects.filter(pk=verdict.claim_id).update(
        current=None if gone else verdict,
        triage="dismissed" if action == "reopen" and gone else "open",
        needs_recheck=[{"reason": "asked", "note": "", "since": "2025-11-20"}],
        double_rating=1 if action in {"rate", "stop_rating"} else 0,
    )
    if action == "confirm" and status != "published":
        Occurrence.objects.update(fit="changed", marked="Other words.")
    if action in {"acknowledge", "move"} and status != "published":
        Occurrence.objects.update(fit="orphan")
    if status == "returned":
        Comment.objects.update(resolved_at=timezone.now(), resolved_by=verdict.author)


def filled(given, thing, newsroom):
    """The form or body with its keys put in."""
    verdict = (
        Verdict.objects.get(claim=getattr(thing, "claim_id", thing.pk))
        if not isinstance(thing, Verdict)
        else thing
    )
    values = {
        "{pk}": thing.pk,
        "{text}": verdict.claim.article.current_id,
        "{peer}": newsroom.erin.user.pk,
        "{digest}": verdict.digest,
        "{rating}": verdict.rating_id,
        "{other}": Claim.objects.latest("pk").pk,
    }
    return {k: values.get(v, v) if isinstance(v, str) else v for k, v in given.items()}


def by_page(way, client, thing, newsroom):
    form = {"version": getattr(thing, "version", 1), **filled(way.form, thing, newsroom)}
    address = reverse(way.view, args=[thing.pk])
    return client.post(address, form, headers={"HX-Request": "true"})


def by_program(way, program, thing, newsroom):
    body = None if way.body is None else filled(way.body, thing, newsroom)
    path = way.path.format(pk=thing.pk, claim=getattr(thing, "claim_id", None))
    known = {"If_Match": program.get(path)["ETag"]} if way.method in {"PATCH", "DELETE"} else {}
    return program.ask(way.method, path, body, **known)


def said_by_page(page, client, *, follow):
    """What a refusal says: at once, or on the fresh page that it leads to, for which it is kept."""
    if page.status_code != 302:
        return words(page)
    if follow:
        return words(client.get(page["Location"]))
    return " ".join(map(str, get_messages(page.wsgi_request)))


@pytest.mark.once  # It asks the faces about the table, which is the same on every database.
@pytest.mark.parametrize(("noun", "action"), WAYS, ids=[f"{n.__name__}-{a}" for n, a in WAYS])
def test_both_faces_say_what_the_table_says(desk, noun, action):
    newsroom, verdict, parts, pages, programs = desk
    way = WAYS[noun, action]
    told: set[tuple[str, Role]] = set()
    counted = parts if noun in {Verdict, Assignment} else ["none"]
    for status, role, part in product(STATUSES, Role, counted):
        case = (status, role, part)
        with transaction.atomic():
            put(verdict, status, action)
            Membership.objects.filter(user=parts[part].user).update(role=role)
            actor = Actor.member(parts[part].user, newsroom.team)
            thing = noun.objects.earliest("pk")
            refused = refusal(action, actor, thing)
            if refused:
                sentence, written = str(refused.sentence), Event.objects.count()
                wanted = 403 if isinstance(refused, NotAllowed) else 409
                answer = by_program(way, programs[part], thing, newsroom)
                assert (answer.status_code, answer.json()["detail"]) == (wanted, sentence), case
                if way.view and (sentence, role) not in told:
                    page = by_page(way, pages[part], thing, newsroom)
                    assert page.status_code in {wanted, 302}, case
                    is_new = sentence not in {said for said, _role in told}
                    assert sentence in said_by_page(page, pages[part], follow=is_new), case
                told.add((sentence, role))
                assert Event.objects.count() == written
            transaction.set_rollback(True)
    assert Role.VIEWER in {role for _sentence, role in told}


@pytest.mark.once  # As above.
@pytest.mark.parametrize(("noun", "action"), WAYS, ids=[f"{n.__name__}-{a}" for n, a in WAYS])
def test_both_faces_let_pass_what_the_table_lets_pass(desk, noun, action):
    newsroom, verdict, parts, pages, programs = desk
    way, passed = WAYS[noun, action], 0
    Review.objects.exclude(reviewer=newsroom.erin.user).delete()
    faces = (by_page, by_program) if way.view else (by_program,)
    for status, part, face in product(STATUSES, parts, faces):
        with transaction.atomic():
            put(verdict, status, action)
            Membership.objects.filter(user=parts[part].user).update(role=Role.ADMIN)
            actor = Actor.member(parts[part].user, newsroom.team)
            thing = noun.objects.earliest("pk")
            if refusal(action, actor, thing) is None:
                client = (pages if face is by_page else programs)[part]
                written = Event.objects.count()
                answer = face(way, client, thing, newsroom)
                assert answer.status_code < 400, (status, part, face, words(answer)[:300])
                assert Event.objects.count() > written, (status, part, face)
                passed += 1
            transaction.set_rollback(True)
    assert passed >= 2, "Nothing of it was ever allowed."
