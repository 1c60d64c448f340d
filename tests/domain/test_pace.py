"""Working time from the moments of input."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.pace import PAUSE, Pace, Stretch, WorkClock, stretches_of

moments = st.lists(st.floats(0, 100_000, allow_nan=False), max_size=40)


def test_a_pause_parts_stretches_and_counts_for_nothing():
    assert stretches_of([0, 10, 30, 95, 100]) == [Stretch(0, 30), Stretch(95, 5)]
    assert stretches_of([0, 59.9]) == [Stretch(0, 59.9)]
    assert stretches_of([0, 60]) == stretches_of([5]) == stretches_of([]) == []


def test_a_clock_tells_of_a_stretch_when_work_goes_on_after_the_pause():
    clock = WorkClock()
    assert clock.touch(0) is None
    assert clock.touch(20) is None
    assert clock.seconds() == 20
    assert not clock.is_pause(79)
    assert clock.is_pause(80)
    assert clock.touch(100) == Stretch(0, 20)
    assert clock.stop() is None


@given(moments)
def test_time_never_exceeds_what_passed_nor_counts_a_pause(given_moments):
    found = stretches_of(given_moments)
    ordered = sorted(given_moments)
    gaps = [b - a for a, b in itertools.pairwise(ordered)]
    assert sum(s.seconds for s in found) == pytest.approx(sum(g for g in gaps if g < PAUSE))
    assert all(s.seconds > 0 for s in found)
    for one, other in itertools.pairwise(found):
        assert other.began - (one.began + one.seconds) >= PAUSE - 1e-9


@given(moments)
def test_the_order_of_inputs_makes_no_difference(given_moments):
    assert stretches_of(reversed(given_moments)) == stretches_of(given_moments)


def test_a_rate_needs_a_minute():
    assert Pace(59.9, 10).per_hour is None
    assert Pace(1800, 20).per_hour == 40
