"""The grid in which a coder confirms what pages say about their articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from refusal_annotator.ui.models.metadata import MetadataModel
from refusal_annotator.ui.widgets import Button, DataTable, Label, on_plane


class MetadataPanel(QWidget):
    """Nothing is stored before it is confirmed; what is filled in is never overwritten."""

    confirmed = Signal(object)  # {article id: {variable id: text}}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.model = MetadataModel(self)
        self.table = _Grid(self.tr("What the pages say"))
        self.table.setModel(self.model)
        self.fact = Label("", role="small", tone="muted", wrap=True)
        self.chosen = Button("")
        self.every = Button("", variant="primary")
        self._writable = False
        # Two lines: beside a long count there is no room for the sentence in a small window.
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.every)
        acts.addWidget(self.chosen)
        acts.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(20, 10, 14, 10)
        head.setSpacing(8)
        head.addWidget(self.fact)
        head.addLayout(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.chosen.clicked.connect(lambda: self._confirm(self._numbers()))
        self.every.clicked.connect(lambda: self._confirm(None))
        self.model.edited.connect(self.refresh)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        self.table.left_out.connect(self.model.leave_out)
        self.refresh()

    def set_rows(self, rows: Sequence[Any], labels: Mapping[str, str], coder: str) -> None:
        """Show the grid for a coder."""
        self._coder = coder
        self.model.set_rows(rows, labels)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(self.model.columnCount()):
            usual = 190 if column < 2 else 132
            self.table.setColumnWidth(column, max(usual, header.sectionSizeHint(column)))
        self.refresh()

    def set_enabled(self, *, writable: bool) -> None:
        """Whether anything can be confirmed at this moment."""
        self._writable = writable
        self.refresh()

    def refresh(self) -> None:
        """Count anew what can be confirmed."""
        every, some = _count(self.model.texts()), _count(self.model.texts(self._numbers()))
        all_words = self.tr("Confirm 1 value") if every == 1 else self.tr("Confirm all {0} values")
        self.every.setText(all_words.format(f"{every:,}"))
        words = self.tr("Confirm {0} chosen") if some else self.tr("Confirm the chosen")
        self.chosen.setText(words.format(f"{some:,}"))
        self.every.setEnabled(self._writable and every > 0)
        self.chosen.setEnabled(self._writable and some > 0)
        if every:
            self.fact.setText(
                self.tr("For {0}. Enter corrects a guess, Del leaves it out.").format(self._coder)
            )
        elif self.model.rowCount():
            self.fact.setText(self.tr("Nothing is left to confirm for {0}.").format(self._coder))
        else:
            self.fact.setText(self.tr("No articles yet."))

    _coder = ""

    def _numbers(self) -> list[int]:
        return [index.row() for index in self.table.selectionModel().selectedRows()]

    def _confirm(self, numbers: Sequence[int] | None) -> None:
        texts = self.model.texts(numbers)
        if texts:
            self.confirmed.emit(texts)


class _Grid(DataTable):
    """Rows are chosen, cells are corrected (Enter, F2) and left out (Del)."""

    left_out = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.left_out.emit(index)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.edit(index)
            return
        super().keyPressEvent(event)


def _count(texts: Mapping[Any, Mapping[str, str]]) -> int:
    return sum(len(values) for values in texts.values())
