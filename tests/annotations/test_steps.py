"""The door: what it refuses, what it saves, and what it writes down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import claims, evidence, reviews, verdicts
from annotations.actions.steps import step
from annotations.errors import NotAllowed, NotNow, Stale
from annotations.history.ledger import first_bad_line
from annotations.models import Claim, Event, Membership, Role, Stream, User, Verdict
from tests.cast import a_claim, a_draft, again, an_article, evidence_for, in_review, published


def lines(claim):
    return list(Event.objects.filter(stream__article_id=claim.article_id).order_by("seq"))


def standing(claim):
    """All that an action on a claim could leave half-written."""
    return (
        Claim.objects.values().get(pk=claim.pk),
        list(Verdict.objects.filter(claim=claim).values()),
        Event.objects.count(),
        list(Stream.objects.order_by("pk").values()),
    )


def test_a_change_is_saved_and_written_down_with_what_changed(newsroom):
    claim = a_claim(newsroom.alice)
    changed = claims.edit(claim, by=newsroom.bob, claimant="Port authority", priority="high")
    line = lines(claim)[-1]
    assert (again(claim).claimant, again(claim).priority) == ("Port authority", "high")
    assert (line.action, line.noun, line.object_id, line.claim_id) == (
        "edit",
        "claim",
        claim.pk,
        claim.pk,
    )
    assert line.before == {"claimant": "", "priority": "normal"}
    assert line.after == {"claimant": "Port authority", "priority": "high"}
    assert (line.actor, line.actor_name, line.via) == (newsroom.bob.user, "Bob", "screen")
    assert changed.version == claim.version + 1


def test_a_version_grows_once_however_many_fields_change(newsroom):
    claim = a_claim(newsroom.alice)
    claims.edit(claim, by=newsroom.alice, claimant="Inga Holm", topics=["a", "b"], priority="low")
    assert again(claim).version == 2


def test_what_changes_nothing_writes_nothing(newsroom):
    claim = a_claim(newsroom.alice)
    before = standing(claim)
    claims.edit(claim, by=newsroom.alice, statement=claim.statement)
    assert standing(claim) == before


def test_a_stale_version_is_refused_with_what_it_is_now(newsroom):
    claim = a_claim(newsroom.alice)
    claims.edit(claim, by=newsroom.bob, expected=1, claimant="Bob's")
    before = standing(claim)
    with pytest.raises(Stale, match="Somebody changed this since you opened it") as refused:
        claims.edit(claim, by=newsroom.alice, expected=1, claimant="Alice's")
    assert (refused.value.current.claimant, refused.value.current.version) == ("Bob's", 2)
    assert standing(claim) == before


def test_what_somebody_removed_is_stale(newsroom):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice)
    pk = source.pk
    source.delete()
    source.pk = pk
    with (
        pytest.raises(Stale, match="Somebody removed this"),
        step("edit", source, by=newsroom.alice),
    ):
        pytest.fail("The door opened to what is not there.")


def test_the_door_reads_again_and_does_not_believe_its_caller(newsroom):
    verdict = in_review(newsroom)
    verdict.status = "approved"
    with pytest.raises(NotNow):
        verdicts.publish(verdict, by=newsroom.dana)
    assert again(verdict).status == "in_review"


def test_the_door_asks_for_the_role_of_today(newsroom):
    claim = a_claim(newsroom.alice)
    Membership.objects.filter(user=newsroom.alice.user).update(role=Role.VIEWER)
    before = standing(claim)
    with pytest.raises(NotAllowed, match="You are a viewer here"):
        claims.edit(claim, by=newsroom.alice, claimant="Nobody")
    assert standing(claim) == before


def test_who_left_the_team_or_may_not_sign_in_passes_no_door(newsroom):
    claim = a_claim(newsroom.alice)
    Membership.objects.filter(user=newsroom.alice.user).delete()
    User.objects.filter(pk=newsroom.bob.user.pk).update(is_active=False)
    before = standing(claim)
    for actor in (newsroom.alice, newsroom.bob):
        with pytest.raises(NotAllowed, match="You are no longer a member of this team"):
            claims.edit(claim, by=actor, claimant="Nobody")
    assert standing(claim) == before


def test_a_refusal_leaves_nothing(newsroom):
    verdict = in_review(newsroom)
    before = standing(verdict.claim)
    with pytest.raises(NotNow):
        verdicts.edit(verdict, by=newsroom.alice, summary="Other words")
    with pytest.raises(NotAllowed):
        verdicts.publish(verdict, by=newsroom.bob)
    assert standing(verdict.claim) == before


def fail_half_way(claim, by):
    with step("draft", claim, by=by) as s:
        s.thing.claimant = "Half"
        s.add(Verdict(claim=s.thing, number=1, author=by.user))
        s.end()
        raise ZeroDivisionError


def test_a_verb_that_fails_inside_leaves_nothing_half_written(newsroom):
    claim = a_claim(newsroom.alice)
    before = standing(claim)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(claim, newsroom.alice)
    assert standing(claim) == before
    assert first_bad_line(Stream.objects.get(article=claim.article_id)) is None


def test_a_line_for_everything_that_an_action_touches(newsroom):
    first = published(newsroom)
    second = verdicts.revise(first, by=newsroom.alice, kind="update", reason="New accounts.")
    second = verdicts.submit(second, by=newsroom.alice)
    reviews.review(second, by=newsroom.bob, vote="approve")
    claim = first.claim
    before = len(lines(claim))
    verdicts.publish(second, by=newsroom.dana)
    written = lines(claim)[before:]
    assert {(line.noun, line.object_id, line.after["status"]) for line in written} == {
        ("verdict", first.pk, "superseded"),
        ("verdict", second.pk, "published"),
    }
    assert {line.action for line in written} == {"publish"}


def test_new_things_are_written_down_with_all_that_they_say(newsroom):
    claim = a_claim(newsroom.alice, statement="The tunnel cost 412 million.", topics=["Money"])
    line = next(line for line in lines(claim) if line.noun == "claim")
    assert line.before == {}
    assert line.after["statement"] == "The tunnel cost 412 million."
    assert line.after["topics"] == ["Money"]
    assert "claimant" not in line.after
    assert next(line for line in lines(claim) if line.noun == "occurrence").claim_id == claim.pk


def test_what_is_removed_is_kept_in_the_history(newsroom):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice, passage="412.3 million")
    evidence.remove(source, by=newsroom.alice)
    line = lines(claim)[-1]
    assert (line.action, line.noun, line.claim_id) == ("remove", "evidence", claim.pk)
    assert line.before["passage"] == "412.3 million"
    assert line.after == {}
    assert not claim.evidence.exists()


def test_the_lines_of_a_stream_are_counted_without_a_gap(newsroom):
    claim = published(newsroom).claim
    assert [line.seq for line in lines(claim)] == list(range(1, len(lines(claim)) + 1))
    assert claim.article.stream.seq == len(lines(claim))


def test_articles_and_teams_have_streams_of_their_own(newsroom):
    one = an_article(newsroom.alice)
    two = an_article(newsroom.alice, text="Another text altogether. It is short.")
    claims.highlight(two.current, by=newsroom.alice, start=0, end=7)
    assert [e.noun for e in one.stream.events.order_by("seq")] == ["article", "articleversion"]
    assert two.stream.events.count() == 4


def test_the_stream_is_locked_before_the_thing_is_read(newsroom):
    claim = a_claim(newsroom.alice)
    with CaptureQueriesContext(connection) as queries:
        claims.edit(claim, by=newsroom.alice, claimant="Inga Holm")
    selects = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert "annotations_stream" in selects[0]
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in selects[0]


def test_drafting_points_the_claim_at_its_revision(newsroom):
    claim = a_claim(newsroom.alice)
    verdict = a_draft(claim, newsroom.alice)
    assert again(claim).current == verdict
    assert verdict.claim.state == "draft"
