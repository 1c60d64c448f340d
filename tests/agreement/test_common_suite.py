"""What every coefficient must do: perfect agreement, constant coder, gaps, relabelling."""

from __future__ import annotations

import numpy as np
import pytest

from refusal_annotator.agreement import MEASURES, Paradigm, measure
from refusal_annotator.agreement.base import CodingOptions
from refusal_annotator.agreement.cohen import cohen_kappa_per_category, marginal_test
from refusal_annotator.domain.reliability import Block, Continuum, Reason, ReliabilityData

CODING = [p.name for p in MEASURES if p.paradigm is Paradigm.CODING]
UNITIZING = [p.name for p in MEASURES if p.paradigm is Paradigm.UNITIZING]
CHANCE = [n for n in CODING if not n.startswith("percent") and n != "holsti"]
ORDER_FREE = ("alpha_nominal", "alpha_jaccard", "alpha_masi", "fleiss_kappa", "conger_kappa")
ORDER_FREE += ("cohen_kappa", "scott_pi", "gwet_ac1", "brennan_prediger", "bennett_s")
TRUTH = [1, 2, 3, 1, 2, 3, 3, 1, 2, 1, 3, 2]
OTHER = [1, 2, 3, 1, 3, 3, 3, 1, 2, 2, 3, 1]
SPANS = ((2, 9, "a"), (14, 22, "b"), (30, 41, "a"))
MOVED = ((3, 10, "a"), (15, 20, "b"), (31, 41, "b"), (50, 55, "a"))


def compute(name, rows, **more):
    data = ReliabilityData.from_values(rows, **more)
    n = len(data.labels)
    weights = 1.0 - np.eye(n) if name == "alpha_custom" else np.eye(n)
    options = CodingOptions(weights=tuple(map(tuple, weights.tolist())))
    return measure(name).compute(data, options)


def unitize(name, first, second, length=60):
    sentences = tuple((s, s + 6) for s in range(0, length, 6))
    block = Block("text", length, length, {"x": tuple(first), "y": tuple(second)}, sentences)
    return measure(name).compute(Continuum((block,), ("x", "y")))


@pytest.mark.parametrize("name", CODING)
def test_perfect_agreement_is_one(name):
    assert compute(name, [TRUTH, TRUTH]).value == pytest.approx(1)


@pytest.mark.parametrize("name", CHANCE)
def test_a_constant_pair_is_undefined_and_never_one(name):
    found = compute(name, [[1] * 12, [1] * 12])
    assert (found.value, found.reason) == (None, found.reason)
    assert found.reason in (Reason.NO_VARIATION, Reason.ONE_CATEGORY_IN_CODEBOOK)


@pytest.mark.parametrize("name", CODING)
def test_units_of_one_coder_alone_leave_a_figure_or_a_reason(name):
    found = compute(name, [[*TRUTH, 3, None], [*OTHER, None, 1]])
    assert (found.value is None) != (found.reason is None)
    assert found.value is None or found.value <= 1


@pytest.mark.parametrize("name", CODING)
def test_no_common_unit_is_a_reason(name):
    assert compute(name, [[1, 2, None, None], [None, None, 1, 2]]).value in (None, 0.0)


@pytest.mark.parametrize("name", CODING)
def test_turning_the_coders_round_changes_nothing(name):
    straight, turned = compute(name, [TRUTH, OTHER]), compute(name, [OTHER, TRUTH])
    assert turned.value == pytest.approx(straight.value)


@pytest.mark.parametrize("name", ORDER_FREE)
def test_relabelling_changes_nothing(name):
    names = {1: "x", 2: "a", 3: "m"}
    words = [[names[v] for v in row] for row in (TRUTH, OTHER)]
    assert compute(name, words).value == pytest.approx(compute(name, [TRUTH, OTHER]).value)


@pytest.mark.parametrize("name", UNITIZING)
def test_identical_spans_agree_perfectly(name):
    found = unitize(name, SPANS, SPANS)
    assert found.value == pytest.approx(0 if name.endswith("disorder") else 1)


@pytest.mark.parametrize("name", UNITIZING)
def test_order_of_coders_does_not_matter_for_spans(name):
    straight, turned = unitize(name, SPANS, MOVED), unitize(name, MOVED, SPANS)
    tolerance = 0.25 if name.startswith("gamma") and not name.endswith("disorder") else 1e-9
    assert turned.value == pytest.approx(straight.value, abs=tolerance)


@pytest.mark.parametrize("name", UNITIZING)
def test_nobody_marked_anything_is_a_reason_and_never_one(name):
    found = unitize(name, (), ())
    assert found.value is None
    assert found.reason in (Reason.NO_VARIATION, Reason.NO_SPANS)


@pytest.mark.parametrize("name", UNITIZING)
def test_no_shared_text_is_a_reason(name):
    blocks = (Block("a", 9, 9, {"x": ()}), Block("b", 9, 9, {"y": ()}))
    found = measure(name).compute(Continuum(blocks, ("x", "y")))
    assert (found.value, found.reason) == (None, Reason.NO_TEXT)


def test_circular_closes_on_itself_and_bipolar_weighs_the_poles():
    near = compute("alpha_circular", [[0, 12, 23, 6], [1, 12, 0, 6]])
    data = ReliabilityData.from_values([[0, 12, 23, 6], [1, 12, 0, 6]])
    wide = measure("alpha_circular").compute(data, CodingOptions(period=24))
    assert wide.value > measure("alpha_interval").compute(data).value
    assert near.value == pytest.approx(wide.value)
    # (c - k)^2 / [(c + k - 2 min)(2 max - c - k)] on one pair of unequal values, by hand.
    rows = [[1, 3, 5], [2, 3, 5]]
    data = ReliabilityData.from_values(rows)
    found = measure("alpha_bipolar").compute(data, CodingOptions(lowest=0, highest=6))
    values = [1, 2, 3, 3, 5, 5]
    pairs = [(a, b) for i, a in enumerate(values) for b in values[:i]]
    distance = [(a - b) ** 2 / ((a + b) * (12 - a - b)) for a, b in pairs]
    expected = 1 - (1 / (3 * 9)) / 3 / (sum(distance) / len(pairs))
    assert found.value == pytest.approx(expected)


def test_log_ratio_sees_the_factor_and_refuses_zero():
    small = compute("alpha_log_ratio", [[1, 10, 100], [2, 20, 200]])
    large = compute("alpha_log_ratio", [[10, 100, 1000], [20, 200, 2000]])
    assert small.value == pytest.approx(large.value)
    assert compute("alpha_log_ratio", [[0, 1], [1, 2]]).reason is Reason.NOT_POSITIVE


def test_kappa_per_category_is_the_collapsed_table():
    table = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
    data = ReliabilityData.from_table(table, ["A", "B", "C", "D"])
    found = cohen_kappa_per_category(data)["B"].value
    p_o, p_e = 94 / 118, (26 * 12 + 92 * 106) / 118**2
    assert found == pytest.approx((p_o - p_e) / (1 - p_e))
    assert found == pytest.approx(0.266, abs=5e-4)


def test_stuart_maxwell_is_mcnemar_for_two_categories():
    data = ReliabilityData.from_table([[30, 12], [4, 54]], ["a", "b"])
    found = marginal_test(data)
    assert found.chi2 == pytest.approx((12 - 4) ** 2 / 16)
    assert found.df == 1
    assert found.p == pytest.approx(0.0455, abs=5e-4)
    assert found.bias_index == pytest.approx(0.08)
    assert found.prevalence_index == pytest.approx(0.24)


def test_stuart_maxwell_of_three_categories_follows_the_formula():
    table = np.array([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    d = (rows - columns)[:2]
    s = np.diag(rows + columns)[:2, :2] - (table + table.T)[:2, :2]
    found = marginal_test(ReliabilityData.from_table(table.tolist(), list("abc")))
    assert found.chi2 == pytest.approx(float(d @ np.linalg.inv(s) @ d))
    assert found.df == 2
    same = ReliabilityData.from_table([[5, 0], [0, 5]], list("ab"))
    assert marginal_test(same).chi2 is None
