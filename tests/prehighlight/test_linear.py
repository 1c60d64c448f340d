"""The fit of the linear model: against a closed form, a prior, and another optimiser."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from refusal_annotator.prehighlight.linear import (
    Example,
    LinearModel,
    bucket,
    fit,
    logit,
    sigmoid,
)

ROWS = st.lists(
    st.tuples(st.sets(st.sampled_from("abcd")), st.floats(-2, 2), st.floats(0, 1)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.floats(0.3, 5))
def test_it_finds_the_minimum(rows: list[tuple[set[str], float, float]], strength: float) -> None:
    names = sorted({name for features, _, _ in rows for name in features})
    matrix = np.array([[float(n in features) for n in names] for features, _, _ in rows])
    offsets = np.array([offset for _, offset, _ in rows])
    shares = np.array([share for _, _, share in rows])

    def loss(weights: np.ndarray) -> float:
        values = offsets + matrix @ weights
        entropy = np.logaddexp(0, values) - shares * values
        return float(entropy.sum() + 0.5 * strength * weights @ weights)

    model = fit([Example(tuple(f), o, s) for f, o, s in rows], strength=strength)
    found = np.array([model.weights.get(bucket(name), 0.0) for name in names])
    best = minimize(loss, np.zeros(len(names))).fun if names else loss(np.zeros(0))
    assert loss(found) <= best + 1e-4


def test_one_feature_seen_once_has_a_known_weight() -> None:
    # s w = 1 - sigma(w): with s = 1 that is w = 0.4010581...
    model = fit([Example(("a",), 0.0, 1.0)])
    assert model.weights[bucket("a")] == pytest.approx(0.4010581, abs=1e-4)


def test_a_prior_holds_where_nothing_is_learned() -> None:
    prior = LinearModel({bucket("a"): 1.5, bucket("b"): -1.0})
    assert fit([], prior=prior).weights == prior.weights
    agreed = fit([Example(("a",), 0.0, sigmoid(1.5))] * 20, prior=prior)
    assert agreed.weights[bucket("a")] == pytest.approx(1.5, abs=1e-3)
    assert agreed.weights[bucket("b")] == -1.0


def test_many_examples_outweigh_the_prior() -> None:
    prior = LinearModel({bucket("a"): 2.0})
    model = fit([Example(("a",), 0.0, 0.1)] * 500, prior=prior)
    assert model.weights[bucket("a")] == pytest.approx(logit(0.1), abs=0.1)
