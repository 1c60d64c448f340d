"""The centre of the coding screen: find bar, article, minimap."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.find import FindBar
from refusal_annotator.ui.coding.minimap import Minimap
from refusal_annotator.ui.widgets.text import on_plane


class ArticlePane(QWidget):
    """Holds the article with what belongs to it; `top` and `bottom` take banners and bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ArticleView()
        self.find_bar = FindBar(self.view)
        self.minimap = Minimap(self.view)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.top, self.bottom = _column(), _column()
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.view, 1)
        middle.addWidget(self.minimap)
        whole = _column()
        self.setLayout(whole)
        whole.addLayout(self.top)
        whole.addWidget(self.find_bar)
        whole.addLayout(middle, 1)
        whole.addLayout(self.bottom)
        self.setFocusProxy(self.view)
        on_plane(self, "surface")


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    return made
