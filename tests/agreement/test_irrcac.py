"""Our figures beside those of irrCAC, recorded by oracles/record_irrcac.py, and where it is off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.base import CodingOptions
from refusal_annotator.domain.reliability import Reason, ReliabilityData
from refusal_annotator.resources import resource_path

HEAD, *TABLES = json.loads(
    (Path(__file__).parent / "oracles" / "irrcac.json").read_text(encoding="utf-8")
)
PUBLISHED = {
    case["id"]: case["data"]
    for case in json.loads(
        resource_path("reference", "agreement_reference.json").read_text(encoding="utf-8")
    )
}
RAW, TABLE = sorted(TABLES[0]["raw"]), sorted(TABLES[0]["table"])
# Recorded with ten digits.
EXACT = 2e-9


def compute(name, data, **options):
    return measure(name).compute(data, CodingOptions(analytic=True, **options))


def figures(found):
    return [found.value, found.se, found.ci_low, found.ci_high]


def has_gaps(table):
    return any(value is None for row in table["values"] for value in row)


def data_of(table):
    return ReliabilityData.from_values(table["values"], categories=table["categories"])


def test_the_record_holds_many_kinds_of_codings():
    assert (HEAD["package"], HEAD["version"], len(TABLES)) == ("irrCAC", "0.4.4", 80)
    assert {len(table["values"]) for table in TABLES} == {2, 3, 4, 5, 6}
    assert sum(has_gaps(table) for table in TABLES) > 40
    assert sum("table" in table for table in TABLES) > 20


@pytest.mark.parametrize("name", RAW)
def test_values_and_errors_are_those_of_irrcac(name):
    for number, table in enumerate(TABLES):
        found, expected = figures(compute(name, data_of(table))), table["raw"][name]
        assert found[0] == pytest.approx(expected[0], abs=EXACT), number
        if name.startswith("alpha") and has_gaps(table):
            # Its standard error of alpha with gaps is that of R's version 1.0.
            assert found[1] == pytest.approx(expected[1], abs=2e-3), number
        elif expected[1]:
            assert found == pytest.approx(expected, abs=EXACT), number


@pytest.mark.parametrize("name", TABLE)
def test_values_and_errors_of_tables_are_those_of_irrcac(name):
    tables = [table for table in TABLES if "table" in table]
    for number, table in enumerate(tables):
        # Its functions for tables weigh by position.
        rows = [[table["categories"].index(value) for value in row] for row in table["values"]]
        data = ReliabilityData.from_values(rows, categories=range(len(table["categories"])))
        found, expected = compute(name, data, divide_by_n=True), table["table"][name]
        assert found.value == pytest.approx(expected[0], abs=EXACT), number
        assert found.se == pytest.approx(expected[1], abs=EXACT), number
        if expected[1]:
            assert figures(found)[2:] == pytest.approx(expected[2:], abs=EXACT), number


def test_standard_error_of_alpha_is_that_of_the_newer_program_where_the_two_differ():
    values = PUBLISHED["gwet-4raters-alpha_nominal"]["values"]
    found = compute("alpha_nominal", ReliabilityData.from_values(values))
    theirs = HEAD["published"]["alpha_four_raters"]
    assert found.value == pytest.approx(theirs[0], abs=EXACT)
    assert found.se == pytest.approx(0.14548, abs=5e-6)
    assert theirs[1] == pytest.approx(0.14557, abs=5e-6)


def test_ordinal_alpha_is_krippendorffs_and_not_gwets_weights():
    values = PUBLISHED["k2011-C-ordinal"]["values"]
    found = measure("alpha_ordinal").compute(ReliabilityData.from_values(values))
    assert found.value == pytest.approx(0.815, abs=6e-4)
    assert HEAD["published"]["alpha_four_raters_ordinal"][0] == pytest.approx(0.8336, abs=5e-5)


def test_fleiss_kappa_from_counts_has_the_error_of_raw_values():
    case = PUBLISHED["gwet-6raters-fleiss_kappa"]
    found = compute("fleiss_kappa", ReliabilityData.from_counts(case["counts"], case["categories"]))
    assert figures(found) == pytest.approx(HEAD["published"]["fleiss_six_raters"], abs=EXACT)
    assert found.se == pytest.approx(0.08119, abs=5e-6)


def test_one_category_has_a_reason_where_irrcac_crashes_or_says_one():
    assert HEAD["published"]["one_category"] == {
        "gwet": [1.0, None, None, 1.0],
        "fleiss": "ZeroDivisionError",
        "krippendorff": "ZeroDivisionError",
    }
    data = ReliabilityData.from_values([[1] * 5, [1] * 5], categories=[1, 2])
    for name in ("gwet_ac1", "fleiss_kappa", "alpha_nominal"):
        found = measure(name).compute(data)
        assert (found.value, found.reason) == (None, Reason.NO_VARIATION)
