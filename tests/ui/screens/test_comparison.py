"""Agreement and compare screens on the sample study: views, ways to the texts, files, roles."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.ui.widgets import Row
from refusal_annotator.ui.widgets.whisker import WHISKER

SLOW = 60_000


@pytest.fixture
def compared(study, qtbot):
    study.go("agreement")
    qtbot.waitUntil(lambda: study.agreement.report is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: study.agreement._task is None, timeout=SLOW)
    return study


def choose(window, variable):
    screen = window.agreement
    row = next(n for n, line in enumerate(screen.model.lines) if line.variable == variable)
    screen.table.setCurrentIndex(screen.model.index(row, 0))
    return screen.detail


def confused(window):
    """The nominal attribute with the most disagreements that has a table of confusions."""
    tables = [
        t
        for t in window.agreement.report.diagnostics.variables
        if t.level == "attribute" and t.scale == "nominal" and len(t.used) > 2
    ]
    return max(tables, key=lambda t: t.disagreement.sum()).variable


def test_the_table_shows_interval_whisker_and_verdict(compared):
    model = compared.agreement.model
    row = next(n for n, line in enumerate(model.lines) if line.group == "attribute")
    head = model.lines[row].headline
    whisker = model.index(row, 6).data(WHISKER)
    assert (whisker.value, whisker.low, whisker.high) == (head.value, head.ci_low, head.ci_high)
    assert model.index(row, 5).data(Row.BOLD) and " to " in model.index(row, 5).data(Row.DETAIL)
    assert model.index(row, 7).data(Row.TAG) == "neutral"
    assert "2,000 resamples of articles" in compared.status.text


def test_a_confusion_opens_its_texts_and_the_chip_leads_back(compared, qtbot):
    variable = confused(compared)
    detail = choose(compared, variable)
    assert detail.view.currentData() == "pairs"
    matrix = detail.confusion.cells.matrix
    i, j = next(iter(matrix.marked), None) or next(
        (a, b) for a, row in enumerate(matrix.values) for b, n in enumerate(row) if n and a != b
    )
    index = detail.confusion.cells.index(i + 1, j + 1)
    detail.confusion.setCurrentIndex(index)
    words = detail.jump.text()
    detail.confusion.setFocus()
    qtbot.keyClick(detail.confusion, Qt.Key.Key_Return)
    assert compared.screen_name == "compare"
    compare = compared.compare
    count = compare.model.rowCount()
    assert words == f"Show {count} disagreement{'' if count == 1 else 's'}"
    assert {compare.model.at(n).variable for n in range(count)} == {variable.split(".")[1]}
    assert compare.behind.isVisible()
    first = compare.model.at(0)
    qtbot.keyClick(compare.behind, Qt.Key.Key_Delete)
    assert compare.model.rowCount() == len(compared.agreement.report.disagreements)
    assert compare.model.at(compare.list.currentIndex().row()) == first


def test_the_diagonal_leads_to_places_where_coders_agree(compared):
    detail = choose(compared, confused(compared))
    n = max(range(len(detail.confusion.cells.matrix.rows)), key=lambda k: (
        detail.confusion.cells.matrix.values[k][k]
    ))  # fmt: skip
    detail.confusion.opened.emit(detail.confusion.cells.matrix.refs[n][n])
    compare = compared.compare
    kinds = {compare.model.at(k).kind for k in range(compare.model.rowCount())}
    assert "alike" in kinds
    at = next(k for k in range(compare.model.rowCount()) if compare.model.at(k).kind == "alike")
    compare.list.setCurrentIndex(compare.model.index(at))
    assert compared.status.text.startswith("Place ")


def test_a_pair_chooses_whose_confusions_are_shown(compared):
    detail = choose(compared, confused(compared))
    detail.pairs.setCurrentIndex(detail.pairs.cells.index(1, 2))
    coders = [c.name for c in compared.agreement.report.coders]
    matrix = detail.confusion.cells.matrix
    assert (matrix.row_title, matrix.column_title) == (coders[0], coders[1])
    assert len(detail.figures) == 2


@pytest.mark.parametrize("view", ["categories", "coders", "measures"])
def test_views_of_a_variable_have_lines(compared, view):
    detail = choose(compared, confused(compared))
    detail.open_view(view)
    assert detail.view.currentData() == view
    assert detail.lines.rows.rowCount() > 2
    lines = detail.lines.rows.lines
    refs = [n for n, line in enumerate(lines) if line.ref is not None]
    if refs:
        detail.lines.setCurrentIndex(detail.lines.rows.index(refs[0]))
        assert detail.jump.text().startswith("Show ")


def test_spans_have_texts_and_each_leads_there(compared):
    line = next(line for line in compared.agreement.model.lines if line.group == "unitizing")
    detail = choose(compared, line.variable)
    assert "texts" in detail.view_names and "categories" not in detail.view_names
    detail.open_view("texts")
    ref = detail.lines.rows.lines[0].ref
    detail.lines.opened.emit(ref)
    rows = [compared.compare.model.at(n) for n in range(compared.compare.model.rowCount())]
    assert rows and {row.article_id for row in rows} == {ref}
    assert {row.kind for row in rows} <= {"missed", "boundary", "type"}


def test_a_view_and_the_table_are_saved_as_figures(compared, tmp_path, qtbot):
    screen = compared.agreement
    detail = choose(compared, confused(compared))
    for name, figure in (("pairs.svg", detail.figures[0]), ("table.pdf", screen.overview())):
        screen.save_figure(figure, tmp_path / name)
        qtbot.waitUntil(lambda: screen._writing is None, timeout=SLOW)
        assert (tmp_path / name).stat().st_size > 2_000
    assert screen.notice.isVisible()
    assert "table.pdf" in compared.status.text
    assert "units in common" in (tmp_path / "pairs.svg").read_text("utf-8")


def test_hidden_names_are_the_same_on_both_screens_and_in_the_workbook(compared, tmp_path, qtbot):
    import openpyxl

    screen = compared.agreement
    names = [c.name for c in screen.report.coders]
    screen.blind.setChecked(True)
    detail = choose(compared, confused(compared))
    numbers = ("Coder 1", "Coder 2", "Coder 3")
    assert detail.pairs.cells.matrix.rows == numbers
    compared.go("compare")
    assert tuple(compared.compare._coder_names()) == numbers
    qtbot.keyClick(compared.compare.list, "n")
    assert compared.compare._coder_names() == names
    screen.export(tmp_path / "blind.xlsx")
    qtbot.waitUntil(lambda: screen._writing is None, timeout=SLOW)
    book = openpyxl.load_workbook(tmp_path / "blind.xlsx", read_only=True)
    found = {str(cell) for row in book["Coders"].iter_rows(values_only=True) for cell in row}
    assert set(numbers) <= found and not found & set(names)
    book.close()


def test_only_differences_hides_what_is_alike(compared, qtbot):
    compared.go("compare")
    compare = compared.compare
    before = len(compare.pane.view._canvas.groups)
    qtbot.keyClick(compare.list, "d")
    groups = compare.pane.view._canvas.groups
    assert 0 < len(groups) < before
    assert all(group.differs for group in groups)
    qtbot.keyClick(compare.list, "d")
    assert len(compare.pane.view._canvas.groups) == before


def test_fewer_resamples_are_computed_at_once(compared, qtbot):
    screen = compared.agreement
    row = screen.table.currentIndex().row()
    screen.resamples.setCurrentIndex(screen.resamples.findData(0))
    screen.resamples.activated.emit(0)
    qtbot.waitUntil(lambda: screen._task is None, timeout=SLOW)
    assert screen.report.options.resamples == 0
    assert screen.model.index(row, 7).data() in (
        "No verdict: 3 articles",
        "No verdict: no interval",
    )
    assert "no intervals" in compared.status.text
    assert screen.table.currentIndex().row() == row


def test_a_comparison_that_is_stopped_says_so(study, qtbot):
    study.go("agreement")
    study.agreement._task.cancel()
    qtbot.waitUntil(lambda: study.agreement._task is None, timeout=SLOW)
    if study.agreement.report is None:
        assert study.agreement.empty.isVisible()
        assert "stopped" in study.agreement._problem
        study.agreement.compute()
        qtbot.waitUntil(lambda: study.agreement.report is not None, timeout=SLOW)


def test_where_there_is_a_supervisor_coders_see_no_codings_of_others(compared, qtbot):
    project, window = compared.bridge.project, compared
    first = project.coders()[0]
    supervisor = project.add_coder("Maren Holt", CoderRole.SUPERVISOR)
    window.set_coder(first)
    assert window.agreement.report is None
    window.go("compare")
    assert not window.compare.has_disagreements
    assert window.compare.empty.accessibleName() == "Only a supervisor compares here"
    window.go("agreement")
    assert window.agreement.empty.isVisible()
    assert "Maren Holt can compare" in window.agreement._forbidden
    assert not window.agreement.again.isEnabled()
    window.set_coder(supervisor)
    window.agreement.compute()
    qtbot.waitUntil(lambda: window.agreement.report is not None, timeout=SLOW)
    assert window.compare.has_disagreements


def test_a_large_study_has_a_first_look_without_intervals(study, qtbot, monkeypatch):
    from refusal_annotator.ui.screens import agreement

    monkeypatch.setattr(agreement, "_LARGE", 1)
    seen = []
    study.agreement.reported.connect(lambda report, _: seen.append(report.options.resamples))
    study.go("agreement")
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=SLOW)
    study.compare.step(True)
    place = study.compare.list.currentIndex().row()
    assert study.agreement.strip.isVisible()
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=SLOW)
    assert seen == [0, 2000]
    assert not study.agreement.strip.isVisible()
    assert study.compare.list.currentIndex().row() == place


def test_the_methods_text_is_copied(compared, qtbot):
    from PySide6.QtWidgets import QApplication

    from refusal_annotator.ui.dialogs.methods import MethodsDialog

    dialog = MethodsDialog(compared.agreement.report, "Codebook, version 1", compared)
    assert "coders coded 3 articles" in dialog.written.toPlainText()
    dialog.act.click()
    assert "coders coded 3 articles" in QApplication.clipboard().text()


def test_the_columns_of_all_coders_are_in_sight_in_the_smallest_window(study, qtbot):
    study.go("compare")
    study.resize(1000, 640)
    compare, frame = study.compare, study.frame
    qtbot.waitUntil(lambda: frame.width() == 1000)
    qtbot.waitUntil(lambda: compare.minimumSizeHint().width() <= compare.width())
    assert compare.width() <= 1000 - study.rail.width()
