"""The table of acts on the study: what was done, when, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from refusal_annotator.ui.widgets.rows import Row

if TYPE_CHECKING:
    from refusal_annotator.workspace.study_history import StudyAct

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
WIDTHS = (560, 150)


def shown_time(moment: datetime) -> str:
    """A moment in the time of this computer: ``4 Mar 2026, 14:05``."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


_COLUMNS: tuple[tuple[str, Callable[[StudyAct], str]], ...] = (
    ("Act", lambda act: act.record.label),
    ("Done", lambda act: shown_time(act.record.time)),
    ("State", lambda act: "" if act.holds else "taken back"),
)


class StudyActModel(QAbstractTableModel):
    """Acts as they are given, the last one first."""

    acts: tuple[StudyAct, ...] = ()

    def set_acts(self, acts: Sequence[StudyAct]) -> None:
        """Show these acts."""
        self.beginResetModel()
        self.acts = tuple(acts)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.acts)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(_COLUMNS[section][0])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        act, (title, read) = self.acts[index.row()], _COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.tr(read(act)) if title == "State" else read(act)
        if role == Row.TONE:
            return "text" if act.holds and title == "Act" else "text_muted"
        return None
