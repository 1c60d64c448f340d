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
SEVERAL = [p.name for p in MEASURES if p.paradigm is Paradigm.CODING and p.more_than_two]
CHANCE = [n for n in CODING if not n.startswith("percent") and n != "holsti"]
# Chance from each coder's own margins: a coder who never varies adds nothing to it.
OWN_MARGINS = [n for n in CODING if n.startswith("cohen") or n in ("conger_kappa", "light_kappa")]
TRUTH = [1, 2, 3, 1, 2, 3, 3, 1, 2, 1, 3, 2]
OTHER = [1, 2, 3, 1, 3, 3, 3, 1, 2, 2, 3, 1]
THIRD = [1, 2, 2, 1, 3, 3, 1, None, 2, 2, None, 1]
SPANS = ((2, 9, "a"), (14, 22, "b"), (30, 41, "a"))
MOVED = ((3, 10, "a"), (15, 20, "b"), (31, 41, "b"), (50, 55, "a"))

# What may be done to the values without changing anything but their names. All measures that are
# not listed take any other names, in any order.
RELABELLINGS = {
    "alpha_ordinal": lambda v: v**3,
    "alpha_interval": lambda v: 10 * v - 7,
    "alpha_circular": lambda v: v + 7,
    "alpha_bipolar": lambda v: 10 * v - 7,
    "alpha_ratio": lambda v: 10 * v,
    "alpha_log_ratio": lambda v: 10 * v,
    "gwet_ac2_linear": lambda v: 10 * v - 7,
    "gwet_ac2_quadratic": lambda v: 10 * v - 7,
    "cohen_kappa_linear": lambda v: 10 * v - 7,
    "cohen_kappa_quadratic": lambda v: 10 * v - 7,
}


def rename(value):
    return {1: "x", 2: "a", 3: "m"}[value]


def compute(name, rows, **more):
    data = ReliabilityData.from_values(rows, **more)
    n = len(data.labels)
    weights = 1.0 - np.eye(n) if name == "alpha_custom" else np.eye(n)
    options = CodingOptions(weights=tuple(map(tuple, weights.tolist())))
    return measure(name).compute(data, options)


def block(coders, length=60, name="text"):
    sentences = tuple((s, s + 6) for s in range(0, length, 6))
    return Block(name, length, length, {c: tuple(s) for c, s in coders.items()}, sentences)


def unitize(name, *blocks):
    coders = tuple(sorted({coder for each in blocks for coder in each.spans}))
    return measure(name).compute(Continuum(blocks, coders))


def pair(name, first, second):
    return unitize(name, block({"x": first, "y": second}))


def tolerance(name):
    return 0.25 if name in ("gamma", "gamma_cat") else 1e-9


# --- values on given units ----------------------------------------------------------------------


@pytest.mark.parametrize("name", CODING)
def test_perfect_agreement_is_one(name):
    assert compute(name, [TRUTH, TRUTH]).value == pytest.approx(1)


@pytest.mark.parametrize("name", SEVERAL)
def test_perfect_agreement_of_three_with_gaps_is_one(name):
    gappy = [v if n % 3 else None for n, v in enumerate(TRUTH)]
    found = compute(name, [TRUTH, TRUTH, gappy])
    # Holsti counts what each coder decided, also where another left the unit out.
    expected = (1 + 2 * (2 * 8 / 20)) / 3 if name == "holsti" else 1
    assert found.value == pytest.approx(expected)


@pytest.mark.parametrize("name", CHANCE)
def test_a_constant_pair_is_undefined_and_never_one(name):
    found = compute(name, [[1] * 12, [1] * 12])
    assert found.value is None
    assert found.reason in (Reason.NO_VARIATION, Reason.ONE_CATEGORY_IN_CODEBOOK)


@pytest.mark.parametrize("name", CODING)
def test_one_constant_coder_agrees_no_more_than_by_chance(name):
    found = compute(name, [TRUTH, [3] * 12])
    # Four of twelve values agree, a third of them by chance alone; weights make more of near ones.
    assert found.value == pytest.approx(0) if name in OWN_MARGINS else found.value < 0.5
    if name in ("percent_agreement", "percent_unanimous", "holsti"):
        assert found.value == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", CODING)
def test_units_of_one_coder_alone_leave_a_figure_or_a_reason(name):
    found = compute(name, [[*TRUTH, 3, None], [*OTHER, None, 1]])
    assert (found.value is None) != (found.reason is None)
    assert found.value is None or found.value <= 1


@pytest.mark.parametrize("name", CODING)
def test_units_that_nobody_coded_change_nothing(name):
    plain, padded = (
        compute(name, [[*TRUTH, *none], [*OTHER, *none]]) for none in ([], [None, None])
    )
    assert padded.value == pytest.approx(plain.value)
    assert (padded.n_units, padded.n_pairable) == (plain.n_units, plain.n_pairable) == (12, 24)


@pytest.mark.parametrize("name", CODING)
def test_no_common_unit_is_a_reason(name):
    assert compute(name, [[1, 2, None, None], [None, None, 1, 2]]).value in (None, 0.0)


@pytest.mark.parametrize("name", CODING)
def test_turning_the_coders_round_changes_nothing(name):
    straight, turned = compute(name, [TRUTH, OTHER]), compute(name, [OTHER, TRUTH])
    assert turned.value == pytest.approx(straight.value)


@pytest.mark.parametrize("name", SEVERAL)
def test_order_of_three_coders_and_of_units_changes_nothing(name):
    found = compute(name, [TRUTH, OTHER, THIRD])
    turned = compute(name, [row[::-1] for row in (THIRD, TRUTH, OTHER)], categories=[1, 2, 3])
    assert 0 < found.value < 1
    assert turned.value == pytest.approx(found.value)


@pytest.mark.parametrize("name", CODING)
def test_relabelling_changes_nothing(name):
    rows = [TRUTH, OTHER] if name not in SEVERAL else [TRUTH, OTHER, THIRD]
    change = RELABELLINGS.get(name, rename)
    changed = [[None if v is None else change(v) for v in row] for row in rows]
    assert compute(name, changed).value == pytest.approx(compute(name, rows).value)


# --- spans --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", UNITIZING)
def test_identical_spans_agree_perfectly(name):
    found = pair(name, SPANS, SPANS)
    assert found.value == pytest.approx(0 if name.endswith("disorder") else 1)


@pytest.mark.parametrize("name", UNITIZING)
def test_order_of_coders_does_not_matter_for_spans(name):
    straight, turned = pair(name, SPANS, MOVED), pair(name, MOVED, SPANS)
    assert turned.value == pytest.approx(straight.value, abs=tolerance(name))


@pytest.mark.parametrize("name", UNITIZING)
def test_other_names_of_categories_change_nothing_for_spans(name):
    other = {"a": "9", "b": "0"}
    renamed = [tuple((s, e, other[c]) for s, e, c in row) for row in (SPANS, MOVED)]
    found, expected = pair(name, *renamed), pair(name, SPANS, MOVED)
    assert found.value == pytest.approx(expected.value, abs=tolerance(name))


@pytest.mark.parametrize("name", UNITIZING)
def test_nobody_marked_anything_is_a_reason_and_never_one(name):
    found = pair(name, (), ())
    assert found.value is None
    assert found.reason in (Reason.NO_VARIATION, Reason.NO_SPANS)


@pytest.mark.parametrize("name", UNITIZING)
@pytest.mark.parametrize("constant", [(), ((0, 60, "a"),)], ids=["nothing", "everything"])
def test_a_coder_who_marks_nothing_or_everything_is_far_from_agreement(name, constant):
    found = pair(name, SPANS, constant)
    if name.endswith("disorder"):
        assert found.value > 0.4
    elif name == "gamma_cat" and constant:
        # It looks at aligned spans alone, here one pair of the same category.
        assert found.value == 1
    else:
        assert found.value is None or found.value < 0.5
        assert (found.value is None) == (found.reason is not None)


@pytest.mark.parametrize("name", UNITIZING)
def test_a_text_that_only_one_coder_opened_changes_nothing(name):
    shared = block({"x": SPANS, "y": MOVED})
    alone = block({"x": ((5, 30, "b"),)}, name="alone")
    found, expected = unitize(name, shared, alone), unitize(name, shared)
    assert found.value == pytest.approx(expected.value, abs=tolerance(name))


@pytest.mark.parametrize("name", UNITIZING)
def test_no_shared_text_is_a_reason(name):
    blocks = (Block("a", 9, 9, {"x": ()}), Block("b", 9, 9, {"y": ()}))
    found = measure(name).compute(Continuum(blocks, ("x", "y")))
    assert (found.value, found.reason) == (None, Reason.NO_TEXT)


# --- what one measure alone does ----------------------------------------------------------------


def test_weights_that_are_not_symmetric_tell_the_coders_apart():
    # Kappa by hand: the first says 1 where the second says 2, and that costs all; the reverse half.
    weights = ((1.0, 0.0), (0.5, 1.0))
    options = CodingOptions(weights=weights)
    rows = [[1, 1, 2, 2], [1, 2, 2, 2]]
    for ordered, p_o in ((rows, 0.75), (rows[::-1], 0.875)):
        found = measure("cohen_kappa_custom").compute(ReliabilityData.from_values(ordered), options)
        first, second = (row.count(1) / 4 for row in ordered)
        p_e = first * second + (1 - first) * (1 - second) + 0.5 * (1 - first) * second
        assert found.value == pytest.approx((p_o - p_e) / (1 - p_e))


def test_gamma_cat_is_alpha_on_given_units_with_gaps():
    # Mathet (2017): with units given it behaves as alpha, for three coders and missing values too.
    rows = [TRUTH, OTHER, THIRD]
    length = 30 * len(TRUTH)
    spans = {
        f"c{n}": [(30 * u, 30 * u + 10, str(v)) for u, v in enumerate(row) if v is not None]
        for n, row in enumerate(rows)
    }
    found, alpha = unitize("gamma_cat", block(spans, length)), compute("alpha_nominal", rows)
    assert found.details["D_o"] == pytest.approx(alpha.details["D_o"])
    assert found.details["D_e"] == pytest.approx(alpha.details["D_e"], abs=0.1)
    assert found.value == pytest.approx(alpha.value, abs=0.1)


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
