"""Cohen's kappa and Krippendorff's alpha: published examples, worked by hand, and properties."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from annotations.agreement.statistics import cohen_kappa, krippendorff_alpha

pytestmark = pytest.mark.once

words = some.sampled_from(["false", "mixed", "true", "unproven"])
pairs = some.lists(some.tuples(words, words), max_size=30)
units = some.lists(some.lists(words, max_size=4), max_size=30)
ORDER = ["false", "mixed", "true", "unproven"]
KINDS = pytest.mark.parametrize("order", [None, ORDER], ids=["nominal", "ordinal"])


def matrix(*rows):
    """Pairs of ratings from how often the first rater's row met the second one's column."""
    return [
        (i, j) for i, row in enumerate(rows) for j, number in enumerate(row) for _ in range(number)
    ]


# ------------------------------------------------------------------ published examples


@pytest.mark.parametrize(
    ("rows", "kappa"),
    [
        # Cohen (1960), 200 cases in three categories. Equal are 88 + 40 + 12 = 140 of 200, so
        # observed .70; by chance (120 * 100 + 60 * 60 + 20 * 40) / 200² = .41; and
        # (.70 - .41) / (1 - .41) = .29 / .59 = .49.
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.29 / 0.59),
        # Two tables with the same observed agreement of .60 and other totals: by chance
        # (60 * 70 + 40 * 30) / 100² = .54 in the first, (60 * 30 + 40 * 70) / 100² = .46 in the
        # second.
        ([[45, 15], [25, 15]], 0.06 / 0.46),
        ([[25, 35], [5, 35]], 0.14 / 0.54),
    ],
)
def test_kappa_of_published_examples(rows, kappa):
    assert cohen_kappa(matrix(*rows)) == pytest.approx(kappa)


def by_unit(*observers):
    """Krippendorff writes a row an observer, a column a unit, and a dot for what is missing."""
    return [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]


TWO_OBSERVERS_BINARY = by_unit("0100000010", "1110010000")
TWO_OBSERVERS = by_unit("aabbdcccedda", "babbbccceddd")
FOUR_OBSERVERS = by_unit("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def test_alpha_of_two_observers_and_a_yes_or_no():
    """Krippendorff (2011), A. Of 10 units 6 agree: 5 at 0, 1 at 1. The 20 values are 14 zeros and 6
    ones: 1 - 19 * 8 / (2 * 14 * 6) = 1 - 152 / 168 = .095.
    """
    assert Counter("".join(map("".join, TWO_OBSERVERS_BINARY))) == {"0": 14, "1": 6}
    assert krippendorff_alpha(TWO_OBSERVERS_BINARY) == pytest.approx(1 - 152 / 168)
    assert round(krippendorff_alpha(TWO_OBSERVERS_BINARY) or 0, 3) == 0.095


def test_alpha_of_two_observers_and_five_words():
    """Krippendorff (2011), B. Of 12 units 3 differ, which are 6 of the 24 values, paired both ways.

    The values are 4 a, 6 b, 6 c, 6 d, 2 e: expected 24² - (16 + 36 + 36 + 36 + 4) = 448, and
    1 - 23 * 6 / 448 = .692.
    """
    assert Counter("".join(map("".join, TWO_OBSERVERS))) == {"a": 4, "b": 6, "c": 6, "d": 6, "e": 2}
    assert krippendorff_alpha(TWO_OBSERVERS) == pytest.approx(1 - 23 * 6 / 448)
    assert round(krippendorff_alpha(TWO_OBSERVERS) or 0, 3) == 0.692


def test_alpha_of_four_observers_who_missed_some():
    """Krippendorff (2011), C: 40 values that can be compared (the only one of unit 12 cannot).

    There are 9, 13, 10, 5 and 3 of the five ranks. Nominal: the coincidences of equal values are 7,
    10, 8, 4 and 3, so 8 of 40 differ; expected 40² - (81 + 169 + 100 + 25 + 9) = 1216, and
    1 - 39 * 8 / 1216 = .743.

    Ordinal: the middles of the ranks lie at 4.5, 15.5, 27, 34.5 and 38.5. What differs, each pair
    counted both ways, is 1-2 and 2-3 by 4/3 each, 1-3, 1-4, 2-4 and 3-4 by 1/3 each. So observed is
    2 * (4/3 * (11² + 11.5²) + 1/3 * (22.5² + 30² + 19² + 7.5²)) = 1891; expected, n_i n_j
    (m_i - m_j)² over all pairs both ways, is 399 480; and 1 - 39 * 1891 / 399 480 = .815.
    """
    assert krippendorff_alpha(FOUR_OBSERVERS) == pytest.approx(1 - 39 * 8 / 1216)
    assert round(krippendorff_alpha(FOUR_OBSERVERS) or 0, 3) == 0.743
    ordinal = krippendorff_alpha(FOUR_OBSERVERS, order="12345")
    assert ordinal == pytest.approx(1 - 39 * 1891 / 399_480)
    assert round(ordinal or 0, 3) == 0.815


# ------------------------------------------------------------------ what always holds


def varies(ratings):
    return len(set(ratings)) > 1


@given(some.lists(words, max_size=30))
def test_full_agreement_is_one_and_undefined_where_nothing_varies(rated):
    expected = 1.0 if varies(rated) else None
    assert cohen_kappa((word, word) for word in rated) == expected
    for order in (None, ORDER):
        assert krippendorff_alpha([[word, word, word] for word in rated], order=order) == expected


@given(pairs)
def test_kappa_does_not_mind_who_is_called_the_first(rated):
    assert cohen_kappa(rated) == cohen_kappa((b, a) for a, b in rated)


@given(pairs)
def test_kappa_is_a_number_up_to_one_or_undefined(rated):
    kappa = cohen_kappa(rated)
    assert kappa is None or -1 <= kappa <= 1
    # Two raters who each used one word, the same one, agree always, and so does chance.
    assert (kappa is None) is not varies(word for pair in rated for word in pair)


@KINDS
@given(rated=units, random=some.randoms(use_true_random=False))
def test_alpha_minds_neither_the_order_of_raters_nor_of_units(order, rated, random):
    mixed = [random.sample(unit, len(unit)) for unit in random.sample(rated, len(rated))]
    before, after = (krippendorff_alpha(some_units, order=order) for some_units in (rated, mixed))
    assert after == (before if before is None else pytest.approx(before))


@KINDS
@given(rated=units)
def test_alpha_is_a_number_up_to_one_or_undefined_where_nothing_varies(order, rated):
    alpha = krippendorff_alpha(rated, order=order)
    assert alpha is None or alpha <= 1
    assert (alpha is None) is not varies(word for unit in rated if len(unit) > 1 for word in unit)


@KINDS
@given(rated=units, alone=some.lists(words, max_size=5))
def test_what_only_one_has_rated_changes_no_alpha(order, rated, alone):
    more = [*rated, *([word] for word in alone), []]
    assert krippendorff_alpha(more, order=order) == krippendorff_alpha(rated, order=order)


@given(units)
def test_an_order_read_from_its_other_end_is_the_same_order(rated):
    up = krippendorff_alpha(rated, order=ORDER)
    assert krippendorff_alpha(rated, order=ORDER[::-1]) == (up if up is None else pytest.approx(up))


@given(pairs)
def test_alpha_of_two_raters_is_scotts_pi_for_a_small_sample(rated):
    """W. A. Scott (1955): chance is what both use together. Alpha takes the sample's size off."""
    used = Counter(word for pair in rated for word in pair)
    assume(len(used) > 1)
    total = used.total()
    chance = sum((number / total) ** 2 for number in used.values())
    pi = (sum(a == b for a, b in rated) / len(rated) - chance) / (1 - chance)
    assert krippendorff_alpha(rated) == pytest.approx(1 - (1 - pi) * (total - 1) / total)


def test_ordinal_alpha_forgives_neighbours_and_nominal_does_not():
    agreed = [[word, word] for word in ORDER for _ in range(3)]
    near, far = [*agreed, ["false", "mixed"]], [*agreed, ["false", "unproven"]]
    assert krippendorff_alpha(near) == krippendorff_alpha(far)
    assert krippendorff_alpha(near, order=ORDER) > krippendorff_alpha(far, order=ORDER)
