"""Spans: never empty, half-open, and their overlaps."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.errors import AnnotatorError, SpanError
from refusal_annotator.domain.spans import Span, pieces_iou

spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(1, 20)
)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, 0)])
def test_an_empty_or_reversed_span_cannot_be_made(start, end):
    with pytest.raises(SpanError, match="Select at least one character") as caught:
        Span(start, end)
    assert isinstance(caught.value, AnnotatorError)


def test_a_span_cannot_be_changed_and_sorts_by_place():
    span = Span(2, 5)
    with pytest.raises(dataclasses.FrozenInstanceError):
        span.start = 1  # type: ignore[misc]
    assert sorted([Span(2, 5), Span(0, 9), Span(2, 4)]) == [Span(0, 9), Span(2, 4), Span(2, 5)]
    assert len({Span(1, 2), Span(1, 2)}) == 1


@given(spans, spans)
def test_overlaps_agree_with_the_sets_of_code_points(a, b):
    left, right = set(range(a.start, a.end)), set(range(b.start, b.end))
    assert a.length == len(left)
    assert a.intersection(b) == b.intersection(a) == len(left & right)
    assert a.overlaps(b) == bool(left & right)
    assert a.contains(b) == (right <= left)
    assert a.iou(b) == b.iou(a) == pytest.approx(len(left & right) / len(left | right))
    one, other = ((a.start, a.end),), ((b.start, b.end),)
    assert pieces_iou(one, other) == pytest.approx(a.iou(b))


def test_neighbours_share_nothing():
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 3).iou(Span(3, 5)) == 0
    assert Span(0, 3).iou(Span(0, 3)) == 1


def test_pieces_count_alone():
    assert pieces_iou(((0, 2), (8, 10)), ((2, 8),)) == 0
    assert pieces_iou(((0, 2), (8, 10)), ((0, 10),)) == pytest.approx(0.4)
