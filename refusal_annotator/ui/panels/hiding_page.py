"""For a supervisor: in which share of articles a coder sees no suggestions."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.models.plain import PlainTable
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.widgets import Button, DataTable, Label, Select, on_plane

if TYPE_CHECKING:
    from refusal_annotator.workspace.hiding import Hiding

SHARES = (0, 10, 15, 20, 25, 30, 40, 50, 100)
_LARGEST_SEED = 999_999
_WIDTHS = (180, 120, 110)


class HidingPage(QWidget):
    """A row for each coder; choosing a share and drawing hides."""

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        self._rows: tuple[Hiding, ...] = ()
        self._said = ""
        heads = ("Coder", "Share", "Seed", "Without suggestions")
        self.model = PlainTable([self.tr(head) for head in heads], self, figures=(1, 2))
        self.table = DataTable(self.tr("Coders and hidden suggestions"))
        self.table.setModel(self.model)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        self.share = Select(self.tr("Share of articles"))
        for share in SHARES:
            self.share.addItem(f"{share} %", share)
        self.seed = QLineEdit(str(secrets.randbelow(_LARGEST_SEED)))
        self.seed.setAccessibleName(self.tr("Seed of the draw"))
        self.seed.setValidator(QIntValidator(0, _LARGEST_SEED, self.seed))
        self.seed.setFixedWidth(90)
        self.draw = Button("", variant="primary")
        self._build()
        self.draw.clicked.connect(self.hide_now)
        self.share.currentIndexChanged.connect(lambda _: self._show())
        self.seed.textChanged.connect(lambda _: self._show())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._on_row())

    def set_project(self, bridge: ProjectBridge | None, coder: Coder | None) -> None:
        """Show what holds in a project, or nothing."""
        self._bridge, self._coder, self._said = bridge, coder, ""
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read anew what holds."""
        from refusal_annotator.workspace.hiding import hiding_of

        row = max(0, self.table.currentIndex().row())
        self._rows = tuple(hiding_of(self._bridge.project)) if self._bridge else ()
        self.model.set_rows([_words(each) for each in self._rows])
        if self._rows:
            self.table.setCurrentIndex(self.model.index(min(row, len(self._rows) - 1), 0))
        self._show()

    def hide_now(self) -> None:
        """Draw for the chosen coder."""
        from refusal_annotator.workspace.hiding import hide_suggestions

        chosen = self.chosen()
        if chosen is None or self._bridge is None or self._coder is None:
            return
        try:
            made = hide_suggestions(
                self._bridge.project,
                chosen.coder,
                share=self.share.currentData() / 100,
                seed=int(self.seed.text()),
                by=self._coder,
            )
        except AnnotatorError as error:
            self._bridge.refused.emit(error)
            return
        self._said = _outcome(made)
        self.refresh()
        self.drawn.emit()

    def chosen(self) -> Hiding | None:
        """What holds for the chosen coder."""
        row = self.table.currentIndex().row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        rest = self.tr("· share, seed and draw are kept with the project")
        return CodeStatus(self._said or self.tr("Suggestions"), rest, (("?", "keys"),))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _build(self) -> None:
        words = Label(
            self.tr(
                "In these articles a coder sees no suggestions, so that agreement with and without "
                "them can be compared. Chance chooses the articles; those that the coder has begun "
                "stay as they were, and articles imported later are drawn as they come."
            ),
            role="small",
            tone="muted",
            wrap=True,
        )
        head = QVBoxLayout()
        head.setContentsMargins(24, 18, 24, 12)
        head.setSpacing(4)
        head.addWidget(Label(self.tr("Hide suggestions"), role="section"))
        head.addWidget(words)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.setSpacing(8)
        for label, field in ((self.tr("Share"), self.share), (self.tr("Seed"), self.seed)):
            name = Label(label, tone="muted")
            name.setBuddy(field)
            foot.addWidget(name)
            foot.addWidget(field)
            foot.addSpacing(10)
        foot.addWidget(self.draw)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.table)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _on_row(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            at = self.share.findData(round(100 * chosen.share))
            self.share.setCurrentIndex(max(0, at))
            if chosen.seed is not None:
                self.seed.setText(str(chosen.seed))
        self._show()

    def _show(self) -> None:
        chosen = self.chosen()
        share = self.share.currentData()
        name = chosen.coder.name if chosen else ""
        none = not share and chosen is not None and chosen.seed is not None
        words = self.tr("Show {0} all suggestions") if none else self.tr("Hide from {0}")
        self.draw.setText(words.format(name))
        writable = self._bridge is not None and not self._bridge.project.read_only
        useful = chosen is not None and (bool(share) or chosen.seed is not None)
        self.draw.setEnabled(useful and writable and self.seed.hasAcceptableInput())


def _words(row: Hiding) -> tuple[str, ...]:
    share = f"{100 * row.share:g} %" if row.seed is not None else "–"
    seed = "–" if row.seed is None else str(row.seed)
    return row.coder.name, share, seed, f"{row.n_hidden} of {row.n_articles} articles"


def _outcome(made: Hiding) -> str:
    return f"{made.coder.name}: {made.n_hidden} of {made.n_articles} articles without suggestions"
