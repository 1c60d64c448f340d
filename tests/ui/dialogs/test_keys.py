"""The list of keys lies over the window and gives the focus back."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from refusal_annotator.ui.dialogs.keys import Overlay


def test_the_focus_goes_back_or_nowhere_when_its_owner_is_gone(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = QLineEdit(), QLineEdit()
    column.addWidget(first)
    column.addWidget(second)
    window.show()
    window.activateWindow()
    second.setFocus()
    for gone in (False, True):
        overlay = Overlay(window)
        overlay.open()
        assert window.focusWidget() is overlay
        if gone:
            shiboken6.delete(second)
        qtbot.keyClick(overlay, Qt.Key.Key_Escape)
        assert not overlay.isVisible()
        assert gone or window.focusWidget() is second
