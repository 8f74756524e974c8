"""The field's figures, against values worked out by hand and against what has to hold for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggesting import evaluation
from annotations.suggesting.evaluation import (
    average_precision,
    class_f1,
    confusion,
    f1,
    figures,
    macro_f1,
    precision_at,
    threshold_for_precision,
    threshold_for_recall,
    weighted_f1,
)

YES, NO = True, False
FIVE = [YES, NO, YES, NO, YES]
FALLING = [0.9, 0.8, 0.7, 0.6, 0.5]
TRUTH = [2, 2, 2, 1, 1, 0]
SAID = [2, 2, 1, 1, 0, 0]

# A few scores only, so that many are equal.
ranked = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])), min_size=1
)


def columns(rows):
    return [label for label, _score in rows], [score for _label, score in rows]


@pytest.mark.parametrize(
    ("labels", "scores", "figure"),
    [
        (FIVE, FALLING, (1 + 2 / 3 + 3 / 5) / 3),
        ([YES, YES, NO], FALLING[:3], 1),
        ([NO, NO, YES], FALLING[:3], 1 / 3),
        ([NO, NO], FALLING[:2], 0),
        ([], [], 0),
        # Equal scores: one of two is found at once, at a precision of a half.
        ([YES, NO], [0.5, 0.5], 1 / 2),
        # One at 1; then two of the four that share a score, found at 3 of 5.
        ([YES, YES, YES, NO, NO], [0.9, 0.5, 0.5, 0.5, 0.5], (1 + 2 * 3 / 5) / 3),
    ],
)
def test_average_precision_by_hand(labels, scores, figure):
    assert average_precision(labels, scores) == pytest.approx(figure)


@pytest.mark.parametrize(
    ("labels", "scores", "k", "figure"),
    [
        (FIVE, FALLING, 1, 1),
        (FIVE, FALLING, 2, 1 / 2),
        (FIVE, FALLING, 3, 2 / 3),
        (FIVE, FALLING, 100, 3 / 5),
        (FIVE, FALLING[::-1], 2, 1 / 2),
        ([], [], 3, 0),
        # Three compete for one place, and one of them is worth it.
        ([YES, YES, NO, NO], [0.9, 0.5, 0.5, 0.5], 2, (1 + 1 / 3) / 2),
    ],
)
def test_precision_at_k_by_hand(labels, scores, k, figure):
    assert precision_at(labels, scores, k) == pytest.approx(figure)


def test_f1_by_hand():
    # Two hits, one miss, one false alarm.
    assert f1([YES, YES, YES, NO, NO], [YES, YES, NO, YES, NO]) == pytest.approx(4 / 6)
    assert f1([YES, NO], [NO, YES]) == 0
    assert f1([], []) == 0


def test_the_figures_of_classes_by_hand():
    assert confusion(TRUTH, SAID) == [[1, 0, 0], [1, 1, 0], [0, 1, 2]]
    # Class 0: 1 hit, 1 false alarm. Class 1: 1 hit, 1 of each. Class 2: 2 hits, 1 miss.
    assert class_f1(TRUTH, SAID) == pytest.approx([2 / 3, 2 / 4, 4 / 5])
    assert macro_f1(TRUTH, SAID) == pytest.approx((2 / 3 + 1 / 2 + 4 / 5) / 3)
    assert weighted_f1(TRUTH, SAID) == pytest.approx((2 / 3 + 2 * 1 / 2 + 3 * 4 / 5) / 6)


@pytest.mark.parametrize(
    ("recall", "cut"), [(0.3, 0.9), (0.4, 0.7), (2 / 3, 0.7), (0.7, 0.5), (1, 0.5)]
)
def test_the_threshold_that_keeps_a_share(recall, cut):
    assert threshold_for_recall(FIVE, FALLING, recall) == cut


@pytest.mark.parametrize(("precision", "cut"), [(1, 0.9), (0.66, 0.7), (0.6, 0.5)])
def test_the_threshold_above_which_a_share_is_worth_it(precision, cut):
    assert threshold_for_precision(FIVE, FALLING, precision) == cut


def test_there_is_no_cut_where_nothing_is_pure_enough():
    assert threshold_for_precision([NO, YES], FALLING[:2], 0.9) == 1


def test_all_figures_of_a_model_by_hand():
    found = figures([2, 2, 0], [[0.1, 0.3, 0.6], [0.3, 0.3, 0.4], [0.1, 0.5, 0.4]])
    assert found == {
        "sentences": 3,
        "f1": pytest.approx(1),
        "f1_at_half": pytest.approx(2 / 3),
        "average_precision": pytest.approx((1 + 2 / 3) / 2),
        "precision_at_100": pytest.approx(2 / 3),
        "macro_f1": pytest.approx(1 / 3),
        "weighted_f1": pytest.approx(2 / 3),
        "confusion": [[0, 1, 0], [0, 0, 0], [0, 0, 2]],
    }
    assert evaluation.CHECK_WORTHY == 2


@given(ranked, st.integers(1, 20), st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, k, random):
    labels, scores = columns(rows)
    before = average_precision(labels, scores), precision_at(labels, scores, k)
    random.shuffle(rows)
    labels, scores = columns(rows)
    assert (average_precision(labels, scores), precision_at(labels, scores, k)) == before


@given(ranked, st.integers(1, 20))
def test_every_figure_is_a_share(rows, k):
    labels, scores = columns(rows)
    for figure in (average_precision(labels, scores), precision_at(labels, scores, k)):
        assert 0 <= figure <= 1 + 1e-9


@given(st.lists(st.booleans(), min_size=1).filter(any))
def test_a_perfect_ranking_is_one_and_knowing_nothing_is_the_share(labels):
    assert average_precision(labels, [float(label) for label in labels]) == pytest.approx(1)
    share = sum(labels) / len(labels)
    assert average_precision(labels, [0.5] * len(labels)) == pytest.approx(share)
    assert precision_at(labels, [0.5] * len(labels), 3) == pytest.approx(share)


@given(ranked.filter(lambda rows: any(label for label, _ in rows)), st.floats(0.01, 1))
def test_a_threshold_keeps_its_promise(rows, share):
    labels, scores = columns(rows)
    cut = threshold_for_recall(labels, scores, share)
    kept = [label for label, score in rows if score >= cut]
    assert sum(kept) >= share * sum(labels)
    cut = threshold_for_precision(labels, scores, share)
    kept = [label for label, score in rows if score >= cut]
    assert not kept or cut == 1 or sum(kept) / len(kept) >= share
