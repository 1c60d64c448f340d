"""Agreement and compare screens on the sample study: views, ways to the texts, files, roles."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.ui.widgets import Row
from refusal_annotator.ui.widgets.whisker import WHISKER
from refusal_annotator.workspace.project import OpenProject

SLOW = 60_000


@pytest.fixture(scope="module")
def computed():
    """What was computed of the sample study, which is the same in every copy of it."""
    return []


@pytest.fixture
def compared(study, qtbot, computed):
    if computed:
        study.agreement.comparing.compared.emit(*computed[0])
    else:
        study.agreement.comparing.compared.connect(lambda *found: computed.append(found))
    study.go("agreement")
    qtbot.waitUntil(lambda: study.agreement.report is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: not study.agreement.comparing.running, timeout=SLOW)
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
    assert compare.disagreements.behind.isVisible()
    first = compare.model.at(0)
    qtbot.keyClick(compare.disagreements.behind, Qt.Key.Key_Delete)
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
    refs = [n for n, line in enumerate(lines) if not line.is_head]
    if refs:
        detail.lines.setCurrentIndex(detail.lines.rows.index(refs[0]))
        assert detail.jump.text().startswith("Show ")


def test_spans_have_texts_and_each_leads_there(compared):
    line = next(line for line in compared.agreement.model.lines if line.group == "unitizing")
    detail = choose(compared, line.variable)
    assert "texts" in detail.view_names and "categories" not in detail.view_names
    detail.open_view("texts")
    line = detail.lines.rows.lines[0]
    detail.lines.opened.emit(line)
    rows = [compared.compare.model.at(n) for n in range(compared.compare.model.rowCount())]
    assert rows and {row.article_id for row in rows} == {line.ref}
    assert {row.kind for row in rows} <= {"missed", "boundary", "type"}


def test_a_view_and_the_table_are_saved_as_figures(compared, tmp_path, qtbot):
    screen = compared.agreement
    detail = choose(compared, confused(compared))
    for name, figure in (("pairs.svg", detail.figures[0]), ("table.pdf", screen.overview())):
        screen.files.write_figure(figure, tmp_path / name)
        qtbot.waitUntil(lambda: not screen.files.running, timeout=SLOW)
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
    assert tuple(compared.compare._names().values()) == numbers
    qtbot.keyClick(compared.compare.list, "n")
    assert list(compared.compare._names().values()) == names
    screen.export(tmp_path / "blind.xlsx")
    qtbot.waitUntil(lambda: not screen.files.running, timeout=SLOW)
    book = openpyxl.load_workbook(tmp_path / "blind.xlsx", read_only=True)
    found = {str(cell) for row in book["Coders"].iter_rows(values_only=True) for cell in row}
    assert set(numbers) <= found and not found & set(names)
    book.close()


def test_only_differences_hides_what_is_alike(compared, qtbot):
    compared.go("compare")
    compare = compared.compare
    before = len(compare.view._canvas.groups)
    qtbot.keyClick(compare.list, "d")
    groups = compare.view._canvas.groups
    assert 0 < len(groups) < before
    assert all(group.differs for group in groups)
    qtbot.keyClick(compare.list, "d")
    assert len(compare.view._canvas.groups) == before


def test_fewer_resamples_are_computed_at_once(compared, qtbot):
    screen = compared.agreement
    row = screen.table.currentIndex().row()
    screen.resamples.setCurrentIndex(screen.resamples.findData(0))
    screen.resamples.activated.emit(0)
    qtbot.waitUntil(lambda: not screen.comparing.running, timeout=SLOW)
    assert screen.report.options.resamples == 0
    assert screen.model.index(row, 7).data() in (
        "No verdict: 3 articles",
        "No verdict: no interval",
    )
    assert "no intervals" in compared.status.text
    assert screen.table.currentIndex().row() == row


def test_a_comparison_that_is_stopped_says_so(study, qtbot):
    study.go("agreement")
    study.agreement.comparing.cancel()
    qtbot.waitUntil(lambda: not study.agreement.comparing.running, timeout=SLOW)
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
    from refusal_annotator.ui.screens import agreement_work

    monkeypatch.setattr(agreement_work, "LARGE", 1)
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


# --- the way to the texts and back ----------------------------------------------------------


def test_enter_on_a_row_of_the_table_opens_its_texts_and_escape_leads_back(compared, qtbot):
    variable = confused(compared)
    choose(compared, variable)
    screen = compared.agreement
    row = screen.table.currentIndex().row()
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    compare = compared.compare
    assert compared.screen_name == "compare"
    assert {d.variable for d in rows_of(compare)} == {variable.split(".")[1]}
    assert compare.list.hasFocus()
    assert "back to the figure" in str(compare.status().keys)
    qtbot.keyClick(compare.list, Qt.Key.Key_Escape)
    assert compared.screen_name == "agreement"
    assert screen.table.hasFocus() and screen.table.currentIndex().row() == row


def test_two_clicks_on_a_row_open_its_texts(compared, qtbot):
    choose(compared, confused(compared))
    table = compared.agreement.table
    place = table.visualRect(table.currentIndex()).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert compared.screen_name == "compare"


def test_who_comes_back_stands_on_the_cell_that_was_opened(compared, qtbot):
    detail = choose(compared, confused(compared))
    n = next(k for k, row in enumerate(detail.confusion.cells.matrix.values) if row[k])
    detail.confusion.setFocus()
    detail.confusion.setCurrentIndex(detail.confusion.cells.index(n + 1, n + 1))
    qtbot.keyClick(detail.confusion, Qt.Key.Key_Return)
    qtbot.keyClick(compared.compare.list, "b")
    assert detail.confusion.hasFocus()
    assert detail.confusion.currentIndex().row() == n + 1
    detail.open_view("coders")
    detail.lines.setFocus()
    at = next(k for k, line in enumerate(detail.lines.rows.lines) if not line.is_head)
    detail.lines.setCurrentIndex(detail.lines.rows.index(at))
    qtbot.keyClick(detail.lines, Qt.Key.Key_Return)
    assert compared.screen_name == "compare"
    compared.go("agreement")
    assert detail.lines.hasFocus() and detail.lines.currentIndex().row() == at
    # In the table the way begins anew.
    compared.agreement.table.setFocus()
    qtbot.keyClick(compared.agreement.table, Qt.Key.Key_Down)
    compared.go("compare")
    compared.go("agreement")
    assert compared.agreement.table.hasFocus()


def test_arrow_keys_reach_every_cell_and_no_label(compared, qtbot):
    detail = choose(compared, confused(compared))
    table = detail.confusion
    table.setFocus()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    empty = next(
        (i, j)
        for i, row in enumerate(table.cells.matrix.values)
        for j, count in enumerate(row)
        if not count
    )
    table.setCurrentIndex(table.cells.index(empty[0] + 1, empty[1] + 1))
    assert not detail.jump.isEnabled()
    assert detail.jump.text() == "No disagreement here"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert compared.screen_name == "agreement"


def test_every_line_of_every_view_leads_to_texts_or_says_that_there_are_none(compared):
    screen = compared.agreement
    for line in [line for line in screen.model.lines if not line.is_head]:
        screen.table.setCurrentIndex(screen.model.index(screen.model.lines.index(line), 0))
        detail = screen.detail
        for view in detail.view_names:
            detail.open_view(view)
            for at, shown in enumerate(detail.lines.rows.lines if view != "pairs" else ()):
                detail.lines.setCurrentIndex(detail.lines.rows.index(at))
                if shown.is_head:
                    continue
                known = detail._found
                assert detail.jump.isEnabled() == bool(known.units)
                assert detail.jump.text() == known.button
                assert known.name.label == line.label


def test_values_of_links_lead_to_where_they_differ_and_not_to_their_targets(compared):
    screen = compared.agreement
    report = screen.report
    values = [line for line in screen.model.lines if line.group == "link" and "." in line.variable]
    assert values
    for line in values:
        detail = choose(compared, line.variable)
        table = next(t for t in report.diagnostics.variables if t.variable == line.variable)
        codes = table.data.codes
        n_apart = sum(len(set(unit[unit >= 0].tolist())) > 1 for unit in codes.T)
        assert len(detail._found.units) == n_apart


def test_shares_of_links_stand_under_percent_and_their_alpha_under_alpha(compared):
    model = compared.agreement.model
    for row, line in enumerate(model.lines):
        if line.is_head or line.headline.value is None:
            continue
        assert "alpha" in line.headline.measure
        assert (line.level == "link") <= (line.group == "link")
        share = line.results.get("identical_targets")
        if share is not None and share.value is not None:
            assert model.index(row, 3).data() == f"{100 * share.value:.0f} %"


# --- names ----------------------------------------------------------------------------------


def test_a_figure_opened_with_names_hides_them_where_the_texts_are_shown(compared, qtbot):
    detail = choose(compared, confused(compared))
    names = [c.name for c in compared.agreement.report.coders]
    detail.open_view("coders")
    line = next(line for line in detail.lines.rows.lines if not line.is_head)
    detail.lines.opened.emit(line)
    compare = compared.compare
    chip = compare.disagreements.behind
    assert "Coder 1" in chip.text()
    qtbot.keyClick(compare.list, "n")
    assert names[0] in chip.text() and names[0] in chip.toolTip()
    qtbot.keyClick(compare.list, "n")
    assert names[0] not in chip.text() + chip.toolTip() + chip.accessibleName()


def test_with_names_hidden_no_widget_of_both_screens_says_one(compared):
    screen, compare = compared.agreement, compared.compare
    names = {c.name for c in screen.report.coders}
    screen.blind.setChecked(True)
    said = []
    for variable in (confused(compared), "Claim"):
        detail = choose(compared, variable)
        for view in detail.view_names:
            detail.open_view(view)
            said += [figure.title + figure.caption for figure in detail.figures]
            for widget in (*screen.findChildren(QWidget), *compare.findChildren(QWidget)):
                said += [widget.toolTip(), widget.accessibleName()]
                if isinstance(widget, QLabel):
                    said.append(widget.text())
            for table in (detail.lines, detail.pairs, detail.confusion):
                model = table.model()
                for row in range(model.rowCount()):
                    for column in range(1 if table is detail.lines else model.columnCount()):
                        index = model.index(row, column)
                        said += [
                            str(index.data(role) or "")
                            for role in (
                                Qt.ItemDataRole.DisplayRole,
                                Qt.ItemDataRole.ToolTipRole,
                                Qt.ItemDataRole.AccessibleTextRole,
                            )
                        ]
    assert not [words for words in said if any(name in words for name in names)]


# --- the browser by keyboard ----------------------------------------------------------------


def rows_of(compare):
    return [compare.model.at(n) for n in range(compare.model.rowCount())]


def test_one_key_shows_one_kind_at_the_same_place(compared, qtbot):
    compared.go("compare")
    compare = compared.compare
    total = compare.model.rowCount()
    compare.disagreements.go_to(total // 2)
    before = compare.disagreements.current
    kinds = {"1": "missed", "2": "boundary", "4": "attribute", "6": "article"}
    for key, kind in kinds.items():
        qtbot.keyClick(compare.list, key)
        assert {row.kind for row in rows_of(compare)} == {kind}
        shown = compare.disagreements.current
        assert shown.article_id == before.article_id or kind == "article"
        chip = next(c for c in compare.disagreements.chips if c.isChecked())
        assert chip.text().startswith(kind.capitalize())
        qtbot.keyClick(compare.list, "0")
        assert compare.model.rowCount() == total
        compare.disagreements.go_to(compare.model.row_of(before))
    none = next((k for k, n in (("3", "type"), ("5", "link")) if not compare.model.counts()[n]), "")
    if none:
        qtbot.keyClick(compare.list, none)
        assert compare.model.rowCount() == total


def test_filters_come_before_the_list_by_tab(compared, qtbot):
    compared.go("compare")
    compare = compared.compare
    compare.list.setFocus()
    qtbot.keyClick(compare.list, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert compared.focusWidget() in compare.disagreements.chips
    qtbot.keyClick(compared.focusWidget(), Qt.Key.Key_Tab)
    assert compare.list.hasFocus()


def test_a_span_that_is_filtered_out_is_brought_back_by_a_click(compared):
    compared.go("compare")
    compare = compared.compare
    missed = next(row for row in rows_of(compare) if row.kind == "missed")
    compare.show_kind("article")
    compare.disagreements.go_to(
        next(n for n, row in enumerate(rows_of(compare)) if row.article_id == missed.article_id)
    )
    group = compare._compared.groups_of(missed)[0]
    compare.view.span_clicked.emit(min((a.id for a in group.members.values()), key=str))
    current = compare.disagreements.current
    assert current.kind != "article"
    assert group in compare._compared.groups_of(current)


def test_after_computing_again_the_place_is_the_same(compared, qtbot):
    compared.go("compare")
    compare = compared.compare
    compare.disagreements.go_to(7)
    before = compare.disagreements.current
    qtbot.keyClick(compare.list, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not compared.agreement.comparing.running, timeout=SLOW)
    assert compare.disagreements.current == before


def test_numbers_in_the_text_are_those_of_the_list(compared):
    compared.go("compare")
    compare = compared.compare
    for kind in ("missed", "boundary", "attribute", ""):
        compare.show_kind(kind)
        rows = rows_of(compare)
        numbered = [g.number for g in compare.view._canvas.groups if g.number is not None]
        kinds = {rows[number - 1].kind for number in numbered}
        assert kinds <= ({kind} if kind else {"missed", "boundary", "type"})
        assert bool(numbered) == (kind != "attribute")


# --- versions of the codebook ---------------------------------------------------------------


def test_codings_of_one_version_of_the_codebook_are_compared_alone(window, sample, qtbot, tmp_path):
    import openpyxl

    with sqlite3.connect(sample / "project.db") as database:
        first = database.execute(
            "select article_id from article_coding where status = 'finished'"
        ).fetchone()[0]
        database.execute(
            "update article_coding set codebook_version = 2 where article_id <> ?", (first,)
        )
    database.close()
    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    window.open_project(sample, coder.id)
    window.go("agreement")
    screen = window.agreement
    qtbot.waitUntil(lambda: screen.report is not None, timeout=SLOW)
    versions = screen.head.versions
    assert screen.report.n_compared == 3
    assert versions.isVisible()
    assert [versions.itemText(n) for n in range(versions.count())] == [
        "All versions",
        "Codebook version 1",
        "Codebook version 2",
    ]
    detail = choose(window, confused(window))
    detail.open_view("parts")
    part = next(line for line in detail.lines.rows.lines if line.label == "Version 2")
    detail.lines.opened.emit(part)
    articles = {row.article_id for row in rows_of(window.compare)}
    assert window.compare.disagreements.behind.text().endswith(": Version 2")
    window.go("agreement")
    versions.setCurrentIndex(2)
    versions.activated.emit(2)
    qtbot.waitUntil(lambda: screen.report.n_compared == 2, timeout=SLOW)
    assert articles <= {row.article_id for row in rows_of(window.compare)}
    screen.export(tmp_path / "two.xlsx")
    qtbot.waitUntil(lambda: not screen.files.running, timeout=SLOW)
    book = openpyxl.load_workbook(tmp_path / "two.xlsx", read_only=True)
    said = {str(cell) for row in book["Summary"].iter_rows(values_only=True) for cell in row}
    assert "finished under version 2 of the codebook" in said
    book.close()


def test_one_version_alone_leaves_nothing_to_choose(compared):
    assert not compared.agreement.head.versions.isVisible()


# --- while coders are compared --------------------------------------------------------------


def test_the_browser_says_that_coders_are_being_compared(study, qtbot):
    study.go("compare")
    compare = study.compare
    assert compare.empty.isVisible()
    assert compare.empty.accessibleName() == "Comparing the coders"
    assert study.status.text.startswith("Comparing")
    compare.empty.button.click()
    qtbot.waitUntil(lambda: not study.agreement.comparing.running, timeout=SLOW)
    if study.agreement.report is None:
        assert "stopped" in compare.status().rest
        compare.empty.button.click()
    qtbot.waitUntil(lambda: compare.has_disagreements, timeout=SLOW)
    assert not compare.empty.isVisible()


def test_what_is_there_stays_to_be_read_while_it_is_compared_again(compared, qtbot):
    compared.go("compare")
    compare = compared.compare
    qtbot.keyClick(compare.list, Qt.Key.Key_F5)
    assert compared.agreement.comparing.running
    qtbot.keyClick(compare.list, "j")
    assert compared.status.text.endswith("comparing again")
    qtbot.waitUntil(lambda: not compared.agreement.comparing.running, timeout=SLOW)
    assert "comparing again" not in compared.status.text
