"""The text that coders are compared on: its title, what the lanes mean, and the lanes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from refusal_annotator.domain.text import compute_borders
from refusal_annotator.ui import layouts
from refusal_annotator.ui.coding.marks import ArticleContent, ZoneMark
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.panels.bars import TitleHead
from refusal_annotator.ui.panels.compare_detail import Digit, Swatch
from refusal_annotator.ui.panels.compare_view import ComparedSpan, ComparePane
from refusal_annotator.ui.widgets import Button, CoderLine, Divider, Label

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import ComparedArticle


class ComparedText(QWidget):
    """Shows one text with a lane a coder, all of it or only where coders differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TitleHead()
        self.only = Button(self.tr("Only differences"), icon="filter", key="D", variant="flat")
        self.names = Button(self.tr("Names"), icon="eye", key="N", variant="flat")
        for button in (self.only, self.names):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.title.add(button)
        self.pane = ComparePane()
        self._lanes = Flow(gap=18, line_gap=4)
        legend = QWidget()
        row = layouts.row(legend, margins=(14, 4, 14, 4), gap=18)
        row.addWidget(self._lanes, 1, Qt.AlignmentFlag.AlignVCenter)
        for role, words in (
            ("hover", self.tr("all alike")),
            ("danger_fill", self.tr("in dispute")),
        ):
            row.addWidget(_legend(6, Swatch(role), words))
        legend.setMinimumHeight(36)
        column = layouts.column(self)
        for part in (self.title, legend, Divider()):
            column.addWidget(part)
        column.addWidget(self.pane, 1)

    def show_coders(self, names: Sequence[str]) -> None:
        """Say which lane is whose."""
        self._lanes.clear()
        for lane, coder in enumerate(names):
            self._lanes.add(_legend(7, Digit(lane), CoderLine(lane, coder), coder))

    def show_article(
        self,
        article: ComparedArticle,
        title: str,
        headline: tuple[int, int] | None,
        zones: tuple[ZoneMark, ...],
    ) -> None:
        """Show another text; what coders have in it follows with `show_spans`."""
        self.title.set_texts(title or article.name)
        borders = compute_borders(article.text)
        content = ArticleContent(
            text=article.text,
            tokens=borders.tokens,
            headline=headline,
            zones=zones,
            sentences=borders.sentences,
            paragraphs=borders.paragraphs,
        )
        self.pane.view.set_article(content)

    def show_spans(self, spans: Sequence[ComparedSpan], n_coders: int) -> None:
        """Show what coders have, only where they differ if that is wanted."""
        only = self.only.isChecked()
        shown = [span for span in spans if span.differs] if only else spans
        self.pane.view.set_groups(shown, n_coders)
        self.pane.view.set_backlight(only)
        self.pane.minimap.set_disagreements([span.hull for span in shown if span.disputed])


def _legend(gap: int, *parts: QWidget | str) -> QWidget:
    """Signs, and what they stand for."""
    holder = QWidget()
    row = layouts.row(holder, gap=gap)
    for part in parts:
        known = Label(part, role="small", tone="muted") if isinstance(part, str) else part
        row.addWidget(known)
    return holder
