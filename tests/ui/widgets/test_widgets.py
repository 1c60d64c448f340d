"""The parts: what screen readers hear, what keys and clicks do, that nothing is cut."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui import widgets
from refusal_annotator.ui.fonts import SCALE, ui_font
from refusal_annotator.ui.theme import THEMES, theme_manager
from refusal_annotator.ui.widgets.focus import FocusRing
from refusal_annotator.ui.widgets.rows import two_lines

# qtbot holds windows weakly.
_windows: list[QWidget] = []
TYPES = [("t1", "#0072B2", "One"), ("t2", "#009E73", "Two")]


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme_manager().set_types(TYPES)
    theme_manager().set_mode("light")
    yield
    _windows.clear()


def shown(qtbot, *parts: QWidget) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    _windows.append(window)
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def every_part() -> list[QWidget]:
    style = theme_manager().theme.span("t1")
    return [
        widgets.Button("Import 11 articles", icon="import", key="Ctrl+I"),
        widgets.Button("Finish", variant="primary"),
        widgets.Button("One", variant="flat", glyph=style, key="1"),
        widgets.IconButton("doubt", "Doubt", key="F"),
        widgets.ActionCard("code", "Go on", "Where you left"),
        widgets.Chip("Vera Lind", style=style, removable=True),
        widgets.Chip("Add", icon="plus", dashed=True),
        widgets.KeyCap("Ctrl+Enter"),
        widgets.Tag("Not reliable", "danger"),
        widgets.ArticleStatusGlyph("started"),
        widgets.PatternGlyph(style, "One"),
        widgets.SaveMark(),
        widgets.ProgressBar("Progress"),
        widgets.SearchField("Find"),
        widgets.Banner("link", "Link claim 3", "Type a letter.", hint="Esc leaves"),
        widgets.EmptyState("import", "No articles yet", "Drop files here.", button="Import"),
        widgets.Rail([widgets.RailItem("code", "code", "Code")]),
        widgets.OptionList("Polarity"),
        widgets.RowList("Articles"),
        widgets.DataTable("Agreement"),
        widgets.CoderLine(2, "Third coder"),
    ]


def test_every_part_has_an_accessible_name(qtbot) -> None:
    for part in every_part():
        qtbot.addWidget(part)
        assert part.accessibleName(), type(part).__name__


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("compact", [False, True])
def test_every_part_paints_in_every_theme(qtbot, theme, compact) -> None:
    theme_manager().set_mode(theme)
    theme_manager().set_compact(compact)
    window = shown(qtbot, *every_part())
    assert not window.grab().isNull()
    theme_manager().set_compact(False)


@pytest.mark.parametrize("text", ["Go", "Keep as a retelling, code both"])
def test_a_button_has_room_for_its_text_icon_and_key(qtbot, text) -> None:
    button = widgets.Button(text, icon="check", key="Ctrl+Enter", variant="primary")
    qtbot.addWidget(button)
    font = ui_font("body", weight=600)
    needed = QFontMetrics(font).horizontalAdvance(text) + 16 + 2 * 8 + 2 * 12
    assert button.sizeHint().width() >= needed
    assert button.minimumSizeHint() == button.sizeHint()


def test_no_text_is_smaller_than_11_px() -> None:
    assert min(size for size, _, _ in SCALE.values()) == 11


def test_targets_are_at_least_20_px_and_buttons_24(qtbot) -> None:
    theme_manager().set_compact(True)
    for part in (widgets.Button("Go"), widgets.IconButton("plus", "Add")):
        qtbot.addWidget(part)
        assert min(part.sizeHint().width(), part.sizeHint().height()) >= 24
    theme_manager().set_compact(False)


def test_the_ring_stands_around_whatever_has_the_focus(qtbot, qapp) -> None:
    rings = widgets.FocusRings(qapp)
    first, second = widgets.Button("First"), widgets.Chip("Second")
    window = shown(qtbot, first, second)
    for part in (first, second):
        part.setFocus()
        QApplication.processEvents()
        ring = [r for r in window.findChildren(FocusRing) if r.isVisible()]
        assert len(ring) == 1
        assert ring[0].geometry().adjusted(3, 3, -3, -3) == part.geometry()
    rings.deleteLater()


def test_the_ring_goes_with_its_widget(qtbot, qapp) -> None:
    rings = widgets.FocusRings(qapp)
    button = widgets.Button("First")
    window = shown(qtbot, button, widgets.Button("Second"))
    button.setFocus()
    QApplication.processEvents()
    button.hide()
    QApplication.processEvents()
    assert all(
        r.geometry().adjusted(3, 3, -3, -3) != button.geometry()
        for r in window.findChildren(FocusRing)
        if r.isVisible()
    )
    rings.deleteLater()


def test_a_chip_is_removed_by_its_cross_and_by_delete(qtbot) -> None:
    chip = widgets.Chip("Vera Lind", removable=True)
    shown(qtbot, chip)
    got: list[str] = []
    chip.removed.connect(lambda: got.append("removed"))
    chip.clicked.connect(lambda: got.append("clicked"))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 11))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(14, 11))
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert got == ["removed", "clicked", "removed", "clicked"]


def test_a_chip_keeps_to_its_widest(qtbot) -> None:
    chip = widgets.Chip("A very long name of an office of the harbour", max_width=120)
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() == 120


def options(qtbot) -> widgets.OptionList:
    made = widgets.OptionList("Polarity")
    made.set_options(
        [
            widgets.Option("pos", "Positive", "1"),
            widgets.Option("neg", "Negative", "2"),
            widgets.Option("none", "Neither", "B", note="rare"),
        ],
        current="neg",
    )
    shown(qtbot, made)
    made.setFocus()
    return made


def test_options_are_taken_by_key_arrow_and_click(qtbot) -> None:
    made = options(qtbot)
    got: list[object] = []
    made.chosen.connect(got.append)
    QTest.keyClick(made, Qt.Key.Key_1)
    QTest.keyClick(made, Qt.Key.Key_B)
    QTest.keyClick(made, Qt.Key.Key_Up)
    QTest.keyClick(made, Qt.Key.Key_Return)
    at = made.visualRect(made.model().index(0, 0)).center()
    QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert got == ["pos", "none", "neg", "pos"]


def test_an_unknown_key_is_left_to_others_and_esc_leaves(qtbot) -> None:
    made = options(qtbot)
    got: list[object] = []
    made.chosen.connect(got.append)
    QTest.keyClick(made, Qt.Key.Key_9)
    with qtbot.waitSignal(made.left):
        QTest.keyClick(made, Qt.Key.Key_Escape)
    assert got == []
    assert made.current() == "neg"


def test_options_say_their_key_to_screen_readers(qtbot) -> None:
    made = options(qtbot)
    index = made.model().index(2, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "B, Neither, rare"


def test_options_show_all_rows(qtbot) -> None:
    made = options(qtbot)
    last = made.visualRect(made.model().index(2, 0))
    assert made.viewport().rect().contains(last)


def test_the_rail_tells_what_was_chosen_and_what_waits(qtbot) -> None:
    rail = widgets.Rail(
        [widgets.RailItem("code", "code", "Code"), widgets.RailItem("team", "team", "Team")]
    )
    shown(qtbot, rail)
    rail.set_current("code")
    rail.set_badge("team", 3)
    with qtbot.waitSignal(rail.activated) as seen:
        QTest.mouseClick(rail.button("team"), Qt.MouseButton.LeftButton)
    assert seen.args == ["team"]
    assert rail.current() == "team"
    assert rail.button("team").accessibleDescription() == "3 waiting"


def test_the_save_mark_says_what_is_saved(qtbot) -> None:
    mark = widgets.SaveMark()
    qtbot.addWidget(mark)
    mark.set_saved(datetime(2026, 3, 4, 14, 32))  # noqa: DTZ001 - a local time of day is shown
    assert mark.accessibleName() == "Saved 14:32"
    mark.set_failed("The last coding is not saved")
    assert (mark.state, mark.accessibleName()) == ("failed", "The last coding is not saved")


def test_a_field_keeps_what_was_typed_and_says_what_is_wrong(qtbot) -> None:
    field = widgets.Field("Value")
    shown(qtbot, field)
    field.edit.setText("7")
    field.set_problem("7 is not a category.")
    assert field.edit.text() == "7"
    assert field.problem.isVisible()
    field.set_problem(None)
    assert not field.problem.isVisible()


def test_esc_empties_a_search(qtbot) -> None:
    field = widgets.SearchField("Find")
    shown(qtbot, field)
    QTest.keyClicks(field, "boat")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_an_elided_label_keeps_the_whole_text_at_hand(qtbot) -> None:
    label = widgets.ElidedLabel("A title that is longer than its room by far")
    window = QWidget()
    qtbot.addWidget(window)
    QHBoxLayout(window).addWidget(label)
    window.resize(120, 40)
    window.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole_text


def test_an_empty_state_shows_only_what_it_has(qtbot) -> None:
    empty = widgets.EmptyState("check", "All is done")
    shown(qtbot, empty)
    assert not empty.button.isVisible()
    empty.set_state("import", "No articles yet", "Drop files here.", button="Import articles")
    with qtbot.waitSignal(empty.activated):
        QTest.mouseClick(empty.button, Qt.MouseButton.LeftButton)


def test_titles_break_into_two_lines_at_most(qapp) -> None:
    font = ui_font("body", weight=600)
    assert two_lines("Short", font, 200) == ["Short"]
    lines = two_lines("Harbour pilots stay ashore as talks break down once more", font, 160)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(QFontMetrics(font).horizontalAdvance(line) <= 160 for line in lines)


def test_rows_of_lists_paint_all_their_roles(qtbot) -> None:
    model = QStandardItemModel()
    head, row = QStandardItem("To do"), QStandardItem("Harbour pilots stay ashore as talks end")
    head.setData(True, widgets.Row.SECTION)
    row.setData("started", widgets.Row.STATE)
    row.setData("Quay Herald", widgets.Row.DETAIL)
    row.setData("1", widgets.Row.NOTE)
    row.setData("doubt", widgets.Row.NOTE_ICON)
    row.setData("danger", widgets.Row.NOTE_TONE)
    model.appendRow(head)
    model.appendRow(row)
    made = widgets.RowList("Articles", wrap=True)
    made.setModel(model)
    made.setFixedWidth(200)
    shown(qtbot, made)
    made.setCurrentIndex(model.index(1, 0))
    assert not made.grab().isNull()
    assert made.sizeHintForRow(1) > made.sizeHintForRow(0)


def test_cells_of_tables_paint_all_their_roles(qtbot) -> None:
    model = QStandardItemModel(2, 4)
    model.setItem(0, 0, QStandardItem("Polarity"))
    model.item(0, 0).setData(theme_manager().theme.span("t1"), widgets.Row.STYLE)
    model.setItem(0, 1, QStandardItem("Reliable"))
    model.item(0, 1).setData("success", widgets.Row.TAG)
    model.setItem(0, 2, QStandardItem("1,104"))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    model.item(0, 2).setData(right, Qt.ItemDataRole.TextAlignmentRole)
    model.setItem(0, 3, QStandardItem(""))
    model.item(0, 3).setData(0.4, widgets.Row.PROGRESS)
    table = widgets.DataTable("Agreement")
    table.setModel(model)
    shown(qtbot, table)
    table.selectRow(0)
    assert not table.grab().isNull()
    assert table.rowHeight(0) == theme_manager().metrics.table_row
