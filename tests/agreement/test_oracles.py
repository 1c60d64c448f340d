"""Random codings: our figures beside nltk, statsmodels, scikit-learn and krippendorff."""

from __future__ import annotations

import math
import random
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import (
    binary_distance,
    interval_distance,
    jaccard_distance,
    masi_distance,
)
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.base import CodingOptions
from refusal_annotator.domain.reliability import ReliabilityData

FEW = settings(max_examples=40)
Q = 4
TWO_TO_FOUR = st.integers(2, 4)


def tables(values, *, coders=TWO_TO_FOUR, missing=False):
    """Units x coders."""
    cell = st.none() | values if missing else values
    return coders.flatmap(
        lambda n: st.lists(st.lists(cell, min_size=n, max_size=n), min_size=3, max_size=15)
    )


complete = tables(st.integers(1, Q))
pairs = tables(st.integers(1, Q), coders=st.just(2))
gappy = tables(st.integers(1, Q), missing=True)
sets = tables(st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=3), missing=True)


def figure(name, units, *, categories=None, **options):
    rows = [list(row) for row in zip(*units, strict=True)]
    data = ReliabilityData.from_values(rows, categories=categories)
    return measure(name).compute(data, CodingOptions(**options))


def varied(units):
    """Keep to codings with two values or more on units that two coders coded."""
    pairable = [[v for v in unit if v is not None] for unit in units]
    values = [v for unit in pairable if len(unit) >= 2 for v in unit]
    assume(len(set(values)) >= 2)
    return values


def task(units, distance=binary_distance):
    triples = [
        (f"coder {c}", f"unit {u:03}", value)
        for u, unit in enumerate(units)
        for c, value in enumerate(unit)
        if value is not None
    ]
    return AnnotationTask(triples, distance)


# --- nltk ---------------------------------------------------------------------------------------


@FEW
@given(gappy)
def test_alpha_is_nltks(units):
    varied(units)
    assert figure("alpha_nominal", units).value == pytest.approx(task(units).alpha(), abs=1e-9)
    theirs = task(units, interval_distance).alpha()
    assert figure("alpha_interval", units).value == pytest.approx(theirs, abs=1e-9)


@FEW
@given(gappy, st.randoms(use_true_random=False))
def test_alpha_with_distances_of_ones_own_is_nltks(units, chance: random.Random):
    varied(units)
    matrix = [[0.0] * Q for _ in range(Q)]
    for a in range(Q):
        for b in range(a):
            matrix[a][b] = matrix[b][a] = chance.uniform(0.1, 1)
    theirs = task(units, lambda a, b: matrix[a - 1][b - 1]).alpha()
    ours = figure("alpha_custom", units, categories=range(1, Q + 1), weights=matrix)
    assert ours.value == pytest.approx(theirs, abs=1e-9)


@FEW
@given(sets)
def test_alpha_on_sets_is_nltks(units):
    varied(units)
    for name, distance in (("jaccard", jaccard_distance), ("masi", masi_distance)):
        theirs = task(units, distance).alpha()
        assert figure(f"alpha_{name}", units).value == pytest.approx(theirs, abs=1e-9)


@FEW
@given(complete)
def test_families_of_kappa_are_nltks(units):
    values = varied(units)
    found = task(units)
    assert figure("percent_agreement", units).value == pytest.approx(found.avg_Ao())
    # nltk counts the categories in use, so the codebook here holds no others.
    used = sorted(set(values))
    theirs = {"fleiss_kappa": found.pi(), "brennan_prediger": found.S()}
    if len(units[0]) == 2:
        theirs |= {"scott_pi": found.pi(), "bennett_s": found.S(), "cohen_kappa": found.kappa()}
    for name, expected in theirs.items():
        ours = figure(name, units, categories=used).value
        assert ours == pytest.approx(expected, abs=1e-9), name


@FEW
@given(complete)
def test_mean_and_pooled_kappa_are_nltks(units):
    varied(units)
    coders = list(zip(*units, strict=True))
    assume(all(len(set(a + b)) > 1 for a in coders for b in coders))
    found = task(units)
    assert figure("light_kappa", units).value == pytest.approx(found.kappa(), abs=1e-9)
    # Davies and Fleiss pool over pairs of coders what Conger computes from the margins.
    theirs = found.multi_kappa()
    assert figure("conger_kappa", units).value == pytest.approx(theirs, abs=1e-9)


@FEW
@given(pairs)
def test_weighted_kappa_is_nltks(units):
    varied(units)
    theirs = task(units, lambda a, b: abs(a - b) / (Q - 1)).weighted_kappa()
    ours = figure("cohen_kappa_linear", units, categories=range(1, Q + 1)).value
    assert ours == pytest.approx(theirs, abs=1e-9)


# --- statsmodels --------------------------------------------------------------------------------


@FEW
@given(complete)
def test_fleiss_and_randolph_are_those_of_statsmodels(units):
    varied(units)
    counts, _ = aggregate_raters(np.array(units) - 1, n_cat=Q)
    labels = range(1, Q + 1)
    fleiss = figure("fleiss_kappa", units, categories=labels).value
    free = figure("brennan_prediger", units, categories=labels).value
    assert fleiss == pytest.approx(fleiss_kappa(counts), abs=1e-9)
    assert free == pytest.approx(fleiss_kappa(counts, method="randolph"), abs=1e-9)


def table_of(units):
    counts = np.zeros((Q, Q))
    for a, b in units:
        counts[a - 1, b - 1] += 1
    return counts


@FEW
@given(pairs)
def test_kappa_and_its_error_are_those_of_statsmodels(units):
    varied(units)
    for name, wt in (
        ("cohen_kappa", None),
        ("cohen_kappa_linear", "linear"),
        ("cohen_kappa_quadratic", "quadratic"),
    ):
        with warnings.catch_warnings():
            # Its z divides by an error of 0 where the agreement is perfect.
            warnings.simplefilter("ignore")
            theirs = cohens_kappa(table_of(units), wt=wt)
        ours = figure(name, units, categories=range(1, Q + 1), analytic=True, divide_by_n=True)
        assert ours.value == pytest.approx(theirs.kappa, abs=1e-9), name
        # A variance of 0 may come out as a rounding error below it.
        assert ours.se**2 == pytest.approx(max(theirs.var_kappa, 0), abs=1e-9), name


@FEW
@given(pairs)
def test_the_largest_kappa_is_that_of_statsmodels(units):
    varied(units)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = cohens_kappa(table_of(units)).kappa_max
    assert figure("cohen_kappa_max", units).value == pytest.approx(theirs, abs=1e-9)


@FEW
@given(pairs, st.randoms(use_true_random=False))
def test_kappa_with_weights_of_ones_own_is_that_of_statsmodels(units, chance: random.Random):
    varied(units)
    # Not symmetric: the first coder's errors need not weigh what the second's do.
    apart = np.array([[abs(a - b) * chance.uniform(0.2, 1) for a in range(Q)] for b in range(Q)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = cohens_kappa(table_of(units), weights=apart / Q)
    weights = tuple(map(tuple, (1 - apart / Q).tolist()))
    labels = range(1, Q + 1)
    options = {"weights": weights, "analytic": True, "divide_by_n": True}
    ours = figure("cohen_kappa_custom", units, categories=labels, **options)
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    assert ours.se**2 == pytest.approx(max(theirs.var_kappa, 0), abs=1e-9)


# --- scikit-learn -------------------------------------------------------------------------------


@FEW
@given(pairs)
def test_weighted_kappa_is_that_of_scikit_learn_when_it_knows_all_labels(units):
    varied(units)
    labels = list(range(1, Q + 1))
    for weights in ("linear", "quadratic"):
        theirs = cohen_kappa_score(*zip(*units, strict=True), labels=labels, weights=weights)
        ours = figure(f"cohen_kappa_{weights}", units, categories=labels).value
        assert ours == pytest.approx(theirs, abs=1e-9)


# --- krippendorff -------------------------------------------------------------------------------


def of_krippendorff(units, level, **more):
    rows = np.array([[math.nan if v is None else v for v in unit] for unit in units]).T
    return float(krippendorff.alpha(rows, level_of_measurement=level, **more))


@FEW
@given(gappy, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_is_that_of_krippendorff_at_every_level(units, level):
    varied(units)
    theirs = of_krippendorff(units, level)
    assert figure(f"alpha_{level}", units).value == pytest.approx(theirs, abs=1e-9)


def circular(v1, v2, i1, i2, n_v, dtype=np.float64):
    return (np.sin(np.pi * (v1 - v2) / 7) ** 2).astype(dtype)


def bipolar(v1, v2, i1, i2, n_v, dtype=np.float64):
    below = (v1 + v2) * (10 - v1 - v2)
    return np.where(v1 == v2, 0, (v1 - v2) ** 2 / below).astype(dtype)


def log_ratio(v1, v2, i1, i2, n_v, dtype=np.float64):
    return ((np.log(v1) - np.log(v2)) ** 2).astype(dtype)


@FEW
@given(gappy)
def test_alpha_on_other_scales_is_that_of_krippendorff_with_their_distances(units):
    varied(units)
    for name, distance, options in (
        ("alpha_circular", circular, {"period": 7}),
        ("alpha_bipolar", bipolar, {"lowest": 0, "highest": 5}),
        ("alpha_log_ratio", log_ratio, {}),
    ):
        ours = figure(name, units, **options).value
        assert ours == pytest.approx(of_krippendorff(units, distance), abs=1e-9), name
