"""The main job, by the desk's actions and a real worker: from an article to its correction."""

import pytest

from annotations.actions import claims, evidence, reviews, suggestions, teams, verdicts
from annotations.errors import NotAllowed, NotNow
from annotations.history.ledger import first_bad_line
from annotations.models import Event, Job, Stream, Suggestion, Verdict
from annotations.publishing.addresses import claim_review_of
from tests.cast import again, an_answer, an_article, evidence_for
from tests.infrastructure.patience import eventually

STORY = [
    ("add_article", "article", "Alice"),
    ("add_article", "articleversion", "Alice"),
    ("suggest", "article", "Alice"),
    ("accept", "claim", "Alice"),
    ("accept", "occurrence", "Alice"),
    ("accept", "suggestion", "Alice"),
    ("edit", "claim", "Bob"),
    ("cite", "evidence", "Alice"),
    ("draft", "verdict", "Alice"),
    ("submit", "verdict", "Alice"),
    ("return", "review", "Charlie"),
    ("return", "verdict", "Charlie"),
    ("revise", "verdict", "Alice"),
    ("edit", "verdict", "Alice"),
    ("submit", "verdict", "Alice"),
    ("approve", "review", "Charlie"),
    ("approve", "review", "Dana"),
    ("approve", "verdict", "Dana"),
    ("publish", "verdict", "Erin"),
    ("revise", "verdict", "Alice"),
    ("edit", "evidence", "Alice"),
    ("submit", "verdict", "Alice"),
    ("approve", "review", "Charlie"),
    ("approve", "review", "Dana"),
    ("approve", "verdict", "Dana"),
    ("publish", "verdict", "Dana"),
    ("publish", "verdict", "Dana"),
]


def passages(verdict):
    return [source["passage"] for source in again(verdict).dossier["evidence"]]


@pytest.mark.django_db(transaction=True)
def test_from_an_article_to_the_correction_of_its_fact_check(newsroom, worker):
    teams.set_policy(by=newsroom.erin, approvals_required=2, author_may_publish=False)

    # The worker proposes, Alice accepts, Bob says it better.
    article = an_article(newsroom.alice, url="https://news.example/tunnel")
    proposal = eventually(lambda: Suggestion.objects.visible_to(newsroom.alice).open().first())
    eventually(lambda: Job.objects.get().state == "done")
    claim, _created = suggestions.accept(proposal, by=newsroom.alice)
    claims.edit(claim, by=newsroom.bob, expected=1, claimant="Port authority")
    source = evidence_for(claim, newsroom.alice)

    # Charlie wants the year; Alice adds it; Charlie and Dana approve, and Erin publishes.
    verdict = verdicts.draft(claim, by=newsroom.alice, **an_answer(newsroom.team))
    verdict = verdicts.submit(verdict, by=newsroom.alice)
    with pytest.raises(NotAllowed, match="You wrote this draft"):
        reviews.review(verdict, by=newsroom.alice, vote="approve")
    reviews.review(verdict, by=newsroom.charlie, vote="return", comment="Name the year.")
    verdict = verdicts.revise(verdict, by=newsroom.alice)
    verdicts.edit(verdict, by=newsroom.alice, summary="The accounts of 2025 confirm the figure.")
    verdict = verdicts.submit(verdict, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.charlie, vote="approve", digest=verdict.digest)
    with pytest.raises(NotNow, match="Verdict is in review"):
        verdicts.publish(verdict, by=newsroom.erin)
    reviews.review(verdict, by=newsroom.dana, vote="approve", digest=verdict.digest)
    first = verdicts.publish(verdict, by=newsroom.erin)
    assert claim_review_of(first)["itemReviewed"]["author"]["name"] == "Port authority"

    # The source was misquoted: a correction, while readers go on seeing what was published.
    second = verdicts.revise(first, by=newsroom.alice, kind="correction", reason="A misquote.")
    evidence.edit(source, by=newsroom.alice, passage="Total cost: 412.3 million euros.")
    second = verdicts.submit(second, by=newsroom.alice)
    assert Verdict.objects.public().get() == first
    reviews.review(second, by=newsroom.charlie, vote="approve")
    reviews.review(second, by=newsroom.dana, vote="approve")
    second = verdicts.publish(second, by=newsroom.dana)

    assert Verdict.objects.public().get() == second
    assert again(first).status == "superseded"
    assert passages(first) == ["Total cost of the tunnel: 412.3 million euros."]
    assert passages(second) == ["Total cost: 412.3 million euros."]
    assert [*claim.verdicts.order_by("number").values_list("number", "status")] == [
        (1, "returned"),
        (2, "superseded"),
        (3, "published"),
    ]
    lines = Event.objects.filter(stream__article=article).order_by("seq")
    assert [*lines.values_list("action", "noun", "actor_name")] == STORY
    assert first_bad_line(Stream.objects.get(article=article)) is None
