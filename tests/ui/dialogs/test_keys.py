"""The list of keys lies over the window and gives the focus back."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from refusal_annotator.ui.dialogs.keys import KeysOverlay, Overlay
from refusal_annotator.ui.widgets import KeyCap


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


def test_in_a_low_window_the_list_of_keys_scrolls(study, qtbot):
    study.resize(1000, 640)
    study.go("code")
    study.overlays.show_keys()
    shown = study.overlays.current
    assert isinstance(shown, KeysOverlay)
    assert shown.rect().contains(shown.card.geometry())
    bar = shown.keys.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert bar.value() > 0
    qtbot.keyClick(shown, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    study.resize(1440, 1100)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    study.overlays.leave()


def test_the_comparison_lists_its_own_keys(study):
    study.go("compare")
    study.overlays.show_keys()
    shown = study.overlays.current
    assert isinstance(shown, KeysOverlay)
    assert shown.accessibleName() == "Keys of the comparison"
    words = {label.text() for label in shown.findChildren(QLabel)}
    assert {"next disagreement", "only differences", "all kinds, or one"} <= words
    assert "accept" not in words
    caps = [cap.accessibleName() for cap in shown.findChildren(KeyCap)]
    assert {f"Key {key}" for key in "JKDN012"} <= set(caps)
    study.overlays.leave()
