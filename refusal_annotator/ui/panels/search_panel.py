"""Search over all articles: a line to type in, and the places found, by article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.ui.dialogs.palette import HIT, EntryList, EntryModel
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    Divider,
    EmptyState,
    IconButton,
    KeyCap,
    Label,
    SearchField,
    on_plane,
)
from refusal_annotator.workspace.palette import Entry, Hit

if TYPE_CHECKING:
    from refusal_annotator.workspace.searching import SearchHit, SearchResult

_HEIGHT = 300
_PAUSE = 120  # milliseconds after the last key
_BEFORE = 40  # characters of a line before what was found


class SearchPanel(QWidget):
    """Asks for a search while one types and shows what comes; Enter opens the place."""

    wanted = Signal(str)
    opened = Signal(object)  # SearchHit
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setAccessibleName(self.tr("Find in all articles"))
        self.field = _Field(self.tr("Find in all articles"), self)
        self.field.setFixedWidth(360)
        self.count = Label("", role="small", tone="muted")
        self.close_button = IconButton("cross", self.tr("Close the search"), key="Esc")
        self.list = EntryList(self.tr("Places found"))
        self.model = EntryModel(self)
        self.list.setModel(self.model)
        self.empty = EmptyState("search", "")
        self._shown, self._opening = "", False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(lambda: self.wanted.emit(self.field.text()))
        self._build()
        self.field.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._open)
        self.close_button.clicked.connect(self.leave)
        self._show_nothing()
        self.hide()

    def start(self) -> None:
        """Show it and take the focus; what was typed last can be typed over."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def leave(self) -> None:
        """Put it away."""
        self.hide()
        self.left.emit()

    def forget(self) -> None:
        """Put it away, and what was found with it."""
        self.field.clear()
        self._timer.stop()
        self._show_nothing()
        self.hide()

    def current(self) -> SearchHit | None:
        """The place that Enter would open."""
        hit = self.list.currentIndex().data(HIT)
        return hit.entry.id if isinstance(hit, Hit) else None  # type: ignore[return-value]

    def show_result(self, query: str, result: SearchResult) -> None:
        """Show what a query found, unless another was typed meanwhile."""
        if query != self.field.text():
            return
        self._shown, opening, self._opening = query, self._opening, False
        if not result.hits:
            self._show_nothing(query if result.terms else "")
            return
        self.model.set_groups(_groups(result.hits))
        self.list.setCurrentIndex(self.model.step(-1, forward=True))
        self.list.scrollToTop()
        self._pages.setCurrentWidget(self.list)
        places, articles = len(result.hits), result.n_articles
        words = self.tr("1 place") if places == 1 else self.tr("{0} places").format(places)
        inside = self.tr("1 article") if articles == 1 else self.tr("{0} articles").format(articles)
        template = self.tr("{0} in {1}, there are more") if result.more else self.tr("{0} in {1}")
        self.count.setText(template.format(words, inside))
        if opening:
            self.open_current()

    def step(self, *, forward: bool) -> None:
        """Go to the next place, round the end."""
        self.list.setCurrentIndex(self.model.step(self.list.currentIndex().row(), forward=forward))

    def open_current(self) -> None:
        """Open the place under the cursor; of what is still being looked for, the first place."""
        if self._timer.isActive() or self._shown != self.field.text():
            self._opening = True
            if self._timer.isActive():
                self._timer.stop()
                self.wanted.emit(self.field.text())
            return
        found = self.current()
        if found is not None:
            self.opened.emit(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            line = QRect(0, 0, self.width(), 1)
            painter.fillRect(line, current_theme().colour("divider"))

    def _open(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.open_current()

    def _on_typed(self, text: str) -> None:
        self._opening = False
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._show_nothing()

    def _show_nothing(self, query: str = "") -> None:
        self.model.set_groups(())
        self.count.setText("")
        if query:
            self.empty.set_state(
                "search",
                self.tr("No article holds “{0}”").format(query),
                self.tr("All of the words must be in one article. An asterisk finds beginnings."),
            )
        else:
            self.empty.set_state(
                "search",
                self.tr("Find words in all articles"),
                self.tr("“Words in quotes” stand in a row; refus* finds whatever begins so."),
            )
        self._pages.setCurrentWidget(self.empty)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 10, 8)
        head.setSpacing(10)
        head.addWidget(self.field)
        head.addWidget(self.count)
        head.addStretch(1)
        for caps, words in ((("Enter",), self.tr("open")), (("↑", "↓"), self.tr("choose"))):
            for cap in caps:
                head.addWidget(KeyCap(cap))
            head.addWidget(Label(words, role="small", tone="muted"))
            head.addSpacing(6)
        head.addWidget(self.close_button)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Divider())
        column.addWidget(self._pages, 1)
        self.setFixedHeight(_HEIGHT)


class _Field(SearchField):
    """The line that is typed in; keys that choose go to the list, Esc leaves."""

    def __init__(self, placeholder: str, panel: SearchPanel) -> None:
        super().__init__(placeholder)
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._panel.step(forward=key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._panel.open_current()
        elif key == Qt.Key.Key_Escape:
            self._panel.leave()
        else:
            super().keyPressEvent(event)


def _groups(hits: Sequence[SearchHit]) -> list[tuple[str, list[Hit]]]:
    """Places by article, each as a line in which what was found is marked."""
    groups: dict[object, tuple[str, list[Hit]]] = {}
    for hit in hits:
        before = _end_of(hit.before)
        quote = " ".join(hit.quote.split())
        line = f"{before}{quote}{hit.after}"
        place = (len(before), len(before) + len(quote))
        entry = Entry(hit, hit.title, line)
        groups.setdefault(hit.article_id, (hit.title, []))[1].append(Hit(entry, (place,)))
    return list(groups.values())


def _end_of(before: str) -> str:
    """The end of what stands before, so that what was found is in view in a narrow window too."""
    if len(before) <= _BEFORE:
        return before
    piece = before[-_BEFORE:]
    return f"…{piece[piece.find(' ') if ' ' in piece.strip() else 0 :]}"
