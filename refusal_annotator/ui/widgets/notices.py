"""Strips at the foot of a screen: how far work is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refusal_annotator.ui.widgets.banner import ActionBar
from refusal_annotator.ui.widgets.buttons import Button, IconButton
from refusal_annotator.ui.widgets.empty import IconMark
from refusal_annotator.ui.widgets.marks import ProgressBar
from refusal_annotator.ui.widgets.text import Divider, ElidedLabel, Label, on_plane


class ProgressStrip(ActionBar):
    """A bar, what is being done, and a way to stop it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ProgressBar(self.tr("Progress"))
        self.bar.setFixedWidth(180)
        self.words = ElidedLabel("", role="small", tone="muted")
        self.cancel = Button(self.tr("Stop"), variant="flat", icon="cross")
        self.add(self.bar)
        self.row.addWidget(self.words, 1)
        self.add(self.cancel)
        self.hide()

    def show_progress(self, done: int, total: int, what: str = "") -> None:
        """So many of so many steps, and which one is on."""
        self.bar.set_progress(done, total)
        self.words.set_text(what)


class Notice(QWidget):
    """What was written, what a reader should be told about it, and the way to its folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "raised")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._path: Path | None = None
        self.title = ElidedLabel("", role="small", weight=600)
        self.notes = Label("", role="small", tone="muted", wrap=True)
        self.folder = Button(self.tr("Open the folder"), variant="flat", icon="folder")
        self.close_it = IconButton("cross", self.tr("Put this away"))
        self.folder.clicked.connect(self._open_folder)
        self.close_it.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(IconMark("check", size=16, role="success"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.notes)
        row.addLayout(words, 1)
        row.addWidget(self.folder)
        row.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addLayout(row)
        self.hide()

    def say(self, title: str, notes: Sequence[str], path: Path) -> None:
        """Show what was written."""
        self._path = path
        self.title.set_text(title)
        self.notes.setText(" ".join(notes))
        self.notes.setVisible(bool(notes))
        self.setAccessibleName(" ".join((title, *notes)))
        self.show()

    def _open_folder(self) -> None:
        if self._path is not None:
            folder = self._path if self._path.is_dir() else self._path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
