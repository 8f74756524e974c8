"""Tables as text: what a spreadsheet would run is defused, and everything comes back as it was."""

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.exporting.cells import FORMATS, defused, plain

CSV, JSON_LINES = FORMATS["csv"], FORMATS["jsonl"]

DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+49 30 1234",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tplain",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "\u2060\u00ad=1",
    "\u202e=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "﹦1",
    "﹢1",
    "﹣1",
    "﹫1",
    "−1",
    "⁼1",
    " ＝1",
]
HARMLESS = ["", "412 million", "a=1", "(=1)", "“=1”", "1-1", "https://a.example/?=", "é", "🚢", "٣"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_gets_an_apostrophe(text):
    assert defused(text) == "'" + text
    (cell,) = next(csv.reader(io.StringIO(CSV.rows([{"a": text}]).decode(), newline="")))
    assert cell.startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_stay_as_they_are(text):
    assert defused(text) == text


def test_lists_and_objects_are_json_and_times_are_in_utc():
    moment = dt.datetime(2025, 5, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert plain(moment) == "2025-05-01T10:00:00.000000+00:00"
    assert plain(dt.date(2025, 5, 1)) == "2025-05-01"
    line = CSV.rows([{"a": ["=x", 1], "b": {"c": None}}]).decode()
    assert line == '"[""=x"",1]","{""c"":null}"\r\n'


def test_numbers_of_ours_stay_numbers():
    row = {"id": 7, "score": -0.5, "on": True, "off": False, "none": None, "words": "-0.5"}
    assert CSV.rows([row]).decode() == '7,-0.5,"true","false","","\'-0.5"\r\n'


def test_a_file_begins_with_the_mark_of_its_encoding_and_the_names():
    assert CSV.head(["id", "text"]).decode("utf-8-sig") == '"id","text"\r\n'
    assert CSV.head(["id"])[:3] == b"\xef\xbb\xbf"
    assert JSON_LINES.head(["id"]) == b""


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
tables = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5)


@given(tables)
@example([["'=1", "''", "'"], ['"', '","', '\r\n"'], ["=1", "a\rb", "a\nb"]])
def test_whoever_takes_one_apostrophe_away_has_the_csv_as_it_was(table):
    rows = [dict(zip("abc", row, strict=True)) for row in table]
    data = CSV.head("abc") + CSV.rows(rows)
    read = [*csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    assert read[0] == ["a", "b", "c"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == table
    assert all(cell == "" or cell[0] not in "=+-@\t\r\n" for row in read for cell in row)


@given(st.lists(st.dictionaries(cells, st.one_of(cells, st.integers(), st.none())), max_size=5))
def test_json_lines_are_one_value_a_line(rows):
    lines = JSON_LINES.rows(rows).decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == rows
