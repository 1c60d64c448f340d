"""Tab goes from stop to stop, and nothing stays of parts that are deleted."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from refusal_annotator.ui.tab_order import step_focus


def test_tab_goes_round_what_is_shown(qtbot):
    screen = QWidget()
    qtbot.addWidget(screen)
    column = QVBoxLayout(screen)
    fields = [QLineEdit() for _ in range(4)]
    area, inside = QScrollArea(), QWidget()
    inner = QVBoxLayout(inside)
    inner.addWidget(fields[1])
    inner.addWidget(fields[2])
    area.setWidget(inside)
    for widget in (fields[0], area, fields[3]):
        column.addWidget(widget)
    fields[2].hide()
    screen.show()
    fields[0].setFocus()
    visited = []
    while screen.focusWidget() is not fields[0] or not visited:
        assert step_focus(screen, [screen], forward=True)
        visited.append(screen.focusWidget())
    assert [each for each in visited if each in fields] == [fields[1], fields[3], fields[0]]


def test_nothing_stays_of_a_deleted_part(qtbot):
    screen = QWidget()
    qtbot.addWidget(screen)
    column = QVBoxLayout(screen)
    field, area = QLineEdit(), QScrollArea()
    column.addWidget(field)
    column.addWidget(area)
    screen.show()
    field.setFocus()
    assert step_focus(screen, [screen], forward=True)
    area.deleteLater()
    del area
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    held = [each for each in gc.get_referents(screen) if isinstance(each, QWidget)]
    assert [each for each in held if not shiboken6.isValid(each)] == []
