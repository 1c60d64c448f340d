from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.ui.coding.lanes import LONG, MarkIndex, Placed, pack
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.theme import SpanStyle

STYLE = SpanStyle("t", 0, "#000000", "#000000", "#000000", "#000000", "solid")
EXTENTS = st.tuples(st.integers(0, 60), st.integers(1, 25)).map(lambda p: (p[0], p[0] + p[1]))
LONG_EXTENTS = st.tuples(st.integers(0, 60), st.integers(LONG + 1, LONG + 90)).map(
    lambda p: (p[0], p[0] + p[1])
)
MANY = st.lists(st.one_of(EXTENTS, EXTENTS, EXTENTS, LONG_EXTENTS), max_size=14)


def placed(n: int, start: int, end: int) -> Placed:
    return Placed(SpanMark(UUID(int=n), ((start, end),), STYLE), ((start, end),))


def loaded(extents: list[tuple[int, int]]) -> MarkIndex:
    index = MarkIndex()
    index.load(placed(n, *extent) for n, extent in enumerate(extents))
    return index


def lanes(index: MarkIndex) -> dict[int, int]:
    return {p.mark.id.int: p.lane for p in index.all()}


def test_parts_sit_below_the_span_that_holds_them() -> None:
    index = loaded([(10, 14), (0, 40), (12, 20)])
    assert lanes(index) == {1: 0, 2: 1, 0: 2}


def test_spans_that_touch_take_two_lanes() -> None:
    assert sorted(lanes(loaded([(0, 5), (5, 9)])).values()) == [0, 1]


@given(MANY)
def test_no_two_spans_that_meet_share_a_lane(extents) -> None:
    spans = list(loaded(extents).all())
    for a in spans:
        for b in spans:
            if a is not b and a.start <= b.end and b.start <= a.end:
                assert a.lane != b.lane


@given(MANY, st.data())
def test_changes_one_by_one_give_what_loading_gives(extents, data) -> None:
    index = MarkIndex()
    for n, extent in enumerate(extents):
        index.add(placed(n, *extent))
    gone = data.draw(st.sets(st.integers(0, max(0, len(extents) - 1))))
    for n in gone:
        index.remove(UUID(int=n))
    left = MarkIndex()
    left.load(placed(n, *e) for n, e in enumerate(extents) if n not in gone)
    assert lanes(index) == lanes(left)


@given(MANY, EXTENTS)
def test_search_finds_all_that_overlap(extents, window) -> None:
    found = {p.mark.id.int for p in loaded(extents).overlapping(*window)}
    expected = {n for n, (s, e) in enumerate(extents) if s < window[1] and e > window[0]}
    assert found == expected


def test_hundreds_that_hang_together_still_never_share_a_lane() -> None:
    extents = [(n * 3, n * 3 + 10) for n in range(500)]
    spans = sorted(loaded(extents).all(), key=lambda p: p.start)
    for a, b in pairwise(spans):
        assert a.lane != b.lane


def test_adding_the_same_id_moves_the_mark() -> None:
    index = loaded([(0, 5)])
    index.add(placed(0, 20, 30))
    assert len(index) == 1
    assert [p.start for p in index.overlapping(0, 100)] == [20]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=20))
def test_packed_bars_never_share_a_line(rows) -> None:
    intervals = sorted((first, first + more) for first, more in rows)
    packed = list(zip(intervals, pack(intervals), strict=True))
    for i, ((first, last), lane) in enumerate(packed):
        for (other_first, other_last), other in packed[i + 1 :]:
            if lane == other:
                assert other_first > last or other_last < first
