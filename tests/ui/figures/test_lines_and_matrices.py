"""Lists and tables of figures: what their cells say, and how they are moved through."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from refusal_annotator.export.figures import Line, Matrix
from refusal_annotator.ui.figures.line_list import LineList, ends
from refusal_annotator.ui.figures.matrix_table import MatrixTable
from refusal_annotator.ui.screens.compare_rows import LongRowList

NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def lines(qtbot):
    made = LineList("Figures")
    qtbot.addWidget(made)
    made.show_lines(
        [
            Line("Ada"),
            Line("Alpha", "0.71", "3 units", 0.71, 0.6, 0.8, ref=1),
            Line("Agreement", "80 %", "", 0.8, 0.77, 0.84),
        ],
        (0.667, 0.8),
    )
    return made


def matrix(kind):
    values = ((None, 0.5), (0.5, None)) if kind == "heat" else ((3, 0), (2, 4))
    refs = ((None, "ab"), ("ab", None)) if kind == "heat" else (("aa", None), ("ba", "bb"))
    return Matrix("A title", "", kind, ("Ada", "Ben"), ("Ada", "Ben"), values, refs)


@pytest.fixture
def table(qtbot):
    made = MatrixTable("Confusions")
    qtbot.addWidget(made)
    made.show_matrix(matrix("counts"))
    made.resize(300, 120)
    made.show()
    return made


def test_an_interval_has_the_unit_of_its_figure():
    assert ends(Line("x", "0.10", "", 0.1, -0.2, 0.4)) == " −0.20 to 0.40"
    assert ends(Line("x", "80 %", "", 0.8, 0.77, 0.84)) == " 77 to 84 %"
    assert ends(Line("x", "80 %", "", 0.8)) == ""


def test_enter_and_two_clicks_open_a_line_and_a_head_opens_nothing(lines, qtbot):
    lines.show()
    opened = []
    lines.opened.connect(opened.append)
    lines.setCurrentIndex(lines.rows.index(1))
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    qtbot.keyClick(lines, Qt.Key.Key_Enter)
    assert [line.label for line in opened] == ["Alpha", "Alpha"]
    place = lines.visualRect(lines.rows.index(2)).center()
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened[-1].label == "Agreement"
    lines.setCurrentIndex(lines.rows.index(0))
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert len(opened) == 3


def test_a_click_opens_a_count_and_only_chooses_in_a_heat_map(table, qtbot):
    opened, chosen = [], []
    table.opened.connect(opened.append)
    table.chosen.connect(chosen.append)
    place = table.visualRect(table.cells.index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["ba"] and chosen == ["ba"]
    table.show_matrix(matrix("heat"))
    place = table.visualRect(table.cells.index(1, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["ba"] and chosen[-1] == "ab"
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["ba", "ab"]


def test_cells_say_in_words_what_they_are(table):
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.cells.index(1, 2).data(role) == "Ada and Ben: 0"
    table.show_matrix(matrix("heat"))
    assert table.cells.index(1, 2).data(role) == "Ada and Ben: 0.50"
    assert table.cells.index(1, 1).data(role) == "Ada: all pairs of coders"


def test_the_arrows_start_on_the_first_figure_and_pass_over_labels(table, qtbot):
    table.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(table, key)
    index = table.currentIndex()
    assert (index.row(), index.column()) == (1, 1)


class Many(QAbstractListModel):
    asked = 0

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        Many.asked += 1
        return 0 if parent.isValid() else 100_000

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        Many.asked += 1
        return f"Row {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


def test_a_hundred_thousand_rows_are_not_looked_at_before_the_first_is_shown(qtbot):
    rows = LongRowList("Disagreements")
    qtbot.addWidget(rows)
    rows.resize(256, 600)
    rows.setModel(Many(rows))
    rows.show()
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(0, 0))
    assert rows.grab()
    qtbot.keyClick(rows, Qt.Key.Key_End)
    assert rows.currentIndex().row() == 99_999
    qtbot.keyClick(rows, Qt.Key.Key_Home)
    assert rows.currentIndex().row() == 0
    assert Many.asked < 5_000
