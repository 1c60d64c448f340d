"""The panel that links a coding to one of another article: a line to type in, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.domain.codebook import Relation
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.models.lines import Line, LineModel
from refusal_annotator.ui.session_marks import short_quote
from refusal_annotator.ui.widgets import (
    Button,
    Chip,
    Divider,
    EmptyState,
    IconButton,
    KeyCap,
    Label,
    RowList,
    SearchField,
    on_plane,
)

if TYPE_CHECKING:
    from refusal_annotator.workspace.far_candidates import FarCandidate, FarCandidates

_SOURCE, _QUOTE, _SPEAKER = 140, 160, 24  # characters


class AcrossPanel(QWidget):
    """Codings of other articles, the likest first; Enter or a click links with one."""

    chosen = Signal(object)  # id of a coding
    relation_wanted = Signal(str)
    history_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setAccessibleName(self.tr("Link with another article"))
        self.title = Label(self.tr("Another article"), weight=600)
        self.close_button = IconButton("cross", self.tr("Back without a link"), key="Esc")
        self.quote = Label("", role="small", tone="muted", wrap=True)
        self.kinds = Flow()
        self.kinds_key = KeyCap("Tab")
        self.field = _Field(self.tr("Words, speaker, article"), self)
        self.count = Label("", role="small", tone="muted", wrap=True)
        self.list = RowList(self.tr("Codings of other articles"), wrap=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = LineModel(self)
        self.list.setModel(self.model)
        self.empty = EmptyState("link", "")
        self.note = Label("", role="small", wrap=True)
        self.history = Button(self.tr("Study's history"), variant="flat", icon="history", padding=0)
        self._relations: tuple[Relation, ...] = ()
        self._relation: Relation | None = None
        self._found: FarCandidates | None = None
        self._build()
        self.field.textChanged.connect(lambda _: self._show())
        self.list.clicked.connect(self._on_clicked)
        self.close_button.clicked.connect(self.left)
        self.history.clicked.connect(self.history_wanted)

    def begin(self, quote: str, relations: Sequence[Relation], relation: Relation) -> None:
        """Show from where, and by which kind of link; the candidates come later."""
        self.quote.setText(short_quote(quote, _SOURCE))
        if tuple(relations) != self._relations or relation != self._relation:
            self._relations, self._relation = tuple(relations), relation
            self._show_kinds()
        self._found = None
        self._show()

    def start(self) -> None:
        """Take the focus, with nothing typed and nothing said yet."""
        self.field.clear()
        self.say_made("")
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_found(self, found: FarCandidates) -> None:
        """Show what was read."""
        self._found = found
        self._show()

    def say_made(self, words: str) -> None:
        """Say that a link was made, and where it is taken back."""
        self.note.setText(words)
        self._made.setVisible(bool(words))

    def current(self) -> UUID | None:
        """The coding that Enter would link with."""
        line = self.model.line(self.list.currentIndex().row())
        return line.id if line is not None else None  # type: ignore[return-value]

    def take(self) -> None:
        """Link with the coding under the cursor."""
        wanted = self.current()
        if wanted is not None:
            self.chosen.emit(wanted)

    def step(self, *, forward: bool) -> None:
        """Go to the next coding, round the end."""
        rows = self.model.rowCount()
        if rows:
            row = (self.list.currentIndex().row() + (1 if forward else -1)) % rows
            self.list.setCurrentIndex(self.model.index(row))

    def step_kind(self, *, forward: bool) -> bool:
        """Go on to the next kind of link; False where there is no other."""
        if len(self._relations) < 2 or self._relation is None:
            return False
        at = self._relations.index(self._relation) + (1 if forward else -1)
        self.relation_wanted.emit(self._relations[at % len(self._relations)].id)
        return True

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        found = self._found
        shown = found.matching(self.field.text()) if found is not None else ()
        self.model.set_lines([_line(candidate) for candidate in shown])
        if shown:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()
        self._pages.setCurrentWidget(self.list if shown else self.empty)
        self.count.setText(self._count_words(shown))
        self._show_empty()

    def _count_words(self, shown: Sequence[FarCandidate]) -> str:
        if not shown:
            return ""
        articles = len({candidate.article_id for candidate in shown})
        codings = self.tr("1 coding") if len(shown) == 1 else self.tr("{0} codings")
        inside = self.tr("1 article") if articles == 1 else self.tr("{0} articles")
        words = self.tr("{0} in {1}, the likest first")
        total = len(self._found.ranked) if self._found is not None else 0
        if total > len(shown) and not self.field.text().strip():
            words = self.tr("{0} in {1}, the likest first; typing finds the others")
        return words.format(codings.format(len(shown)), inside.format(articles))

    def _show_empty(self) -> None:
        query = " ".join(self.field.text().split())
        if self._found is None:
            self.empty.set_state("link", self.tr("Codings are being read"))
        elif query and self._found.ranked:
            self.empty.set_state(
                "search",
                self.tr("No coding holds “{0}”").format(query),
                self.tr("Words may stand in the coding, its speaker, or the article's title."),
            )
        else:
            self.empty.set_state(
                "link",
                self.tr("No coding to link with"),
                self.tr("Code one in another article first; what is linked already is left out."),
            )

    def _show_kinds(self) -> None:
        self.kinds.clear()
        for relation in self._relations:
            on = relation == self._relation
            chip = Chip(relation.label, bold=on, icon="check" if on else "")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            said = self.tr("{0}, chosen") if on else self.tr("Link by: {0}")
            chip.setAccessibleName(said.format(relation.label))
            chip.clicked.connect(lambda _=False, i=relation.id: self.relation_wanted.emit(i))
            self.kinds.add(chip)
        self.kinds_key.setVisible(len(self._relations) > 1)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.take()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 10, 2)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.quote.setContentsMargins(14, 0, 14, 8)
        kinds = QHBoxLayout()
        kinds.setContentsMargins(14, 0, 14, 8)
        kinds.setSpacing(8)
        kinds.addWidget(self.kinds, 1)
        kinds.addWidget(self.kinds_key, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.setContentsMargins(14, 0, 14, 4)
        line.addWidget(self.field)
        self.count.setContentsMargins(14, 0, 14, 6)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        self._made = QWidget()
        made = QVBoxLayout(self._made)
        made.setContentsMargins(14, 0, 14, 6)
        made.setSpacing(2)
        made.addWidget(Divider())
        made.addSpacing(6)
        made.addWidget(self.note)
        made.addWidget(self.history)
        keys = QHBoxLayout()
        keys.setContentsMargins(14, 8, 14, 8)
        keys.setSpacing(6)
        for caps, words in ((("Enter",), self.tr("link")), (("↑", "↓"), self.tr("choose"))):
            for cap in caps:
                keys.addWidget(KeyCap(cap))
            keys.addWidget(Label(words, role="small", tone="muted"))
            keys.addSpacing(8)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.quote)
        column.addLayout(kinds)
        column.addLayout(line)
        column.addWidget(self.count)
        column.addWidget(self._pages, 1)
        column.addWidget(self._made)
        column.addWidget(Divider(inset=14))
        column.addLayout(keys)
        self._made.hide()


class _Field(SearchField):
    """The line that is typed in; keys that choose go to the list, Esc leaves."""

    def __init__(self, placeholder: str, panel: AcrossPanel) -> None:
        super().__init__(placeholder)
        self._panel = panel

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            forward = event.key() == Qt.Key.Key_Tab
            tab = forward or event.key() == Qt.Key.Key_Backtab
            if tab and self._panel.step_kind(forward=forward):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._panel.step(forward=key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._panel.take()
        elif key == Qt.Key.Key_Escape:
            self._panel.left.emit()
        else:
            super().keyPressEvent(event)


def _line(candidate: FarCandidate) -> Line:
    words, speaker = short_quote(candidate.quote, _QUOTE), short_quote(candidate.speaker, _SPEAKER)
    return Line(candidate.id, words, candidate.title, speaker)
