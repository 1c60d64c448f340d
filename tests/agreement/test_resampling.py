"""Intervals: the same figure as without them, honest widths, what is dropped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.resampling import Resampler, draw
from refusal_annotator.agreement.scales import (
    INTERVAL,
    LOG_RATIO,
    NOMINAL,
    ORDINAL,
    RATIO,
    set_scale,
)
from refusal_annotator.agreement.tallies import (
    ac1_statistic,
    alpha_statistic,
    percent_statistic,
    unanimous_statistic,
)
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.reliability import ReliabilityData

SCALES = {
    "nominal": NOMINAL,
    "ordinal": ORDINAL,
    "interval": INTERVAL,
    "ratio": RATIO,
    "log_ratio": LOG_RATIO,
}
tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.none() | st.integers(1, 6), min_size=coders, max_size=coders),
        min_size=2,
        max_size=12,
    )
)


def table(seed=1, coders=3, units=400, categories=5, error=0.3):
    random = np.random.default_rng(seed)
    truth = random.integers(0, categories, units)
    noise = random.integers(0, categories, (coders, units))
    codes = np.where(random.random((coders, units)) < error, noise, truth)
    codes = np.where(random.random((coders, units)) < 0.1, -1, codes)
    return ReliabilityData(codes.astype(np.int32), tuple(range(1, categories + 1)))


def approx(value):
    return pytest.approx(value, abs=1e-9)


@settings(max_examples=80)
@given(tables, st.sampled_from(sorted(SCALES)), st.integers(1, 5))
def test_weights_of_one_give_the_figure_itself(units, level, n_clusters):
    data = ReliabilityData.from_values([list(row) for row in zip(*units, strict=True)])
    clusters = np.arange(len(units)) % n_clusters
    if not data.labels:
        return
    found = alpha_statistic(data, clusters, n_clusters, SCALES[level]).value()
    assert found == (
        None
        if (expected := measure(f"alpha_{level}").compute(data).value) is None
        else approx(expected)
    )
    for name, make in (
        ("percent_agreement", percent_statistic),
        ("percent_unanimous", unanimous_statistic),
        ("gwet_ac1", ac1_statistic),
    ):
        expected = measure(name).compute(data).value
        value = make(data, clusters, n_clusters).value()
        assert value == (None if expected is None else approx(expected)), name


@pytest.mark.parametrize("level", [*SCALES, "jaccard"])
def test_a_weight_of_two_is_the_article_twice(level):
    data = table(units=60)
    clusters = np.arange(60) // 10
    scale = set_scale(data, "jaccard") if level == "jaccard" else SCALES[level]
    weights = np.array([[2.0, 0, 1, 1, 3, 0]])
    repeated = np.concatenate(
        [np.flatnonzero(clusters == c) for c, w in enumerate(weights[0]) for _ in range(int(w))]
    )
    again = ReliabilityData(data.codes[:, repeated], data.labels)
    found = alpha_statistic(data, clusters, 6, scale).evaluate(weights)[0]
    name = level if level != "jaccard" else "nominal"
    assert found == pytest.approx(measure(f"alpha_{name}").compute(again).value)


@pytest.mark.parametrize("level", ["ordinal", "ratio"])
def test_many_labels_take_another_way_to_the_same_figure(level):
    random = np.random.default_rng(5)
    truth = random.integers(1, 200, 300)
    rows = [[int(v) for v in truth + random.integers(0, 9, 300)] for _ in "abc"]
    data = ReliabilityData.from_values(rows)
    found = alpha_statistic(data, np.arange(300) // 20, 15, SCALES[level])
    assert found.value() == approx(measure(f"alpha_{level}").compute(data).value)


def test_drawing_is_with_replacement_and_seeded():
    first = draw(7, 1000, np.random.default_rng(3))
    assert (first.sum(axis=1) == 7).all()
    assert first.mean() == pytest.approx(1)
    assert (first == draw(7, 1000, np.random.default_rng(3))).all()


def interval(data, method="bootstrap", clusters=None, **more):
    n = data.codes.shape[1]
    own = np.arange(n) if clusters is None else clusters
    n_clusters = int(own.max()) + 1
    options = ComparisonOptions(ci_method=method, **more)
    return Resampler(n_clusters, options, unit="units").interval(
        alpha_statistic(data, own, n_clusters, NOMINAL)
    )


def test_methods_agree_on_plain_data_and_pairs_alone_are_too_narrow():
    data = table(units=400)
    value = measure("alpha_nominal").compute(data).value
    found = {m: interval(data, m) for m in ("bootstrap", "bca", "jackknife", "krippendorff")}
    for one in found.values():
        assert one.low < value < one.high
    widths = {name: one.high - one.low for name, one in found.items()}
    assert widths["bca"] == pytest.approx(widths["bootstrap"], rel=0.1)
    assert widths["jackknife"] == pytest.approx(widths["bootstrap"], rel=0.1)
    assert widths["krippendorff"] < widths["bootstrap"]
    assert "D_e fixed" in found["krippendorff"].method


def test_the_interval_covers_the_true_value_about_as_often_as_it_says():
    # One category out of five by chance in 30 % of the cases: alpha is (1 - .3)^2 in the long run.
    covered = 0
    for seed in range(200):
        found = interval(table(seed, coders=2, units=150), resamples=300)
        covered += found.low <= 0.49 <= found.high
    assert 0.9 <= covered / 200 <= 0.99


def test_articles_that_are_alike_inside_make_the_interval_wide():
    base = table(units=40)
    data = ReliabilityData(np.repeat(base.codes, 10, axis=1), base.labels)
    by_article = interval(data, clusters=np.arange(400) // 10)
    by_unit = interval(data)
    assert by_article.high - by_article.low > 2 * (by_unit.high - by_unit.low)


def test_q_is_the_share_of_resamples_below_the_threshold():
    found = interval(table(error=0.2))
    assert found.q_below["0.667"] <= found.q_below["0.800"] <= found.q_below["0.900"]
    assert found.q_below["0.900"] == 1.0


def test_one_article_has_no_interval():
    data = table(units=50)
    found = interval(data, clusters=np.zeros(50, dtype=int))
    assert (found.low, found.high) == (None, None)
    assert "fewer than two" in found.method


def test_few_clusters_show_the_jackknife_beside_it():
    data = table(units=200)
    assert interval(data, clusters=np.arange(200) // 10).jackknife is not None
    assert interval(data).jackknife is None


def test_undefined_resamples_are_dropped_and_counted():
    codes = np.zeros((2, 30), dtype=np.int32)
    codes[1, 0] = 1
    found = interval(ReliabilityData(codes, ("a", "b")))
    assert 0.2 < found.dropped < 0.5
