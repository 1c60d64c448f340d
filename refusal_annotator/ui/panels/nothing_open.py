"""What stands in the place of the text while no article is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.ui.widgets import EmptyState

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary


class NothingOpen(EmptyState):
    """Says what waits for the coder, and leads there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("document", "", parent=parent)
        self.set_state("document", self.tr("No article is open"))

    def show_articles(self, articles: list[ArticleSummary]) -> None:
        """Say what may be done with these."""
        waiting = [a for a in articles if a.status != CodingStatus.FINISHED and not a.left_out]
        if not articles:
            self.set_state(
                "import",
                self.tr("No articles yet"),
                self.tr("Import texts into the corpus: files, a folder, or a table."),
                button=self.tr("Import articles"),
            )
        elif waiting:
            self.set_state(
                "document",
                self.tr("{0} articles wait for you").format(len(waiting)),
                self.tr("The first of them is “{0}”.").format(waiting[0].title),
                button=self.tr("Open the first article"),
            )
        else:
            self.set_state(
                "check",
                self.tr("All {0} articles are finished").format(len(articles)),
                self.tr("Open one in the list to look at it again."),
            )
