"""Find in the article: every hit is framed, Enter and F3 go on, Shift goes back."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.widgets.buttons import IconButton
from refusal_annotator.ui.widgets.fields import SearchField
from refusal_annotator.ui.widgets.text import Label, on_plane


class Finder:
    """Hits of a phrase in one article, and which of them is the current one."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self.phrase = ""
        self.hits: list[tuple[int, int]] = []
        self.current = -1

    def find(self, phrase: str, *, backwards: bool = False) -> bool:
        """Go to the next hit from the caret, round the end; False when there is none.

        Upper and lower case are alike; a space finds any white space, line ends too.
        """
        if phrase != self.phrase:
            self.count(phrase)
        if not self.hits:
            return False
        self.current = self._next(backwards)
        start, end = self.hits[self.current]
        self._view.set_hits(self.hits, self.current)
        self._view.set_selection(start, end)
        self._view.scroll_to_position(start)
        self._view.report_selection()
        return True

    def count(self, phrase: str) -> int:
        """Frame the hits of a phrase without going to one; how many there are."""
        self.phrase, self.current = phrase, -1
        self.hits = find_all(self._view.content.text, phrase)
        self._view.set_hits(self.hits)
        return len(self.hits)

    def clear(self) -> None:
        """Forget the phrase and take the frames away."""
        self.phrase, self.hits, self.current = "", [], -1
        self._view.set_hits(())

    def _next(self, backwards: bool) -> int:
        caret, selected = self._view.caret(), self._view.selection()
        start = selected[0] if selected else caret
        if backwards:
            before = [i for i, (s, _) in enumerate(self.hits) if s < start]
            return before[-1] if before else len(self.hits) - 1
        on_hit = selected in self.hits if selected else False
        after = [
            i for i, (s, _) in enumerate(self.hits) if s > start or (s == start and not on_hit)
        ]
        return after[0] if after else 0


def find_all(text: str, phrase: str) -> list[tuple[int, int]]:
    """Extents of a phrase, case ignored, white space alike; none for an empty phrase."""
    words = phrase.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]


class FindBar(QWidget):
    """The bar above the text: phrase, count, back, on, close."""

    closed = Signal()

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.finder = Finder(view)
        self.field = SearchField(self.tr("Find in the article"))
        self.field.setFixedWidth(260)
        self.count = Label("", role="small", tone="muted")
        back = IconButton("chevron_up", self.tr("Previous hit"), key="Shift+F3")
        on = IconButton("chevron_down", self.tr("Next hit"), key="F3")
        close = IconButton("cross", self.tr("Close"), key="Esc")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 8, 7)
        row.setSpacing(6)
        for widget in (self.field, self.count):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (back, on, close):
            row.addWidget(button)
        back.clicked.connect(lambda: self.go(backwards=True))
        on.clicked.connect(lambda: self.go())
        close.clicked.connect(self.leave)
        self.field.textChanged.connect(self._on_text)
        view.article_changed.connect(self._on_article)
        on_plane(self, "raised")
        self.hide()

    def open(self) -> None:
        """Show the bar; what is selected in the text is the phrase."""
        selected = self._view.selection()
        self.show()
        if selected is not None and selected[1] - selected[0] <= 80:
            self.field.setText(self._view.content.text[selected[0] : selected[1]])
        self.field.selectAll()
        self.field.setFocus()

    def go(self, *, backwards: bool = False) -> None:
        """To the next hit, or the one before."""
        if self.field.text():
            self.finder.find(self.field.text(), backwards=backwards)
            self._tell()

    def leave(self) -> None:
        """Close the bar; the caret stays at the hit."""
        self.finder.clear()
        self.hide()
        self._view.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.go(backwards=shift)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        if text:
            start = (self._view.selection() or (self._view.caret(),))[0]
            self._view.set_caret(start)
            self.finder.find(text)
        else:
            self.finder.clear()
        self._tell()

    def _on_article(self) -> None:
        self.finder.clear()
        if not self.isHidden() and self.field.text():
            self.finder.count(self.field.text())
        self._tell()

    def _tell(self) -> None:
        finder = self.finder
        if not self.field.text():
            self.count.setText("")
        elif finder.hits:
            shown = self.tr("{0} of {1}").format(finder.current + 1, len(finder.hits))
            whole = self.tr("{0} hits").format(len(finder.hits))
            self.count.setText(shown if finder.current >= 0 else whole)
        else:
            self.count.setText(self.tr("No hit"))
