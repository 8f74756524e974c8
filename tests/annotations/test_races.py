"""A hundred at once: each counts once, one wins, and nobody sees an error.

The quick ones run on SQLite too, where all writers stand in one queue.
"""

from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from annotations.actions import (
    articles,
    claims,
    evidence,
    reviews,
    suggestions,
    teams,
    verdicts,
    versions,
)
from annotations.actions.articles import NewArticle
from annotations.errors import NotNow, Refusal, Stale
from annotations.history.ledger import first_bad_line
from annotations.models import Article, Claim, Job, Occurrence, Role, Stream, Suggestion, Verdict
from tests.annotations.at_once import at_once
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    again,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
)

pytestmark = pytest.mark.django_db(transaction=True)
postgres = pytest.mark.needs("postgres")


def kinds(answers):
    return Counter(type(a).__name__ if isinstance(a, Refusal) else "done" for a in answers)


@pytest.fixture(autouse=True)
def every_chain_verifies(transactional_db):
    yield
    assert [first_bad_line(stream) for stream in Stream.objects.all()] == [None] * (
        Stream.objects.count()
    )


def reviewers(newsroom, number):
    return [a_member(newsroom.team, f"Reviewer{n}", Role.REVIEWER) for n in range(number)]


@postgres
def test_a_hundred_approvals_count_once_a_person(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=5)
    four = reviewers(newsroom, 4)
    verdict = in_review(newsroom)
    answers = at_once(100, lambda n: reviews.review(verdict, by=four[n % 4], vote="approve"))
    assert kinds(answers) == {"done": 4, "NotNow": 96}
    assert (again(verdict).approvals, again(verdict).status) == (4, "in_review")
    assert {*verdict.reviews.values_list("reviewer", flat=True)} == {r.user.pk for r in four}


@postgres
def test_the_last_approval_that_the_quorum_needs_is_the_last(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=3)
    twenty = reviewers(newsroom, 20)
    verdict = in_review(newsroom)
    answers = at_once(100, lambda n: reviews.review(verdict, by=twenty[n % 20], vote="approve"))
    assert kinds(answers) == {"done": 3, "NotNow": 97}
    assert (again(verdict).approvals, again(verdict).status) == (3, "approved")


def test_one_of_twenty_publications_wins(newsroom):
    verdict = approved(newsroom)
    answers = at_once(20, lambda _n: verdicts.publish(verdict, by=newsroom.dana))
    assert kinds(answers) == {"done": 1, "NotNow": 19}
    assert Verdict.objects.public().count() == 1


@postgres
def test_a_correction_is_published_once_and_replaces_what_it_corrects(newsroom):
    first = published(newsroom)
    second = verdicts.revise(first, by=newsroom.alice, kind="update", reason="New facts.")
    second = verdicts.submit(second, by=newsroom.alice)
    reviews.review(second, by=newsroom.bob, vote="approve")
    answers = at_once(20, lambda _n: verdicts.publish(second, by=newsroom.dana))
    assert kinds(answers) == {"done": 1, "NotNow": 19}
    assert (again(first).status, again(second).status) == ("superseded", "published")


@postgres
def test_one_of_twenty_revisions_begins(newsroom):
    verdict = published(newsroom)
    answers = at_once(
        20, lambda _n: verdicts.revise(verdict, by=newsroom.bob, kind="minor", reason="A comma.")
    )
    assert kinds(answers) == {"done": 1, "NotNow": 19}


def test_fifty_highlights_of_one_span_are_one_claim(newsroom):
    version = an_article(newsroom.alice).current
    people = [newsroom.alice, newsroom.bob, newsroom.charlie, newsroom.dana]
    answers = at_once(50, lambda n: claims.highlight(version, by=people[n % 4], start=33, end=50))
    assert [created for _claim, created in answers].count(True) == 1
    assert len({claim.pk for claim, _created in answers}) == 1
    assert Claim.objects.count() == Occurrence.objects.count() == 1


def test_the_same_article_sent_twenty_times_is_one(newsroom):
    new = NewArticle(title="One", text="The same text. It costs 5 euros.")
    answers = at_once(20, lambda _n: articles.add_article(new, by=newsroom.alice))
    assert [created for _article, created in answers].count(True) == 1
    assert Article.objects.count() == Job.objects.count() == 1


def test_twenty_edits_of_one_version_lose_nothing(newsroom):
    claim = a_claim(newsroom.alice)
    answers = at_once(
        20, lambda n: claims.edit(claim, by=newsroom.alice, expected=1, claimant=f"Claimant {n}")
    )
    assert kinds(answers) == {"done": 1, "Stale": 19}
    winner = next(a for a in answers if not isinstance(a, Stale))
    assert again(claim).claimant == winner.claimant
    assert {a.current.claimant for a in answers if isinstance(a, Stale)} == {winner.claimant}


@postgres
def test_what_is_approved_is_what_was_submitted_however_many_edit_and_withdraw(newsroom):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice)
    verdict = verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.alice)
    numbers = count()
    acts = [
        lambda: reviews.review(verdict, by=newsroom.bob, vote="approve", digest=verdict.digest),
        lambda: verdicts.withdraw(verdict, by=newsroom.alice),
        lambda: verdicts.edit(verdict, by=newsroom.alice, summary=f"Summary {next(numbers)}"),
        lambda: evidence.edit(source, by=newsroom.alice, note=f"Note {next(numbers)}"),
    ]
    answers = at_once(60, lambda n: acts[n % 4]())
    assert all(isinstance(a, NotNow) for a in answers if isinstance(a, Refusal))
    kept = again(verdict)
    assert kept.status in {"draft", "approved"}
    assert all(review.digest == verdict.digest for review in kept.reviews.all())
    if kept.status == "draft":
        assert kept.approvals == 0


@postgres
def test_a_hundred_edits_of_one_draft_have_one_winner(newsroom):
    draft = a_draft(a_claim(newsroom.alice), newsroom.alice)
    answers = at_once(
        100, lambda n: verdicts.edit(draft, by=newsroom.alice, expected=1, summary=f"Summary {n}")
    )
    assert kinds(answers) == {"done": 1, "Stale": 99}
    winner = next(a for a in answers if not isinstance(a, Stale))
    assert (again(draft).summary, again(draft).version) == (winner.summary, 2)


@postgres
def test_in_200_rounds_of_edit_against_approval_nobody_publishes_what_nobody_approved(newsroom):
    """Withdraw, edit and submit again, while others approve what they read and publish it."""
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    outcomes: Counter[str] = Counter()
    for number in range(200):
        sent = verdicts.submit(draft, by=newsroom.alice)
        read = sent.digest

        def rewrite(sent=sent, number=number):
            verdicts.withdraw(sent, by=newsroom.alice)
            verdicts.edit(sent, by=newsroom.alice, summary=f"Nobody read this: {number}")
            return verdicts.submit(sent, by=newsroom.alice)

        acts: list[Callable[[], Any]] = [
            rewrite,
            lambda sent=sent, read=read: reviews.review(
                sent, by=newsroom.bob, vote="approve", digest=read
            ),
            lambda sent=sent: verdicts.publish(sent, by=newsroom.dana),
            lambda sent=sent: verdicts.publish(sent, by=newsroom.dana),
        ]
        at_once(4, lambda n, acts=acts: acts[n]())
        left = again(sent)
        outcomes[left.status] += 1
        if left.status == "published":
            assert left.digest == read
            assert left.approvals == 1
            draft = verdicts.revise(left, by=newsroom.alice, kind="update", reason="Again.")
        else:
            assert left.approvals == (left.status == "approved")
            draft = left if left.status == "draft" else verdicts.withdraw(left, by=newsroom.alice)
    assert outcomes["published"], "Nothing was ever published: the race tried nothing."
    assert len(outcomes) > 1, "Nobody was ever in time to rewrite: the race tried nothing."


@postgres
def test_one_proposal_is_decided_once(newsroom):
    version = an_article(newsroom.alice).current
    proposal = Suggestion.objects.create(
        version=version,
        start=33,
        end=50,
        score=1,
        scores={},
        reasons=[],
        model_id="test",
        rank=1,
        level=1,
    )
    verbs = (suggestions.accept, suggestions.dismiss)
    answers = at_once(20, lambda n: verbs[n % 2](proposal, by=newsroom.alice))
    assert kinds(answers) == {"done": 1, "NotNow": 19}
    assert Claim.objects.count() == (again(proposal).state == "accepted")


@postgres
def test_two_claims_of_an_article_and_two_articles_never_wait_for_one_another(newsroom):
    one, two = an_article(newsroom.alice), an_article(newsroom.alice, text="Another. It cost 5.")
    made = [a_claim(newsroom.alice, one), a_claim(newsroom.alice, two, quote="cost 5")]
    made.append(a_claim(newsroom.alice, one, quote="3.2"))

    def work(number):
        claim = made[number % 3]
        source = evidence_for(claim, newsroom.alice, title=f"Source {number}")
        evidence.edit(source, by=newsroom.bob, note="Seen")
        return claims.edit(claim, by=newsroom.bob, claimant=f"Claimant {number}")

    assert kinds(at_once(48, work)) == {"done": 48}


def test_words_marked_while_new_texts_arrive_are_where_they_say(newsroom):
    """Whoever comes first: each claim stands in the newest text, or says what became of it."""
    article = an_article(newsroom.alice)
    old = article.current
    texts = [f"{'New. ' * n}\n\n{old.text.replace('412', str(412 + n))}" for n in range(1, 5)]
    starts = [old.text.index(words) for words in ("cost 412", "It is 3.2", "Traffic")]

    def act(n):
        if n % 2:
            return versions.add_version(article, by=newsroom.bob, text=texts[n // 2])
        start = starts[n // 2 % 3]
        return claims.highlight(old, by=newsroom.alice, start=start, end=start + 8)

    answers = at_once(8, act)
    assert kinds(answers)["done"] >= 6  # two may mark the words that change
    newest = again(article).current
    assert [v.number for v in article.versions.order_by("number")] == [1, 2, 3, 4, 5]
    for place in Occurrence.objects.select_related("version"):
        assert place.quote == place.version.text[place.start : place.end]
        assert (place.fit == "orphan") == (place.version != newest)
        assert (place.fit == "changed") == (place.marked not in ("", place.quote))


def test_a_submission_and_a_new_text_at_once_keep_the_seal(newsroom):
    verdict = in_review(newsroom)
    verdict = verdicts.withdraw(verdict, by=newsroom.alice)
    article = verdict.claim.article
    moved = f"New.\n\n{article.current.text}"
    at_once(
        2,
        lambda n: (
            verdicts.submit(verdict, by=newsroom.alice)
            if n
            else versions.add_version(article, by=newsroom.bob, text=moved)
        ),
    )
    reviews.review(again(verdict), by=newsroom.bob, vote="approve")
    assert verdicts.publish(again(verdict), by=newsroom.dana).status == "published"
