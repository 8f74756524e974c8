"""What people say to each other about a claim: threads, mentions, and who is told."""

import pytest

from annotations.actions import claims, comments, reviews, teams
from annotations.errors import Invalid, NotAllowed, NotNow, Stale
from annotations.models import Comment, Event, Notification, Role, User
from tests.cast import a_claim, a_draft, a_member, a_person, again, in_review

TUNNEL_LENGTH = "3.2 kilometres long"


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def told():
    """Who was told what, the first first."""
    return [*Notification.objects.order_by("pk").values_list("user__name", "kind")]


def lines(thing):
    """What the history says of it."""
    events = Event.objects.filter(noun=thing._meta.model_name, object_id=thing.pk)
    return [*events.order_by("seq").values_list("action", "actor_name")]


def test_a_comment_is_kept_as_it_was_meant_and_recorded(newsroom, claim):
    said = comments.say(claim, by=newsroom.alice, text="  Cafe\u0301?\r\nYes. ")
    assert again(said).text == "Café?\nYes."
    assert (said.author, said.claim, said.parent) == (newsroom.alice.user, claim, None)
    assert (said.verdict, said.state, told()) == (None, "open", [])
    assert lines(said) == [("comment", "Alice")]
    [line] = Event.objects.filter(noun="comment")
    assert (line.claim_id, line.after["text"]) == (claim.pk, "Café?\nYes.")


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001, "a\x00b", "\u200b"])
def test_what_cannot_be_read_is_refused_by_name(newsroom, claim, text):
    with pytest.raises(Invalid) as refused:
        comments.say(claim, by=newsroom.alice, text=text)
    assert list(refused.value.errors) == ["text"]
    assert not Comment.objects.exists()


def test_four_thousand_characters_are_enough_and_allowed(newsroom, claim):
    assert len(comments.say(claim, by=newsroom.alice, text="🚢" * 4000).text) == 4000


def test_a_dismissed_claim_can_be_talked_about(newsroom, claim):
    claims.dismiss(claim, by=newsroom.alice)
    assert again(comments.say(claim, by=newsroom.bob, text="Why?")).text == "Why?"


@pytest.mark.parametrize("who", ["victor", "mallory"])
def test_who_may_only_read_says_nothing(newsroom, claim, who):
    first = comments.say(claim, by=newsroom.alice, text="Why?")
    by = getattr(newsroom, who)
    for act in (
        lambda: comments.say(claim, by=by, text="Because."),
        lambda: comments.say(claim, by=by, text="Because.", parent=first),
        lambda: comments.resolve(first, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_comment_names_the_revision_that_is_in_review(newsroom, claim):
    a_draft(claim, newsroom.alice)
    assert comments.say(claim, by=newsroom.bob, text="Soon?").verdict is None
    verdict = in_review(newsroom, a_claim(newsroom.alice, quote=TUNNEL_LENGTH))
    assert comments.say(verdict.claim, by=newsroom.bob, text="Page?").verdict == verdict
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert comments.say(verdict.claim, by=newsroom.bob, text="Good.").verdict is None


def an_answer(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="Why?")
    return comments.say(claim, by=newsroom.bob, text="So.", parent=first)


def of_another_claim(newsroom, _claim):
    other = a_claim(newsroom.alice, quote=TUNNEL_LENGTH)
    return comments.say(other, by=newsroom.alice, text="Here?")


def hidden(newsroom, claim):
    teams.set_policy(by=newsroom.erin, blind_review=True)
    in_review(newsroom, claim)
    return comments.say(claim, by=newsroom.bob, text="Only for those who voted.")


def unsaved(_newsroom, _claim):
    return Comment(pk=999_999)


@pytest.mark.parametrize("parent", [an_answer, of_another_claim, hidden, unsaved])
def test_an_answer_belongs_to_the_beginning_of_a_thread_that_one_sees(newsroom, claim, parent):
    wrong = parent(newsroom, claim)
    kept = Comment.objects.count()
    with pytest.raises(Invalid) as refused:
        comments.say(claim, by=newsroom.charlie, text="And?", parent=wrong)
    assert list(refused.value.errors) == ["parent"]
    assert Comment.objects.count() == kept


def test_a_thread_is_resolved_and_opened_again_by_anybody_who_works(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    done = comments.resolve(first, by=newsroom.bob)
    assert (done.state, again(first).resolved_by) == ("resolved", newsroom.bob.user)
    with pytest.raises(NotNow):
        comments.resolve(first, by=newsroom.alice)
    assert comments.reopen(first, by=newsroom.alice).state == again(first).state == "open"
    with pytest.raises(NotNow):
        comments.reopen(first, by=newsroom.alice)
    assert lines(first) == [("comment", "Alice"), ("resolve", "Bob"), ("reopen", "Alice")]


def test_an_answer_is_not_resolved(newsroom, claim):
    with pytest.raises(NotNow):
        comments.resolve(an_answer(newsroom, claim), by=newsroom.alice)


@pytest.mark.parametrize("verb", [comments.resolve, comments.reopen])
def test_a_thread_that_moved_on_is_looked_at_again_first(newsroom, claim, verb):
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    comments.resolve(first, by=newsroom.bob, expected=1)
    with pytest.raises(Stale):
        verb(first, by=newsroom.alice, expected=1)


def test_an_answer_opens_a_resolved_thread_and_the_history_says_so(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    comments.resolve(first, by=newsroom.alice)
    comments.say(claim, by=newsroom.bob, text="Not those.", parent=first)
    assert (again(first).state, again(first).version) == ("open", 3)
    assert lines(first)[-1] == ("comment", "Bob")


def test_in_a_blind_review_no_thread_that_opens_tells_of_an_answer(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    comments.resolve(first, by=newsroom.alice)
    teams.set_policy(by=newsroom.erin, blind_review=True)
    in_review(newsroom, claim)
    before = Event.objects.visible_to(newsroom.charlie).count()
    comments.say(claim, by=newsroom.bob, text="Not those.", parent=first)
    assert again(first).state == "resolved"
    assert Event.objects.visible_to(newsroom.charlie).count() == before


def test_a_claim_takes_a_thousand_comments_and_no_more(newsroom, claim):
    one = comments.say(claim, by=newsroom.alice, text="Once.")
    again_and_again = [Comment(claim=claim, author=one.author, text="And again.")] * 998
    Comment.objects.bulk_create(again_and_again)
    comments.say(claim, by=newsroom.alice, text="The last one.")
    with pytest.raises(NotNow, match="1,000 comments"):
        comments.say(claim, by=newsroom.alice, text="One more.")


def test_who_is_mentioned_is_remembered_and_told_once(newsroom, claim):
    text = "@bob, @Charlie and once more @BOB: see page 4. Not Dana."
    said = comments.say(claim, by=newsroom.alice, text=text)
    assert {*said.mentioned.all()} == {newsroom.bob.user, newsroom.charlie.user}
    assert told() == [("Bob", "mentioned"), ("Charlie", "mentioned")]


def test_the_name_before_the_at_of_an_email_calls_too(newsroom, claim):
    inga = a_member(newsroom.team, "Inga", Role.VIEWER)
    User.objects.filter(pk=inga.user.pk).update(name="Dr Holm", email="inga.holm@port.example")
    comments.say(claim, by=newsroom.alice, text="@inga.holm, please.")
    assert told() == [("Dr Holm", "mentioned")]


def test_only_people_of_the_team_who_are_still_here_are_called(newsroom, claim):
    a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    a_person("Zoe")
    said = comments.say(claim, by=newsroom.alice, text="@Robot @Zoe @Mallory @Alice")
    assert [*said.mentioned.all()] == [newsroom.alice.user]
    assert told() == [], "Nobody is told of what they said themselves."


def test_a_comment_calls_twenty_people_at_most(newsroom, claim):
    names = [f"Reader{chr(65 + n)}" for n in range(21)]
    for name in names:
        a_member(newsroom.team, name, Role.VIEWER)
    with pytest.raises(Invalid) as refused:
        comments.say(claim, by=newsroom.alice, text=" ".join(f"@{name}" for name in names))
    assert list(refused.value.errors) == ["text"]
    comments.say(claim, by=newsroom.alice, text=" ".join(f"@{name}" for name in names[:20]))
    assert len(told()) == 20


def test_those_who_take_part_in_a_thread_are_told_of_an_answer(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    comments.say(claim, by=newsroom.bob, text="Of 2025.", parent=first)
    comments.say(claim, by=newsroom.bob, text="Page 4.", parent=first)
    comments.say(claim, by=newsroom.dana, text="Another thread.")
    assert told() == [("Alice", "answered")] * 2
    Notification.objects.all().delete()
    comments.say(claim, by=newsroom.charlie, text="@Bob, are you sure?", parent=first)
    assert told() == [("Bob", "mentioned"), ("Alice", "answered")]


def test_in_a_blind_review_who_is_mentioned_hears_of_it_after_voting(newsroom, claim):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom, claim)
    comments.say(claim, by=newsroom.bob, text="@Charlie @Alice, is it so?")
    heard = Notification.objects.visible_to
    assert not heard(newsroom.charlie).exists()
    assert not heard(newsroom.alice).exists()
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    assert heard(newsroom.charlie).exists()
    assert not heard(newsroom.alice).exists()
    reviews.review(verdict, by=newsroom.dana, vote="approve")
    assert heard(newsroom.alice).exists()
