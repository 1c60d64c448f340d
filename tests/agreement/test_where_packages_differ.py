"""Known weak spots of other packages: what they give, and the published value or reason we give.

Those of irrCAC are in test_irrcac.py. A test here that fails after an upgrade means that a package
was mended: then it can serve as an oracle there too.
"""

from __future__ import annotations

import json
import math
import warnings
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import jaccard_distance, masi_distance
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from refusal_annotator.agreement import measure
from refusal_annotator.domain.reliability import Reason, ReliabilityData
from refusal_annotator.resources import resource_path

PUBLISHED = {
    case["id"]: case
    for case in json.loads(
        resource_path("reference", "agreement_reference.json").read_text(encoding="utf-8")
    )
}


def ours(name, rows, **more):
    return measure(name).compute(ReliabilityData.from_values(rows, **more))


def task(rows, *distance):
    return AnnotationTask(
        [(f"c{c}", f"u{u}", v) for c, row in enumerate(rows) for u, v in enumerate(row)], *distance
    )


# --- krippendorff -------------------------------------------------------------------------------


def test_the_word_nan_is_a_category_and_not_a_gap():
    rows = [["nan", "nan", "a", "b"], ["nan", "a", "a", "b"]]
    theirs = krippendorff.alpha(np.array(rows), level_of_measurement="nominal")
    renamed = ours("alpha_nominal", [["x" if v == "nan" else v for v in row] for row in rows])
    assert ours("alpha_nominal", rows).value == pytest.approx(renamed.value)
    # Without the two units that hold the word there is no disagreement left.
    assert theirs == 1.0
    assert renamed.value < 0.7


def test_one_category_has_a_reason_where_krippendorff_raises():
    (case,) = (PUBLISHED[name] for name in ["trap-single-category"])
    rows = case["data"]["values"]
    with pytest.raises(ValueError, match="more than one value"):
        krippendorff.alpha(np.array(rows, dtype=float), level_of_measurement="nominal")
    assert ours("alpha_nominal", rows).reason is Reason.NO_VARIATION


def test_negative_amounts_are_refused_where_krippendorff_takes_them_for_agreement():
    rows = [[-1, 2, 4], [1, 2, 4]]
    theirs = krippendorff.alpha(np.array(rows, dtype=float), level_of_measurement="ratio")
    assert theirs == pytest.approx(1.0)
    assert ours("alpha_ratio", rows).reason is Reason.NEGATIVE_VALUES


# --- nltk ---------------------------------------------------------------------------------------


def test_a_gap_is_no_label():
    case = PUBLISHED["k2011-C-nominal"]
    rows = case["data"]["values"]
    assert ours("alpha_nominal", rows).value == pytest.approx(case["expected"], abs=6e-4)
    # Without being told so, nltk takes None for one more category.
    assert task(rows).alpha() < case["expected"] - 0.05


def test_pooled_kappa_takes_gaps_where_nltk_stops():
    rows = [[1, 2, 2, 1], [1, 2, 1, 1], [1, 2, 2, None]]
    there = [(f"c{c}", f"u{u}", v) for c, row in enumerate(rows) for u, v in enumerate(row) if v]
    with pytest.raises(RuntimeError, match="StopIteration"):
        AnnotationTask(there).multi_kappa()
    assert 0 < ours("conger_kappa", rows).value < 1


def test_one_label_is_undefined_where_nltk_says_one():
    rows = PUBLISHED["trap-single-category"]["data"]["values"]
    assert task(rows).alpha() == 1
    assert ours("alpha_nominal", rows).value is None


@pytest.mark.parametrize(("name", "distance"), [("jaccard", jaccard_distance), ("masi", None)])
def test_two_empty_sets_agree_where_nltk_divides_by_zero(name, distance):
    rows = [[[], ["a"], ["b"]], [[], ["a"], ["b", "c"]]]
    of_sets = [[frozenset(v) for v in row] for row in rows]
    with pytest.raises(ZeroDivisionError):
        task(of_sets, distance or masi_distance).alpha()
    assert 0 < ours(f"alpha_{name}", rows).value < 1


def test_sets_with_an_empty_one_give_the_published_value():
    case = PUBLISHED["sets-alpha-jaccard"]
    rows = case["data"]["values"]
    assert any(not value for row in rows for value in row)
    assert ours("alpha_jaccard", rows).value == pytest.approx(case["expected"], abs=1e-5)
    # MASI of 2006 is another quantity than the product that other programs print by its name.
    product = PUBLISHED["sets-alpha-masi-product"]["expected"]
    assert ours("alpha_masi_product", rows).value == pytest.approx(product, abs=1e-3)
    assert abs(ours("alpha_masi", rows).value - product) > 0.01


def test_free_margins_count_the_codebook_where_nltk_counts_what_is_in_use():
    rows = [[1, 2, 2, 1, 1, 2], [1, 2, 1, 1, 1, 2]]
    theirs = task(rows).S()
    assert ours("bennett_s", rows, categories=[1, 2]).value == pytest.approx(theirs)
    assert ours("bennett_s", rows, categories=[1, 2, 3]).value > theirs


# --- statsmodels --------------------------------------------------------------------------------


def test_units_of_unequal_size_give_the_published_value_where_statsmodels_stops():
    case = PUBLISHED["gwet-4raters-fleiss_kappa"]
    rows = case["data"]["values"]
    counts = [[unit.count(k) for k in range(1, 6)] for unit in zip(*rows, strict=True)]
    with pytest.raises(AssertionError):
        fleiss_kappa(counts)
    found = ours("fleiss_kappa", rows)
    assert found.value == pytest.approx(case["expected"]["value"], abs=2e-5)


# --- scikit-learn -------------------------------------------------------------------------------


def test_weights_go_by_value_where_scikit_learn_goes_by_position():
    near, far = [[1, 2, 3, 1, 1], [1, 3, 3, 2, 2]], [[1, 2, 10, 1, 1], [1, 10, 10, 2, 2]]
    theirs = [cohen_kappa_score(*rows, weights="linear") for rows in (near, far)]
    assert theirs[0] == theirs[1]
    values = [ours("cohen_kappa_linear", rows).value for rows in (near, far)]
    assert values[0] == pytest.approx(theirs[0])
    assert values[1] != pytest.approx(theirs[1], abs=0.01)


def test_an_unused_category_in_the_middle_keeps_its_place():
    rows = [[1, 2, 4, 4, 1, 2], [1, 4, 4, 4, 2, 2]]
    labels = [1, 2, 3, 4]
    whole = cohen_kappa_score(*rows, labels=labels, weights="linear")
    short = cohen_kappa_score(*rows, weights="linear")
    assert ours("cohen_kappa_linear", rows).value == pytest.approx(whole)
    assert abs(whole - short) > 0.01


def test_no_variation_has_a_reason_where_scikit_learn_has_no_number():
    rows = PUBLISHED["trap-single-category"]["data"]["values"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert math.isnan(cohen_kappa_score(*rows))
    assert ours("cohen_kappa", rows).reason is Reason.NO_VARIATION


# --- R's irr, and Fleiss' value by the name of Cohen's ------------------------------------------


def alpha_with_unit_weights(rows):
    """Nominal alpha as R's irr computes it without gaps: each pair of a unit weighs 1."""
    units = list(zip(*rows, strict=True))
    o = {}
    for unit in units:
        for a, b in combinations(unit, 2):
            for pair in ((a, b), (b, a)):
                o[pair] = o.get(pair, 0) + 1
    n_c = {}
    for (a, _), count in o.items():
        n_c[a] = n_c.get(a, 0) + count
    n = sum(n_c.values())
    apart = sum(count for (a, b), count in o.items() if a != b)
    by_chance = (n**2 - sum(count**2 for count in n_c.values())) / (n - 1)
    return 1 - apart / by_chance


def test_complete_codings_of_many_coders_weigh_by_the_size_of_the_unit():
    case = PUBLISHED["tidycomm-fbposts-alpha-pop_elite"]
    rows = case["data"]["values"]
    assert len(rows) == 6
    assert ours("alpha_nominal", rows).value == pytest.approx(case["expected"], abs=1e-5)
    assert abs(alpha_with_unit_weights(rows) - case["expected"]) > 0.001
    # A unit that nobody coded changes nothing here; there it mends the figure.
    empty = [[*row, None] for row in rows]
    assert ours("alpha_nominal", empty).value == ours("alpha_nominal", rows).value
    two = rows[:2]
    assert alpha_with_unit_weights(two) == pytest.approx(ours("alpha_nominal", two).value)
