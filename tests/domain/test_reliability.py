"""Reliability data, continuum and result: what goes in and what comes out of a measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.reliability import (
    Block,
    Caution,
    Continuum,
    Reason,
    ReliabilityData,
    ReliabilityError,
    Result,
    cut_zones,
    merge_zones,
)


def test_counts_tell_units_values_and_pairable_values_apart():
    data = ReliabilityData.from_values([["a", "b", None, None], ["a", None, "b", None]])
    assert (data.n_coders, data.n_units, data.n_values) == (2, 3, 4)
    assert (data.n_pairable_units, data.n_pairable) == (1, 2)


def test_numbers_are_put_in_order_and_categories_keep_theirs():
    assert ReliabilityData.from_values([[10, 2, 9]]).labels == (2, 9, 10)
    given_order = ReliabilityData.from_values([["low", "high"]], categories=["low", "mid", "high"])
    assert given_order.labels == ("low", "mid", "high")
    assert given_order.n_categories == 3


def test_sets_are_equal_by_content():
    data = ReliabilityData.from_values([[["a", "b"], []], [{"b", "a"}, None]])
    assert len(data.labels) == 2
    assert data.codes[0, 0] == data.codes[1, 0]


def test_truth_values_are_no_numbers():
    assert len(ReliabilityData.from_values([[True, 1], [1, True]]).labels) == 2


def test_a_value_outside_the_categories_is_an_error_with_its_name():
    with pytest.raises(ReliabilityError, match="'flod'"):
        ReliabilityData.from_values([["flod"]], categories=["flood"])


def test_rows_of_unlike_length_are_an_error():
    with pytest.raises(ReliabilityError, match="None where a value is missing"):
        ReliabilityData.from_values([["a", "b"], ["a"]])


def test_table_and_distribution_give_the_values_they_count():
    table = ReliabilityData.from_table([[2, 1], [0, 3]], ["x", "y"])
    assert table.codes.tolist() == [[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]]
    counts = ReliabilityData.from_counts([[2, 0], [1, 1], [1, 0]], ["x", "y"])
    assert counts.n_pairable_units == 2
    assert counts.values_per_unit.tolist() == [2, 2, 1]


def test_blocks_refuse_spans_outside_their_text():
    with pytest.raises(ReliabilityError, match="outside the text of 10"):
        Block("elm", 10, 10, {"A": ((5, 11, "x"),)})


def test_only_texts_of_two_coders_are_pairable_and_both_lengths_are_kept():
    blocks = (Block("one", 80, 100, {"A": (), "B": ()}), Block("two", 50, 50, {"A": ()}))
    continuum = Continuum(blocks, ("A", "B"))
    assert (continuum.length, continuum.full_length) == (130, 150)
    assert (continuum.pairable().length, continuum.pairable().full_length) == (80, 100)


intervals = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=4
)


@given(intervals, st.integers(0, 40), st.integers(1, 9))
def test_cutting_zones_keeps_exactly_the_characters_outside_them(zones, start, width):
    merged = merge_zones(zones)
    inside = {i for a, b in zones for i in range(a, b)}
    assert {i for a, b in merged for i in range(a, b)} == inside
    left = [i for i in range(start, start + width) if i not in inside]
    cut = cut_zones(((start, start + width),), merged)
    assert sum(b - a for a, b in cut) == len(left)
    if left:
        assert cut[0][0] == sum(i not in inside for i in range(left[0]))


def test_a_result_has_a_value_or_a_reason_and_never_both_or_neither():
    with pytest.raises(ValueError, match="either"):
        Result("alpha_nominal", None)
    with pytest.raises(ValueError, match="either"):
        Result("alpha_nominal", 1.0, Reason.NO_UNITS)
    assert Result("alpha_nominal", None, Reason.NO_UNITS).to_json()["reason"] == "no_units"


def test_every_reason_and_caution_has_a_sentence():
    for word in (*Reason, *Caution):
        assert word.sentence.endswith(".")
