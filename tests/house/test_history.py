"""Whatever people can do with a claim, its history says in a sentence."""

import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from annotations.models import Assignment, Claim, Comment, Evidence, Occurrence, Verdict
from annotations.workflow import TABLE, Row
from frontend.history_words import SENTENCES

TOLD = (Assignment, Claim, Comment, Evidence, Occurrence, Verdict)
"""What hangs on a claim, and therefore stands in its history."""

WRITES = {
    (Claim, "cite"): "evidence",
    (Claim, "add_occurrence"): "occurrence",
    (Claim, "draft"): "verdict",
    (Claim, "comment"): "comment",
    (Claim, "rate"): "blindrating",
    (Verdict, "assign"): "assignment",
    (Verdict, "take"): "assignment",
    (Verdict, "recuse"): "recusal",
    (Verdict, "approve"): "review",
    (Verdict, "return"): "review",
    (Verdict, "dissent"): "review",
}
"""The noun of the line where it is not the noun of the row."""


def unsaid(rows: tuple[Row, ...]) -> list[str]:
    """Name the actions on claims, and on what hangs on them, that the history keeps quiet about."""
    own = [row for row in rows if row.noun in TOLD]
    return [
        f"{row.noun.__name__} {row.action}"
        for row in own
        if (WRITES.get((row.noun, row.action), row.noun.__name__.lower()), row.action)
        not in SENTENCES
    ]


@pytest.mark.once
def test_every_action_on_a_claim_has_its_sentence():
    assert unsaid(TABLE) == []


@pytest.mark.once
def test_an_action_without_a_sentence_would_be_found():
    new = replace(next(row for row in TABLE if row.noun is Claim), action="split")
    assert unsaid((*TABLE, new)) == ["Claim split"]


@pytest.mark.once
def test_every_sentence_has_its_icon_and_asks_for_facts_that_there_are():
    sprite = Path(str(finders.find("frontend/icons.svg"))).read_text(encoding="utf-8")
    icons = set(re.findall(r'id="([\w-]+)"', sprite))
    facts = {"who", "person", "number", "title", "stance", "rating", "day", "comment", "other"}
    for icon, sentence in SENTENCES.values():
        assert icon in icons
        assert {
            name for _text, name, *_ in string.Formatter().parse(str(sentence)) if name
        } <= facts
