"""The tags draw plain values, escape what people wrote, and never speak in colour alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone

from frontend.templatetags import look

pytestmark = pytest.mark.once


def draw(source: str, **values: object) -> str:
    request = RequestFactory().get("/claims/?state=open&page=2")
    name = values.pop("url_name", "")
    request.resolver_match = ResolverMatch(print, (), {}, url_name=str(name))
    return Template("{% load look %}" + source).render(RequestContext(request, values))


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Alice", "AL"), ("Bob Barlow", "BB"), ("erin van der Meer", "EM"), ("X", "X"), ("", "")],
)
def test_a_person_has_two_letters(name, letters):
    assert look.initials(name) == letters


@pytest.mark.parametrize(
    ("value", "steps", "hue"),
    [(1, 5, 1), (4, 5, 4), (5, 5, 5), (1, 3, 1), (2, 3, 3), (3, 3, 5), (7, 7, 5), (None, 5, 3)],
)
def test_any_scale_runs_from_the_first_hue_to_the_last(value, steps, hue):
    assert look.hue(value, steps) == hue


def test_a_rating_is_a_position_and_a_word():
    drawn = draw('{% ticks "Mostly true" 4 5 %}')
    assert "Mostly true" in drawn
    assert drawn.count("<i") == 5
    assert drawn.count('class="is-on"') == 1


def test_a_rating_off_the_scale_is_a_word_alone():
    assert "<i" not in draw('{% ticks "Unproven" None 5 %}')


def test_no_rating_says_so():
    assert "Not rated" in draw('{% ticks "" %}')


def test_a_state_is_an_icon_and_a_word():
    drawn = draw('{% state_badge "in_review" %}')
    assert "is-in-review" in drawn
    assert "icons.svg#in-review" in drawn
    assert "In review" in drawn


def test_every_state_has_an_icon():
    drawings = Path(str(finders.find("frontend/icons.svg"))).read_text(encoding="utf-8")
    assert [name for name in look.STATES if f'id="{name}"' not in drawings] == []


def test_names_and_sentences_are_escaped():
    for source in ("{% avatar text %}", "{% refusal text %}", "{% ticks text 1 5 %}"):
        assert "<b>" not in draw(source, text="<b>x</b>")


def test_an_empty_place_is_somebody_still_to_come():
    assert "Nobody" in draw('{% avatar "" %}')


def test_approvals_are_counted_in_words():
    assert "1 of 2 approvals" in draw("{% quorum 1 2 %}")
    assert "0 of 1 approval" in draw("{% quorum 0 1 %}")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=3), "now"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_an_age_is_short(age, words):
    assert f">{words}</time>" in look.ago(timezone.now() - age)


def test_what_is_long_past_is_a_day_with_its_year():
    assert ">5 Mar 2020</time>" in look.ago(datetime(2020, 3, 5, 12, tzinfo=UTC))


def test_no_moment_is_no_age():
    assert look.ago(None) == ""


class Form(forms.Form):
    passage = forms.CharField(help_text="The exact words.")
    stance = forms.ChoiceField(choices=[("s", "Supports")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)


def test_a_field_ties_its_hint_and_its_error_to_itself():
    drawn = draw("{% field form.passage %}", form=Form({"passage": ""}))
    assert 'aria-invalid="true"' in drawn
    for part in ("id_passage_helptext", "id_passage_error"):
        assert f'id="{part}"' in drawn
    described = drawn.split('aria-describedby="')[1].split('"')[0]
    assert "id_passage_helptext" in described


def test_a_choice_is_a_fieldset_with_a_legend():
    drawn = draw("{% field form.stance %}", form=Form())
    assert "<legend>" in drawn
    assert 'for="id_stance_0"' in drawn


def test_what_may_be_left_out_says_so():
    assert "optional" in draw("{% field form.note content=True %}", form=Form())


def test_pages_keep_the_filters():
    drawn = draw("{% pages page %}", page=Paginator(range(30), 10).page(2))
    assert "state=open&amp;page=3" in drawn
    assert "Page 2 of 3" in drawn


def test_one_page_needs_no_pages():
    assert draw("{% pages page %}", page=Paginator([], 10).page(1)).strip() == ""


def test_the_bar_marks_where_one_is():
    assert 'aria-current="page"' in draw('{% current "article" %}', url_name="article_add")
    assert draw('{% current "article" %}', url_name="queue") == ""
