"""Working time and codings per hour: a coder's own, and everybody's for a supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.ui.models.plain import PlainTable
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.widgets import DataTable, EmptyState, Label, on_plane

if TYPE_CHECKING:
    from refusal_annotator.domain.pace import Pace
    from refusal_annotator.workspace.pace import PaceRow

_WIDTHS = (160, 380, 110, 100, 130)


class PacePage(QWidget):
    """Read anew whenever it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        heads = ("Coder", "Article", "Time", "Codings", "Codings an hour")
        self.model = PlainTable([self.tr(head) for head in heads], self, figures=(2, 3, 4))
        self.table = DataTable(self.tr("Working time"))
        self.table.setModel(self.model)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.summary = Label("", role="section", wrap=True)
        self.note = Label(
            self.tr(
                "Time runs while an article is open and somebody types, clicks, scrolls or moves "
                "the mouse; after 60 seconds without that, it stands still. Codings are those made "
                "in the window and not deleted."
            ),
            role="small",
            tone="muted",
            wrap=True,
        )
        self.empty = EmptyState("history", "")
        self._build()

    def set_project(self, bridge: ProjectBridge | None, coder: Coder | None) -> None:
        """Show the pace in a project, or nothing."""
        self._bridge, self._coder = bridge, coder
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the times anew."""
        rows = self._rows()
        bold = [n for n, row in enumerate(rows) if row.article is None]
        self.model.set_rows([_words(row) for row in rows], bold=bold)
        own = [r for r in rows if r.article is None and r.coder_id == getattr(self._coder, "id", 0)]
        self.summary.setText(_sentence(own[0].pace) if own else "")
        timed = any(row.pace.seconds for row in rows)
        self._pages.setCurrentIndex(0 if timed else 1)
        self.empty.set_state(
            "history",
            self.tr("No working time yet"),
            self.tr("Open an article and code; times stand here afterwards."),
        )

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        everybody = self._coder is not None and self._coder.role == CoderRole.SUPERVISOR
        whose = self.tr("· of all coders") if everybody else self.tr("· only yours are shown")
        return CodeStatus(self.tr("Pace"), whose, (("?", "keys"),))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _rows(self) -> tuple[PaceRow, ...]:
        from refusal_annotator.workspace.pace import pace_table

        if self._bridge is None or self._coder is None:
            return ()
        everybody = self._coder.role == CoderRole.SUPERVISOR
        return pace_table(self._bridge.project, None if everybody else self._coder.id).rows

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(24, 18, 24, 12)
        head.setSpacing(4)
        head.addWidget(self.summary)
        head.addWidget(self.note)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self.table, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setFocusProxy(self.table)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _words(row: PaceRow) -> tuple[str, ...]:
    from refusal_annotator.workspace.pace import shown_time

    article = "All articles" if row.article is None else row.article
    time = shown_time(row.pace.seconds)
    return row.coder, article, time, str(row.pace.spans), _rate(row.pace)


def _rate(pace: Pace) -> str:
    return "–" if pace.per_hour is None else f"{pace.per_hour:.0f}"


def _sentence(pace: Pace) -> str:
    from refusal_annotator.workspace.pace import shown_time

    codings = "1 coding" if pace.spans == 1 else f"{pace.spans} codings"
    words = f"You: {shown_time(pace.seconds)}, {codings}"
    return words if pace.per_hour is None else f"{words}, {pace.per_hour:.0f} an hour"
