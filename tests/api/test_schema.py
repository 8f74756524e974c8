"""The OpenAPI document: what it promises of each operation, and that it promises it truly."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from api.description import examples
from api.problems import CODES, STATUS_OF

METHODS = ("get", "post", "patch", "put", "delete")


@cache
def schema() -> dict[str, Any]:
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield f"{method.upper()} {path.removeprefix('/api/v1')}", operation


def operation(name: str) -> dict[str, Any]:
    return dict(operations())[name]


def bodies(of: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent and what is answered, but for the refusals, and for files."""
    told = {status: answer for status, answer in of["responses"].items() if status < "400"}
    for which, body in {"request": of.get("requestBody", {}), **told}.items():
        for content in body.get("content", {}).values():
            if "#/components/" in str(content["schema"]):
                yield which, content


def faults(value: Any, shape: dict[str, Any]) -> list[str]:
    """What a JSON Schema validator says against a value."""
    whole = {**shape, "components": schema()["components"]}
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_every_body_has_an_example_that_is_valid():
    without, wrong = [], {}
    for name, described in operations():
        for which, content in bodies(described):
            if "example" not in content:
                without.append((name, which))
            elif found := faults(content["example"], content["schema"]):
                wrong[name, which] = found
    assert without == []
    assert wrong == {}


def test_every_example_is_of_something():
    assert set(examples()) <= set(schema()["components"]["schemas"])


def test_every_operation_says_what_it_does_in_a_sentence():
    for name, described in operations():
        assert described["summary"].strip(), name
        assert all(answer["description"] for answer in described["responses"].values()), name


ALWAYS = {"400", "406", "429"}
INSIDE = ALWAYS | {"401", "403"}
BODY = INSIDE | {"409", "411", "413", "415", "422", "503"}
REFUSALS = [
    ("GET /published/", ALWAYS),
    ("GET /me/", INSIDE),
    ("GET /ratings/", INSIDE),
    ("GET /claims/", INSIDE | {"404"}),
    ("GET /claims/{id}/", INSIDE | {"404"}),
    ("GET /jobs/{id}/file/", INSIDE | {"404", "409"}),
    ("POST /articles/", BODY),
    ("POST /claims/", BODY | {"404"}),
    ("POST /verdicts/", BODY | {"404"}),
    ("POST /verdicts/{id}/submit/", BODY | {"404", "412"}),
    ("POST /jobs/{id}/cancel/", BODY | {"404"}),
    ("PATCH /evidence/{id}/", BODY | {"404", "412", "428"}),
    ("DELETE /evidence/{id}/", INSIDE | {"404", "409", "412", "428", "503"}),
]


@pytest.mark.parametrize(("name", "refused"), REFUSALS)
def test_an_operation_says_which_refusals_it_can_answer(name, refused):
    answers = operation(name)["responses"]
    assert {status for status in answers if status >= "400"} == refused
    for status in refused:
        assert list(answers[status]["content"]) == ["application/problem+json"]


def test_a_problem_says_which_codes_there_are():
    assert set(schema()["components"]["schemas"]["CodeEnum"]["enum"]) == set(CODES)
    assert set(STATUS_OF) < set(CODES)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("PATCH /claims/{id}/", "Claim"),
        ("POST /verdicts/{id}/revise/", "Verdict"),
        ("POST /verdicts/{id}/take/", "Verdict"),
        ("POST /claims/{claim}/comments/", "Claim"),
        ("PATCH /notifications/choices/", "MailChoices"),
    ],
)
def test_a_412_shows_what_is_there_now(name, shape):
    (content,) = operation(name)["responses"]["412"]["content"].values()
    stale = schema()["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[-1]]
    current = stale["allOf"][1]["properties"]["current"]
    assert current == {"$ref": f"#/components/schemas/{shape}"}


RATE = {"RateLimit", "RateLimit-Policy"}
HEADERS = [
    ("GET /claims/{id}/", "200", RATE | {"ETag"}),
    ("GET /claims/", "304", RATE | {"ETag"}),
    ("GET /export/", "200", RATE),
    ("POST /claims/", "201", RATE | {"ETag", "Location"}),
    ("POST /claims/{id}/assign/", "200", RATE | {"ETag"}),
    ("POST /verdicts/{verdict}/reviews/", "201", RATE | {"Location"}),
    ("POST /articles/{id}/suggest/", "202", RATE | {"Location"}),
    ("GET /me/", "401", {"WWW-Authenticate"}),
    ("PATCH /claims/{id}/", "412", {"ETag"}),
    ("GET /me/", "429", RATE | {"Retry-After"}),
]


@pytest.mark.parametrize(("name", "status", "told"), HEADERS)
def test_an_answer_says_which_headers_it_has(name, status, told):
    assert set(operation(name)["responses"][status].get("headers", {})) == told


def test_who_asks_is_said_by_token_or_session_but_for_what_is_public():
    token: dict[str, list[str]] = {"token": []}
    public = {"published": [{}], "claims:search": [token, {}]}
    for name, described in operations():
        asked = public.get(name.split("/")[1].strip("/"), [token, {"session": []}])
        assert described["security"] == asked, name


def test_every_number_and_every_page_has_bounds():
    for name, described in operations():
        for parameter in described.get("parameters", []):
            shape = parameter["schema"]
            if shape.get("type") == "integer":
                assert {"minimum", "maximum"} <= set(shape), (name, parameter["name"])
            if parameter["name"] == "page_size":
                assert (shape["minimum"], shape["maximum"], shape["default"]) == (1, 200, 50)
    for name, shape in schema()["components"]["schemas"].items():
        for field, said in shape.get("properties", {}).items():
            assert said.get("type") != "integer" or "maximum" in said, (name, field)


def test_what_is_sent_has_no_other_fields():
    linked_data = {"SentAnnotationRequest", "DossierFileRequest"}  # others extend them
    for name, shape in schema()["components"]["schemas"].items():
        if name.endswith("Request") and name not in linked_data:
            assert shape["additionalProperties"] is False, name


def test_the_container_of_annotations_says_that_it_reads_prefer():
    asked = operation("GET /annotations/{article}/")["parameters"]
    assert ("header", "Prefer") in {(one["in"], one["name"]) for one in asked}
