"""Reliability of a table in its window, without a project."""

from __future__ import annotations

import json

import openpyxl
import pytest
from PySide6.QtCore import Qt

from refusal_annotator.ui.screens.spreadsheet import SpreadsheetWindow
from refusal_annotator.ui.widgets import Row

SLOW = 60_000


@pytest.fixture
def opened(window, qtbot):
    window.actions_.action("open_table").trigger()
    found = window.findChild(SpreadsheetWindow)
    assert found.isVisible() and found.empty.isVisible()
    yield found
    found.close()


def look_at(opened, qtbot, path):
    opened.open_file(path)
    qtbot.waitUntil(lambda: not opened.busy, timeout=SLOW)


def computed(opened, qtbot):
    opened.compute()
    qtbot.waitUntil(lambda: not opened.busy, timeout=SLOW)


def shown(opened):
    model = opened.preview
    return [
        [model.index(row, column).data() for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


def write(path, rows):
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_a_table_is_shown_computed_and_saved(opened, tmp_path, qtbot):
    rows = [f"{n},{'ab'[n % 2]},{'ab'[n % 2] if n % 6 else 'b'}" for n in range(40)]
    look_at(opened, qtbot, write(tmp_path / "codes.csv", ["unit,Ann,Ben", *rows]))
    assert opened.table.isVisible()
    assert opened.preview.index(0, 2).data() == "Ann"
    assert not opened.save_book.isEnabled() and not opened.form.order.isVisible()
    qtbot.mouseClick(opened.compute_it, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.busy, timeout=SLOW)
    labels = [line.label for line in opened.results.list.rows.lines]
    assert "Krippendorff's alpha, nominal" in labels
    line = opened.results.list.rows.lines[labels.index("Krippendorff's alpha, nominal")]
    assert line.low < line.value < line.high
    assert "resamples of units" in line.detail
    opened.save(tmp_path / "out.xlsx")
    opened.save(tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["coders"] == ["Ann", "Ben"]
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames[0] == "Results"
    assert opened.notice.isVisible()


def test_a_problem_is_named_and_marked_in_its_cell(opened, tmp_path, qtbot):
    look_at(opened, qtbot, write(tmp_path / "codes.csv", ["unit,Ann,Ben", "1,5,x", "2,6,7"]))
    opened.form.level.setCurrentIndex(opened.form.level.findData("ratio"))
    computed(opened, qtbot)
    assert opened.report is None
    assert "C2 holds “x”" in opened.problem.text()
    assert opened.preview.index(1, 3).data(Row.TAG) == "danger"
    assert opened.preview.index(1, 2).data(Row.TAG) is None
    assert not opened.results.isVisible()


def test_levels_ask_for_what_they_need_and_names_are_hidden(opened, tmp_path, qtbot):
    rows = ["unit,Ann,Ben", "1,low,low", "2,high,low", "3,high,high", "4,middle,-", "5,low,low"]
    look_at(opened, qtbot, write(tmp_path / "codes.csv", rows))
    opened.form.level.setCurrentIndex(opened.form.level.findData("ordinal"))
    opened.form.level.activated.emit(1)
    assert opened.form.order.isVisible()
    opened.form.order.setText("low, middle, high")
    opened.form.missing.setText("-")
    opened.blind.setChecked(True)
    computed(opened, qtbot)
    assert opened.report.table.level == "ordinal"
    assert opened.report.table.data.coders == ("Coder 1", "Coder 2")
    assert opened.report.table.data.labels == ("low", "middle", "high")


def test_a_file_that_is_no_table_is_refused_with_the_way_out(opened, tmp_path, qtbot):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG")
    look_at(opened, qtbot, path)
    assert "Save it as .csv or .xlsx" in opened.problem.text()
    assert not opened.save_book.isEnabled()


def test_the_start_screen_leads_there(window, qtbot):
    qtbot.mouseClick(window.start.table, Qt.MouseButton.LeftButton)
    found = window.findChild(SpreadsheetWindow)
    assert found.isVisible()
    found.close()


def test_persons_are_compared_with_themselves(opened, tmp_path, qtbot):
    rows = [f"{n},{'ab'[n % 2]},{'ab'[n % 3 == 0]},{'ab'[n % 2]}" for n in range(12)]
    look_at(opened, qtbot, write(tmp_path / "codes.csv", ["unit,Ann,Ben,Ann again", *rows]))
    opened.form.resamples.setCurrentIndex(0)
    opened.form.retest.setText("Ann, Ben")
    opened.compute()
    assert "“Ann” does not name two codings" in opened.problem.text()
    assert opened.report is None
    opened.form.retest.setText("Ann = Cid")
    computed(opened, qtbot)
    assert "no coder 'Cid'" in opened.problem.text()
    opened.form.retest.setText("Ann=Ann again")
    computed(opened, qtbot)
    assert not opened.problem.isVisible()
    assert "compared with themselves" in opened.results.notes.text()
    lines = {line.label: line.value for line in opened.results.list.rows.lines}
    assert lines["Krippendorff's alpha, nominal"] == 1


def test_hidden_names_are_hidden_in_the_table_the_columns_and_the_figures_at_once(
    opened, tmp_path, qtbot
):
    # The categories are called as the coders are: they stay as they are.
    rows = [f"{n},{'AB'[n % 2]},{'AB'[n % 2] if n % 6 else 'B'}" for n in range(30)]
    look_at(opened, qtbot, write(tmp_path / "codes.csv", ["unit,A,B", *rows]))
    opened.form.resamples.setCurrentIndex(0)
    computed(opened, qtbot)
    assert "; A, B" in opened.results._head.label.text()
    opened.blind.setChecked(True)
    qtbot.waitUntil(lambda: opened.report is not None and not opened.busy, timeout=SLOW)
    assert shown(opened)[0] == ["unit", "Coder 1", "Coder 2"]
    assert shown(opened)[2] == ["1", "B", "B"]
    units = opened.form.units
    assert "A" not in [units.itemText(n) for n in range(units.count())]
    assert "; Coder 1, Coder 2" in opened.results._head.label.text()
    opened.blind.setChecked(False)
    assert shown(opened)[0] == ["unit", "A", "B"]


def test_names_in_the_long_form_are_hidden_in_their_column(opened, tmp_path, qtbot):
    rows = [f"{n},{coder},{n % 2}" for n in range(12) for coder in ("Ann", "Ben")]
    look_at(opened, qtbot, write(tmp_path / "long.csv", ["unit,coder,value", *rows]))
    opened.blind.setChecked(True)
    assert shown(opened)[:3] == [
        ["unit", "coder", "value"],
        ["0", "Coder 1", "0"],
        ["0", "Coder 2", "0"],
    ]
    opened.form.retest.setText("Ann = Cid")
    computed(opened, qtbot)
    assert "Ann" not in opened.problem.text() and "Coder 1" in opened.problem.text()


def test_sheets_are_offered_and_options_are_called_as_in_the_window(opened, tmp_path, qtbot):
    book = openpyxl.Workbook()
    for title in ("May", "June"):
        sheet = book.create_sheet(title)
        for row in (["unit", "Ann", "Ben"], *([n, n % 2, n % 3 % 2] for n in range(8))):
            sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    look_at(opened, qtbot, tmp_path / "book.xlsx")
    assert "Name one with “Sheet”" in opened.problem.text()
    assert not opened.table.isVisible()
    sheet = opened.form.sheet
    assert sheet.isVisible()
    sheet.setCurrentIndex(sheet.findData("June"))
    sheet.activated.emit(0)
    qtbot.waitUntil(lambda: not opened.busy, timeout=SLOW)
    assert opened.table.isVisible() and not opened.problem.isVisible()
    opened.form.resamples.setCurrentIndex(0)
    computed(opened, qtbot)
    assert opened.report.table.sheet == "June"


def test_a_formula_without_its_result_is_named(opened, tmp_path, qtbot):
    book = openpyxl.Workbook()
    book.active.append(["unit", "Ann", "Ben"])
    book.active.append(["u1", 1, "=B2+1"])
    book.save(tmp_path / "book.xlsx")
    look_at(opened, qtbot, tmp_path / "book.xlsx")
    assert "C2 holds a formula whose result is not stored" in opened.problem.text()


def test_figures_say_when_something_else_was_said_since(opened, tmp_path, qtbot):
    rows = [f"{n},{n % 2},{n % 3 % 2}" for n in range(20)]
    look_at(opened, qtbot, write(tmp_path / "codes.csv", ["unit,Ann,Ben", *rows]))
    opened.form.resamples.setCurrentIndex(0)
    computed(opened, qtbot)
    said = opened.results._head.count
    assert said.text() == ""
    opened.form.level.setCurrentIndex(2)
    opened.form.level.activated.emit(2)
    assert "changed since" in said.text()
    computed(opened, qtbot)
    assert said.text() == ""
    labels = {line.label: line.shown for line in opened.results.list.rows.lines}
    assert labels["Percent agreement, mean of pairs"].endswith(" %")


def test_the_window_goes_on_while_a_large_workbook_is_read(opened, tmp_path, qtbot):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["unit", "Ann", "Ben"])
    for n in range(4000):
        sheet.append([n, n % 5, n % 5 if n % 7 else 0])
    book.save(tmp_path / "large.xlsx")
    opened.open_file(tmp_path / "large.xlsx")
    assert opened.busy and opened.strip.isVisible()
    assert not opened.compute_it.isEnabled()
    # Another file may be chosen before this one is read.
    small = write(tmp_path / "small.csv", ["unit,Ann,Ben", "1,a,a", "2,b,a"])
    look_at(opened, qtbot, small)
    qtbot.waitUntil(lambda: len(shown(opened)) == 3, timeout=SLOW)
    assert opened._file.text() == "small.csv"
