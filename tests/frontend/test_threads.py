"""What is said about a claim on its page: threads, names, and what a blind review hides."""

import re

import pytest

from annotations.actions import comments, reviews, teams, verdicts
from annotations.models import Comment
from frontend.plain import plain
from tests.cast import a_claim, a_draft, a_person, again, evidence_for, in_review
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

HIDES = "Blind review: you see what others say in it once you have voted"


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


@pytest.fixture
def blind(newsroom):
    """Alice's revision in a blind review by two."""
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    return in_review(newsroom)


def page(claim):
    return f"/claims/{claim.pk}/"


def section(answer):
    """The part of the page with the comments."""
    body = answer.content.decode()
    return body[body.index('id="threads"') :].split("</section>")[0]


def say(actor, claim, text, **more):
    given = {"text": text} | more
    return at_desk(actor).post(f"{page(claim)}comment/", given)


def test_what_somebody_says_stands_on_the_page_and_the_answer_leads_to_it(newsroom, claim):
    answer = say(newsroom.alice, claim, "Is this two batteries?")
    said = Comment.objects.get()
    assert answer["Location"] == f"{page(claim)}#comment-{said.pk}"
    shown = at_desk(newsroom.victor).get(page(claim))
    assert f'<li id="comment-{said.pk}">' in section(shown)
    assert "Alice now Is this two batteries?" in words(shown)
    assert "Comments 1, 1 open" in words(shown)


def test_an_answer_stands_under_what_it_answers(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="First thread")
    comments.say(claim, by=newsroom.alice, text="Second thread")
    say(newsroom.bob, claim, "Answer to the first", parent=first.pk)
    shown = words(at_desk(newsroom.victor).get(page(claim)))
    places = [shown.index(said) for said in ("First thread", "Answer to", "Second thread")]
    assert places == sorted(places)
    assert "Comments 3, 2 open" in shown


def test_resolved_threads_are_folded_behind_the_open_ones_with_who(newsroom, claim):
    done = comments.say(claim, by=newsroom.alice, text="Settled long ago")
    comments.say(claim, by=newsroom.alice, text="Still open")
    answer = at_desk(newsroom.bob).post(f"/comments/{done.pk}/resolve/", {"version": 1})
    assert answer["Location"] == f"{page(claim)}#threads"
    shown = section(at_desk(newsroom.victor).get(page(claim)))
    assert shown.index("Still open") < shown.index("1 resolved thread") < shown.index("Settled")
    assert "Resolved by Bob" in shown
    at_desk(newsroom.alice).post(f"/comments/{done.pk}/reopen/", {"version": 2})
    assert "resolved thread" not in section(at_desk(newsroom.victor).get(page(claim)))


def test_who_resolves_a_thread_that_has_changed_is_told(newsroom, claim):
    thread = comments.say(claim, by=newsroom.alice, text="Which year?")
    comments.reopen(comments.resolve(thread, by=newsroom.bob), by=newsroom.bob)
    bob = at_desk(newsroom.bob)
    headers = {"Referer": f"http://testserver{page(claim)}"}
    answer = bob.post(
        f"/comments/{thread.pk}/resolve/", {"version": 1}, headers=headers, follow=True
    )
    assert "Somebody changed this since you opened it." in words(answer)
    assert again(thread).state == "open"


@pytest.mark.parametrize("verb", ["resolve", "reopen"])
def test_a_turn_of_a_thread_that_came_too_late_shows_the_threads_and_why(newsroom, claim, verb):
    thread = comments.say(claim, by=newsroom.alice, text="Which year?")
    if verb == "resolve":
        comments.resolve(thread, by=newsroom.bob)
    address, htmx = f"/comments/{thread.pk}/{verb}/", {"HX-Request": "true"}
    alice = at_desk(newsroom.alice)
    for version, why in ((9, "Somebody changed this"), (again(thread).version, "Comment is")):
        answer = alice.post(address, {"version": version}, headers=htmx, follow=True)
        assert answer.redirect_chain[-1][0].startswith(page(claim))
        assert "Which year?" in section(answer)
        assert why in words(answer)
    assert again(thread).state == ("resolved" if verb == "resolve" else "open")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "This field is required."), ("9" * 4001, "Comment: at most 4,000 characters.")],
)
def test_what_is_not_taken_stays_in_its_form_with_the_reason(newsroom, claim, text, sentence):
    thread = comments.say(claim, by=newsroom.bob, text="Which year?")
    for form, more in (("comment", {}), (f"answer-{thread.pk}", {"parent": thread.pk})):
        answer = say(newsroom.alice, claim, text, **more)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert re.search(rf'id="{form}-text"[^>]*>\s*{text}</textarea>', section(answer))
    assert Comment.objects.count() == 1


def test_a_viewer_reads_is_told_why_not_more_and_keeps_what_they_typed(newsroom, claim):
    comments.say(claim, by=newsroom.alice, text="Which year?")
    victor = at_desk(newsroom.victor)
    shown = victor.get(page(claim))
    assert "Which year?" in words(shown)
    assert "<textarea" not in section(shown)
    assert "You are a viewer here; this takes a contributor." in section(shown)
    answer = victor.post(f"{page(claim)}comment/", {"text": "The year is 2025."})
    assert answer.status_code == 403
    assert "The year is 2025.</textarea>" in section(answer)


def test_another_teams_comments_are_not_found(newsroom, claim):
    thread = comments.say(claim, by=newsroom.alice, text="Which year?")
    mallory = at_desk(newsroom.mallory)
    for address in (f"{page(claim)}comment/", f"/comments/{thread.pk}/resolve/"):
        assert mallory.post(address, {"text": "Hello", "version": 1}).status_code == 404
    assert Comment.objects.count() == 1


def test_names_are_completed_from_the_colleagues(newsroom, claim):
    shown = section(at_desk(newsroom.alice).get(page(claim)))
    assert re.findall(r'data-name="(\w+)"', shown) == ["Bob", "Charlie", "Dana", "Erin", "Victor"]


def test_who_is_called_is_marked_by_name_and_others_are_not(newsroom, claim):
    say(newsroom.alice, claim, "@bob, ask @Nobody or bob@desk.example. @ERIN?")
    shown = section(at_desk(newsroom.alice).get(page(claim)))
    assert re.findall(r'<b class="mention">(.*?)</b>', shown) == ["@Bob", "@Erin"]
    assert "ask @Nobody or bob@desk.example." in shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo,\nthree.", '<p dir="auto">One.</p><p dir="auto">Two,\nthree.</p>'),
        ("<b>&", '<p dir="auto">&lt;b&gt;&amp;</p>'),
        (
            "(https://a.example/?a&b).",
            '<p dir="auto">(<a href="https://a.example/?a&amp;b" REL>https://a.example/?a&amp;b</a>).</p>',
        ),
        (
            "https://en.example/X_(y)!",
            '<p dir="auto"><a href="https://en.example/X_(y)" REL>https://en.example/X_(y)</a>!</p>',
        ),
        ("javascript:alert(1)", '<p dir="auto">javascript:alert(1)</p>'),
        (
            'https://a.ex/"onclick="x',
            '<p dir="auto"><a href="https://a.ex/" REL>https://a.ex/</a>&quot;onclick=&quot;x</p>',
        ),
    ],
)
def test_text_is_shown_as_written_and_only_addresses_lead_somewhere(text, html):
    assert plain(text).replace('rel="noopener noreferrer nofollow"', "REL") == html


def test_the_longest_name_is_meant_and_an_address_is_no_call(db):
    people = [a_person("Inga"), a_person("Inga Holm", at="port.example")]
    shown = plain("@inga  HOLM, @inga: https://port.example/@Inga", people)
    assert re.findall(r"<b.*?>(.*?)</b>", shown) == ["@Inga Holm", "@Inga"]
    assert 'href="https://port.example/@Inga"' in shown


def test_a_blind_review_hides_what_others_say_in_it_until_one_has_voted(newsroom, blind):
    comments.say(blind.claim, by=newsroom.bob, text="The sum is wrong.")
    mine = comments.say(blind.claim, by=newsroom.charlie, text="I doubt the year.")
    for actor in (newsroom.alice, newsroom.victor, newsroom.erin):
        shown = words(at_desk(actor).get(page(blind.claim)))
        assert HIDES in shown
        assert "The sum is wrong." not in shown
        assert "I doubt the year." not in shown
        assert "Comments 1" not in shown
    shown = words(at_desk(newsroom.charlie).get(page(blind.claim)))
    assert "I doubt the year." in shown
    assert "The sum is wrong." not in shown
    assert "Comments 1, 1 open" in shown
    reviews.review(blind, by=newsroom.charlie, vote="approve")
    shown = words(at_desk(newsroom.charlie).get(page(blind.claim)))
    assert HIDES not in shown
    assert "The sum is wrong." in shown
    assert f"comment-{mine.pk}" in section(at_desk(newsroom.charlie).get(page(blind.claim)))


def test_no_sentence_about_blindness_where_nothing_is_hidden(newsroom):
    verdict = in_review(newsroom)
    assert "Blind review" not in words(at_desk(newsroom.bob).get(page(verdict.claim)))
    teams.set_policy(by=newsroom.erin, blind_review=True)
    assert "Blind review" not in words(at_desk(newsroom.bob).get(page(verdict.claim)))


def test_what_is_hidden_cannot_be_answered_or_resolved(newsroom, blind):
    hidden = comments.say(blind.claim, by=newsroom.bob, text="The sum is wrong.")
    given = {"text": "Which sum?", "parent": hidden.pk, "version": 1}
    for address in (f"{page(blind.claim)}comment/", f"/comments/{hidden.pk}/resolve/"):
        assert at_desk(newsroom.charlie).post(address, given).status_code == 404
    assert Comment.objects.count() == 1


def test_ones_own_answer_stays_where_what_it_answers_is_hidden_again(newsroom, blind):
    thread = comments.say(blind.claim, by=newsroom.bob, text="The sum is wrong.")
    reviews.review(blind, by=newsroom.charlie, vote="approve")
    comments.say(blind.claim, by=newsroom.charlie, text="By one euro.", parent=thread)
    back = verdicts.withdraw(again(blind), by=newsroom.alice)
    verdicts.edit(back, by=newsroom.alice, summary="Other words.")
    verdicts.submit(back, by=newsroom.alice)
    shown = words(at_desk(newsroom.charlie).get(page(blind.claim)))
    assert "The sum is wrong." not in shown
    assert "The blind review hides what this answers. CHCharlie Charlie now By one euro." in shown


def test_a_dismissed_claim_can_still_be_talked_about(newsroom, claim):
    at_desk(newsroom.alice).post(f"{page(claim)}dismiss/", {"reason": "", "version": 1})
    assert say(newsroom.bob, claim, "Why?").status_code == 302


@pytest.mark.parametrize("parent", ["many", "²", "9" * 30])
def test_a_nonsensical_parent_is_no_error_of_the_desk(newsroom, claim, parent):
    assert say(newsroom.alice, claim, "Hello", parent=parent).status_code in {404, 422}


def test_the_number_of_queries_does_not_grow_with_what_is_said(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    a_draft(claim, newsroom.alice)

    def talk(times):
        for _again in range(times):
            thread = comments.say(claim, by=newsroom.bob, text="@Alice, which year?")
            answer = comments.say(claim, by=newsroom.alice, text="@Bob 2025.", parent=thread)
            assert answer.parent_id == thread.pk
            comments.resolve(comments.say(claim, by=newsroom.bob, text="Done"), by=newsroom.alice)

    talk(1)
    alice = at_desk(newsroom.alice)
    few = queries(alice, page(claim))
    talk(6)
    assert queries(alice, page(claim)) == few
