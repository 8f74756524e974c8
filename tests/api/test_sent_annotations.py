"""A Web Annotation that is posted becomes a claim, or is refused with a sentence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.models import Claim, Occurrence
from tests.api.program import Program, refused, rows
from tests.api.web_annotation_rules import ANNO, faults
from tests.cast import QUOTE, TEXT, a_token, a_version, an_article

pytestmark = pytest.mark.django_db

LD = f'application/ld+json; profile="{ANNO}"'
SOURCE = "https://news.example/tunnel"
START = TEXT.index(QUOTE)
POSITION = {"type": "TextPositionSelector", "start": START, "end": START + len(QUOTE)}
WORDS = {"type": "TextQuoteSelector", "exact": QUOTE}
BODY = {"type": "TextualBody", "value": "The tunnel cost 412 million euros."}


@pytest.fixture
def article(newsroom):
    return an_article(newsroom.alice, url=SOURCE)


def sent(*selectors, source=SOURCE, target=None, **about):
    selector = [*selectors] or [POSITION, WORDS]
    annotation = {
        "@context": ANNO,
        "type": "Annotation",
        "body": BODY,
        "target": {"source": source, "selector": selector, **(target or {})},
    }
    return {name: value for name, value in (annotation | about).items() if value is not None}


def post(program, article, annotation, kind=LD, **headers):
    return program.post(f"annotations/{article.pk}/", annotation, Content_Type=kind, **headers)


def test_it_is_a_claim_made_by_the_same_action(alice, article):
    answer = post(alice, article, sent())
    assert answer.status_code == 201
    shown = answer.json()
    assert faults(shown) == []
    assert answer["Location"] == shown["id"]
    assert answer["Content-Type"] == LD
    assert answer["Link"] == '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
    fresh = alice.get(shown["id"].removeprefix("http://testserver"))
    assert (fresh.json(), fresh["ETag"]) == (shown, answer["ETag"])
    claim = Claim.objects.get()
    assert (claim.statement, claim.created_by.name) == (BODY["value"], "Alice")
    assert claim.occurrences.get().quote == QUOTE
    assert alice.get(f"claims/{claim.pk}/").json()["statement"] == BODY["value"]


def test_the_same_again_is_the_same_claim(alice, bob, article):
    first = post(alice, article, sent())
    again = post(bob, article, sent())
    assert (again.status_code, again["Location"]) == (200, first["Location"])
    assert Claim.objects.count() == 1


def test_the_same_key_makes_one_and_answers_twice(alice, article):
    answers = [post(alice, article, sent(), Idempotency_Key="k") for _ in range(2)]
    first, again = ((a.status_code, a.content, a["Location"], a["Link"]) for a in answers)
    assert first == again


@pytest.mark.parametrize(
    "annotation",
    [
        sent(POSITION),
        sent(WORDS),
        sent({**WORDS, "prefix": "harbour ", "suffix": ", the port"}),
        sent(POSITION, {**WORDS, "prefix": "harbour ", "suffix": ", the port"}),
        sent(POSITION, {**WORDS, "prefix": TEXT[:START], "suffix": TEXT[START + len(QUOTE) :]}),
        sent(motivation="identifying"),
        sent(motivation=["highlighting"]),
        sent(body=[BODY]),
        sent(body={**BODY, "format": "text/plain", "purpose": "identifying"}),
        sent(body=None, bodyValue=BODY["value"]),
        sent(target={"type": "SpecificResource"}),
        sent(source={"id": SOURCE}),
        sent(**{"@context": [ANNO, "http://other.example/context"]}),
        sent(type=["Annotation", "Other"]),
    ],
)
def test_the_ways_of_saying_it_mean_the_same(alice, article, annotation):
    answer = post(alice, article, annotation)
    assert answer.status_code == 201, answer.content
    position = answer.json()["target"]["selector"][0]
    assert (position["start"], position["end"]) == (POSITION["start"], POSITION["end"])
    assert answer.json()["body"][0]["value"] == BODY["value"]


def test_without_a_body_it_claims_what_it_quotes(alice, article):
    assert post(alice, article, sent(body=None)).json()["body"][0]["value"] == QUOTE


def test_it_may_name_the_article_or_its_version_here(alice, article):
    base = "http://testserver/api/v1/articles"
    for source in (f"{base}/{article.pk}/", f"{base}/{article.pk}/versions/1/"):
        assert post(alice, article, sent(source=source)).status_code in {200, 201}
    a_version(article, f"{TEXT}\n\nCorrected on Monday.")
    refused(post(alice, article, sent(source=f"{base}/{article.pk}/versions/1/")), 422)


def test_plain_json_is_taken_too(alice, article):
    assert post(alice, article, sent(), kind="application/json").status_code == 201
    refused(post(alice, article, sent(), kind="text/turtle"), 415)
    assert "application/ld+json" in post(alice, article, sent(), kind="text/turtle")["Accept-Post"]


def test_a_quote_and_a_position_that_disagree_are_told_what_was_found(alice, article):
    other = {**POSITION, "start": START + 1, "end": START + 1 + len(QUOTE)}
    problem = refused(post(alice, article, sent(other, WORDS)), 422, "invalid")
    assert problem["errors"]["found"] == [TEXT[START + 1 : START + 1 + len(QUOTE)]]
    beside = sent(POSITION, {**WORDS, "prefix": "under the bridge "})
    problem = refused(post(alice, article, beside), 422, "invalid")
    assert problem["errors"]["found"] == [TEXT[START - 17 : START]]


REFUSED = [
    (sent(motivation="assessing"), 422, "A rating is part of a verdict"),
    (sent(motivation=["identifying", "linking"]), 422, "A source is evidence"),
    (sent(motivation="commenting"), 422, "A remark on a claim is a comment"),
    (sent(motivation="bookmarking"), 422, "The desk makes claims"),
    (sent(body={**BODY, "purpose": "tagging"}), 422, "A tag is a topic"),
    (sent(body={**BODY, "format": "text/html"}), 422, "A statement is text/plain."),
    (sent(body={**BODY, "language": "de"}), 422, "A statement has the article's language."),
    (sent(body=[BODY, BODY]), 422, "exactly one body"),
    (sent(body=[]), 422, "exactly one body"),
    (sent(body={"type": "Image", "value": "x"}), 422, "TextualBody only"),
    (sent(body="https://other.example/"), 400, "body: send a JSON object."),
    (sent(body={**BODY, "value": 7}), 400, "body.value has to be a string."),
    (sent(bodyValue="And this."), 400, "not both"),
    (sent(id="https://other.example/1"), 422, "id: the desk cannot keep this."),
    (sent(creator={"name": "Mallory"}), 422, "creator: the desk cannot keep this."),
    (sent(created="2020-01-01T00:00:00Z"), 422, "created: the desk cannot keep this."),
    (sent(status="published"), 400, "status: there is no such field here."),
    (sent(team=1), 400, "team: there is no such field here."),
    (sent(target={"state": {"type": "TimeState"}}), 422, "target.state: the desk cannot keep"),
    (sent({**POSITION, "refinedBy": WORDS}), 422, "target.selector.refinedBy"),
    (sent({**WORDS, "colour": "red"}), 400, "target.selector.colour"),
    (sent({"type": "XPathSelector", "value": "/p[1]"}), 422, "Say where the words are by one"),
    (sent(POSITION, POSITION), 422, "Say where the words are by one"),
    (sent(POSITION, WORDS, WORDS), 422, "Say where the words are by one"),
    (sent({"type": ["TextQuoteSelector"]}), 422, "Say where the words are by one"),
    (sent("words"), 422, "Say where the words are by one"),
    (sent(target={"selector": []}), 400, "There is no selector."),
    (sent(target={"selector": None}), 400, "There is no selector."),
    (sent(target={"type": "Composite"}), 422, "SpecificResource only"),
    ({**sent(), "target": SOURCE}, 400, "target: send a JSON object."),
    ({**sent(), "target": [sent()["target"]] * 2}, 422, "exactly one target"),
    (sent(source="https://news.example/other"), 422, "The source is not this article"),
    (sent(source=None), 422, "The source is not this article"),
    (sent(source=[SOURCE]), 422, "The source is not this article"),
    (sent({**POSITION, "end": 10**9}), 422, "outside the text"),
    (sent({**POSITION, "start": -1}), 422, "outside the text"),
    (sent({**POSITION, "end": POSITION["start"]}), 422, "The end has to come after"),
    (sent({**POSITION, "start": "7"}), 422, "An offset is a whole number."),
    (sent({**POSITION, "start": True}), 422, "An offset is a whole number."),
    (sent({"type": "TextPositionSelector"}), 422, "An offset is a whole number."),
    (sent({**WORDS, "exact": "not in it"}), 422, "These words are not in the text."),
    (sent({**WORDS, "exact": "the"}), 422, "These words occur"),
    (sent({"type": "TextQuoteSelector"}), 422, "A quote has at least one word."),
    (sent(body={**BODY, "value": "x" * 1001}), 422, "at most 1,000 characters"),
    (sent(body={**BODY, "value": "a\0b"}), 422, "cannot be part of a text"),
    (sent(**{"@context": "http://other.example"}), 400, "@context has to be"),
    (sent(type="Note"), 400, "type has to be Annotation."),
    (sent(motivation=[7]), 400, "motivation is a word of the model."),
    ([sent()], 400, "annotation: send a JSON object."),
    (7, 400, "annotation: send a JSON object."),
    (b"{", 400, "The body is not JSON"),
]


@pytest.mark.parametrize(("annotation", "status", "sentence"), REFUSED)
def test_what_cannot_be_kept_is_refused_and_never_ignored(
    alice, article, annotation, status, sentence
):
    before = rows()
    problem = refused(post(alice, article, annotation), status)
    assert sentence in problem["detail"]
    assert rows() == before


def test_it_takes_a_contributor_with_the_scope(victor, mallory, newsroom, article):
    refused(post(victor, article, sent()), 403)
    refused(post(Program(a_token(newsroom.alice, ["read"])), article, sent()), 403)
    refused(post(mallory, article, sent()), 404)
    refused(post(Program(""), article, sent()), 401)
    assert not Claim.objects.exists()


SHOWN = [HealthCheck.function_scoped_fixture]


@settings(max_examples=25, deadline=None, suppress_health_check=SHOWN)
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40), st.booleans())
def test_whatever_is_marked_comes_back_where_it_was(newsroom, alice, start, length, unquoted):
    """The text has emoji of two units, of several characters, and flags."""
    article, end = an_article(newsroom.alice, url=SOURCE), min(start + length, len(TEXT))
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    quote = {
        "type": "TextQuoteSelector",
        "exact": TEXT[start:end],
        "prefix": TEXT[:start],
        "suffix": TEXT[end:],
    }
    answer = post(alice, article, sent(*([position] if unquoted else [position, quote])))
    if not TEXT[start:end].strip():
        refused(answer, 422)
        return
    assert answer.status_code in {200, 201}
    back = answer.json()["target"]["selector"]
    assert (back[0]["start"], back[0]["end"], back[1]["exact"]) == (start, end, TEXT[start:end])
    kept = Occurrence.objects.get(pk=answer.json()["id"].rsplit("/", 2)[-2])
    assert kept.quote == kept.version.text[start:end]
    moved = {**position, "start": start - 1} if start else {**position, "end": end + 1}
    refused(post(alice, article, sent(moved, quote)), 422)
