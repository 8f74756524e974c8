"""The cases that the JavaScript tests read too."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import Invalid
from annotations.text.canonical import canonical
from annotations.text.selectors import find_quote
from annotations.text.spans import check_span
from annotations.text.units import Utf16Index, to_code_points, to_utf16

CASES = json.loads((Path(__file__).parents[2] / "cases" / "offsets.json").read_text("utf-8"))
TAKEN = [pytest.param(case, id=case["name"]) for case in CASES if not case.get("refused")]
REFUSED = [pytest.param(case, id=case["name"]) for case in CASES if case.get("refused")]


@pytest.mark.parametrize("case", TAKEN)
def test_offsets_agree_in_both_units(case):
    text = case["text"]
    index = Utf16Index(text)
    start = index.to_code_points(case["utf16_start"])
    end = index.to_code_points(case["utf16_end"])
    assert (start, end) == (case["start"], case["end"])
    assert check_span(text, start, end, case["exact"]) == (start, end)
    assert (index.to_utf16(start), index.to_utf16(end)) == (case["utf16_start"], case["utf16_end"])
    assert find_quote(text, case["exact"], text[:start], text[end:]) == (start, end)


@pytest.mark.parametrize("case", TAKEN)
def test_the_text_is_canonical_or_comes_from_its_raw_form(case):
    assert canonical(case.get("raw", case["text"])) == case["text"]


@pytest.mark.parametrize("case", REFUSED)
def test_offsets_that_mean_nothing_are_refused(case):
    index = Utf16Index(case["text"])
    with pytest.raises(Invalid) as refusal:
        check_span(
            case["text"],
            index.to_code_points(case["utf16_start"], "start"),
            index.to_code_points(case["utf16_end"], "end"),
        )
    assert set(refusal.value.errors) <= {"start", "end"}


@pytest.mark.parametrize("offset", [-1, 3, 10**30, True, 1.0, "1", None])
def test_only_a_whole_number_inside_the_text_is_converted(offset):
    with pytest.raises(Invalid) as refusal:
        to_code_points("ab", offset, "end")
    assert list(refusal.value.errors) == ["end"]
    with pytest.raises(Invalid):
        to_utf16("ab", offset)


@given(st.text(st.sampled_from("aé中\u200d😀𝐓𡔷🇩"), max_size=30))
def test_every_offset_comes_back_and_every_half_is_refused(text):
    units = text.encode("utf-16-le")
    boundaries = {to_utf16(text, point): point for point in range(len(text) + 1)}
    for unit in range(len(units) // 2 + 1):
        if unit in boundaries:
            assert to_code_points(text, unit) == boundaries[unit]
            assert units[: unit * 2].decode("utf-16-le") == text[: boundaries[unit]]
        else:
            with pytest.raises(Invalid, match="inside a character"):
                to_code_points(text, unit)
