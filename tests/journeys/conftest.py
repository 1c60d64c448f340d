"""A real window on a project of its own; keys and the mouse as a person uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.resources import codebook_path
from refusal_annotator.ui.main_window import MainWindow
from tests.windows import window

__all__ = ["window"]

TEXT = (
    "Forty pilots stay ashore in Port Ellery \U0001f6a2\n"
    "\n"
    "Forty pilots of the harbour of Port Ellery have refused to bring in ships since Monday, "
    "their union said.\n"
    "\n"
    "\u201cNobody sleeps on the night boats,\u201d said Vera Holm, who speaks for the union. "
    "The port office called the refusal reckless.\n"
)


@pytest.fixture(scope="session")
def qapp_cls():
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    """One article with an emoji before everything that is coded."""
    path = tmp_path / "01_ellery.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def new_project(window: MainWindow, tmp_path: Path) -> Callable[[str], Path]:
    """Make a project from a built-in codebook and start coding in it as Ada."""

    def make(codebook: str) -> Path:
        folder = tmp_path / f"study {codebook}"
        assert window.create_project(
            folder,
            name="Harbour study",
            codebook_text=codebook_path(codebook).read_text("utf-8"),
            coder_name="Ada",
            role=CoderRole.SUPERVISOR,
        )
        return folder

    return make


class Hands:
    """A coder's hands: drags over words, presses keys."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self.window = qtbot, window

    @property
    def view(self):
        return self.window.code.view

    def import_file(self, path: Path) -> None:
        """Preview a file and confirm the import with the mouse."""
        corpus = self.window.corpus
        corpus.preview_paths([path])
        self._qtbot.waitUntil(lambda: corpus.importing.is_previewing, timeout=10_000)
        self._qtbot.mouseClick(corpus.bar.act, Qt.MouseButton.LeftButton)
        self._qtbot.waitUntil(lambda: corpus.model.total > 0, timeout=10_000)

    def open_first(self) -> None:
        """Open the first article of the list with the keyboard."""
        self.window.go("code")
        queue = self.window.code.queue
        first = queue.model.index_of(queue.model.order()[0].id)
        queue.list.setCurrentIndex(first)
        queue.list.setFocus()
        self._qtbot.keyClick(queue.list, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: self.window.desk.session is not None)

    def drag(self, words: str, occurrence: int = 0) -> None:
        """Select words with the mouse."""
        session = self.window.desk.session
        assert session is not None
        text = session.text
        start = -1
        for _ in range(occurrence + 1):
            start = text.index(words, start + 1)
        view, port = self.view, self.view.viewport()
        first = self._place(start, after=True)
        last = self._place(start + len(words), after=False)
        self._qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=first)
        self._qtbot.mouseMove(port, (first + last) / 2)
        self._qtbot.mouseMove(port, last)
        self._qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=last)
        found = view.selection()
        assert found is not None, f"nothing was selected for {words!r}"

    def press(self, key: Qt.Key | str, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        target = self.window.focusWidget() or self.window
        if isinstance(key, str):
            self._qtbot.keyClicks(target, key)
        else:
            self._qtbot.keyClick(target, key, modifier)

    def quote(self) -> str:
        """Quote of the selected coding."""
        selected = self.window.desk.selected
        return selected.quote if selected else ""

    def saved(self) -> None:
        """Wait until all is shown as saved."""
        self._qtbot.waitUntil(lambda: self.window.save_mark.state == "saved", timeout=5_000)

    def _place(self, position: int, *, after: bool) -> QPoint:
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(self.view.offsets.to_qt(position))
        box = self.view.cursorRect(cursor)
        return box.center() + QPoint(3 if after else -2, 0)


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    """The coder's hands."""
    return Hands(qtbot, window)
