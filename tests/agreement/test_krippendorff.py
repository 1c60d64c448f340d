"""Alpha: published cases, an independent program, traps, properties."""

from __future__ import annotations

import math
from itertools import combinations

import krippendorff as oracle
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.krippendorff import alpha_per_category, coincidences
from refusal_annotator.domain.reliability import Caution, Reason, ReliabilityData

LEVELS = ["nominal", "ordinal", "interval", "ratio"]
tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.none() | st.integers(0, 5), min_size=coders, max_size=coders),
        min_size=2,
        max_size=12,
    )
)


def alpha(values, level="nominal", **more):
    data = ReliabilityData.from_values(values, **more)
    return measure(f"alpha_{level}").compute(data)


def by_definition(units, distance):
    """Alpha straight from the pairs of values: slow, and independent of the engine."""
    units = [[v for v in unit if v is not None] for unit in units]
    units = [unit for unit in units if len(unit) >= 2]
    pool = [v for unit in units for v in unit]
    observed = sum(
        2 * distance(a, b, pool) / (len(unit) - 1)
        for unit in units
        for a, b in combinations(unit, 2)
    )
    expected = sum(2 * distance(a, b, pool) for a, b in combinations(pool, 2)) / (len(pool) - 1)
    return 1 - observed / expected if expected else None


def ordinal_distance(a, b, pool):
    low, high = sorted((a, b))
    between = sum(low <= v <= high for v in pool)
    return (between - (pool.count(a) + pool.count(b)) / 2) ** 2 if a != b else 0


DISTANCES = {
    "nominal": lambda a, b, _: float(a != b),
    "ordinal": ordinal_distance,
    "interval": lambda a, b, _: float(a - b) ** 2,
    "ratio": lambda a, b, _: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
}


@settings(max_examples=60)
@given(tables, st.sampled_from(LEVELS))
def test_alpha_is_what_the_definition_says(units, level):
    rows = [list(row) for row in zip(*units, strict=True)]
    expected = by_definition(units, DISTANCES[level])
    found = alpha(rows, level)
    if expected is None:
        assert found.reason in (Reason.NO_PAIRABLE_UNITS, Reason.NO_VARIATION)
    else:
        assert found.value == pytest.approx(expected, abs=1e-9)
        assert found.value <= 1


@settings(max_examples=30)
@given(tables, st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_order_of_coders_and_units_changes_nothing(units, level, random):
    rows = [list(row) for row in zip(*units, strict=True)]
    first = alpha(rows, level)
    random.shuffle(units)
    turned = [list(row) for row in zip(*units, strict=True)][::-1]
    second = alpha(turned, level)
    assert second.reason == first.reason
    assert (second.value is None) == (first.value is None)
    if first.value is not None:
        assert second.value == pytest.approx(first.value, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_agrees_with_another_program(level):
    random = np.random.default_rng(7)
    values = random.integers(1, 8, (4, 300)).astype(float)
    values[random.random(values.shape) < 0.25] = np.nan
    expected = oracle.alpha(values, level_of_measurement=level)
    rows = [[None if math.isnan(v) else int(v) for v in row] for row in values]
    assert alpha(rows, level).value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_many_distinct_numbers_give_the_same_as_few(level):
    # Beyond 50 labels pairs are summed instead of coincidences; both ways must agree.
    random = np.random.default_rng(3)
    truth = random.integers(1, 300, 80)
    rows = [[int(v) for v in truth + random.integers(-9, 10, 80).clip(1 - truth)] for _ in "abc"]
    expected = by_definition([list(u) for u in zip(*rows, strict=True)], DISTANCES[level])
    assert alpha(rows, level).value == pytest.approx(expected, abs=1e-9)


def test_one_category_on_pairable_units_is_undefined_whatever_single_values_say():
    found = alpha([["a", "a", "b", None], ["a", "a", None, "c"]])
    assert (found.value, found.reason) == (None, Reason.NO_VARIATION)
    data = ReliabilityData.from_values([["a", "a", "b"], ["a", "a", None]])
    assert measure("percent_agreement").compute(data).value == 1.0


def test_no_unit_with_two_values_is_undefined():
    assert alpha([["a", None], [None, "b"]]).reason is Reason.NO_PAIRABLE_UNITS


def test_one_deviant_among_many_gives_exactly_zero_and_a_warning():
    found = alpha([["a"] * 25, ["a"] * 24 + ["b"]])
    assert found.value == 0.0
    assert Caution.LOW_VARIATION in found.warnings


def test_less_agreement_than_chance_is_reported_as_it_is():
    assert alpha([["A", "B"], ["B", "A"]]).value == pytest.approx(-0.5)


def test_ratio_refuses_negative_values_and_takes_two_zeros_as_equal():
    assert alpha([[-1, 2], [1, 2]], "ratio").reason is Reason.NEGATIVE_VALUES
    assert alpha([[0, 2, 4], [0, 2, 4]], "ratio").value == 1.0


def test_interval_on_words_is_undefined():
    assert alpha([["x", "y"], ["x", "z"]], "interval").reason is Reason.NOT_NUMERIC


def test_ordinal_takes_its_order_from_the_codebook_and_ignores_unused_codes():
    rows = [["low", "mid", "high", "high"], ["mid", "mid", "high", "low"]]
    few = alpha(rows, "ordinal", categories=["low", "mid", "high"])
    more = alpha(rows, "ordinal", categories=["low", "between", "mid", "high", "extreme"])
    other = alpha(rows, "ordinal", categories=["high", "low", "mid"])
    assert few.value == more.value
    assert few.value != other.value


def test_years_keep_their_digits():
    rows = [
        [1_000_001, 1_000_002, 1_000_003, 1_000_005],
        [1_000_001, 1_000_002, 1_000_004, 1_000_005],
    ]
    small = [[v - 1_000_000 for v in row] for row in rows]
    assert alpha(rows, "interval").value == pytest.approx(alpha(small, "interval").value, abs=1e-12)


def test_empty_sets_are_equal_and_an_unanswered_set_is_missing():
    assert alpha([[[], ["a"], ["b"]], [[], ["a"], ["b"]]], "jaccard").value == 1.0
    found = alpha([[None, ["a"], ["b"]], [[], ["a"], ["b"]]], "jaccard")
    assert found.n_pairable == 4


def test_masi_is_the_distance_of_2006():
    data = [[["a"], ["c"]], [["a", "b"], ["c"]]]
    # D_o = 2 (1 - 1/2 * 2/3) / 4; D_e over the pairs of {a}, {a,b}, {c}, {c}.
    observed, pairs = 2 * (2 / 3) / 4, 2 * (2 / 3 + 2 + 2) / 12
    assert alpha(data, "masi").value == pytest.approx(1 - observed / pairs)


def test_coincidences_sum_to_the_pairable_values():
    data = ReliabilityData.from_values([[1, 2, None, 3], [1, 3, 2, None], [2, 3, 2, None]])
    o = coincidences(data)
    assert o.sum() == pytest.approx(data.n_pairable)
    assert (o == o.T).all()


def test_per_category_is_alpha_of_the_category_against_the_rest():
    rows = [["a", "b", "c", "a", "b"], ["a", "c", "c", "b", "b"]]
    found = alpha_per_category(ReliabilityData.from_values(rows, categories=["a", "b", "c", "d"]))
    for label in "abc":
        collapsed = alpha([[v == label for v in row] for row in rows])
        assert found[label].value == pytest.approx(collapsed.value)
    assert found["d"].reason is Reason.NO_VARIATION
