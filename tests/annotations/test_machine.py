"""Several people do anything at all, in any order; what must never be, never is.

Hypothesis chooses who does what. The machine keeps its own book of who worked on what, and holds
every vote and every publication against it.
"""

from collections import defaultdict
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from annotations.actions import (
    assignments,
    claims,
    comments,
    evidence,
    raters,
    reviews,
    teams,
    verdicts,
)
from annotations.errors import Refusal
from annotations.history.ledger import first_bad_line
from annotations.models import Claim, Event, Rating, Recusal, Review, Role, Stream, Verdict
from annotations.models.verdict import PUBLIC, UNDER_WAY
from annotations.text.digests import digest
from annotations.workflow.written import WRITTEN
from tests.cast import a_claim, a_member, a_newsroom, an_answer, an_article, evidence_for

PEOPLE = ("alice", "amir", "bob", "charlie", "dana", "dora", "erin", "victor", "mallory")
PUBLISHERS = {"dana", "dora", "erin"}
NEXT = {
    None: "draft",
    "draft": "submit",
    "in_review": "approve",
    "approved": "publish",
    "returned": "revise",
    "published": "revise",
    "retracted": "revise",
}
MEDDLING = (
    "edit_claim", "cite", "edit_evidence", "remove_evidence", "draft", "edit_verdict", "submit",
    "withdraw", "discard", "approve", "return", "dissent", "publish", "revise", "retract",
    "assign", "take", "recuse", "comment", "ask_for_raters", "rate", "dismiss", "reopen",
)  # fmt: skip


class Desk(RuleBasedStateMachine):
    """Two claims, nine people (two writers, two reviewers, two publishers), and a book."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.room = a_newsroom()
        self.people = {who: getattr(self.room, who) for who in PEOPLE if hasattr(self.room, who)}
        for name, role in (("Amir", Role.CONTRIBUTOR), ("Dora", Role.PUBLISHER)):
            self.people[name.lower()] = a_member(self.room.team, name, role)
        self.numbers = count()
        article = an_article(self.room.alice)
        self.claims = [a_claim(self.room.alice, article, quote=q).pk for q in ("412", "3.2")]
        self.worked = defaultdict(set)
        self.sources = defaultdict(set)

    def teardown(self):
        for stream in Stream.objects.all():
            assert first_bad_line(stream) is None
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(required=st.integers(1, 2), own=st.booleans(), at_once=st.booleans(), blind=st.booleans())
    def policy(self, required, own, at_once, blind):
        teams.set_policy(
            by=self.room.erin,
            approvals_required=required,
            author_may_publish=own,
            returns_at_once=at_once,
            blind_review=blind,
        )

    @rule(which=st.integers(0, 1), order=st.permutations(PEOPLE))
    def go_on(self, which, order):
        """The first person who can, does what comes next; without this little is published."""
        current = Claim.objects.get(pk=self.claims[which]).current
        if current is None:
            self.do("cite", which, "alice")
        self.first_who_can(NEXT[current.status if current else None], which, order)

    @rule(which=st.integers(0, 1), what=st.sampled_from(MEDDLING), order=st.permutations(PEOPLE))
    def meddle(self, which, what, order):
        self.first_who_can(what, which, order)

    @rule(which=st.integers(0, 1), who=st.sampled_from(PEOPLE), what=st.sampled_from(MEDDLING))
    def try_it(self, which, who, what):
        self.do(what, which, who)

    def first_who_can(self, what, which, order):
        written = Event.objects.count()
        for who in order:
            self.do(what, which, who)
            if Event.objects.count() > written:
                return

    def do(self, what, which, who):
        claim = Claim.objects.get(pk=self.claims[which])
        by, written = self.people[who], Event.objects.count()
        try:
            getattr(self, f"_{what}")(claim, by)
            refused = who in {"victor", "mallory"}
        except Refusal:
            refused = True
        assert not refused or Event.objects.count() == written

    def _edit_claim(self, claim, by):
        claims.edit(claim, by=by, statement=f"Statement {next(self.numbers)}")
        if claim.current:
            self.worked[claim.pk].add(by.user.pk)

    def _cite(self, claim, by):
        self.sources[evidence_for(claim, by).pk].add(by.user.pk)

    def _edit_evidence(self, claim, by):
        for source in claim.evidence.all()[:1]:
            evidence.edit(source, by=by, note=f"Note {next(self.numbers)}")
            self.sources[source.pk].add(by.user.pk)

    def _remove_evidence(self, claim, by):
        for source in claim.evidence.all()[:1]:
            evidence.remove(source, by=by)
            if claim.current:
                self.worked[claim.pk].add(by.user.pk)

    def _draft(self, claim, by):
        verdicts.draft(claim, by=by, **an_answer(self.room.team))
        self.worked[claim.pk].add(by.user.pk)

    def _revise(self, claim, by):
        if claim.current:
            verdicts.revise(claim.current, by=by, kind="update", reason="New facts.")
            self.worked[claim.pk].add(by.user.pk)

    def _edit_verdict(self, claim, by):
        if claim.current:
            verdicts.edit(claim.current, by=by, summary=f"Summary {next(self.numbers)}")
            self.worked[claim.pk].add(by.user.pk)

    def _submit(self, claim, by):
        if claim.current:
            verdicts.submit(claim.current, by=by)
            self.worked[claim.pk].add(by.user.pk)

    def _withdraw(self, claim, by):
        if claim.current:
            verdicts.withdraw(claim.current, by=by)

    def _approve(self, claim, by):
        if claim.current:
            reviews.review(claim.current, by=by, vote="approve")
            sources = claim.evidence.values_list("pk", flat=True)
            assert by.user.pk not in self.worked[claim.pk]
            assert not any(by.user.pk in self.sources[pk] for pk in sources)

    def _dissent(self, claim, by):
        if claim.current:
            reviews.review(claim.current, by=by, vote="dissent", comment="Too kind.")

    def _discard(self, claim, by):
        if claim.current:
            verdicts.discard(claim.current, by=by)

    def _retract(self, claim, by):
        if claim.current:
            verdicts.retract(claim.current, by=by, reason="It does not hold.")
            self.worked[claim.pk].add(by.user.pk)

    def _assign(self, claim, by):
        if claim.current:
            assignments.assign(claim.current, by=by, to=self.room.charlie.user)

    def _take(self, claim, by):
        if claim.current:
            assignments.take(claim.current, by=by)

    def _recuse(self, claim, by):
        if claim.current:
            assignments.recuse(claim.current, by=by, reason="A cousin.")

    def _comment(self, claim, by):
        comments.say(claim, by=by, text="@Bob Which year?")

    def _ask_for_raters(self, claim, by):
        raters.ask(claim, by=by)

    def _rate(self, claim, by):
        ratings = list(Rating.objects.filter(scale__team=self.room.team, value__gte=4))
        raters.rate(claim, by=by, rating=ratings[next(self.numbers) % 2])
        self.worked[claim.pk].add(by.user.pk)

    def _return(self, claim, by):
        if claim.current:
            reviews.review(claim.current, by=by, vote="return", comment="Say more.")

    def _publish(self, claim, by):
        if claim.current:
            verdicts.publish(claim.current, by=by)
            assert by.user.pk in {self.people[who].user.pk for who in PUBLISHERS}
            done = Verdict.objects.get(pk=claim.current.pk)
            assert digest(done.dossier) == done.digest
            assert done.author_id != by.user.pk or done.policy.author_may_publish

    def _dismiss(self, claim, by):
        claims.dismiss(claim, by=by)

    def _reopen(self, claim, by):
        claims.reopen(claim, by=by)

    @invariant()
    def what_is_published_has_its_quorum_of_others(self):
        passed = ["approved", "published", "superseded", "retracted"]
        for verdict in Verdict.objects.filter(status__in=passed):
            votes = Review.objects.filter(verdict=verdict, vote="approve", digest=verdict.digest)
            voters = set(votes.values_list("reviewer", flat=True))
            wrote = set(verdict.contributors.values_list("pk", flat=True)) | {verdict.author_id}
            assert len(voters) >= verdict.policy.approvals_required
            assert not voters & wrote
            assert all(
                not Recusal.objects.filter(
                    claim=verdict.claim_id, user=vote.reviewer_id, at__lt=vote.at
                ).exists()
                for vote in votes
            )

    @invariant()
    def webhooks_can_name_every_line(self):
        assert set(Event.objects.values_list("noun", "action")) <= WRITTEN

    @invariant()
    def one_revision_is_published_and_one_under_way(self):
        for pk in self.claims:
            statuses = list(
                Verdict.objects.filter(claim=pk).order_by("number").values_list("status", flat=True)
            )
            assert sum(status in PUBLIC for status in statuses) <= 1
            assert sum(status in UNDER_WAY for status in statuses) <= 1
            newest = Claim.objects.get(pk=pk).current
            kept = [n for n, status in enumerate(statuses, 1) if status != "discarded"]
            assert (newest.number if newest else 0) == (kept[-1] if kept else 0)


@pytest.mark.once  # The rules are ours, and the same on every database.
@pytest.mark.django_db
def test_whatever_people_do_four_eyes_and_the_history_hold():
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
