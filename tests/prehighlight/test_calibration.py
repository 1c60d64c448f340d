from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from refusal_annotator.prehighlight.calibration import (
    Calibration,
    default_calibration,
    expected_error,
    fit,
    from_json,
    pool_adjacent,
    reliability,
    to_json,
)

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(SHARES, st.data())
def test_pooling_agrees_with_another_implementation(
    shares: list[float], data: st.DataObject
) -> None:
    n = len(shares)
    weights = data.draw(st.lists(st.floats(0.1, 50), min_size=n, max_size=n))
    ours = pool_adjacent(np.array(shares), np.array(weights))
    theirs = IsotonicRegression().fit_transform(range(n), shares, sample_weight=weights)
    assert ours == pytest.approx(theirs, abs=1e-6)


@given(st.lists(st.tuples(st.sampled_from([0.3, 0.5, 0.7, 0.9]), st.booleans()), min_size=1))
def test_fitted_scores_never_fall_and_are_never_certain(cases: list[tuple[float, bool]]) -> None:
    knots = fit([raw for raw, _ in cases], [hit for _, hit in cases])
    shares = [share for _, share in knots]
    assert shares == sorted(shares)
    assert max(shares) < 1


def test_few_cases_stay_near_the_share_of_all() -> None:
    raw = [0.5] * 100 + [0.9]
    hit = [True] * 60 + [False] * 40 + [True]
    assert dict(fit(raw, hit))[0.9] < 0.7


def test_scores_between_two_fitted_ones_lie_between_them() -> None:
    calibration = Calibration({"actor": ((0.4, 0.5), (0.8, 0.9))}, {})
    assert calibration.apply("actor", 0.6) == pytest.approx(0.7)
    assert calibration.apply("actor", 0.1) == 0.5
    assert calibration.apply("claim", 0.1) == 0.1


def test_a_calibration_survives_its_file() -> None:
    calibration = default_calibration()
    assert from_json(to_json(calibration)) == calibration


def test_reliability_counts_what_was_right() -> None:
    bins = reliability([0.95, 0.92, 0.15], [True, False, False])
    assert [(b.n_suggestions, b.share_right) for b in bins] == [(1, 0.0), (2, 0.5)]
    assert expected_error(bins) == pytest.approx((0.15 + 2 * 0.435) / 3)


def test_the_scores_that_ship_are_calibrated_and_rank_stance_last(run) -> None:
    text = (
        "Tereza Holm said the order was unlawful. About 40 pilots stayed ashore, and nobody was "
        "fined."
    )
    best = {s.type: s.score for s in run(text).suggestions}
    assert best["Number"] > best["Stance"]
    assert set(best.values()) <= {s for s in best.values() if 0.3 <= s <= 0.99}
