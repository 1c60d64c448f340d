"""The history of a coding, folded in the inspector: who did what and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.models.lines import Line, LineModel
from refusal_annotator.ui.panels.folds import ReadingFold, TallList

if TYPE_CHECKING:
    from refusal_annotator.workspace.coding_history import HistoryEntry
    from refusal_annotator.workspace.project import OpenProject


class HistoryFold(ReadingFold["list[HistoryEntry]"]):
    """Acts on the selected coding, the last one first."""

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "", "Shift+H", parent)
        self.fold.set_text(self.tr("History"))
        self.lines = LineModel(self)
        self.list = TallList(self.tr("History of the coding"), wrap=True)
        self.list.setModel(self.lines)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(20, 0, 0, 6)
        column.addWidget(self.list)

    def question(self) -> Callable[[OpenProject], list[HistoryEntry]] | None:
        from refusal_annotator.workspace.coding_history import history_of

        chosen = self.desk.selected
        return (lambda project: history_of(project, chosen.id)) if chosen is not None else None

    def show_found(self, found: list[HistoryEntry]) -> None:
        self.lines.set_lines([act_line(n, entry) for n, entry in enumerate(reversed(found))])
        self.list.fit()

    def enter(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)


def shown_moment(moment: datetime) -> str:
    """A moment as lists show it, in the time of this computer: ``4 Mar 2026, 14:05``."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def act_line(number: int, entry: HistoryEntry) -> Line:
    """One act in two lines: what changed, then who, when and by which act."""
    said = "; ".join(str(change) for change in entry.changes)
    who = f"{entry.coder} · " if entry.coder else ""
    return Line(number, said, f"{who}{shown_moment(entry.time)} · {entry.act}")
