"""Reliability of data coded elsewhere: figures, JSON, workbook."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from refusal_annotator.agreement import MEASURES, measure
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import ReliabilityData
from refusal_annotator.workspace.spreadsheet import (
    LEVELS,
    TableOptions,
    compare_spreadsheet,
    write_report,
)

ROWS = [[1, 1], [2, 2], [3, 3], [3, 2], [4, 4], [1, None], [2, 2], [5, 4], [1, 1], [3, 3]]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "codes.csv"
    lines = [f"{n},{','.join('' if v is None else str(v) for v in row)}" for n, row in
             enumerate(ROWS, start=1)]  # fmt: skip
    path.write_text("unit,Ann,=Ben\n" + "\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("level", LEVELS)
def test_every_figure_that_fits_the_level_is_that_of_the_measure(table, level):
    report = compare_spreadsheet(table, TableOptions(level=level))
    assert len(report.figures) >= 3
    values = [list(column) for column in zip(*ROWS, strict=True)]
    if level == "multi_select":
        values = [[None if v is None else [str(v)] for v in row] for row in values]
    data = ReliabilityData.from_values(values)
    for figure in report.figures:
        part = measure(figure.result.measure)
        assert part is not None
        assert level in part.levels
        assert figure.result.value == pytest.approx(part.compute(data).value)


def test_a_level_that_nobody_gave_is_nominal_and_said(table):
    report = compare_spreadsheet(table)
    assert report.table.level == "nominal"
    assert any("No level" in note for note in report.table.notes)


def test_measures_for_two_coders_say_why_they_are_left_out(tmp_path):
    path = tmp_path / "three.csv"
    path.write_text("unit,A,B,C\n1,1,1,1\n2,2,1,2\n", "utf-8")
    report = compare_spreadsheet(path, TableOptions(level="nominal"))
    assert any("exactly two coders, and there are 3" in line for line in report.not_applied)
    assert not any(f.result.measure == "cohen_kappa" for f in report.figures)


def test_an_undefined_figure_is_null_with_its_reason(tmp_path):
    path = tmp_path / "same.csv"
    path.write_text("unit,A,B\n1,yes,yes\n2,yes,yes\n", "utf-8")
    found = compare_spreadsheet(path, TableOptions(level="nominal")).to_json()
    alpha = next(r for r in found["results"] if r["measure"] == "alpha_nominal")
    assert (alpha["value"], alpha["reason"]) == (None, "no_variation")
    assert found["format"] == 1
    json.dumps(found, allow_nan=False)


def test_the_workbook_holds_figures_data_and_how_they_were_read(table, tmp_path):
    report = compare_spreadsheet(table, TableOptions(level="interval"))
    write_report(report, tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Results", "Data", "Settings"]
    rows = {row[0]: row[1] for row in book["Results"].iter_rows(min_row=2, values_only=True)}
    figures = {figure.label: figure.result.value for figure in report.figures}
    assert rows == pytest.approx(figures)
    data = list(book["Data"].iter_rows(values_only=True))
    assert data[0] == ("Unit", "Ann", "=Ben")
    assert [list(row[1:]) for row in data[1:]] == ROWS
    settings = {row[0]: row[1] for row in book["Settings"].iter_rows(min_row=2, values_only=True)}
    assert settings["Level of measurement"] == "interval"


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(AnnotatorError, match="cannot be read: No such file"):
        compare_spreadsheet(tmp_path / "none.csv")


def test_all_levels_have_measures():
    for level in LEVELS:
        assert any(level in part.levels for part in MEASURES)


def twice(tmp_path):
    path = tmp_path / "twice.csv"
    rows = ["unit,Ann,Ann again,Ben,Ben again"]
    rows += ["u1,a,a,b,b", "u2,a,b,b,b", "u3,b,b,,a", "u4,a,a,a,a", "u5,b,b,b,a"]
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_persons_are_compared_with_themselves(tmp_path):
    pairs = [("Ann", "Ann again"), ("Ben", "Ben again")]
    found = compare_spreadsheet(
        twice(tmp_path), intervals=ComparisonOptions(resamples=200), retest=pairs
    )
    data = found.table.data
    assert data.coders == ("first coding", "second coding")
    assert (data.n_units, data.units[0], data.units[-1]) == (9, "u1 · Ann", "u5 · Ben")
    raw = next(f.result for f in found.figures if f.result.measure == "percent_agreement")
    assert raw.value == pytest.approx(7 / 9)
    assert raw.ci_low < raw.value < raw.ci_high
    assert any("Ann and Ann again, Ben and Ben again" in note for note in found.table.notes)
    assert any("Left out: 1 that a person coded once" in note for note in found.table.notes)


def test_a_blind_retest_names_nobody(tmp_path):
    found = compare_spreadsheet(twice(tmp_path), retest=[("Ben", "Ben again")], blind=True)
    assert found.table.data.units[0] == "u1 · Coder 3"
    assert not [name for name in ("Ben again", "Ann") if name in str(found.to_json())]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("Ann", "Cem"), "no coder 'Cem'; it has Ann, Ann again, Ben, Ben again"),
        (("Ann", "Ann"), "Ann is named twice"),
    ],
)
def test_a_retest_of_somebody_who_is_not_there(tmp_path, pair, said):
    with pytest.raises(AnnotatorError, match=said):
        compare_spreadsheet(twice(tmp_path), retest=[pair])
