"""Coefficients beside alpha: against another program, their relations, their conditions."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from refusal_annotator.agreement import MEASURES, Measure, measure
from refusal_annotator.agreement.base import CodingOptions
from refusal_annotator.agreement.planning import required_codings
from refusal_annotator.domain.reliability import Reason, ReliabilityData

A = [1, 2, 3, 3, 2, 1, 4, 1, 2, 4, 4, 1]
B = [1, 2, 3, 2, 2, 2, 4, 1, 1, 4, 3, 1]


def value(name, rows, **more):
    return measure(name).compute(ReliabilityData.from_values(rows, **more)).value


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_kappa_agrees_with_another_program(weights):
    name = "cohen_kappa" + (f"_{weights}" if weights else "")
    assert value(name, [A, B]) == pytest.approx(cohen_kappa_score(A, B, weights=weights))


two_coders = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=30)


@settings(max_examples=60)
@given(two_coders, st.sampled_from([None, "linear", "quadratic"]))
def test_kappa_is_that_of_another_program_on_any_table(pairs, weights):
    rows = [list(row) for row in zip(*pairs, strict=True)]
    labels = [1, 2, 3, 4, 5]
    found = value("cohen_kappa" + (f"_{weights}" if weights else ""), rows, categories=labels)
    with warnings.catch_warnings():
        # The other program divides by nothing where all values are alike.
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(*rows, labels=labels, weights=weights)
    if found is None:
        assert len({v for row in rows for v in row}) == 1
    else:
        assert found == pytest.approx(expected, abs=1e-9)


def test_two_coders_without_gaps_tie_the_families_together():
    assert value("scott_pi", [A, B]) == pytest.approx(value("fleiss_kappa", [A, B]))
    assert value("cohen_kappa", [A, B]) == pytest.approx(value("conger_kappa", [A, B]))
    assert value("cohen_kappa", [A, B]) == pytest.approx(value("light_kappa", [A, B]))
    assert value("bennett_s", [A, B]) == pytest.approx(value("brennan_prediger", [A, B]))
    assert value("cohen_kappa_max", [A, B]) >= value("cohen_kappa", [A, B])


def test_free_margins_count_the_categories_of_the_codebook():
    few = value("brennan_prediger", [A, B], categories=[1, 2, 3, 4])
    many = value("brennan_prediger", [A, B], categories=list(range(10)))
    assert many > few
    same = value("fleiss_kappa", [A, B], categories=list(range(10)))
    assert same == pytest.approx(value("fleiss_kappa", [A, B]))


def test_weights_go_by_value_and_not_by_position():
    far, near = [[1, 10, 1, 10, 2], [1, 2, 1, 10, 2]], [[1, 3, 1, 3, 2], [1, 2, 1, 3, 2]]
    # By position both would be 1, 2, 3.
    assert value("cohen_kappa_linear", far) < value("cohen_kappa_linear", near)


def test_two_coder_measures_say_so_when_there_are_three():
    data = ReliabilityData.from_values([A, B, A])
    found = measure("cohen_kappa").compute(data)
    assert found.reason is Reason.TWO_CODERS_NEEDED
    assert "exactly two" in measure("cohen_kappa").why_not(data)
    assert measure("alpha_nominal").why_not(data) is None


def test_interval_comes_only_when_asked_for():
    data = ReliabilityData.from_values([A, B])
    assert measure("gwet_ac1").compute(data).ci_low is None
    found = measure("gwet_ac1").compute(data, CodingOptions(analytic=True))
    assert found.ci_low < found.value < found.ci_high <= 1
    assert found.ci_method


def test_percent_and_unanimous_differ_with_three_coders():
    rows = [[1, 1, 2], [1, 1, 2], [1, 2, 3]]
    assert value("percent_agreement", rows) == pytest.approx((1 + 1 / 3 + 1 / 3) / 3)
    assert value("percent_unanimous", rows) == pytest.approx(1 / 3)


def test_holsti_counts_each_coders_own_decisions():
    assert value("holsti", [[1, 1, 2, None], [1, 2, None, None]]) == pytest.approx(2 * 1 / 5)


def test_every_measure_is_described_and_has_a_name_of_its_own():
    assert len({part.name for part in MEASURES}) == len(MEASURES)
    for part in MEASURES:
        assert isinstance(part, Measure)
        assert part.label
        assert part.options().model_dump() is not None


def test_planning_figures():
    assert required_codings(alpha_min=0.8, rarest_share=0.25, significance=0.05).value == 139
    assert required_codings(alpha_min=0.667, rarest_share=0.25, significance=0.05).value == 81
    with pytest.raises(ValueError, match="between 0 and 1"):
        required_codings(alpha_min=1.0, rarest_share=0.25)
