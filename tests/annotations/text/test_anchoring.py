"""Words that are found again in a later text: where they are, changed, or gone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.text.anchoring import FLOOR, Sought, anchor
from annotations.text.selectors import quote_at

pytestmark = pytest.mark.once

FIRST = "The tunnel under the harbour cost 412 million euros, the port authority said on Tuesday."
SECOND = "It is 3.2 kilometres long, longer than any other road tunnel in the region."
THIRD = "Traffic on the old bridge fell by 38 % within a week, according to the road office 🇳🇴."
FOURTH = (
    "“No other tunnel was built faster”, said Mayor Inga Holm. 👩‍🔧 Critics call it a monument."
)
OLD = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{FOURTH}"
COST = "cost 412 million euros"


def sought(text, quote, nth=0):
    start = -1
    for _turn in range(nth + 1):
        start = text.index(quote, start + 1)
    return Sought(start, quote_at(text, start, start + len(quote)))


def found(new, quote=COST, *, old=OLD, nth=0):
    """How the quote fits, and the words that stand there now."""
    (place,) = anchor(old, new, [sought(old, quote, nth)])
    return place.fit, new[place.start : place.end]


EXACT = [
    OLD.replace("harbour cost", "harbour, we hear. It cost"),
    OLD.replace("euros, the", "euros. Or more? Nobody knows, the"),
    OLD,
    "Correction: an earlier text had another title.\n\n" + OLD,
    OLD.replace(SECOND, ""),
    OLD + "\n\nMore at seven.",
    f"{FOURTH}\n\n{THIRD}\n\n{SECOND}\n\n{FIRST}",
    OLD.replace("The tunnel under the harbour", "The new tube"),
    OLD.replace(", the port authority said on Tuesday.", " and not one more."),
    "🚢⚓👩‍🔧 " * 30 + OLD,
    COST,
]
CHANGED = {
    "cost 421 million euros": OLD.replace("412", "421"),
    "cost 412 billion euros": OLD.replace("million", "billion"),
    "cost not 412 million euros": OLD.replace("cost 412", "cost not 412"),
    "cost almost exactly 412 million euros": OLD.replace("cost", "cost almost exactly"),
    "did not cost 412 million euros": OLD.replace("cost", "did not cost"),
    "no longer cost 412 million euros": OLD.replace("cost", "no longer cost"),
    "cost 412 million euros less than planned": OLD.replace("euros,", "euros less than planned,"),
    "costs 412 million euros": OLD.replace("cost", "costs"),
    "cost 412 million": OLD.replace(" euros", ""),
    "cost 412 million Euros": OLD.replace("euros", "Euros"),
    "cost 412\u00a0million euros": OLD.replace("412 million", "412\u00a0million"),
}
GONE = [
    OLD.replace(FIRST, ""),
    OLD.replace(FIRST, "Nobody says what it will be in the end."),
    "Another text altogether, about the weather of the next days.",
    "x",
    OLD.replace(COST, ""),
]


@pytest.mark.parametrize("new", EXACT)
def test_words_that_stand_there_as_they_were_are_exact(new):
    assert found(new) == ("exact", COST)


@pytest.mark.parametrize(("now", "new"), CHANGED.items())
def test_words_of_which_anything_changed_are_changed_and_whole(now, new):
    assert found(new) == ("changed", now)


@pytest.mark.parametrize("new", GONE)
def test_words_that_are_gone_are_an_orphan(new):
    assert found(new) == ("orphan", "")


def test_an_inserted_not_scores_high_and_is_no_exact_place_for_that():
    new = OLD.replace("is 3.2", "is not 3.2")
    (place,) = anchor(OLD, new, [sought(OLD, SECOND)])
    assert place.fit == "changed"
    assert place.score > 0.95


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_of_repeated_words_each_finds_its_own_place(nth):
    lines = [f"Line {n} says: the figure is wrong. So says witness {n}." for n in "abc"]
    old, new = "\n\n".join(lines), "\n\n".join(["Something new.", *lines, "The end."])
    (place,) = anchor(old, new, [sought(old, "the figure is wrong", nth)])
    assert place.fit == "exact"
    assert new[: place.start].endswith(f"Line {'abc'[nth]} says: ")


@pytest.mark.parametrize(
    ("old", "new", "fit"),
    [
        (
            "It opens in May. More at ten.",
            "No one says It opens in May. More at ten.",
            "changed",
        ),
        ("Critics agree. It opens in May.", "Critics agree. Never: It opens in May.", "changed"),
        ("Critics agree. It opens in May.", "Critics agree. Never. It opens in May.", "exact"),
        ("Critics agree. It opens in May.", "Critics agree. It opens in May. Or not.", "exact"),
        ("They say It opens in May", "They say It opens in May or never", "changed"),
        ("They say It opens in May", "They say It opens in May\n\nOr never", "exact"),
        ("They say It opens in May", "All tell: It opens in May", "exact"),
    ],
)
def test_what_is_put_into_the_sentence_beside_words_changes_them(old, new, fit):
    quote = "It opens in May." if "May." in old else "It opens in May"
    assert found(new, quote, old=old)[0] == fit


def test_of_two_places_with_the_same_words_one_that_is_gone_takes_not_the_others():
    lines = [f"The figure of {n} is wrong. It is wrong, says witness {n}." for n in ("Bo", "Kim")]
    old, new = "\n\n".join(lines), lines[1]
    first, second = anchor(old, new, [sought(old, "It is wrong", n) for n in (0, 1)])
    assert first.fit == "orphan"
    assert (second.fit, new[second.start : second.end]) == ("exact", "It is wrong")


def test_claims_of_the_same_words_stay_together():
    one = sought(OLD, COST)
    assert [place.fit for place in anchor(OLD, "New. " + OLD, [one, one])] == ["exact", "exact"]


def test_words_changed_in_their_place_are_not_taken_for_the_same_words_elsewhere():
    old = f"{FIRST}\n\n{SECOND}\n\nThe old bridge cost 412 million euros too."
    new = old.replace("cost 412 million euros, the", "cost 512 million euros, the")
    assert found(new, old=old) == ("changed", "cost 512 million euros")


def test_a_long_quote_is_found_by_its_ends():
    inside = " ".join(f"Sentence {n} is one of many in here." for n in range(100))
    old = f"{FIRST}\n\n{inside}\n\n{SECOND}"
    new = f"New.\n\n{old.replace('Sentence 50 is', 'Sentence 50 was not')}\n\nThe end."
    changed = inside.replace("Sentence 50 is", "Sentence 50 was not")
    assert found(new, inside, old=old) == ("changed", changed)


def test_nothing_sought_is_nothing_found():
    assert anchor(OLD, "x", []) == []


TEXTS = st.text(alphabet="ab \n🚢é́", min_size=1, max_size=60)


@settings(max_examples=300, deadline=None)
@given(before=TEXTS, after=TEXTS, data=st.data())
def test_whatever_is_around_words_they_are_found_where_they_stand(before, after, data):
    """`quote == text[start:end]` wherever something is found, whatever the two texts are."""
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    quote = quote_at(before, start, end)
    (place,) = anchor(before, after, [Sought(start, quote)])
    if place.fit == "orphan":
        return
    assert 0 <= place.start < place.end <= len(after)
    assert place.score >= FLOOR
    assert (place.fit == "exact") == (after[place.start : place.end] == quote.exact)


@settings(max_examples=150, deadline=None)
@given(order=st.permutations([FIRST, SECOND, THIRD, FOURTH]), more=st.lists(TEXTS, max_size=4))
def test_moved_and_surrounded_words_are_all_exact(order, more):
    new = "\n\n".join([*more, *order, *more])
    places = anchor(OLD, new, [sought(OLD, line) for line in (FIRST, SECOND, THIRD, FOURTH)])
    assert [new[place.start : place.end] for place in places] == [FIRST, SECOND, THIRD, FOURTH]


@settings(max_examples=200, deadline=None)
@given(
    cut=st.integers(1, len(SECOND) - 1),
    put=st.text(alphabet="not ab🚢", min_size=1, max_size=8),
    before=TEXTS,
)
def test_what_is_put_into_words_makes_them_changed(cut, put, before):
    new = f"{before}\n\n{OLD.replace(SECOND, SECOND[:cut] + put + SECOND[cut:])}"
    (place,) = anchor(OLD, new, [sought(OLD, SECOND)])
    assert place.fit == "changed"
    assert new[place.start : place.end] == SECOND[:cut] + put + SECOND[cut:]
