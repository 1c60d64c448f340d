"""What stands round the screens: the rail, the pages, the status line, the corner of the menu."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.ui.panels.bars import CornerButton, StatusLine
from refusal_annotator.ui.widgets import Divider, Rail, RailItem, SaveMark

RAIL = (
    RailItem("code", "code", "Code"),
    RailItem("corpus", "corpus", "Corpus"),
    RailItem("compare", "compare", "Compare"),
    RailItem("agreement", "agreement", "Agreement"),
    RailItem("codebook", "codebook", "Codebook"),
    RailItem("actors", "entity", "Actors"),
    RailItem("settings", "settings", "Settings", bottom=True),
)


class WindowFrame(QWidget):
    """The start screen, or the rail with the screens of a project; what is docked, and the status
    line, below.
    """

    room_changed = Signal(int)  # height that docked widgets may take, the rail being whole

    def __init__(self, start: QWidget, docked: Iterable[QWidget] = ()) -> None:
        super().__init__()
        self.rail = Rail(RAIL)
        self.stack = QStackedWidget()
        project = QWidget()
        row = QHBoxLayout(project)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.stack, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(start)
        self.pages.addWidget(project)
        self.status = StatusLine()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        self._docked = QWidget()
        self._dock = QVBoxLayout(self._docked)
        self._dock.setContentsMargins(0, 0, 0, 0)
        self._dock.setSpacing(0)
        for widget in docked:
            self._dock.addWidget(widget)
        column.addWidget(self._docked)
        column.addWidget(self.status)

    def put_on_top(self, widget: QWidget) -> None:
        """Put a strip over every screen, the start screen too."""
        self._column.insertWidget(0, widget)

    def dock(self, widget: QWidget) -> None:
        """Dock one more, above what is docked already."""
        self._dock.insertWidget(0, widget)

    @property
    def room(self) -> int:
        """Height that docked widgets may take without a view of the rail being cut off."""
        rail = self.rail.minimumSizeHint().height()
        return self.height() - rail - self.status.minimumHeight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room_changed.emit(self.room)

    def show_docked(self, shown: bool) -> None:
        """Show what is docked, as far as it has something to show, or put all of it away."""
        self._docked.setVisible(shown)


class Corner(QWidget):
    """Whether all is saved, and who is coding."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 1)
        row.setSpacing(8)
        self.save_mark = SaveMark()
        # The menu bar lays its corner out once, so the corner keeps room for every state.
        holder = QWidget()
        holder.setFixedWidth(120)
        mark_row = QHBoxLayout(holder)
        mark_row.setContentsMargins(0, 0, 0, 0)
        mark_row.addStretch(1)
        mark_row.addWidget(self.save_mark)
        self.coder_button = CornerButton()
        self.coder_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.coder_button.setToolTip(self.tr("Change coder"))
        line = Divider(upright=True)
        line.setFixedHeight(29)
        row.addWidget(holder)
        row.addWidget(line)
        row.addWidget(self.coder_button)
