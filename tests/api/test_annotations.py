"""The Web Annotation container: what a client of the protocol may count on, reading."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import claims, evidence, raters, verdicts
from annotations.models import Claim, Evidence, Occurrence, User
from annotations.text.units import to_code_points, to_utf16
from tests.api.program import Program, refused
from tests.api.web_annotation_rules import ANNO, faults
from tests.cast import (
    TEXT,
    a_claim,
    a_draft,
    a_rating,
    a_token,
    an_article,
    evidence_for,
    published,
)

pytestmark = pytest.mark.django_db

LD = f'application/ld+json; profile="{ANNO}"'
IRIS = 'return=representation; include="http://www.w3.org/ns/oa#PreferContainedIRIs"'
DESCRIPTIONS = (
    'return=representation; include="http://www.w3.org/ns/oa#PreferContainedDescriptions"'
)
MINIMAL = 'return=representation; include="http://www.w3.org/ns/ldp#PreferMinimalContainer"'
RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'


@pytest.fixture
def article(newsroom):
    return an_article(newsroom.alice, url="https://news.example/tunnel", language="en")


def some_claims(newsroom, article, number):
    for n in range(number):
        claim = a_claim(newsroom.alice, article, statement=f"Statement {n}")
        evidence_for(claim, newsroom.alice)
        if n % 3 == 0:
            a_draft(claim, newsroom.alice)


def many_places(newsroom, article, number):
    """So many claims with a place and a source each. Written straight, since they are many."""
    user, version = newsroom.alice.user, article.current
    about = {"team": newsroom.team, "article": article, "created_by": user, "statement": "Many."}
    many = Claim.objects.bulk_create(Claim(**about, fingerprint=uuid4().hex) for _ in range(number))
    Occurrence.objects.bulk_create(
        Occurrence(claim=claim, version=version, start=0, end=3, quote="The") for claim in many
    )
    source = {
        "team": newsroom.team,
        "url": "https://port.example/",
        "title": "Port",
        "stance": "context",
    }
    Evidence.objects.bulk_create(Evidence(claim=claim, added_by=user, **source) for claim in many)


def local(address):
    return address.removeprefix("http://testserver")


def container(program, article, **headers):
    return program.get(f"annotations/{article.pk}/", **headers)


def only(program, article):
    answer = container(program, article).json()
    (one,) = answer["first"]["items"]
    return one


def bodies(annotation):
    return {body["purpose"]: body for body in annotation["body"]}


def test_the_rules_know_what_they_are_about(alice, newsroom, article):
    some_claims(newsroom, article, 1)
    whole = container(alice, article).json()
    assert faults(whole) == []
    whole["first"]["items"][0]["target"]["selector"][0]["end"] = -1
    whole["first"]["items"][0]["created"] = "yesterday"
    whole["first"]["items"][0]["body"][0]["value"] = ""
    del whole["last"]
    assert len(faults(whole)) == 4


def test_an_occurrence_is_an_annotation_with_all_that_the_team_knows(alice, newsroom, article):
    claim = a_claim(newsroom.alice, article, statement="The tunnel cost 412 million.")
    evidence_for(claim, newsroom.alice, stance="refutes", url="https://port.example/ü")
    evidence_for(claim, newsroom.alice, passage="")
    a_draft(claim, newsroom.alice)
    answer = alice.get(local(only(alice, article)["id"]))
    shown = answer.json()
    assert faults(shown) == []
    assert shown["motivation"] == ["identifying", "assessing", "linking"]
    assert shown["creator"] == {"type": "Person", "name": "Alice"}
    statement, state, rating, first, second = shown["body"]
    assert (statement["value"], statement["language"]) == ("The tunnel cost 412 million.", "en")
    assert (state["purpose"], state["value"]) == ("tagging", "draft")
    assert (rating["purpose"], rating["value"]) == ("assessing", "Mostly true")
    assert (first["source"], first["label"]) == ("https://port.example/%C3%BC", "refutes")
    assert first["selector"]["exact"] == "Total cost of the tunnel: 412.3 million euros."
    assert (second["label"], "selector" in second) == ("supports", False)
    target = shown["target"]
    assert target["source"] == "https://news.example/tunnel"
    text = alice.get(local(target["state"]["cached"])).json()["text"]
    position, quote = target["selector"]
    assert text[position["start"] : position["end"]] == quote["exact"] == claim_quote(claim)
    assert text[: position["start"]].endswith(quote["prefix"])


def claim_quote(claim):
    return claim.occurrences.get().quote


def test_positions_count_code_points(alice, newsroom, article):
    a_claim(newsroom.alice, article, quote="Engineers")
    position, quote = only(alice, article)["target"]["selector"]
    start = position["start"]
    assert TEXT[start : position["end"]] == quote["exact"] == "Engineers"
    assert to_utf16(TEXT, start) == start + 3
    assert to_code_points(TEXT, start + 3) == start


def test_an_article_without_an_address_is_its_version_here(alice, newsroom):
    plain = an_article(newsroom.alice)
    a_claim(newsroom.alice, plain)
    shown = only(alice, plain)
    assert shown["target"]["source"].endswith(f"/api/v1/articles/{plain.pk}/versions/1/")
    assert "state" not in shown["target"]
    assert shown["motivation"] == "identifying"


def test_what_changes_moves_modified_and_the_tag(alice, newsroom, article):
    claim = a_claim(newsroom.alice, article)
    path = local(only(alice, article)["id"])
    tags = [alice.get(path)["ETag"]]
    claims.edit(claim, by=newsroom.alice, statement="Another statement.")
    tags.append(alice.get(path)["ETag"])
    source = evidence_for(claim, newsroom.alice)
    tags.append(alice.get(path)["ETag"])
    evidence.edit(source, by=newsroom.alice, stance="refutes")
    tags.append(alice.get(path)["ETag"])
    verdict = a_draft(claim, newsroom.alice)
    tags.append(alice.get(path)["ETag"])
    verdicts.edit(verdict, by=newsroom.alice, rating=a_rating(newsroom.team, "false"))
    shown = alice.get(path)
    assert len({*tags, shown["ETag"]}) == 6
    last = newsroom.team.streams.get(article=article).events.order_by("-seq").first()
    assert shown.json()["modified"] == last.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shown["ETag"].startswith('"')


def test_what_a_blind_round_hides_does_not_show(alice, bob, newsroom, article, monkeypatch):
    claim = a_claim(newsroom.alice, article)
    raters.ask(claim, by=newsroom.alice)
    path = local(only(alice, article)["id"])
    before = alice.get(path)
    tomorrow = timezone.now() + timedelta(days=1)
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: tomorrow)
        raters.rate(claim, by=newsroom.bob, rating=a_rating(newsroom.team), note="Mine.")
    after = alice.get(path)
    assert after["ETag"] == before["ETag"]
    assert "assessing" not in bodies(bob.get(path).json())


def test_what_was_put_aside_is_not_in_it(alice, newsroom, article):
    claim = a_claim(newsroom.alice, article)
    path = local(only(alice, article)["id"])
    claims.dismiss(claim, by=newsroom.alice)
    assert container(alice, article).json()["total"] == 0
    refused(alice.get(path), 404)


def test_how_a_published_claim_stands_is_said(alice, newsroom, article):
    published(newsroom, a_claim(newsroom.alice, article))
    assert bodies(only(alice, article))["tagging"]["value"] == "published"


def test_an_integration_is_software(alice, newsroom, article):
    a_claim(newsroom.alice, article)
    nobody = {"is_integration": True, "password": make_password(None)}
    User.objects.filter(pk=newsroom.alice.user.pk).update(**nobody)
    assert only(alice, article)["creator"]["type"] == "Software"


def test_the_headers_of_the_container(alice, newsroom, article):
    some_claims(newsroom, article, 1)
    for answer in (
        container(alice, article),
        alice.ask("HEAD", f"annotations/{article.pk}/"),
        alice.ask("OPTIONS", f"annotations/{article.pk}/"),
    ):
        assert answer.status_code in {200, 204}
        assert answer["Link"] == (
            '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", '
            "<http://www.w3.org/TR/annotation-protocol/>; "
            'rel="http://www.w3.org/ns/ldp#constrainedBy"'
        )
        assert answer["Accept-Post"] == f"{LD}, application/json"
        assert words(answer["Allow"]) == {"GET", "HEAD", "OPTIONS", "POST"}
        assert {"accept", "prefer", "authorization", "cookie"} <= words(answer["Vary"].lower())
    assert alice.ask("HEAD", f"annotations/{article.pk}/").content == b""


def test_the_headers_of_an_annotation(alice, newsroom, article):
    some_claims(newsroom, article, 1)
    path = local(only(alice, article)["id"])
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = alice.ask(method, path)
        assert answer["Link"] == RESOURCE
        assert words(answer["Allow"]) == {"GET", "HEAD", "OPTIONS"}
        assert "accept" in words(answer["Vary"].lower())
        assert "Accept-Post" not in answer
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        refused(alice.ask(method, path, {}), 405)


def words(header):
    return {word.strip() for word in header.split(",")}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, LD),
        ("*/*", LD),
        ("application/*", LD),
        ("application/ld+json", LD),
        (LD, LD),
        (f'application/ld+json; profile="http://other.example {ANNO}"', LD),
        ("application/json", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
        ("text/html, application/json;q=0.9, */*;q=0.1", "application/json"),
        ("application/ld+json;q=0.3, application/json;q=0.8", "application/json"),
        ("application/ld+json;q=0, */*", "application/json"),
        ("text/turtle, application/ld+json;q=0.1", LD),
        ("text/turtle", None),
        ("text/html,application/xhtml+xml", None),
        ("application/json;q=0, application/ld+json;q=0", None),
        ('application/ld+json; profile="http://www.w3.org/ns/json-ld#expanded"', None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_media_type_is_negotiated(alice, newsroom, article, accept, kind):
    some_claims(newsroom, article, 1)
    headers = {} if accept is None else {"Accept": accept}
    for path in (f"annotations/{article.pk}/", local(only(alice, article)["id"])):
        answer = alice.get(path, **headers)
        if kind is None:
            refused(answer, 406)
        else:
            assert (answer.status_code, answer["Content-Type"]) == (200, kind)


def test_without_a_preference_the_first_page_is_whole_and_inside(alice, newsroom, article):
    some_claims(newsroom, article, 2)
    answer = container(alice, article)
    assert answer.json()["first"]["items"][0]["type"] == "Annotation"
    assert answer["Content-Location"].endswith("?iris=0")
    assert answer["Content-Location"] == answer.json()["id"]
    assert "Preference-Applied" not in answer
    assert answer.json() == container(alice, article, Prefer=DESCRIPTIONS).json()


def test_a_client_may_prefer_addresses_or_a_minimal_container(alice, newsroom, article):
    some_claims(newsroom, article, 2)
    iris = container(alice, article, Prefer=IRIS)
    assert faults(iris.json()) == []
    assert iris["Preference-Applied"] == "return=representation"
    assert iris["Content-Location"].endswith("?iris=1")
    items = iris.json()["first"]["items"]
    assert [alice.get(local(item)).json()["id"] for item in items] == items
    minimal = container(alice, article, Prefer=MINIMAL)
    assert faults(minimal.json()) == []
    assert minimal.json()["first"].endswith("?iris=0&page=0")
    both = MINIMAL.replace('"http', f'"{IRIS.split(chr(34))[1]} http')
    assert container(alice, article, Prefer=both).json()["first"].endswith("?iris=1&page=0")
    tags = {iris["ETag"], minimal["ETag"], container(alice, article)["ETag"]}
    assert len(tags) == 3


@pytest.mark.parametrize(
    "prefer", ["return=minimal", "x", "include=", "return=representation", "é"]
)
def test_a_preference_that_we_do_not_know_is_none(alice, newsroom, article, prefer):
    some_claims(newsroom, article, 1)
    answer = container(alice, article, Prefer=prefer)
    assert answer.json() == container(alice, article).json()


def test_pages_lead_from_the_first_to_the_last_and_back(alice, newsroom, article):
    many_places(newsroom, article, 101)
    for iris in (0, 1):
        walk(alice, alice.get(f"annotations/{article.pk}/?iris={iris}").json())


def walk(alice, whole):
    page: Any = alice.get(local(f"{whole['id']}&page=0")).json()
    found: list[Any] = []
    back = []
    while True:
        assert faults(page) == []
        assert page["startIndex"] == len(found)
        assert page["partOf"]["id"] == whole["id"]
        found += page["items"]
        if "next" not in page:
            break
        page = alice.get(local(page["next"])).json()
    assert page["id"] == whole["last"]
    ids = {item["id"] if isinstance(item, dict) else item for item in found}
    assert len(ids) == len(found) == whole["total"] == 101
    while "prev" in page:
        back.append(page["id"])
        page = alice.get(local(page["prev"])).json()
    assert len(back) == 2
    assert page["items"] == whole["first"]["items"]


def test_a_page_is_a_resource_and_no_container(alice, newsroom, article):
    some_claims(newsroom, article, 1)
    assert alice.get(f"annotations/{article.pk}/?page=0")["Link"] == RESOURCE


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "iris=2", "iris=", "page=", "page=²", "x=1"]
)
def test_nonsense_in_the_address_is_malformed(alice, article, query):
    refused(alice.get(f"annotations/{article.pk}/?{query}"), 400)


def test_an_empty_container_has_no_pages(alice, article):
    empty = container(alice, article).json()
    assert faults(empty) == []
    assert empty["total"] == 0
    refused(alice.get(f"annotations/{article.pk}/?page=0"), 404)


def test_beyond_the_last_page_there_is_nothing(alice, newsroom, article):
    some_claims(newsroom, article, 1)
    refused(alice.get(f"annotations/{article.pk}/?page=1"), 404)
    refused(alice.get(f"annotations/{article.pk}/?page=999999999"), 404)


def test_who_has_it_already_gets_304(alice, newsroom, article):
    some_claims(newsroom, article, 1)
    pages = [f"annotations/{article.pk}/", f"annotations/{article.pk}/?page=0"]
    for path in [*pages, local(only(alice, article)["id"])]:
        first = alice.get(path)
        again = alice.get(path, If_None_Match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Vary"]) == (first["ETag"], first["Vary"])
        assert alice.get(path, If_None_Match='"other"').status_code == 200
        plain = alice.get(path, If_None_Match=first["ETag"], Accept="application/json")
        assert plain.status_code == 200


def test_it_is_for_the_team_with_the_scope(mallory, stranger, victor, newsroom, article):
    some_claims(newsroom, article, 1)
    path = local(only(victor, article)["id"])
    for address in (f"annotations/{article.pk}/", path):
        refused(mallory.get(address), 404)
        refused(stranger.get(address), 401)
        refused(stranger.ask("OPTIONS", address), 401)
        blind = Program(a_token(newsroom.alice, ["suggest"]))
        refused(blind.get(address), 403)
    other = an_article(newsroom.mallory)
    pk = path.rsplit("/", 2)[-2]
    refused(victor.get(f"annotations/{other.pk}/{pk}/"), 404)
    again = an_article(newsroom.alice, text="Another text.")
    refused(victor.get(f"annotations/{again.pk}/{pk}/"), 404)


def queries(program, path):
    with CaptureQueriesContext(connection) as captured:
        assert program.get(path).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(alice, newsroom, article):
    paths = [f"annotations/{article.pk}/{query}" for query in ("", "?page=0", "?iris=1&page=0")]
    some_claims(newsroom, article, 10)
    few = [queries(alice, path) for path in paths]
    many_places(newsroom, article, 190)
    assert [queries(alice, path) for path in paths] == few
    assert max(few) <= 7
