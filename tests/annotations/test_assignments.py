"""Who reviews what: asking, taking, giving back, standing aside, and what is left lying."""

import datetime as dt

import pytest
from django.utils import timezone

from annotations import tasks
from annotations.actions import assignments, evidence, reviews, teams, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow
from annotations.models import Assignment, Event, Membership, Role
from tests.cast import a_claim, a_draft, a_member, again, evidence_for, in_review

DAY = dt.timedelta(days=1)


@pytest.fixture
def verdict(newsroom):
    """Alice's revision, in review; an assignment to it lasts three days."""
    teams.set_policy(by=newsroom.erin, review_days=3)
    return in_review(newsroom)


def ask(verdict, newsroom, reviewer):
    return assignments.assign(verdict, by=newsroom.alice, to=reviewer.user)


def vote(verdict, by, how="approve"):
    return reviews.review(verdict, by=by, vote=how, comment="See page 4.")


def pass_days(**which):
    """Let the days of these assignments be over."""
    Assignment.objects.filter(**which).update(due_at=timezone.now() - DAY)


def standing(verdict):
    found = Assignment.objects.standing().filter(verdict=verdict).order_by("pk")
    return [*found.values_list("reviewer__name", flat=True)]


def lines(action):
    found = Event.objects.filter(action=action, noun="assignment").order_by("pk")
    return [*found.values_list("actor_name", "via")]


def test_a_contributor_asks_a_reviewer(newsroom, verdict):
    asked = ask(verdict, newsroom, newsroom.bob)
    assert (asked.reviewer, asked.assigned_by) == (newsroom.bob.user, newsroom.alice.user)
    assert abs(asked.due_at - timezone.now() - 3 * DAY) < dt.timedelta(minutes=1)
    assert lines("assign") == [("Alice", "screen")]


def test_without_a_deadline_an_assignment_is_never_due(newsroom):
    assert ask(in_review(newsroom), newsroom, newsroom.bob).due_at is None


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("alice", "is not a reviewer"),
        ("victor", "is not a reviewer"),
        ("mallory", "is not a member"),
        ("charlie", "worked on this revision or stood aside"),
        ("dana", "worked on this revision or stood aside"),
        ("bob", "reviews this already"),
    ],
)
def test_only_who_could_review_it_can_be_asked(newsroom, who, why):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice)
    evidence.edit(source, by=newsroom.charlie, note="Checked.")
    verdict = in_review(newsroom, claim)
    assignments.recuse(verdict, by=newsroom.dana, reason="My cousin built it.")
    ask(verdict, newsroom, newsroom.bob)
    with pytest.raises(Invalid, match=why) as refused:
        ask(verdict, newsroom, getattr(newsroom, who))
    assert list(refused.value.errors) == ["reviewer"]
    assert standing(verdict) == ["Bob"]


def test_an_integration_cannot_be_asked(newsroom, verdict):
    robot = a_member(newsroom.team, "Robot", Role.REVIEWER, is_integration=True)
    with pytest.raises(Invalid):
        ask(verdict, newsroom, robot)


def test_whether_somebody_voted_is_not_told_by_asking_them(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    vote(verdict, newsroom.bob)
    assert ask(verdict, newsroom, newsroom.bob)


def test_a_reviewer_takes_a_review_once(newsroom, verdict):
    taken = assignments.take(verdict, by=newsroom.bob)
    assert (taken.reviewer, taken.assigned_by) == (newsroom.bob.user, newsroom.bob.user)
    with pytest.raises(NotNow, match="You review this already"):
        assignments.take(verdict, by=newsroom.bob)


@pytest.mark.parametrize("who", ["alice", "victor", "mallory"])
def test_who_cannot_review_it_cannot_take_it(newsroom, verdict, who):
    with pytest.raises(NotAllowed):
        assignments.take(verdict, by=getattr(newsroom, who))


@pytest.mark.parametrize(("who", "may"), [("bob", 1), ("alice", 1), ("erin", 1), ("charlie", 0)])
def test_the_reviewer_who_asked_them_or_an_admin_give_it_back(newsroom, verdict, who, may):
    asked = ask(verdict, newsroom, newsroom.bob)
    if not may:
        with pytest.raises(NotAllowed):
            assignments.release(asked, by=getattr(newsroom, who))
        return
    assert assignments.release(asked, by=getattr(newsroom, who)).ended_at
    assert standing(verdict) == []
    with pytest.raises(NotNow):
        assignments.release(asked, by=newsroom.bob)
    assignments.take(verdict, by=newsroom.bob)
    assert standing(verdict) == ["Bob"], "Others may take it, and Bob again."


def test_who_stands_aside_reviews_no_revision_of_the_claim(newsroom, verdict):
    ask(verdict, newsroom, newsroom.bob)
    assignments.recuse(verdict, by=newsroom.bob, reason="My cousin built it.")
    assert standing(verdict) == []
    for act in (assignments.take, vote):
        with pytest.raises(NotAllowed, match="You recused yourself"):
            act(verdict, by=newsroom.bob)
    [line] = Event.objects.filter(noun="recusal")
    assert (line.actor_name, line.reason) == ("Bob", "My cousin built it.")


def test_who_stands_aside_says_why(newsroom, verdict):
    with pytest.raises(Invalid) as refused:
        assignments.recuse(verdict, by=newsroom.bob, reason=" ")
    assert list(refused.value.errors) == ["reason"]


def test_the_days_count_from_the_submission_on(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3)
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    asked = ask(draft, newsroom, newsroom.bob)
    assert asked.due_at is None
    verdicts.submit(draft, by=newsroom.alice)
    assert again(asked).due_at > timezone.now() + 2 * DAY
    pass_days()
    verdicts.withdraw(draft, by=newsroom.alice)
    tasks.release()
    assert standing(draft) == ["Bob"], "A draft waits for nobody's review."
    verdicts.submit(draft, by=newsroom.alice)
    assert again(asked).due_at > timezone.now() + 2 * DAY


def test_who_came_to_work_on_it_reviews_it_no_more(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    for reviewer in (newsroom.bob, newsroom.charlie):
        ask(draft, newsroom, reviewer)
    verdicts.edit(draft, by=newsroom.bob, summary="It cost that.")
    verdicts.submit(draft, by=newsroom.alice)
    assert standing(draft) == ["Charlie"]


def test_those_who_reviewed_it_review_the_next_revision(newsroom, verdict):
    for reviewer in (newsroom.bob, newsroom.charlie, newsroom.dana):
        ask(verdict, newsroom, reviewer)
    assignments.release(ask_of(newsroom.dana), by=newsroom.dana)
    vote(verdict, newsroom.bob, "return")
    new = verdicts.revise(again(verdict), by=newsroom.alice)
    assert standing(new) == ["Bob", "Charlie"]
    assert {a.due_at for a in new.assignments.all()} == {None}


def ask_of(reviewer):
    return Assignment.objects.get(reviewer=reviewer.user)


def test_a_correction_starts_without_reviewers(newsroom, verdict):
    ask(verdict, newsroom, newsroom.bob)
    vote(verdict, newsroom.bob)
    done = verdicts.publish(verdict, by=newsroom.dana)
    new = verdicts.revise(done, by=newsroom.alice, kind="minor", reason="A comma.")
    assert standing(new) == []


# ---------------------------------------------------------------- what is left lying


def test_what_is_left_lying_is_released_in_the_reviewer_s_name(newsroom, verdict):
    asked = ask(verdict, newsroom, newsroom.bob)
    tasks.release()
    assert standing(verdict) == ["Bob"]
    pass_days()
    tasks.release()
    assert (standing(verdict), again(verdict).status) == ([], "in_review")
    assert lines("release") == [("Bob", "task:release")]
    ended = again(asked).ended_at
    tasks.release()
    assert again(asked).ended_at == ended
    assert len(lines("release")) == 1


def test_who_has_voted_has_left_nothing_lying(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3, approvals_required=2)
    verdict = in_review(newsroom)
    for reviewer in (newsroom.bob, newsroom.charlie):
        ask(verdict, newsroom, reviewer)
    vote(verdict, newsroom.bob)
    pass_days()
    tasks.release()
    assert standing(verdict) == ["Bob"]


def test_a_vote_on_what_was_submitted_before_counts_no_more(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3, approvals_required=2)
    verdict = in_review(newsroom)
    ask(verdict, newsroom, newsroom.bob)
    vote(verdict, newsroom.bob, "dissent")
    verdicts.withdraw(verdict, by=newsroom.alice)
    verdicts.edit(verdict, by=newsroom.alice, summary="It cost that.")
    verdicts.submit(verdict, by=newsroom.alice)
    pass_days()
    tasks.release()
    assert standing(verdict) == []


def test_who_votes_a_moment_before_the_release_keeps_the_review(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3, approvals_required=2)
    verdict = in_review(newsroom)
    asked = ask(verdict, newsroom, newsroom.bob)
    pass_days()
    vote(verdict, newsroom.bob)
    assignments._release_idle(asked)
    assert standing(verdict) == ["Bob"]


def test_in_a_blind_review_what_is_released_does_not_tell_who_has_voted(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3, approvals_required=2, blind_review=True)
    verdict = in_review(newsroom)
    for reviewer in (newsroom.bob, newsroom.charlie):
        ask(verdict, newsroom, reviewer)
    vote(verdict, newsroom.bob, "dissent")
    pass_days()
    tasks.release()
    assert standing(verdict) == []
    vote(verdict, newsroom.dana, "return")
    new = verdicts.revise(again(verdict), by=newsroom.alice)
    assert standing(new) == ["Bob"], "He reviewed it; Charlie did not."


def demoted(newsroom):
    Membership.objects.filter(user=newsroom.bob.user).update(role=Role.VIEWER)


def gone(newsroom):
    teams.remove_member(newsroom.bob.user, by=newsroom.erin)


def locked_out(newsroom):
    newsroom.bob.user.is_active = False
    newsroom.bob.user.save()


@pytest.mark.parametrize("leave", [demoted, gone, locked_out])
def test_an_admin_releases_what_the_reviewer_cannot(newsroom, verdict, leave):
    ask(verdict, newsroom, newsroom.bob)
    leave(newsroom)
    pass_days()
    tasks.release()
    assert standing(verdict) == []
    assert lines("release") == [("Erin", "task:release")]


def test_where_nobody_is_left_it_stays_and_the_log_says_so(newsroom, verdict, caplog):
    ask(verdict, newsroom, newsroom.bob)
    Membership.objects.filter(team=newsroom.team).update(role=Role.VIEWER)
    pass_days()
    tasks.release()
    assert standing(verdict) == ["Bob"]
    assert "Nobody in the team can release assignment" in caplog.text


@pytest.mark.parametrize(("how", "status"), [("approve", "approved"), ("return", "returned")])
def test_a_patient_team_decides_when_the_last_is_released(newsroom, how, status):
    teams.set_policy(by=newsroom.erin, review_days=3, returns_at_once=False)
    verdict = in_review(newsroom)
    for reviewer in (newsroom.bob, newsroom.charlie, newsroom.dana):
        ask(verdict, newsroom, reviewer)
    vote(verdict, newsroom.bob, how)
    pass_days(reviewer=newsroom.charlie.user)
    tasks.release()
    assert again(verdict).status == "in_review"
    pass_days(reviewer=newsroom.dana.user)
    tasks.release()
    assert again(verdict).status == status


def test_a_review_that_is_over_is_left_as_it_is(newsroom, verdict):
    for reviewer in (newsroom.bob, newsroom.charlie):
        ask(verdict, newsroom, reviewer)
    vote(verdict, newsroom.bob)
    pass_days()
    tasks.release()
    assert (again(verdict).status, lines("release")) == ("approved", [])


def test_so_many_are_released_at_a_time(newsroom, verdict, monkeypatch):
    monkeypatch.setattr(assignments, "MOST_RELEASED", 1)
    for reviewer in (newsroom.bob, newsroom.charlie):
        ask(verdict, newsroom, reviewer)
    pass_days()
    for left in (1, 0, 0):
        tasks.release()
        assert len(standing(verdict)) == left
