"""JSON as the API sends it."""

import datetime as dt
import json

from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import renderers

from api.renderers import JSONRenderer

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES.filter(lambda value: "Infinity" not in json.dumps(value)))
def test_a_program_reads_what_was_sent(value):
    sent = JSONRenderer().render({"value": value})
    assert json.loads(sent) == {"value": value}
    assert json.loads(renderers.JSONRenderer().render({"value": value})) == json.loads(sent)


def test_what_json_has_no_words_for_is_told_as_ever():
    told = {
        "at": dt.datetime(2026, 11, 29, 21, 13, 35, 500_000, tzinfo=dt.UTC),
        "on": dt.date(2026, 11, 29),
        "said": gettext_lazy("Open"),
        "names": {"Überlingen": "“quoted”"},
    }
    assert JSONRenderer().render(told) == renderers.JSONRenderer().render(told)


def test_a_number_of_any_size_is_told_to_its_last_digit():
    assert JSONRenderer().render([2**70]) == b"[1180591620717411303424]"


def test_somebody_who_looks_at_it_can_ask_for_lines():
    lines = JSONRenderer().render({"a": [1]}, "application/json; indent=2")
    assert lines.decode().splitlines() == ["{", '  "a": [', "    1", "  ]", "}"]


def test_nothing_is_sent_where_there_is_nothing_to_tell():
    assert JSONRenderer().render(None) == b""
