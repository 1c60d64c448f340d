"""A coder at the ferry article in a whole window; real events, places named by their words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.ui.main_window import MainWindow
from tests.journeys.inputs import QtInput, settle, until
from tests.ui.coding.conftest import drag


class DeskHands:
    """Keys and the mouse over words of the open article."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.desk = window, window.desk
        self.view, self.inspector = window.code.view, window.code.inspector
        self._input = QtInput(window)

    def key(self, *chords: str) -> None:
        """Press keys where the focus is."""
        for chord in chords:
            self._input.key(chord)

    def type(self, words: str) -> None:
        self._input.type(words)

    def chord(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key with modifiers that have no name among the usual chords."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)
        settle()

    def place(self, words: str) -> tuple[int, int]:
        """Where words stand first."""
        start = self.view.content.text.index(words)
        return start, start + len(words)

    def caret_to(self, words: str) -> None:
        """Put the caret before words, as a click there does."""
        self.view.setFocus()
        self.view.set_caret(self.place(words)[0])
        self.view.report_selection()
        settle()

    def select(self, words: str, *, by_characters: bool = False) -> None:
        """Select words by Shift and arrows."""
        start, end = self.place(words)
        self.caret_to(words)
        chord = "shift+alt+Right" if by_characters else "shift+Right"
        for _ in range(len(words)):
            if self.view.caret() >= end:
                break
            self.key(chord)
        assert self.view.selection() == (start, end), self.selected_words()

    def drag(self, words: str, *, by_characters: bool = False) -> None:
        """Select words with the mouse."""
        held = Qt.KeyboardModifier.AltModifier if by_characters else Qt.KeyboardModifier.NoModifier
        drag(self.view, *self.place(words), modifier=held)
        settle()

    def selected_words(self) -> str:
        start, end = self.view.selection() or (0, 0)
        return self.view.content.text[start:end]

    def tag(self, words: str, key: str) -> Annotation:
        """Select words and press the key of a type; gives what was made."""
        self.select(words)
        self.key(key)
        made = self.desk.selected
        assert made is not None
        return made

    def click(self, words: str) -> None:
        """Click into words."""
        box = self.view.geometry_map.line_at(self.view.offsets.to_qt(self.place(words)[0]))
        x = self.view.geometry_map.x_at(self.view.offsets.to_qt(self.place(words)[0]), box)
        at = QPoint(x + 4, box.baseline - 5 - self.view.verticalScrollBar().value())
        self._input.click(self.view.viewport(), at)

    def choose(self, annotation: Annotation) -> None:
        """Have a coding selected, as J and K do."""
        self.desk.select(annotation.id)
        self.view.setFocus()
        settle()

    @property
    def said(self) -> str:
        """The sentence at the foot of the window."""
        return self.window.status.text

    def saved(self) -> None:
        until(lambda: self.window.save_mark.state == "saved", "all is saved")
