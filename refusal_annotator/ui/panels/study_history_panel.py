"""The history of the study: acts on actors and on links across articles, to take back in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.ui.models.study_acts import WIDTHS, StudyActModel
from refusal_annotator.ui.widgets import Button, DataTable, Divider, ElidedLabel, Label, on_plane

if TYPE_CHECKING:
    from refusal_annotator.workspace.study_history import StudyHistory

_HEIGHT = 206


class StudyHistoryPanel(QWidget):
    """A table of acts, the last one first, and buttons that name what they would do."""

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setFixedHeight(_HEIGHT)
        self.next = ElidedLabel("", role="small", tone="muted")
        self.undo = Button(self.tr("Undo"), icon="undo", variant="flat", key="Ctrl+Z")
        self.redo = Button(self.tr("Redo"), icon="redo", variant="flat", key="Ctrl+Shift+Z")
        self.model = StudyActModel(self)
        self.table = DataTable(self.tr("History of the study"))
        self.table.setModel(self.model)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        none = self.tr(
            "Nothing yet. Changes of actors and links across articles stand here; all else is "
            "taken back on its article."
        )
        self.none = Label(none, tone="muted", wrap=True)
        self.none.setContentsMargins(14, 8, 14, 8)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self._build()

    def show_history(self, history: StudyHistory, *, writable: bool) -> None:
        """Show what was done, and what undo and redo would turn round."""
        self.model.set_acts(history.acts)
        self._pages.setCurrentIndex(0 if history.acts else 1)
        undo, redo = history.undo, history.redo
        for button, act in ((self.undo, undo), (self.redo, redo)):
            button.setEnabled(act is not None and writable)
            button.setToolTip(act.label if act else "")
            button.setAccessibleDescription(act.label if act else "")
        words = self.tr("Undo takes back: {0}").format(undo.label) if undo else ""
        self.next.set_text(words if writable else "")

    def take_focus(self) -> None:
        """Go to the last act."""
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 14, 4)
        head.setSpacing(8)
        head.addWidget(Label(self.tr("History of the study"), weight=600))
        head.addWidget(self.next, 1)
        head.addWidget(self.undo)
        head.addWidget(self.redo)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addLayout(head)
        column.addWidget(self._pages, 1)
