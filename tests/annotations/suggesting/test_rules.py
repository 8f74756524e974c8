import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggesting.rules import Rules


@given(st.lists(st.text(max_size=80), max_size=5))
def test_three_probabilities_for_each_sentence(sentences):
    scored = Rules().score(sentences)
    assert len(scored) == len(sentences)
    assert all(sum(scores) == pytest.approx(1) and min(scores) > 0 for scores in scored)


@given(st.lists(st.text(max_size=80), max_size=5), st.randoms(use_true_random=False))
def test_a_sentence_scores_the_same_in_any_company_and_order(sentences, order):
    alone = [Rules().score([sentence])[0] for sentence in sentences]
    numbers = list(range(len(sentences)))
    order.shuffle(numbers)
    mixed = Rules().score([sentences[number] for number in numbers])
    assert mixed == [alone[number] for number in numbers]


def test_a_fact_outranks_a_view_and_a_prediction():
    fact, view, prediction, trifle = Rules().score(
        [
            "The council paid $3 million for two boats in 2019.",
            "I think we should be proud of our harbour.",
            "The council will sign a contract for boats.",
            "The mayor came in through the side door.",
        ]
    )
    assert fact.p_cfs == max(fact)
    assert view.p_nfs == max(view)
    assert trifle.p_ufs == max(trifle)
    assert fact.p_cfs > prediction.p_cfs > view.p_cfs


def test_the_thresholds_tell_a_fact_from_what_nobody_would_check():
    fact, view, trifle = Rules().score(
        [
            "The council paid $3 million for two boats in 2019.",
            "I think we should be proud of our harbour.",
            "The mayor came in through the side door.",
        ]
    )
    assert fact.p_cfs >= Rules.strict
    assert max(view.p_cfs, trifle.p_cfs) < Rules.broad
