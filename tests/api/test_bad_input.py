"""Nonsense in bodies: the contract's status, a sentence, and nothing half-written."""

import datetime as dt

import pytest

from tests.api.program import Program, refused, rows
from tests.cast import QUOTE, TEXT, a_claim, a_draft, a_token, again, an_article, in_review

pytestmark = pytest.mark.django_db

HUGE = 10**30
ENDLESS = b"1" * 5_000
DEEP = b'{"title": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"
ARTICLE = {"title": "A title", "text": "Some words that nobody has sent yet."}
AT = TEXT.index(QUOTE)

BODIES = [
    pytest.param(b"{", 400, id="broken"),
    pytest.param(b"\xff\xfe{}", 400, id="not UTF-8"),
    pytest.param(b'{"title": NaN}', 400, id="NaN"),
    pytest.param(b'{"title": -Infinity}', 400, id="infinite"),
    pytest.param(b'{"title": ' + ENDLESS + b"}", 400, id="endless number"),
    pytest.param(DEEP, 400, id="deep"),
    pytest.param(b"[]", 400, id="a list"),
    pytest.param(b'"words"', 400, id="a string"),
    pytest.param(b"null", 400, id="null"),
    pytest.param(b"7", 400, id="a number"),
    pytest.param(b'{"title": "a", "title": "b", "text": "c"}', 400, id="a name twice"),
    pytest.param(b'{"\\ud800": 1}', 400, id="half a character as a name"),
    pytest.param(b"", 400, id="nothing"),
]

ARTICLES = [
    ({"title": "T"}, 400, "text"),
    ({"text": "T"}, 400, "title"),
    ({"text": None}, 400, "text"),
    ({"text": 7}, 400, "text"),
    ({"title": ["a"]}, 400, "title"),
    ({"title": {"a": 1}}, 400, "title"),
    ({"unknown": 1}, 400, "unknown"),
    ({"published_on": "2025-02-30"}, 400, "published_on"),
    ({"published_on": "yesterday"}, 400, "published_on"),
    ({"published_on": 20250101}, 400, "published_on"),
    ({"published_on": "99999-01-01"}, 400, "published_on"),
    ({"text": ""}, 422, "text"),
    ({"text": " \n\u200b "}, 422, "text"),
    ({"title": ""}, 422, "title"),
    ({"title": "x" * 501}, 422, "title"),
    ({"text": "a\x00b"}, 422, "text"),
    ({"title": "a\x00b"}, 422, "title"),
    ({"text": "half \ud83d a character"}, 422, "text"),
    ({"title": "half \udc00"}, 422, "title"),
    ({"text": "a\x07b"}, 422, "text"),
    ({"url": "javascript:alert(1)"}, 422, "url"),
    ({"url": "http://["}, 422, "url"),
    ({"url": "https://a.example/" + "x" * 2000}, 422, "url"),
    ({"language": "not a tag"}, 422, "language"),
    ({"external_id": "x" * 201}, 422, "external_id"),
]

SPANS = [
    ({"start": AT, "end": AT}, 422, "end"),
    ({"start": AT + 5, "end": AT}, 422, "end"),
    ({"start": -1, "end": AT}, 422, "start"),
    ({"start": HUGE, "end": HUGE + 1}, 422, "start"),
    ({"start": AT, "end": 10**9}, 422, "end"),
    ({"start": 1.5, "end": AT}, 400, "start"),
    ({"start": True, "end": AT}, 400, "start"),
    ({"start": "1", "end": AT}, 400, "start"),
    ({"start": None, "end": AT}, 400, "start"),
    ({"start": [1], "end": AT}, 400, "start"),
    ({"start": AT}, 400, None),
    ({}, 400, None),
    ({"start": AT, "end": AT + 4, "unit": "bytes"}, 422, "unit"),
    ({"start": AT, "end": AT + 4, "unit": {}}, 422, "unit"),
    ({"exact": ""}, 422, "exact"),
    ({"exact": "words that are not there"}, 422, "exact"),
    ({"exact": "e"}, 422, "exact"),
    ({"exact": "x" * 6000}, 422, "exact"),
    ({"exact": "\ud800"}, 422, "exact"),
    ({"exact": "\x00"}, 422, "exact"),
    ({"exact": QUOTE, "statement": "x" * 1001}, 422, "statement"),
    ({"exact": QUOTE, "statement": "a\x00"}, 422, "statement"),
    ({"exact": QUOTE, "claimant": "\udfff"}, 422, "claimant"),
    ({"exact": QUOTE, "topics": "harbour"}, 400, "topics"),
    ({"exact": QUOTE, "topics": [1]}, 400, "topics.0"),
    ({"exact": QUOTE, "topics": ["x" * 61]}, 422, "topics"),
    ({"exact": QUOTE, "topics": ["a\x00"]}, 422, "topics.0"),
    ({"exact": QUOTE, "topics": [str(n) for n in range(21)]}, 422, "topics"),
    ({"exact": QUOTE, "claimed_on": "2025-13-01"}, 400, "claimed_on"),
    ({"exact": QUOTE, "state": "published"}, 400, "state"),
]

SOURCES = [
    ({"url": ""}, 422, "url"),
    ({"url": "ftp://a.example/"}, 422, "url"),
    ({"url": "http://[::1"}, 422, "url"),
    ({"url": "not an address"}, 422, "url"),
    ({"url": "https://a.example/\x00"}, 422, "url"),
    ({"stance": "maybe"}, 422, "stance"),
    ({"stance": ["supports"]}, 422, "stance"),
    ({"stance": None}, 400, "stance"),
    ({"passage": "x" * 5001}, 422, "passage"),
    ({"passage": "\ud800"}, 422, "passage"),
    ({"primary": "yes"}, 400, "primary"),
    ({"primary": 1}, 400, "primary"),
    ({"claim": "1"}, 400, "claim"),
    ({"claim": True}, 400, "claim"),
    ({"claim": HUGE}, 404, None),
    ({"claim": -1}, 404, None),
    ({"claim": 0}, 404, None),
]

ANSWERS = [
    ({"rating": "rather-odd"}, 422, "rating"),
    ({"rating": ""}, 422, "rating"),
    ({"rating": "\x00\ud800"}, 422, "rating"),
    ({"rating": HUGE}, 404, None),
    ({"rating": 999_999}, 404, None),
    ({"rating": True}, 400, "rating"),
    ({"rating": 1.5}, 400, "rating"),
    ({"rating": {"slug": "true"}}, 400, "rating"),
    ({"as_of": "2025-06-31"}, 400, "as_of"),
    ({"summary": "x" * 1001}, 422, "summary"),
    ({"rationale": "x" * 50_001}, 422, "rationale"),
    ({"rationale": "a\x00"}, 422, "rationale"),
    ({"one_sided_reason": "x" * 501}, 422, "one_sided_reason"),
    ({"one_origin_reason": "\ud800"}, 422, "one_origin_reason"),
    ({"reply_asked_on": "2025-06-31"}, 400, "reply_asked_on"),
    ({"reply_asked_how": "x" * 201}, 422, "reply_asked_how"),
    ({"reply_answer": "x" * 2001}, 422, "reply_answer"),
    ({"reply_not_asked_reason": None}, 400, "reply_not_asked_reason"),
    ({"terms": {"approvals_required": 1}}, 400, "terms"),
    ({"policy": {"approvals_required": 1}}, 400, "policy"),
    ({"status": "published"}, 400, "status"),
]


def told(response, status: int, field: str | None) -> None:
    """Check the refusal, and that it names the field."""
    problem = refused(response, status)
    if field:
        assert field in problem["errors"], problem
        assert all(problem["errors"][field])


@pytest.mark.once
@pytest.mark.parametrize(("body", "status"), BODIES)
@pytest.mark.parametrize("path", ["articles/", "claims/", "evidence/", "verdicts/"])
def test_what_is_no_object_of_json(alice, path, body, status):
    before = rows()
    refused(alice.post(path, body), status, "malformed")
    assert rows() == before


@pytest.mark.once
@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "text/xml"])
def test_what_does_not_say_that_it_is_json(alice, kind):
    before = rows()
    refused(alice.post("articles/", b'{"title": "a"}', Content_Type=kind), 415)
    assert rows() == before


@pytest.mark.parametrize(("sent", "status", "field"), ARTICLES)
def test_articles_that_cannot_be(alice, sent, status, field):
    body = ARTICLE | sent if len(sent) > 1 or field in sent else sent
    before = rows()
    told(alice.post("articles/", body), status, field)
    assert rows() == before


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("articles/", {"x" * 50_000: 1, "title": "T", "text": "Words."}),
        ("articles/", {f"name {number}": 1 for number in range(10_000)}),
        ("articles/bulk/", [{"x" * 50_000: 1}]),
        ("claims/", {"article": 1, "start": 0, "end": 1, "unit": "x" * 50_000}),
        ("notifications/read/", {"up_to": "x" * 50_000}),
        ("webhooks/", {"name": "N", "url": "https://" + "x" * 50_000, "events": ["x" * 50_000]}),
        ("verdicts/", {"claim": 1, "rating": "x" * 50_000, "summary": "S"}),
        ("tokens/", {"scopes": ["x" * 50_000] * 200}),
        ("tokens/?" + "x" * 50_000 + "=1", {"scopes": ["read"]}),
    ],
)
def test_what_was_sent_does_not_come_back_in_full(newsroom, path, sent):
    answer = Program(a_token(newsroom.erin)).post(path, sent)
    assert 400 <= answer.status_code < 500 or path.endswith("bulk/")
    assert len(answer.content) < 25_000


def test_a_text_of_five_megabytes_is_too_large(alice):
    before = rows()
    long = ARTICLE | {"text": "words " * 850_000}
    assert "1,000,000" in refused(alice.post("articles/", long), 413, "too_large")["detail"]
    refused(alice.post("articles/", b" " * 16_800_000), 413, "too_large")
    assert rows() == before


@pytest.mark.parametrize(("sent", "status", "field"), SPANS)
def test_words_that_cannot_be_marked(alice, newsroom, sent, status, field):
    article = an_article(newsroom.alice)
    before = rows()
    told(alice.post("claims/", {"article": article.pk} | sent), status, field)
    assert rows() == before


def test_an_offset_inside_a_surrogate_pair(alice, newsroom):
    article = an_article(newsroom.alice)
    ship = TEXT.index("🚢")
    inside = {"article": article.pk, "start": ship + 1, "end": ship + 5, "unit": "utf16"}
    told(alice.post("claims/", inside), 422, "start")


def test_a_quote_that_does_not_match_is_told_what_stands_there(alice, newsroom):
    article = an_article(newsroom.alice)
    sent = {"article": article.pk, "start": AT, "end": AT + len(QUOTE), "exact": "cost nothing"}
    problem = refused(alice.post("claims/", sent), 422, "invalid")
    assert problem["errors"]["found"] == [QUOTE]


@pytest.mark.parametrize(("sent", "status", "field"), SOURCES)
def test_sources_that_cannot_be(alice, newsroom, sent, status, field):
    claim = a_claim(newsroom.alice)
    good = {"claim": claim.pk, "url": "https://port.example/", "stance": "supports"}
    before = rows()
    told(alice.post("evidence/", good | sent), status, field)
    assert rows() == before


@pytest.mark.parametrize(("sent", "status", "field"), ANSWERS)
def test_answers_that_cannot_be(alice, newsroom, sent, status, field):
    claim = a_claim(newsroom.alice)
    before = rows()
    told(alice.post("verdicts/", {"claim": claim.pk} | sent), status, field)
    assert rows() == before


@pytest.mark.parametrize(("sent", "status", "field"), ANSWERS)
def test_changes_of_an_answer_that_cannot_be(alice, newsroom, sent, status, field):
    draft = a_draft(a_claim(newsroom.alice), newsroom.alice)
    before = rows()
    told(alice.patch(f"verdicts/{draft.pk}/", sent, If_Match='"1"'), status, field)
    assert rows() == before
    assert (again(draft).version, again(draft).as_of) == (1, dt.date(2025, 11, 20))


@pytest.mark.parametrize("reason", ["a\x00", "\ud800", 7, None, {"a": 1}])
@pytest.mark.parametrize(
    "verb",
    ["claims/{}/dismiss/", "verdicts/{}/revise/", "verdicts/{}/retract/", "verdicts/{}/recuse/"],
)
def test_reasons_that_cannot_be(alice, newsroom, verb, reason):
    claim = a_claim(newsroom.alice)
    thing = claim if verb.startswith("claims") else a_draft(claim, newsroom.alice)
    before = rows()
    response = alice.post(verb.format(thing.pk), {"reason": reason})
    refused(response, 422 if isinstance(reason, str) else 400)
    assert rows() == before


def test_a_very_long_reason_is_refused_or_shortened_and_never_an_error(alice, newsroom):
    claim = a_claim(newsroom.alice)
    response = alice.post(f"claims/{claim.pk}/dismiss/", {"reason": "x" * 100_000})
    assert response.status_code in {200, 422}


BALLOTS = [
    ({"vote": "perhaps"}, 422, "vote"),
    ({"vote": None}, 400, "vote"),
    ({"vote": "return", "comment": " "}, 422, "comment"),
    ({"vote": "dissent"}, 422, "comment"),
    ({"vote": "approve", "comment": "\x00"}, 422, "comment"),
    ({"vote": "approve", "comment": "x" * 2001}, 422, "comment"),
    ({"vote": "approve", "digest": 7}, 400, "digest"),
]


@pytest.mark.parametrize(("sent", "status", "field"), BALLOTS)
def test_votes_that_cannot_be(bob, newsroom, sent, status, field):
    verdict = in_review(newsroom)
    before = rows()
    ballot = {"digest": verdict.digest} | sent
    told(bob.post(f"verdicts/{verdict.pk}/reviews/", ballot), status, field)
    assert rows() == before


def test_one_bad_article_of_many_is_named_and_the_others_are_kept(alice):
    good = [{"title": f"Article {n}", "text": f"The number is {n}."} for n in range(3)]
    sent = [good[0], {"title": "No text"}, 7, good[1], good[2] | {"text": "\x00"}, good[0]]
    response = alice.post("articles/bulk/", sent)
    assert response.status_code == 201
    body = response.json()
    assert [error["index"] for error in body["errors"]] == [1, 2, 4]
    assert len(body["ids"]) == 3
    assert body["ids"][0] == body["ids"][2]


def test_an_external_id_that_comes_twice_is_one_article_with_two_texts(alice):
    sent = [{"title": "A", "text": f"Words {n}.", "external_id": "same"} for n in range(2)]
    body = alice.post("articles/bulk/", [*sent, {"title": "C", "text": "Others."}]).json()
    assert body["errors"] == []
    first, second, other = body["ids"]
    assert first == second != other
    assert alice.get(f"articles/{first}/").json()["text"] == "Words 1."


def test_who_may_add_no_article_is_told_so_before_a_thousand_are_read(victor, monkeypatch):
    monkeypatch.setattr("annotations.actions.articles.prepare", lambda *_a, **_k: 1 / 0)
    sent = [{"title": f"Article {n}", "text": "Words."} for n in range(1000)]
    refused(victor.post("articles/bulk/", sent), 403, "not_allowed")


def test_more_than_a_thousand_articles_are_too_many(alice: Program):
    refused(alice.post("articles/bulk/", [{}] * 1001), 413, "too_large")
    refused(alice.post("articles/bulk/", {"title": "A"}), 400, "malformed")
