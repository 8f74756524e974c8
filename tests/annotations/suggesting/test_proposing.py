import time

from annotations.suggesting.proposing import propose
from annotations.suggesting.scorers import Scores
from tests.annotations.suggesting.articles import TITLE, joined


class Longest:
    """Finds the longest sentences most worth checking."""

    model_id = "longest"

    def score(self, sentences):
        worth = [min(len(sentence), 900) / 1_000 for sentence in sentences]
        return [Scores(1 - one, 0.0, one) for one in worth]


def proposed(found):
    return [one.text for one in found if one.proposed]


def test_every_sentence_is_given_and_the_best_are_proposed():
    text, spans = joined()
    found = propose(text, TITLE)
    assert [(one.start, one.end) for one in found] == spans
    assert all(one.text == text[one.start : one.end] for one in found)
    starts = [text[:12] for text in proposed(found)]
    assert starts == ["The board to", "In May 2019,", "The island s"]


def test_titles_bylines_and_date_lines_are_never_proposed():
    found = propose(joined()[0])
    assert {one.kind for one in found if one.proposed} == {"sentence"}
    assert all(one.score == 0 for one in found if one.kind != "sentence")


def test_the_acceptance_article_gets_the_proposals_an_editor_expects(acceptance_article):
    chosen = " ".join(proposed(propose(acceptance_article)))
    for words in ("$2.5 billion contract", "refusal to sell", "incompatible", "F-35"):
        assert words in chosen


def test_a_third_is_proposed_and_at_least_three():
    sentences = [f"The pier number {n} was closed in 2019 by the board." for n in range(30)]
    assert len(proposed(propose(" ".join(sentences)))) == 10
    assert len(proposed(propose(" ".join(sentences[:4])))) == 3
    assert len(proposed(propose(sentences[0]))) == 1


def test_what_nobody_would_check_is_not_proposed():
    assert proposed(propose("I hope we should all be happy here! Let us all sing along.")) == []


def test_another_scorer_can_rank():
    text = "One two three four five six. One two three four five. " * 6
    found = propose(text, scorer=Longest())
    assert proposed(found) == []
    text = text.replace("six", "six " + "and more " * 30)
    assert len(proposed(propose(text, scorer=Longest()))) == 4


def test_a_text_without_a_sentence_has_no_proposals():
    assert proposed(propose("Ferry")) == []


def test_the_longest_article_is_done_in_seconds():
    text = "The council paid $3 million for two boats in 2019. " * 20_000
    began = time.perf_counter()
    assert len(propose(text[:1_000_000])) > 19_000
    assert time.perf_counter() - began < 10
