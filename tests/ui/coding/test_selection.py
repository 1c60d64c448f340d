from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.ui.coding.marks import ZoneMark
from refusal_annotator.ui.coding.selection import Units, extend, out_of_zones, step

#        0    5   9     15
TEXT = "Nine men left, again"
TOKENS = Units([(0, 4), (5, 8), (9, 13), (13, 14), (15, 20)])


def test_snap_grows_to_whole_tokens() -> None:
    assert TOKENS.snap(6, 10) == (5, 13)
    assert TOKENS.snap(4, 5) is None
    assert TOKENS.snap(4, 6) == (5, 8)


def test_the_caret_goes_from_beginning_to_beginning() -> None:
    stops, at = [], 0
    while at < len(TEXT):
        at = step(TOKENS, at, forward=True, length=len(TEXT))
        stops.append(at)
    assert stops == [5, 9, 13, 15, 20]
    assert step(TOKENS, 7, forward=False, length=len(TEXT)) == 5
    assert step(TOKENS, 0, forward=False, length=len(TEXT)) == 0


def test_a_selection_grows_by_whole_tokens_and_comes_back() -> None:
    at = 5
    for expected in (8, 13, 14):
        at = extend(TOKENS, 5, at, forward=True)
        assert at == expected
    for expected in (13, 8, 5, 0):
        at = extend(TOKENS, 5, at, forward=False)
        assert at == expected
    assert extend(TOKENS, 5, 0, forward=True) == 5


@given(st.integers(0, 20), st.lists(st.booleans(), max_size=12))
def test_a_moving_end_always_stands_at_a_border(anchor, moves) -> None:
    at = anchor
    borders = {0, 4, 5, 8, 9, 13, 14, 15, 20, anchor}
    for forward in moves:
        at = extend(TOKENS, anchor, at, forward=forward)
        assert at in borders


def test_zones_are_jumped_over() -> None:
    zones = [ZoneMark(5, 9, "note")]
    assert out_of_zones(zones, 5, forward=True, length=20) == 9
    assert out_of_zones(zones, 7, forward=False, length=20) == 5
    assert out_of_zones(zones, 12, forward=True, length=20) == 12


def test_a_zone_at_the_edge_of_the_text_turns_the_caret_back() -> None:
    assert out_of_zones([ZoneMark(15, 20, "foot")], 15, forward=True, length=20) == 15
    assert out_of_zones([ZoneMark(0, 4, "head")], 0, forward=False, length=20) == 4
