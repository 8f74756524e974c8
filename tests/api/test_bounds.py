"""How large, how deep and how many: what is refused before anything is made of it."""

import json

import pytest

from annotations.text.strict_json import DEEPEST, MOST_VALUES
from tests.api.program import refused

pytestmark = pytest.mark.django_db

DEEP = f"The body is nested more than {DEEPEST} deep."
MANY = "The body has more than 200,000 values."


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (nested(DEEPEST + 1), 400, DEEP),
        (b'{"title": ' + nested(DEEPEST) + b"}", 400, DEEP),
        (b"[" * 100_000, 400, DEEP),
        (b"[" + b"[]," * (MOST_VALUES // 2) + b"[]]", 413, MANY),
        (b"[" + b'"",' * MOST_VALUES + b'""]', 413, MANY),
        (b'"' * (MOST_VALUES * 4 + 1), 413, MANY),
        (b'{"title": "' + b"x" * (16 * 1024 * 1024) + b'"}', 413, "The body is too large."),
    ],
    ids=["deep", "deep inside", "never closed", "many", "many words", "quotes", "large"],
)
def test_what_is_out_of_bounds(alice, body, status, sentence):
    code = {400: "malformed", 413: "too_large"}[status]
    assert refused(alice.post("articles/", body), status, code)["detail"] == sentence


@pytest.mark.parametrize(
    "body",
    [
        nested(DEEPEST),
        b"[" + b"1," * (MOST_VALUES - 2) + b"1]",
        json.dumps({"title": "[" * 100 + '"\\' + "{" * 100 + '\\\\"' + "," * 300_000}).encode(),
    ],
    ids=["as deep as can be", "as many as can be", "signs in a string"],
)
def test_what_is_within_them_is_read(alice, body):
    detail = refused(alice.post("articles/", body), 400)["detail"]
    assert detail not in {DEEP, MANY}


def test_a_name_that_comes_very_often_is_found_at_once(alice):
    body = b"{" + b",".join(b'"%d":1' % n for n in range(99_000)) + b',"98999":1}'
    assert "comes twice" in refused(alice.post("articles/", body), 400, "malformed")["detail"]
