"""The alpha family for unitizing: worked example, traps, properties."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.granular import characters
from refusal_annotator.agreement.lengths import expected_lengths, measure_lengths
from refusal_annotator.agreement.unitizing import ku_alpha_nominal
from refusal_annotator.domain.reliability import (
    Block,
    Continuum,
    Reason,
    ReliabilityError,
    cut_zones,
)


def continuum(*blocks, length=60):
    """Blocks are {coder: [(start, end, category)]}."""
    made = tuple(
        Block(f"text {n}", length, length, {c: tuple(s) for c, s in block.items()})
        for n, block in enumerate(blocks)
    )
    return Continuum(made, tuple(sorted({coder for block in blocks for coder in block})))


def u_alpha(*blocks, name="u_alpha_nominal", **more):
    return measure(name).compute(continuum(*blocks, **more))


KMBW = {
    "Alex": [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")],
    "Paul": [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")],
    "Suzan": [
        (0, 7, "1"),
        (7, 13, "4"),
        (13, 21, "5"),
        (32, 37, "6"),
        (37, 41, "6"),
        (41, 44, "6"),
    ],
}


def test_worked_example_of_three_observers():
    assert u_alpha(KMBW, name="u_alpha_binary").value == pytest.approx(0.4136, abs=5e-5)
    assert u_alpha(KMBW, name="cu_alpha_nominal").value == pytest.approx(0.724, abs=6e-4)


def test_coverage_says_how_little_a_category_rests_on():
    found = ku_alpha_nominal(continuum(KMBW))
    assert found["1"].value == pytest.approx(1.0)
    assert found["1"].details["coverage"] == pytest.approx(1.0)
    assert found["5"].details["coverage"] < 1
    alone = ku_alpha_nominal(continuum({"a": [(0, 5, "x"), (20, 25, "y")], "b": [(0, 5, "x")]}))
    assert (alone["y"].value, alone["y"].reason) == (None, Reason.ONLY_GAPS)
    assert alone["y"].details["coverage"] == 0


def test_margins_of_the_expected_lengths_are_those_observed():
    lengths = measure_lengths(continuum(KMBW))
    assert expected_lengths(lengths).sum() == pytest.approx(lengths.observed.sum())
    assert lengths.observed.sum() == pytest.approx(3 * 60)


def test_identical_spans_give_one():
    spans = [(3, 10, "x"), (30, 44, "x")]
    assert u_alpha({"a": spans, "b": spans}).value == pytest.approx(1.0)


def test_only_one_coder_coded_is_near_chance_and_not_one():
    value = u_alpha({"a": [(3, 10, "x")], "b": []}).value
    assert value is not None
    assert -0.2 < value < 0.05


def test_nobody_or_everybody_coded_everything_is_undefined():
    assert u_alpha({"a": [], "b": []}).reason is Reason.NO_VARIATION
    whole = [(0, 60, "x")]
    assert u_alpha({"a": whole, "b": whole}).reason is Reason.NO_VARIATION


def test_texts_that_no_two_coders_share_are_no_agreement():
    # Pooled by raw offsets these two would agree perfectly.
    found = u_alpha({"a": [(0, 10, "x")]}, {"b": [(0, 10, "x")]})
    assert (found.value, found.reason) == (None, Reason.NO_TEXT)


def test_a_text_that_a_coder_did_not_finish_is_missing_and_not_empty():
    both = {"a": [(0, 10, "x"), (30, 40, "x")], "b": [(0, 10, "x"), (30, 40, "x")]}
    alone = {"a": [(5, 15, "x")]}
    assert u_alpha(both, alone).value == pytest.approx(1.0)
    empty = {"a": [(5, 15, "x")], "b": []}
    assert u_alpha(both, empty).value < 0.9


def test_spans_at_the_end_and_start_of_texts_stay_apart():
    first = {"a": [(50, 60, "x")], "b": [(50, 60, "x")]}
    second = {"a": [(0, 10, "x")], "b": [(0, 10, "x")]}
    lengths = measure_lengths(continuum(first, second))
    assert lengths.correction[1] == 4 * 10**2


def test_overlaps_of_one_coder_are_joined_and_counted():
    found = u_alpha({"a": [(0, 10, "x"), (5, 20, "x")], "b": [(0, 20, "x")]})
    assert found.value == pytest.approx(1.0)
    assert found.details["overlaps_resolved"] == 1


def test_touching_spans_stay_apart():
    lengths = measure_lengths(continuum({"a": [(0, 5, "x"), (5, 10, "x")], "b": [(0, 10, "x")]}))
    assert lengths.correction[1] == 25 + 25 + 100
    assert lengths.resolved == 0


def test_different_categories_that_overlap_need_separate_runs():
    found = u_alpha({"a": [(0, 10, "x"), (5, 20, "y")], "b": [(0, 20, "x")]})
    assert found.reason is Reason.OVERLAP_WITHIN_CODER


def test_empty_spans_are_refused():
    with pytest.raises(ReliabilityError, match="5-5"):
        continuum({"a": [(5, 5, "x")], "b": []})


def test_zones_are_cut_out_of_spans():
    zones = [(10, 20), (40, 50)]
    assert cut_zones(((0, 5),), zones) == ((0, 5),)
    assert cut_zones(((12, 18),), zones) == ()
    assert cut_zones(((5, 25), (45, 55)), zones) == ((5, 15), (30, 35))


one_coder = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10)), max_size=4)


@settings(max_examples=80)
@given(st.lists(one_coder, min_size=2, max_size=4))
def test_sweep_gives_what_counting_characters_gives(coders):
    spans = {f"c{n}": [(s, s + w, "x") for s, w in row] for n, row in enumerate(coders)}
    whole = continuum(spans)
    lengths = measure_lengths(whole)
    rows = characters(whole).codes
    m = len(rows)
    for c in (0, 1):
        for k in (0, 1):
            pairs = sum(
                int(((rows[i] == c) & (rows[j] == k)).sum())
                for i in range(m)
                for j in range(m)
                if i != j
            )
            observed = lengths.observed
            got = observed[c, k] if c < len(observed) and k < len(observed) else 0
            assert got == pytest.approx(pairs / (m - 1))


@settings(max_examples=40)
@given(st.lists(one_coder, min_size=2, max_size=3))
def test_coder_order_changes_nothing(coders):
    assume(any(coders))
    rows = [[(s, s + w, "x") for s, w in row] for row in coders]
    straight = u_alpha({f"c{n}": row for n, row in enumerate(rows)})
    turned = u_alpha({f"c{n}": row for n, row in enumerate(rows[::-1])})
    assert straight.reason == turned.reason
    if straight.value is not None:
        assert turned.value == pytest.approx(straight.value)
        assert straight.value <= 1 + 1e-12


def test_ten_thousand_spans_of_five_coders_are_swept_at_once():
    spans = {f"c{n}": [(100 * i + n, 100 * i + 60, "x") for i in range(10_000)] for n in range(5)}
    assert 0.9 < u_alpha(spans, length=1_000_000).value < 1
