"""The table, against the rules said a second time: who may do what, and when."""

import ast
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from annotations import actions, workflow
from annotations.actions import assignments
from annotations.actions.tokens import issue_token
from annotations.errors import NotAllowed
from annotations.models import (
    Claim,
    Comment,
    ExternalCheck,
    Job,
    Review,
    Role,
    Suggestion,
    Webhook,
)
from annotations.models.actor import SCOPES
from annotations.models.job import JobState
from annotations.models.review import Vote
from annotations.workflow import ROWS, open_actions, refusal
from tests.cast import (
    an_article,
    in_review,
)

ROLES = ("viewer", "contributor", "reviewer", "publisher", "admin")
SCOPE_FOR = dict(zip(ROLES, ("read", "suggest", "review", "publish", "admin"), strict=True))
VERDICTS = {
    "edit": ("contributor", {"draft"}),
    "discard": ("contributor", {"draft", "returned"}),
    "submit": ("contributor", {"draft"}),
    "withdraw": ("contributor", {"in_review", "approved"}),
    "assign": ("contributor", {"draft", "in_review"}),
    "take": ("reviewer", {"in_review"}),
    "recuse": ("reviewer", {"in_review"}),
    "approve": ("reviewer", {"in_review"}),
    "return": ("reviewer", {"in_review"}),
    "dissent": ("reviewer", {"in_review", "approved"}),
    "publish": ("publisher", {"approved"}),
    "revise": ("contributor", {"returned", "published", "retracted"}),
    "retract": ("contributor", {"published"}),
}
EVERY = {"open", "draft", "in_review", "returned", "approved", "published", "retracted"}
CLAIMS = {
    "edit": ("contributor", {"open", "draft", "returned"}),
    "assign": ("contributor", EVERY),
    "cite": ("contributor", {"open", "draft", "returned"}),
    "add_occurrence": ("contributor", {"open", "draft", "returned"}),
    "draft": ("contributor", {"open"}),
    "dismiss": ("contributor", {"open", "returned"}),
    "reopen": ("contributor", {"dismissed"}),
    "merge": ("contributor", {"open", "returned"}),
    "comment": ("contributor", EVERY | {"dismissed"}),
    "schedule_recheck": ("contributor", {"published"}),
    "ask_for_recheck": ("contributor", {"published"}),
    "settle_recheck": ("reviewer", EVERY),
    "ask_for_raters": ("contributor", {"open", "published", "retracted"}),
    "rate": ("contributor", EVERY),
    "stop_rating": ("contributor", EVERY),
}
EVIDENCE = {
    "edit": ("contributor", {"open", "draft", "returned"}),
    "remove": ("contributor", {"open", "draft", "returned"}),
}
SUGGESTIONS = {
    "accept": ("contributor", {"open"}),
    "dismiss": ("contributor", {"open"}),
    "restore": ("contributor", {"dismissed"}),
    "take_back": ("contributor", {"accepted"}),
}
COMMENTS = {"resolve": ("contributor", {"open"}), "reopen": ("contributor", {"resolved"})}
ARTICLES = {"edit": ("contributor", {"open", "draft", "returned", "published", "retracted"})}
OCCURRENCES = {
    "confirm": ("contributor", {"changed"}),
    "move": ("contributor", {"orphan"}),
    "acknowledge": ("contributor", {"orphan"}),
}
JOBS = {"cancel": ("contributor", {"waiting", "running"})}
WEBHOOKS = {
    "edit": ("admin", {"on", "off"}),
    "remove": ("admin", {"on", "off"}),
    "rotate_secret": ("admin", {"on", "off"}),
    "test": ("admin", {"on", "off"}),
    "redeliver": ("admin", {"on"}),
    "switch_off": ("admin", {"on"}),
    "switch_on": ("admin", {"off"}),
}
STATELESS = {
    ("assignment", "release"): "contributor",
    ("article", "add_version"): "contributor",
    ("article", "highlight"): "contributor",
    ("article", "suggest"): "contributor",
    ("team", "add_article"): "contributor",
    ("team", "set_policy"): "admin",
    ("team", "set_role"): "admin",
    ("team", "remove_member"): "admin",
    ("team", "rescore"): "admin",
    ("team", "add_webhook"): "admin",
    ("team", "add_integration"): "admin",
    ("team", "issue_token"): "viewer",
    ("team", "issue_integration_token"): "admin",
    ("token", "revoke_token"): "admin",
    ("team", "export"): "viewer",
    ("team", "import_check"): "contributor",
    ("team", "import_dossier"): "contributor",
    ("externalcheck", "remove"): "contributor",
}
OF_NOUN = {
    "verdict": VERDICTS,
    "claim": CLAIMS,
    "evidence": EVIDENCE,
    "suggestion": SUGGESTIONS,
    "comment": COMMENTS,
    "article": ARTICLES,
    "job": JOBS,
    "webhook": WEBHOOKS,
    "occurrence": OCCURRENCES,
}
STATUSES = ("draft", "in_review", "returned", "approved", "published", "retracted")
GONE = ("superseded", "discarded")
STATES = ("open", "dismissed", *STATUSES)


def as_(actor, role, **changes):
    return replace(actor, role=Role[role.upper()], **changes)


def kind_of(found):
    return type(found).__name__ if found else "allowed"


def expected(least, states, role, state, *, worked=False):
    """What is about the person is said before what is about the moment."""
    if worked or ROLES.index(role) < ROLES.index(least):
        return "NotAllowed"
    return "allowed" if state in states else "NotNow"


def standing(verdict, state):
    """Put the verdict's claim, in memory, into a state as the screen names it."""
    claim = Claim.objects.select_related("team", "article").get(pk=verdict.claim_id)
    claim.triage = "dismissed" if state == "dismissed" else "open"
    claim.current = None if state in {"open", "dismissed"} else verdict
    verdict.status = state if claim.current else verdict.status
    is_public = state in {"published", "retracted"}
    verdict.published_at = verdict.submitted_at if is_public else None
    verdict.claim = claim
    return claim


def test_every_row_of_the_table_is_stated_here():
    stated = {(noun, action) for noun, rules in OF_NOUN.items() for action in rules}
    rows = {(noun.__name__.lower(), action) for noun, action in ROWS}
    assert rows == stated | set(STATELESS)


def test_every_action_of_the_table_is_done_by_some_verb():
    done: set[str] = set()
    for path in Path(actions.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "step":
                name = node.args[0]
                done |= {name.value} if isinstance(name, ast.Constant) else set(Vote.values)
    assert done == {action for _noun, action in ROWS}


@pytest.mark.parametrize("action", VERDICTS)
def test_verdict_by_role_status_and_part(newsroom, action):
    verdict = in_review(newsroom)
    verdict.contributors.add(newsroom.charlie.user)
    for voter in (newsroom.erin, newsroom.dana):
        Review.objects.create(
            verdict=verdict, reviewer=voter.user, vote="approve", digest=verdict.digest
        )
    parts = {"author": newsroom.alice, "contributor": newsroom.charlie, "none": newsroom.bob}
    votes = ("take", "recuse", "approve", "return", "dissent")
    worked = {verb: {"author", "contributor"} for verb in votes} | {"publish": {"author"}}
    found, wanted = {}, {}
    for role, status, part in product(ROLES, (*STATUSES, *GONE), parts):
        case = (role, status, part)
        standing(verdict, status)
        found[case] = kind_of(refusal(action, as_(parts[part], role), verdict))
        wanted[case] = expected(
            *VERDICTS[action], role, status, worked=part in worked.get(action, ())
        )
    assert found == wanted


@pytest.mark.parametrize("action", CLAIMS)
def test_claim_by_role_and_state(newsroom, action):
    verdict = in_review(newsroom)
    found, wanted = {}, {}
    for role, state in product(ROLES, STATES):
        claim = standing(verdict, state)
        claim.needs_recheck = [{"reason": "asked"}]
        claim.double_rating = int(action in {"rate", "stop_rating"})
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), claim))
        wanted[role, state] = expected(*CLAIMS[action], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", EVIDENCE)
def test_evidence_by_role_and_state_of_its_claim(newsroom, action):
    verdict = in_review(newsroom)
    source = verdict.claim.evidence.get()
    found, wanted = {}, {}
    for role, state in product(ROLES, STATES):
        source.claim = standing(verdict, state)
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), source))
        wanted[role, state] = expected(*EVIDENCE[action], role, state)
    assert found == wanted


def test_article_by_role_and_what_is_said_about_its_words(newsroom):
    verdict = in_review(newsroom)
    found, wanted = {}, {}
    for role, state in product(ROLES, ("draft", *STATUSES)):
        type(verdict).objects.filter(pk=verdict.pk).update(
            status=state, published_at=timezone.now(), published_by=newsroom.dana.user
        )
        article = verdict.claim.article
        found[role, state] = kind_of(refusal("edit", as_(newsroom.bob, role), article))
        wanted[role, state] = expected(*ARTICLES["edit"], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", SUGGESTIONS)
def test_suggestion_by_role_and_state(newsroom, action):
    suggestion = a_suggestion(an_article(newsroom.alice))
    found, wanted = {}, {}
    for role, state in product(ROLES, ("open", "accepted", "dismissed")):
        suggestion.state = state
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), suggestion))
        wanted[role, state] = expected(*SUGGESTIONS[action], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", COMMENTS)
def test_thread_by_role_and_state(newsroom, action):
    comment = Comment(claim=in_review(newsroom).claim, author=newsroom.alice.user, text="Why?")
    found, wanted = {}, {}
    for role, state in product(ROLES, ("open", "resolved")):
        comment.resolved_at = timezone.now() if state == "resolved" else None
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), comment))
        wanted[role, state] = expected(*COMMENTS[action], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", WEBHOOKS)
def test_webhook_by_role_and_whether_it_is_on(newsroom, action):
    webhook = Webhook(team=newsroom.team, name="CMS")
    found, wanted = {}, {}
    for role, state in product(ROLES, ("on", "off")):
        webhook.active = state == "on"
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), webhook))
        wanted[role, state] = expected(*WEBHOOKS[action], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", OCCURRENCES)
def test_occurrence_by_role_and_fit(newsroom, action):
    place = in_review(newsroom).claim.occurrences.get()
    found, wanted = {}, {}
    for role, fit in product(ROLES, ("exact", "changed", "orphan", "confirmed")):
        place.fit = fit
        found[role, fit] = kind_of(refusal(action, as_(newsroom.bob, role), place))
        wanted[role, fit] = expected(*OCCURRENCES[action], role, fit)
    assert found == wanted


def test_assignment_is_released_by_its_reviewer_who_asked_them_and_admins(newsroom):
    assignment = assignments.assign(in_review(newsroom), by=newsroom.alice, to=newsroom.bob.user)
    people = {
        "bob": "allowed",
        "alice": "allowed",
        "erin": "allowed",
        "charlie": "NotAllowed",
        "dana": "NotAllowed",
        "victor": "NotAllowed",
    }
    found = {who: kind_of(refusal("release", getattr(newsroom, who), assignment)) for who in people}
    assert found == people
    assignment.ended_at = timezone.now()
    assert kind_of(refusal("release", newsroom.bob, assignment)) == "NotNow"


def test_job_by_role_state_and_who_asked_for_it(newsroom):
    an_article(newsroom.alice)
    job = Job.objects.get()
    found, wanted = {}, {}
    for role, state, asker in product(ROLES, JobState.values, (newsroom.alice, newsroom.bob)):
        job.state, job.asked_by = state, asker.user
        case = (role, state, asker.user)
        others = asker is newsroom.alice and role != "admin"
        found[case] = kind_of(refusal("cancel", as_(newsroom.bob, role), job))
        wanted[case] = expected(*JOBS["cancel"], role, state, worked=others)
    assert found == wanted


@pytest.mark.parametrize(("noun", "action"), STATELESS)
def test_what_has_no_state_by_role(newsroom, noun, action):
    thing = things(newsroom)[noun]
    least = STATELESS[noun, action]
    found = {role: kind_of(refusal(action, as_(newsroom.bob, role), thing)) for role in ROLES}
    assert found == {role: expected(least, {""}, role, "") for role in ROLES}


def a_suggestion(article):
    return Suggestion.objects.create(
        version=article.current,
        start=0,
        end=5,
        score=0.5,
        scores={},
        reasons=[],
        model_id="test",
        rank=1,
        level=1,
    )


def things(newsroom):
    verdict = in_review(newsroom)
    article = verdict.claim.article
    return {
        "verdict": verdict,
        "claim": verdict.claim,
        "evidence": verdict.claim.evidence.get(),
        "suggestion": a_suggestion(article),
        "article": article,
        "occurrence": verdict.claim.occurrences.get(),
        "team": newsroom.team,
        "token": issue_token(by=newsroom.alice, scopes=["read"])[0],
        "job": Job.objects.get(kind="suggest"),
        "webhook": Webhook(team=newsroom.team, name="CMS"),
        "comment": Comment.objects.create(
            claim=verdict.claim, author=newsroom.alice.user, text="Why?"
        ),
        "externalcheck": ExternalCheck(team=newsroom.team),
        "assignment": assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user),
    }


def test_a_token_is_revoked_by_its_owner_and_admins_and_by_no_program_without_the_scope(newsroom):
    token = issue_token(by=newsroom.alice, scopes=["read"])[0]
    people = {"alice": "allowed", "erin": "allowed", "bob": "NotAllowed", "dana": "NotAllowed"}
    found = {who: kind_of(refusal("revoke_token", getattr(newsroom, who), token)) for who in people}
    assert found == people
    program = replace(newsroom.alice, scopes=frozenset({"read", "suggest"}))
    for action, thing in (("revoke_token", token), ("issue_token", newsroom.team)):
        refused = refusal(action, program, thing)
        assert refused.sentence == (
            "This token lacks the scope “admin”, which it takes to manage tokens."
        )


def test_a_token_without_the_scope_may_not_whatever_its_owner_may(newsroom):
    found = things(newsroom)
    for (noun, action), row in ROWS.items():
        scope = SCOPE_FOR[row.role.name.lower()]
        lacking = replace(newsroom.erin, scopes=frozenset(SCOPES) - {scope})
        refused = refusal(action, lacking, found[noun.__name__.lower()])
        assert isinstance(refused, NotAllowed)
        assert refused.sentence == f"This token lacks the scope “{scope}”."


def test_another_team_may_do_nothing(newsroom):
    found = things(newsroom)
    for noun, action in ROWS:
        refused = refusal(action, newsroom.mallory, found[noun.__name__.lower()])
        assert isinstance(refused, NotAllowed)
        assert refused.sentence == "This belongs to another team."


def test_open_actions_say_what_the_door_will_say(newsroom):
    verdict = in_review(newsroom)
    listed = {found.action: found for found in open_actions(newsroom.victor, verdict)}
    assert list(listed) == list(VERDICTS)
    assert not listed["approve"].allowed
    assert listed["approve"].reason == "You are a viewer here; this takes a reviewer."
    assert workflow.OpenAction("approve", True, "") in open_actions(newsroom.bob, verdict)
