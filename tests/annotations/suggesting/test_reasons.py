import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggesting.reasons import LABELS, reasons, why


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The boat cost $2.5 billion.", "money"),
        ("They paid 300 million euros.", "money"),
        ("The town has 12,000 houses.", "number"),
        ("Fares rose by 4 per cent.", "number"),
        ("Nearly twenty boats sank.", "number"),
        ("It closed on 4 March 2020.", "date"),
        ("It closed in 2019.", "date"),
        ("Washington has repeatedly denied such claims.", "named_speaker"),
        ("According to the Harbour Board, it sank.", "named_speaker"),
        ("The pier is older than the town.", "comparison"),
        ("The town has the highest rents.", "superlative"),
        ("The storm caused the flood.", "cause"),
        ("The board rejected the report.", "denial"),
        ("Half of the boats leak.", "quantity"),
        ("The council signed the contract.", "act"),
    ],
)
def test_a_reason_is_found(sentence, code):
    assert code in reasons(sentence)


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The S-400 system and the F-35 jet are there.", "number"),
        ("It closed on 4 March 2020.", "number"),
        ("The boat cost $2.5 billion.", "number"),
        ("She said it sank.", "named_speaker"),
        ("In October it may rain.", "superlative"),
        ("It may rain tonight.", "date"),
    ],
)
def test_what_only_looks_like_a_reason_is_not_one(sentence, code):
    assert code not in reasons(sentence)


def test_the_reasons_are_said_in_one_sentence():
    assert why(["number", "date", "named_speaker"]) == (
        "It has a number, a date and a named speaker."
    )
    assert why(["money"]) == "It has a sum of money."
    assert why([]) == "It has no number, no date and no named speaker."


@given(st.text(max_size=200))
def test_any_text_has_reasons_that_can_be_said(sentence):
    found = reasons(sentence)
    assert found == [code for code in LABELS if code in found]
    assert why(found).endswith(".")
