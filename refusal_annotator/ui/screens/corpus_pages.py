"""The right half of the corpus screen: pages of which one is shown, chosen by buttons over them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from refusal_annotator.ui import layouts
from refusal_annotator.ui.widgets import Button, PanelHead, on_plane


class CorpusPages(QWidget):
    """Pages by name, each with the words of its button."""

    wanted = Signal(str)

    def __init__(
        self, pages: Sequence[tuple[str, str, QWidget]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._pages = QStackedWidget()
        self._bar = PanelHead()
        self._group = QButtonGroup(self)
        self._names = [name for name, _, _ in pages]
        for number, (name, words, page) in enumerate(pages):
            button = Button(words)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, n=name: self.wanted.emit(n))
            self._group.addButton(button, number)
            self._bar.add_left(button)
            self._pages.addWidget(page)
        column = layouts.column(self)
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)
        self.show_page(self._names[0])

    @property
    def shown(self) -> str:
        """Name of the page that is shown."""
        return self._names[self._pages.currentIndex()]

    def show_page(self, name: str) -> None:
        """Show a page."""
        number = self._names.index(name)
        self._pages.setCurrentIndex(number)
        self._group.button(number).setChecked(True)

    def set_choosable(self, on: bool) -> None:
        """Let another page be chosen, or leave the one that is shown."""
        self._bar.setVisible(on)
