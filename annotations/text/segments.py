"""Overlapping spans cut into flat segments, so that a page can paint marks inside marks."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key")


class Segment(NamedTuple, Generic[Key]):
    """A stretch of text that the same spans cover, the longest span first."""

    start: int
    end: int
    keys: tuple[Key, ...]


def segments(block: tuple[int, int], spans: Iterable[tuple[int, int, Key]]) -> list[Segment[Key]]:
    """Cut a block, (start, end) in code points, wherever a span starts or ends in it.

    The segments are adjacent and cover the whole block. A span is (start, end, key); those of one
    length keep their order.
    """
    first, last = block
    # Longest first, so that a span's rank is also its place in the nesting.
    ranked = sorted(spans, key=lambda span: span[0] - span[1])
    clipped = [
        (max(start, first), min(end, last), rank) for rank, (start, end, _) in enumerate(ranked)
    ]
    edges = sorted(
        (position, is_start, rank)
        for start, end, rank in clipped
        if start < end
        for position, is_start in ((start, True), (end, False))
    )
    cut: list[Segment[Key]] = []
    covering: list[int] = []
    at = first
    for position, is_start, rank in edges:
        if position > at:
            cut.append(Segment(at, position, tuple(ranked[r][2] for r in covering)))
            at = position
        if is_start:
            insort(covering, rank)
        else:
            del covering[bisect_left(covering, rank)]
    return [*cut, Segment(at, last, ())] if at < last else cut
