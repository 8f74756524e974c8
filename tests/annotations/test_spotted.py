"""What the machine thought of an article's sentences, and what it learns of people's choices."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from annotations.actions import claims, suggestions
from annotations.errors import Refusal
from annotations.models import Article, Claim, Occurrence, Suggestion
from annotations.models.suggestion import Level
from annotations.suggesting.proposing import propose
from annotations.suggesting.quality import quality
from annotations.text.spans import Span
from tests.cast import (
    TEXT,
    TITLE,
    Believer,
    a_claim,
    a_newsroom,
    a_version,
    an_article,
    worth,
)

NINE = (0.1, 0.9, 0.3, 0.7, 0.65, 0.05, 0.2, 0.5, 0.19)


def spot(article, by, model=None):
    """Let a model read the article's text; answers its suggestions in reading order."""
    model = model or Believer()
    version = article.current
    proposals = propose(version.text, article.title, model)
    suggestions.replace(version, proposals, by=by, scorer=model)
    return list(version.suggestions.order_by("start"))


@pytest.fixture
def nine(newsroom):
    """Nine sentences, of which three are proposed."""
    return an_article(newsroom.alice, title="Nine", text=worth(*NINE))


def words(article, number):
    """The words of the article's sentence of that number."""
    return article.current.text.split("\n\n")[number - 1]


def levels(article, by, **thresholds):
    return [Level(s.level).name.lower() for s in spot(article, by, Believer(**thresholds))]


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        # A third is proposed, its better half strict; what is above the threshold can be asked for.
        (NINE, "rest strict broad strict usual rest broad broad rest"),
        ((0.9, 0.3, 0.5, 0.59, 0.6), "strict broad broad usual strict"),
        # At least three; but nothing that nobody would check.
        ((0.9, 0.3), "strict usual"),
        ((0.9, 0.19, 0.2), "strict rest usual"),
        ((0.1, 0.1), "rest rest"),
        # However many are strict, a third is proposed; of equals the first.
        ((0.9,) * 10, "strict strict usual usual broad broad broad broad broad broad"),
    ],
)
def test_level_by_rank_and_score(newsroom, scores, wanted):
    article = an_article(newsroom.alice, title="Levels", text=worth(*scores))
    assert levels(article, newsroom.alice) == wanted.split()


def test_every_plain_sentence_has_its_row_and_its_rank(newsroom):
    article = an_article(newsroom.alice)
    rows = spot(article, newsroom.alice)
    plain = [p for p in propose(TEXT, TITLE, Believer()) if p.kind == "sentence"]
    assert [(s.start, s.end, s.rank) for s in rows] == [(p.start, p.end, p.rank) for p in plain]
    assert sorted(s.rank for s in rows) == list(range(1, len(rows) + 1))
    assert rows[0].scores == {"p_nfs": 1.0, "p_ufs": 0.0, "p_cfs": 0.0}
    assert {s.speaker for s in rows} > {""}


def test_a_rank_counts_what_is_decided_too(newsroom, nine):
    rows = spot(nine, newsroom.alice)
    suggestions.dismiss(rows[1], by=newsroom.alice)
    rows = spot(nine, newsroom.alice)
    assert [s.rank for s in rows] == [8, 1, 5, 2, 3, 9, 6, 4, 7]
    assert [s.state for s in rows] == ["open", "dismissed", *["open"] * 7]


def test_what_is_shown_by_level_and_by_number(newsroom, nine):
    rows = spot(nine, newsroom.alice)
    suggestions.dismiss(rows[0], by=newsroom.alice)
    found = nine.current.suggestions
    shown = {level: {s.rank for s in found.shown(level)} for level in Level}
    assert shown[Level.STRICT] == {1, 2, 8}
    assert shown[Level.USUAL] == {1, 2, 3, 8}
    assert shown[Level.BROAD] == {1, 2, 3, 4, 5, 6, 8}
    assert {s.rank for s in found.proposed()} == {1, 2, 3}
    assert [{s.rank for s in found.best(n)} for n in (0, 2, 99)] == [
        {8},
        {1, 2, 8},
        {1, 2, 3, 4, 5, 6, 8},
    ]


def dismissed_in_the_first(nine, by):
    """The second sentence, the best of all, turned down."""
    suggestions.dismiss(spot(nine, by)[1], by=by)
    return words(nine, 2)


def quotes(rows):
    return {s.quote for s in rows if s.state == "open"}


def test_a_dismissed_sentence_is_not_proposed_again_where_it_is_repeated(newsroom, nine):
    said = dismissed_in_the_first(nine, newsroom.alice)
    a_version(nine, f"{said}\n\n{worth(*NINE)}")
    found = quotes(spot(nine, newsroom.bob))
    assert said not in found
    assert words(nine, 2) in found


@pytest.mark.parametrize("change", [str.upper, lambda said: said.replace(" ", " \n "), str])
def test_a_dismissed_sentence_is_not_proposed_again_in_a_later_version(newsroom, nine, change):
    said = dismissed_in_the_first(nine, newsroom.alice)
    a_version(nine, f"Something new was put before it.\n\n{change(said)}\n\n{worth(0.8)}")
    found = quotes(spot(nine, newsroom.alice))
    assert found == {"Something new was put before it.", worth(0.8)}


def test_other_words_are_another_sentence(newsroom, nine):
    said = dismissed_in_the_first(nine, newsroom.alice)
    changed = said.replace("look", "glance")
    a_version(nine, changed)
    assert quotes(spot(nine, newsroom.alice)) == {changed}


def test_what_was_dismissed_in_one_article_is_proposed_in_another(newsroom, nine):
    said = dismissed_in_the_first(nine, newsroom.alice)
    other = an_article(newsroom.alice, title="Other", text=worth(*NINE, 0.4))
    assert said in quotes(spot(other, newsroom.alice))


def test_what_was_dismissed_and_restored_is_proposed_again(newsroom, nine):
    said = dismissed_in_the_first(nine, newsroom.alice)
    suggestions.restore(nine.current.suggestions.get(state="dismissed"), by=newsroom.bob)
    a_version(nine, f"Something new was put before it.\n\n{said}")
    assert said in quotes(spot(nine, newsroom.alice))


def spotted(claim):
    found = claim.occurrences.get()
    return found.model_id, found.score, found.was_proposed


def test_a_highlight_before_any_model_read_the_text_remembers_nothing(newsroom, nine):
    claim = a_claim(newsroom.alice, nine, quote=words(nine, 2))
    assert spotted(claim) == ("", None, False)


@pytest.mark.parametrize(
    ("number", "score", "was_proposed"), [(2, 0.9, True), (8, 0.5, False), (6, 0.05, False)]
)
def test_a_highlight_remembers_what_the_model_thought(newsroom, nine, number, score, was_proposed):
    spot(nine, newsroom.alice)
    claim = a_claim(newsroom.bob, nine, quote=words(nine, number)[9:20])
    assert spotted(claim) == ("believer-1", score, was_proposed)


def test_a_highlight_over_two_sentences_remembers_the_better_one(newsroom, nine):
    spot(nine, newsroom.alice)
    both = nine.current.text[:50]
    assert words(nine, 1) in both
    assert spotted(a_claim(newsroom.alice, nine, quote=both)) == ("believer-1", 0.9, True)


def test_a_highlight_beside_a_proposal_is_none_of_it(newsroom, nine):
    spot(nine, newsroom.alice)
    text = nine.current.text
    start, end = text.index(words(nine, 3)) - 2, text.index(words(nine, 4))
    claim, _created = claims.highlight(nine.current, by=newsroom.alice, start=start, end=end)
    assert spotted(claim) == ("believer-1", 0.3, False)


def test_words_that_the_model_passed_over_were_read_and_not_proposed(newsroom):
    article = an_article(newsroom.alice)
    spot(article, newsroom.alice)
    claim = a_claim(newsroom.alice, article, quote=TITLE)
    assert spotted(claim) == ("believer-1", None, False)


def test_accepting_remembers_the_same(newsroom, nine):
    rows = spot(nine, newsroom.alice)
    proposed, _created = suggestions.accept(rows[1], by=newsroom.alice)
    below, _created = suggestions.accept(rows[2], by=newsroom.alice)
    assert spotted(proposed) == ("believer-1", 0.9, True)
    assert spotted(below) == ("believer-1", 0.3, False)


def test_another_model_later_changes_no_memory(newsroom, nine):
    spot(nine, newsroom.alice)
    claim = a_claim(newsroom.alice, nine, quote=words(nine, 4))
    spot(nine, newsroom.alice, Believer(model_id="believer-2", broad=0.95))
    assert spotted(claim) == ("believer-1", 0.7, True)


def recall(by):
    (found,) = quality(by).by_model
    return found.claims, found.recall


def test_marking_a_proposed_sentence_again_is_no_miss(newsroom, nine):
    spot(nine, newsroom.alice)
    for marked in ("number 2", "2 is worth", "0.9 of a look"):
        a_claim(newsroom.alice, nine, quote=marked)
        spot(nine, newsroom.alice)
    assert recall(newsroom.alice) == (3, 1)


def test_marking_what_was_dismissed_is_no_miss(newsroom, nine):
    said = dismissed_in_the_first(nine, newsroom.alice)
    spot(nine, newsroom.alice)
    a_claim(newsroom.bob, nine, quote=said)
    assert recall(newsroom.alice) == (1, 1)


def test_marking_again_before_any_model_read_the_words_remembers_nothing(newsroom, nine):
    a_claim(newsroom.alice, nine, quote="number 2")
    spot(nine, newsroom.alice)
    assert spotted(a_claim(newsroom.bob, nine, quote=words(nine, 2))) == ("", None, False)


def test_an_acceptance_that_is_taken_back_is_open_after_the_next_reading(newsroom, nine):
    rows = spot(nine, newsroom.alice)
    suggestions.accept(rows[1], by=newsroom.alice)
    suggestions.take_back(rows[1], by=newsroom.alice)
    rows = spot(nine, newsroom.alice, Believer(model_id="believer-2"))
    assert [(s.state, s.rank, s.quote) for s in rows][1] == ("open", 1, words(nine, 2))
    corrected = Span(rows[1].start, rows[1].end - 1)
    claim, _created = suggestions.accept(rows[1], by=newsroom.bob, span=corrected)
    assert spotted(claim)[0] == "believer-2"


DECISIONS = ("accept", "dismiss", "restore", "take_back")


class Spotting(RuleBasedStateMachine):
    """People decide and mark what they like, and models read the text again in between."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.by = a_newsroom().alice
        self.article = an_article(self.by, title="Nine", text=worth(*NINE))

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(number=st.integers(1, 3), broad=st.sampled_from([0.0, 0.3, 1.0]))
    def read(self, number, broad):
        before = self.decided()
        spot(self.article, self.by, Believer(model_id=f"believer-{number}", broad=broad))
        assert self.decided() == before
        assert not any(self.is_taken(row) for row in self.rows().open())
        proposals = propose(self.article.current.text, self.article.title, Believer())
        free = {(p.start, p.end) for p in proposals if not self.is_taken(p)}
        assert {(row.start, row.end) for row in self.rows().open()} == free
        assert {row.model_id for row in self.rows().open()} <= {f"believer-{number}"}

    @rule(verb=st.sampled_from(DECISIONS), place=st.integers(0, 8))
    def decide(self, verb, place):
        for row in self.rows().order_by("pk")[place : place + 1]:
            self.attempt(getattr(suggestions, verb), row)

    @rule(place=st.integers(0, 8))
    def accept_and_take_back(self, place):
        for row in self.rows().open()[place : place + 1]:
            self.attempt(suggestions.accept, row)
            self.attempt(suggestions.take_back, row)

    @rule(place=st.integers(0, 8))
    def put_aside(self, place):
        for claim in Claim.objects.order_by("pk")[place : place + 1]:
            self.attempt(claims.dismiss, claim)

    @rule(start=st.integers(0, 300), length=st.integers(1, 90))
    def highlight(self, start, length):
        span = {"start": start, "end": start + length}
        self.attempt(claims.highlight, self.article.current, **span)

    def attempt(self, verb, *about, **rest):
        with suppress(Refusal):
            verb(*about, by=self.by, **rest)

    def rows(self):
        return Suggestion.objects.filter(version=self.article.current)

    def decided(self):
        return list(self.rows().exclude(state="open").order_by("pk").values())

    def is_taken(self, row):
        near = {"start__lt": row.end, "end__gt": row.start}
        held = Occurrence.objects.filter(version=self.article.current, claim__triage="open")
        marked = held.filter(**near)
        decided = self.rows().exclude(state="open").filter(**near)
        return marked.exists() or decided.exists()

    @invariant()
    def a_sentence_has_one_row(self):
        spans = list(self.rows().values_list("start", "end"))
        assert len(spans) == len(set(spans)) <= len(NINE)
        assert all(self.article.current.text[start:end].endswith("look.") for start, end in spans)

    @invariant()
    def what_is_decided_says_who_and_when(self):
        for row in self.rows():
            assert (row.state == "open") == (row.decided_by_id is None) == (row.decided_at is None)


@pytest.mark.once  # The rules are ours, and the same on every database.
@pytest.mark.django_db
def test_whatever_is_read_again_what_people_decided_stays():
    run_state_machine_as_test(
        Spotting,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not Article.objects.exists()
