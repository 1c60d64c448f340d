"""The page of the corpus screen that shows a text: of an article, or of a file to be imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.text import compute_borders
from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import ArticleContent
from refusal_annotator.ui.models.articles import second_line
from refusal_annotator.ui.models.imports import PreviewRow
from refusal_annotator.ui.panels.bars import TitleHead
from refusal_annotator.ui.session_marks import article_content
from refusal_annotator.ui.widgets import Button, ElidedLabel, on_plane

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary
    from refusal_annotator.workspace.session import ArticleSession


class ReadingPage(QWidget):
    """A title, a line of facts, the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.head = TitleHead()
        self.code_button = Button(self.tr("Code this article"), icon="code")
        self.head.add(self.code_button)
        self.fact = ElidedLabel("", role="small", tone="muted")
        facts = QHBoxLayout()
        facts.setContentsMargins(20, 10, 20, 0)
        facts.addWidget(self.fact)
        self.text = ArticleView()
        self.text.set_values_shown(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(facts)
        column.addWidget(self.text, 1)

    def clear(self) -> None:
        """Show nothing."""
        self._show(ArticleContent(""), "", "", "")

    def show_article(self, article: ArticleSummary, session: ArticleSession) -> None:
        """Show an article as it is stored."""
        zones = len(session.confirmed_zones)
        facts = [session.article.source_name, session.version.encoding.upper()]
        facts.append(self.tr("{0} characters").format(f"{len(session.text):,}"))
        facts.append(self.tr("{0} zones left out of coding").format(zones))
        content = article_content(session)
        self._show(content, article.title, second_line(article), " · ".join(facts))

    def show_file(self, row: PreviewRow) -> None:
        """Show a text as it will be stored, or why there is none."""
        item = row.item
        if item is None:
            self._show(ArticleContent(""), row.title, "", row.note)
            return
        borders = compute_borders(item.text)
        words = self.tr("Text as it will be stored · {0} characters · {1}")
        fact = words.format(f"{len(item.text):,}", item.encoding.upper())
        content = ArticleContent(item.text, tokens=borders.tokens)
        self._show(content, row.title, item.name, fact)

    def _show(self, content: ArticleContent, title: str, second: str, fact: str) -> None:
        self.text.set_article(content)
        self.head.set_texts(title, second)
        self.fact.set_text(fact)
