import time

from annotations.suggesting import proposing
from annotations.suggesting.proposing import propose
from annotations.suggesting.rules import Rules
from annotations.suggesting.scorers import Scores
from tests.annotations.suggesting.articles import TITLE, joined


class Longest:
    """Finds the longest sentences most worth checking."""

    model_id = "longest"
    broad, strict, at_once = 0.1, 0.6, 4

    def score(self, sentences):
        worth = [min(len(sentence), 900) / 1_000 for sentence in sentences]
        return [Scores(1 - one, 0.0, one) for one in worth]


class Equal(Longest):
    """Finds all sentences equally worth checking, and counts what it is given."""

    def __init__(self, worth):
        self.worth, self.given = worth, []

    def score(self, sentences):
        self.given.append(len(sentences))
        return [Scores(1 - self.worth, 0.0, self.worth)] * len(sentences)


def proposed(found):
    return [one.text for one in found if one.proposed]


def test_every_sentence_is_given_and_the_best_are_proposed():
    text, spans = joined()
    found = propose(text, TITLE, Rules())
    assert [(one.start, one.end) for one in found] == spans
    assert all(one.text == text[one.start : one.end] for one in found)
    starts = [text[:12] for text in proposed(found)]
    assert starts == ["The board to", "In May 2019,", "The island s"]


def test_titles_bylines_and_date_lines_are_never_proposed():
    found = propose(joined()[0], scorer=Rules())
    assert {one.kind for one in found if one.proposed} == {"sentence"}
    assert all(one.score == 0 for one in found if one.kind != "sentence")


def test_the_acceptance_article_gets_the_proposals_an_editor_expects(acceptance_article):
    chosen = " ".join(proposed(propose(acceptance_article, scorer=Rules())))
    for words in ("$2.5 billion contract", "refusal to sell", "incompatible", "F-35"):
        assert words in chosen


def test_a_third_is_proposed_and_at_least_three():
    sentences = [f"The pier number {n} was closed in 2019 by the board." for n in range(30)]
    assert len(proposed(propose(" ".join(sentences), scorer=Rules()))) == 10
    assert len(proposed(propose(" ".join(sentences[:4]), scorer=Rules()))) == 3
    assert len(proposed(propose(sentences[0], scorer=Rules()))) == 1


def test_what_nobody_would_check_is_not_proposed():
    found = propose("I hope we should all be happy here! Let us all sing along.", scorer=Rules())
    assert proposed(found) == []
    assert [one.rank for one in found] == [2, 1]


def test_the_rank_counts_the_checkable_from_the_best():
    text = (
        "Two boats were sold in May. \n\nBy Alice Berg\n\nThree boats were sold here in June, too."
    )
    found = propose(text, "None", Longest())
    assert [(one.kind, one.rank) for one in found] == [
        ("sentence", 2),
        ("byline", 0),
        ("sentence", 1),
    ]


def test_equals_are_ranked_in_reading_order():
    found = propose("One two three four five six. " * 9, scorer=Equal(0.5))
    assert [one.rank for one in found] == [*range(1, 10)]
    assert [one.proposed for one in found] == [True] * 3 + [False] * 6


def test_what_is_at_the_scorers_threshold_is_proposed_and_what_is_below_is_not():
    text = "One two three four five six."
    assert proposed(propose(text, scorer=Equal(Equal.broad)))
    assert not proposed(propose(text, scorer=Equal(Equal.broad - 0.001)))


def test_only_so_many_sentences_of_a_text_are_scored(monkeypatch):
    monkeypatch.setattr(proposing, "MOST_SENTENCES", 5)
    counting = Equal(0.5)
    found = propose("One two three four five six. " * 9, scorer=counting)
    assert counting.given == [4, 1]
    assert [one.rank for one in found] == [1, 2, 3, 4, 5, 0, 0, 0, 0]
    assert len(proposed(found)) == 3


def test_it_says_how_far_it_is_after_as_many_sentences_as_its_scorer_takes_at_once():
    counting = Equal(0.5)
    shares: list[float] = []
    propose("One two three four five six. " * 10, scorer=counting, report=shares.append)
    assert counting.given == [4, 4, 2]
    assert shares == [0.4, 0.8, 1]


def test_what_is_not_scored_has_no_reasons():
    found = propose("By Alice Berg, 3 May 2019\n\nThe council paid $3 million.", scorer=Rules())
    assert [(bool(one.rank), bool(one.reasons)) for one in found] == [(False, False), (True, True)]


def test_a_text_without_a_sentence_has_no_proposals():
    assert proposed(propose("Ferry", scorer=Rules())) == []


def test_the_longest_article_is_done_in_seconds():
    text = "The council paid $3 million for two boats in 2019. " * 20_000
    began = time.thread_time()
    assert len(propose(text[:1_000_000], scorer=Rules())) > 19_000
    assert time.thread_time() - began < 10
