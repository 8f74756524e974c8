import time

from hypothesis import given
from hypothesis import strategies as st

from annotations.text.segments import Segment, segments

SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).map(tuple), max_size=12
)


def naive(block, spans):
    """Ask each character who covers it, and join equal neighbours."""
    ordered = sorted(spans, key=lambda span: span[0] - span[1])
    cut: list[Segment[int]] = []
    for at in range(*block):
        keys = tuple(key for start, end, key in ordered if start <= at < end)
        if cut and cut[-1].keys == keys:
            cut[-1] = cut[-1]._replace(end=at + 1)
        else:
            cut.append(Segment(at, at + 1, keys))
    return cut


@given(SPANS, st.integers(0, 10), st.integers(10, 20))
def test_segments_agree_with_asking_each_character(pairs, first, last):
    spans = [(start, end, number) for number, (start, end) in enumerate(pairs)]
    assert segments((first, last), spans) == naive((first, last), spans)


def test_the_longest_span_comes_first_and_ties_keep_their_order():
    spans = [(2, 4, "short"), (2, 5, "tie one"), (2, 5, "tie two"), (0, 9, "long")]
    assert segments((2, 4), spans) == [Segment(2, 4, ("long", "tie one", "tie two", "short"))]


def test_a_block_without_spans_is_one_segment():
    assert segments((3, 9), [(0, 3, "before"), (9, 12, "after"), (5, 5, "empty")]) == [
        Segment(3, 9, ())
    ]
    assert segments((3, 3), []) == []


def test_two_thousand_spans_are_cut_at_once():
    spans = [(number * 10, number * 10 + 25, number) for number in range(2_000)]
    began = time.thread_time()
    assert len(segments((0, 30_000), spans)) > 2_000
    assert time.thread_time() - began < 0.5
