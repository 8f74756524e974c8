"""A feed that is sent again meets what it sent before: nothing is there twice, nothing is lost."""

from typing import Any

import pytest

from annotations.models import Article, Claim, Event, Evidence
from tests.annotations.at_once import at_once
from tests.api.program import Program, refused, rows
from tests.cast import (
    QUOTE,
    TEXT,
    TITLE,
    a_claim,
    a_token,
    again,
    an_article,
    evidence_for,
    in_review,
    published,
)

pytestmark = pytest.mark.django_db

NEWS = {"title": TITLE, "text": TEXT, "external_id": "cms-1", "publisher": "Harbour Herald"}
SOURCE = {"url": "https://port.example/a", "stance": "supports", "external_id": "src-1"}


def a_feed(article: int = 0, claim: int = 0) -> dict[str, dict[str, Any]]:
    """What a feed sends of each noun."""
    return {
        "articles": NEWS,
        "claims": {"article": article, "exact": QUOTE, "claimant": "The port", "external_id": "c"},
        "evidence": {"claim": claim, "passage": "412.3 million", **SOURCE},
    }


def send(program: Program) -> dict[str, Any]:
    """Send the whole feed; the answers by noun."""
    article = program.post("articles/", NEWS)
    claim = program.post("claims/", a_feed(article.json()["id"])["claims"])
    source = program.post("evidence/", a_feed(claim=claim.json()["id"])["evidence"])
    return {"articles": article, "claims": claim, "evidence": source}


def test_a_feed_that_is_sent_twice_changes_nothing(alice):
    first = send(alice)
    assert {answer.status_code for answer in first.values()} == {201}
    before, lines = rows(), Event.objects.count()
    second = send(alice)
    assert {answer.status_code for answer in second.values()} == {200}
    assert (rows(), Event.objects.count()) == (before, lines)
    assert [a.json()["id"] for a in second.values()] == [a.json()["id"] for a in first.values()]
    for noun, answer in first.items():
        own = a_feed()[noun]["external_id"]
        assert answer.json()["external_id"] == own
        (found,) = alice.get(f"{noun}/?external_id={own}").json()["results"]
        assert found["id"] == answer.json()["id"]
        assert alice.get(f"{noun}/?external_id=other").json()["results"] == []


CHANGES = [
    ("articles", {"title": "The tunnel opens in June", "byline": "By Inga Holm"}),
    ("articles", {"url": "https://herald.example/tunnel", "published_on": "2025-05-01"}),
    ("claims", {"claimant": "The port authority", "topics": ["harbour"]}),
    ("claims", {"statement": "The tunnel cost 412 million euros."}),
    ("evidence", {"note": "See page 4.", "stance": "context", "primary": True}),
]


@pytest.mark.parametrize(("noun", "changes"), CHANGES)
def test_what_is_known_is_edited_where_it_differs(alice, noun, changes):
    there = {name: answer.json() for name, answer in send(alice).items()}
    sent = a_feed(there["articles"]["id"], there["claims"]["id"])[noun] | changes
    answer = alice.post(f"{noun}/", sent)
    assert answer.status_code == 200
    shown = alice.get(f"{noun}/{there[noun]['id']}/").json()
    assert {name: shown[name] for name in changes} == changes
    line = Event.objects.latest("pk")
    assert (line.action, line.object_id) == ("edit", there[noun]["id"])
    assert set(changes) <= set(line.after)
    lines = Event.objects.count()
    assert alice.post(f"{noun}/", sent).status_code == 200
    assert Event.objects.count() == lines


def test_what_is_left_out_or_empty_stays_as_it_is(alice):
    there = send(alice)
    more = {"external_id": "cms-1", "title": TITLE, "text": TEXT, "publisher": ""}
    assert alice.post("articles/", more).json()["publisher"] == "Harbour Herald"
    bare = {"article": there["articles"].json()["id"], "exact": QUOTE, "external_id": "c"}
    assert alice.post("claims/", bare).json()["claimant"] == "The port"
    source = {"claim": there["claims"].json()["id"], **SOURCE}
    assert alice.post("evidence/", source).json()["passage"] == "412.3 million"


def test_an_article_sent_again_with_another_text_gets_a_version(alice):
    first = alice.post("articles/", NEWS).json()
    again = alice.post("articles/", NEWS | {"text": "Other words."})
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    assert (again.json()["version"], again.json()["text"]) == (2, "Other words.")
    before = rows()
    assert alice.post("articles/", NEWS | {"text": "Other words."}).json() == again.json()
    assert rows() == before


def test_an_external_id_for_other_words_or_another_claim_is_refused(alice, newsroom):
    there = {name: answer.json()["id"] for name, answer in send(alice).items()}
    other = an_article(newsroom.alice, url="https://a.example/2")
    claim = a_feed(there["articles"])["claims"]
    before = rows()
    for sent in ({"exact": "3.2 kilometres"}, {"article": other.pk}):
        refused(alice.post("claims/", claim | sent), 409, "not_now")
    elsewhere = a_claim(newsroom.alice, other)
    before["Claim"], before["Occurrence"] = before["Claim"] + 1, before["Occurrence"] + 1
    before["Event"] += 2
    refused(alice.post("evidence/", a_feed(claim=elsewhere.pk)["evidence"]), 409, "not_now")
    assert rows() == before


def test_what_the_table_does_not_let_be_edited_is_refused_and_the_same_is_not(alice, newsroom):
    there = send(alice)
    claim = Claim.objects.get()
    published(newsroom, claim)
    answers = send(alice)
    assert {answer.status_code for answer in answers.values()} == {200}
    feed, lines = a_feed(there["articles"].json()["id"], claim.pk), Event.objects.count()
    for noun, change in (("claims", {"claimant": "Nobody"}), ("evidence", {"note": "New."})):
        problem = refused(alice.post(f"{noun}/", feed[noun] | change), 409, "not_now")
        assert "changes by a new revision only" in problem["detail"]
    assert Event.objects.count() == lines


def test_an_article_whose_words_are_under_review_keeps_its_title(alice, newsroom):
    send(alice)
    in_review(newsroom, Claim.objects.get())
    problem = refused(alice.post("articles/", NEWS | {"title": "Another"}), 409, "not_now")
    assert "is being reviewed" in problem["detail"]
    assert alice.post("articles/", NEWS).status_code == 200


def test_a_dismissed_claim_is_not_opened_by_the_feed(alice):
    claim = send(alice)["claims"].json()
    alice.post(f"claims/{claim['id']}/dismiss/", {"reason": "A joke."})
    assert send(alice)["claims"].json()["state"] == "dismissed"
    sent = a_feed(claim["article"])["claims"] | {"claimant": "Nobody"}
    refused(alice.post("claims/", sent), 409, "not_now")


def test_what_was_there_without_an_id_takes_the_first_that_comes(alice, newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article)
    answers = send(alice)
    assert [answers[noun].status_code for noun in ("articles", "claims")] == [200, 200]
    assert (again(article).external_id, again(claim).external_id) == ("cms-1", "c")
    assert (again(article).publisher, again(claim).claimant) == ("Harbour Herald", "The port")
    lines = Event.objects.count()
    send(alice)
    assert Event.objects.count() == lines
    sent = a_feed(article.pk)["claims"]
    refused(alice.post("articles/", NEWS | {"external_id": "cms-2"}), 409, "not_now")
    refused(alice.post("claims/", sent | {"external_id": "c-2"}), 409, "not_now")


def test_an_id_is_given_and_taken_by_a_patch_and_never_twice(alice, newsroom):
    there = send(alice)
    other = an_article(newsroom.alice, url="https://a.example/2")
    claim = a_claim(newsroom.alice, other)
    things = {"articles": other, "claims": claim, "evidence": evidence_for(claim, newsroom.alice)}
    for noun, thing in things.items():
        path, taken = f"{noun}/{thing.pk}/", there[noun].json()["external_id"]
        tag = alice.get(path)["ETag"]
        problem = refused(alice.patch(path, {"external_id": taken}, If_Match=tag), 422, "invalid")
        assert "external_id" in problem["errors"]
        refused(alice.patch(path, {"external_id": "x" * 201}, If_Match=tag), 422, "invalid")
        done = alice.patch(path, {"external_id": " new "}, If_Match=tag)
        assert (done.status_code, done.json()["external_id"]) == (200, "new")
        assert done["ETag"] != tag
        refused(alice.patch(path, {"external_id": "newer"}, If_Match=tag), 412, "stale")
        refused(alice.patch(path, {"external_id": "newer"}), 428)


def test_an_article_shows_its_text_s_version_and_its_tag_counts_changes(alice, victor, newsroom):
    article = an_article(newsroom.alice)
    path, tag = f"articles/{article.pk}/", alice.get(f"articles/{article.pk}/")["ETag"]
    refused(victor.patch(path, {"title": "Mine"}, If_Match=tag), 403, "not_allowed")
    shown = alice.patch(path, {"title": "The tunnel", "url": "https://a.example/"}, If_Match=tag)
    assert (shown.json()["title"], shown.json()["version"]) == ("The tunnel", 1)
    other = an_article(newsroom.alice, url="https://b.example/")
    path, tag = f"articles/{other.pk}/", alice.get(f"articles/{other.pk}/")["ETag"]
    problem = refused(alice.patch(path, {"url": "https://a.example/"}, If_Match=tag), 422)
    assert "has this address and text already" in problem["errors"]["url"][0]
    refused(alice.patch(path, {"text": "Other words."}, If_Match=tag), 400, "malformed")


def test_another_team_has_ids_of_its_own(alice, mallory, newsroom):
    send(alice)
    theirs = send(mallory)
    assert {answer.status_code for answer in theirs.values()} == {201}
    for noun in ("articles", "claims", "evidence"):
        assert len(mallory.get(f"{noun}/").json()["results"]) == 1


def test_who_only_reads_learns_nothing_and_changes_nothing(alice, victor):
    there = send(alice)
    feed = a_feed(there["articles"].json()["id"], there["claims"].json()["id"])
    for noun, sent in feed.items():
        refused(victor.post(f"{noun}/", sent), 403, "not_allowed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs("postgres")
def test_of_ten_at_once_with_one_id_one_makes_it(newsroom):
    keys = [a_token(newsroom.alice), a_token(newsroom.bob)]
    answers = at_once(10, lambda n: Program(keys[n % 2]).post("articles/", NEWS).status_code)
    assert sorted(answers) == [200] * 9 + [201]
    # Of two articles: the locks of the articles do not keep these apart.
    article, claim = Article.objects.get(), a_claim(newsroom.alice)
    other = an_article(newsroom.alice, url="https://b.example/")
    homes = [article.pk, other.pk]

    def mark(n: int) -> int:
        sent = {"article": homes[n % 2], "exact": "3.2 kilometres", "external_id": "c"}
        return int(Program(keys[n % 2]).post("claims/", sent).status_code)

    assert sorted(at_once(10, mark)) == [200] * 4 + [201] + [409] * 5
    sent = a_feed(claim=claim.pk)["evidence"]
    answers = at_once(10, lambda n: Program(keys[n % 2]).post("evidence/", sent).status_code)
    assert sorted(answers) == [200] * 9 + [201]
    assert (Claim.objects.count(), Evidence.objects.count()) == (2, 1)
