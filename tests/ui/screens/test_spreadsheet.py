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


def computed(opened, qtbot):
    opened.compute()
    qtbot.waitUntil(lambda: opened._task is None, timeout=SLOW)


def write(path, rows):
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_a_table_is_shown_computed_and_saved(opened, tmp_path, qtbot):
    rows = [f"{n},{'ab'[n % 2]},{'ab'[n % 2] if n % 6 else 'b'}" for n in range(40)]
    opened.open_file(write(tmp_path / "codes.csv", ["unit,Ann,Ben", *rows]))
    assert opened.table.isVisible()
    assert opened.preview.index(0, 2).data() == "Ann"
    assert not opened.save_book.isEnabled() and not opened.order.isVisible()
    qtbot.mouseClick(opened.compute_it, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened._task is None, timeout=SLOW)
    labels = [line.label for line in opened.results.rows.lines]
    assert "Krippendorff's alpha, nominal" in labels
    line = opened.results.rows.lines[labels.index("Krippendorff's alpha, nominal")]
    assert line.low < line.value < line.high
    assert "resamples of units" in line.detail
    opened.save(tmp_path / "out.xlsx")
    opened.save(tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["coders"] == ["Ann", "Ben"]
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames[0] == "Results"
    assert opened.notice.isVisible()


def test_a_problem_is_named_and_marked_in_its_cell(opened, tmp_path, qtbot):
    opened.open_file(write(tmp_path / "codes.csv", ["unit,Ann,Ben", "1,5,x", "2,6,7"]))
    opened.level.setCurrentIndex(opened.level.findData("ratio"))
    computed(opened, qtbot)
    assert opened.report is None
    assert "C2 holds “x”" in opened.problem.text()
    assert opened.preview.index(1, 3).data(Row.TAG) == "danger"
    assert opened.preview.index(1, 2).data(Row.TAG) is None
    assert not opened.results.isVisible()


def test_levels_ask_for_what_they_need_and_names_are_hidden(opened, tmp_path, qtbot):
    rows = ["unit,Ann,Ben", "1,low,low", "2,high,low", "3,high,high", "4,middle,-", "5,low,low"]
    opened.open_file(write(tmp_path / "codes.csv", rows))
    opened.level.setCurrentIndex(opened.level.findData("ordinal"))
    opened.level.activated.emit(1)
    assert opened.order.isVisible()
    opened.order.setText("low, middle, high")
    opened.missing.setText("-")
    opened.blind.setChecked(True)
    computed(opened, qtbot)
    assert opened.report.table.level == "ordinal"
    assert opened.report.table.data.coders == ("Coder 1", "Coder 2")
    assert opened.report.table.data.labels == ("low", "middle", "high")


def test_a_file_that_is_no_table_is_refused_with_the_way_out(opened, tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG")
    opened.open_file(path)
    assert "Save it as .csv or .xlsx" in opened.problem.text()
    assert not opened.save_book.isEnabled()


def test_the_start_screen_leads_there(window, qtbot):
    qtbot.mouseClick(window.start.table, Qt.MouseButton.LeftButton)
    found = window.findChild(SpreadsheetWindow)
    assert found.isVisible()
    found.close()


def test_persons_are_compared_with_themselves(opened, tmp_path, qtbot):
    rows = [f"{n},{'ab'[n % 2]},{'ab'[n % 3 == 0]},{'ab'[n % 2]}" for n in range(12)]
    opened.open_file(write(tmp_path / "codes.csv", ["unit,Ann,Ben,Ann again", *rows]))
    opened.resamples.setCurrentIndex(0)
    opened.retest.setText("Ann, Ben")
    opened.compute()
    assert "“Ann” does not name two codings" in opened.problem.text()
    assert opened.report is None
    opened.retest.setText("Ann = Cid")
    computed(opened, qtbot)
    assert "no coder 'Cid'" in opened.problem.text()
    opened.retest.setText("Ann=Ann again")
    computed(opened, qtbot)
    assert not opened.problem.isVisible()
    assert "compared with themselves" in opened.notes.text()
    lines = {line.label: line.value for line in opened.results.rows.lines}
    assert lines["Krippendorff's alpha, nominal"] == 1
