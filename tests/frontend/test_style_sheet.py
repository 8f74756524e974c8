"""What can be read in the style sheet itself: contrast, direction, and what the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from frontend.templatetags.look import STATES

pytestmark = pytest.mark.once

SHEET = Path(str(finders.find("frontend/factcheck.css"))).read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
UNPAINTED = {"orphan", "dismissed", "merged", "superseded"}


def rule(selector: str) -> str:
    return SHEET.split(f"{selector} {{", 1)[1].split("}", 1)[0]


def colours(selector: str) -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in PAIR.findall(rule(selector))}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TOKENS = colours("\n:root")


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("state", sorted(set(STATES) - UNPAINTED))
def test_words_and_lines_can_be_read_on_every_fill(state, theme):
    painted = colours(f"\n.is-{state}")
    for fill in ("fill", "fill-active"):
        ground = painted.get(fill, TOKENS["paper"])[theme]
        assert contrast(TOKENS["ink"][theme], ground) >= 4.5
        assert contrast(painted["line"][theme], ground) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink2", "ink3", "accent", "danger", "ok"])
def test_words_can_be_read_on_every_ground(ink, theme):
    for ground in ("paper", "ground", "raised", "sunk"):
        assert contrast(TOKENS[ink][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_borders_of_controls_can_be_seen(theme):
    for ground in ("paper", "ground", "raised", "sunk"):
        assert contrast(TOKENS["edge"][theme], TOKENS[ground][theme]) >= 3


def test_every_state_has_its_own_line():
    painted = [rule(f"\n.is-{state}") for state in STATES if state not in UNPAINTED]
    lines = [line for body in painted for line in re.findall(r"--decoration: (.+);", body)]
    assert len(set(lines)) == len(painted)


def test_everything_follows_the_direction_of_reading():
    physical = re.compile(
        r"^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|"
        r"width|height|float)\s*:",
        re.MULTILINE,
    )
    assert physical.findall(SHEET) == []


def test_nothing_is_fetched():
    assert "url(" not in SHEET
    assert "@import" not in SHEET


def test_its_sections_are_numbered_in_order_and_listed():
    numbers = re.findall(r"(?m)^/\* (\d\w*) .* -+ \*/$", SHEET)
    counted = [str(n + 1) for n in range(len(numbers))]
    assert numbers == counted
    listed = SHEET.split("\n\n    1 ", 1)[1].split("*/", 1)[0]
    assert sorted(["1", *re.findall(r"(?<= )\d+(?= [A-Z])", listed)], key=int) == counted


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_placeholders_can_be_read(theme):
    said = rule(":is(.field, .find) :is(input, select, textarea)::placeholder")
    (ink,) = re.findall(r"color: var\(--([\w-]+)\)", said)
    assert contrast(TOKENS[ink][theme], TOKENS["raised"][theme]) >= 4.5
