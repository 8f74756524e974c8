"""Who is called by name: the longest name, in any case, and nobody by accident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.mentions import mentions

pytestmark = pytest.mark.once

NAMES = [
    ("Bob", 1),
    ("bob", 1),
    ("Bob Dahl", 2),
    ("bdahl", 2),
    ("Ægir Straße", 3),
    ("a.b+c", 4),
    ("Inga", 5),
    ("Inga", 6),
    ("", 7),
]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Bob, can you look?", {1}),
        ("Can you look, @BOB?", {1}),
        ("(@bob)", {1}),
        ("@bob's page", {1}),
        ("@Bob Dahl and @Bob.", {1, 2}),
        ("@bob  \n dahl", {2}),
        ("@bdahl", {2}),
        ("@Bobby", set()),
        ("@bob_2", set()),
        ("Bob", set()),
        ("write to alice@bob", set()),
        ("@bob@elsewhere.example", set()),
        ("@ÆGIR STRASSE", {3}),
        ("@A.B+C!", {4}),
        ("@axb+c", set()),
        ("@Inga", {5, 6}),
        ("@", set()),
        ("@@bob", {1}),
    ],
)
def test_who_is_called_is_found(text, called):
    assert mentions(text, NAMES) == called


def test_where_nobody_has_a_name_nobody_is_called():
    assert mentions("@ @Bob", []) == mentions("@ @Bob", [("", 1)]) == set()


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=5))
def test_whatever_is_written_only_members_are_called(text, names):
    found = mentions(f"@{text}", [(name, number) for number, name in enumerate(names)])
    assert found <= set(range(len(names)))


@given(st.text("abz ÉßſΣς", min_size=1).filter(str.strip), st.sampled_from([str.upper, str]))
def test_a_name_calls_its_person_in_any_case(name, case):
    assert mentions(f"Look, @{case(name.strip())}!", [(name, 1)]) == {1}
