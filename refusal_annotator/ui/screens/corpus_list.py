"""The articles of the corpus as a table that is searched, and what stands there without any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from refusal_annotator.ui.models.articles import CorpusModel
from refusal_annotator.ui.widgets import DataTable, EmptyState, SearchField

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary

_WIDTHS = (0, 96, 104, 58, 98, 84)
_OUTLET = 1


class CorpusList(QStackedWidget):
    """`chosen` tells of the article that is moved to, `opened` of two clicks on one."""

    chosen = Signal(object)  # ArticleSummary
    opened = Signal()
    searched = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CorpusModel(self)
        self.table = DataTable(self.tr("Articles"))
        self.table.setModel(self.model)
        fit_columns(self.table, _WIDTHS)
        self.search = SearchField(self.tr("Title, outlet, date"))
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(180)
        self.empty = EmptyState(
            "import",
            self.tr("No articles yet"),
            self.tr("Drop files or a folder here: text files, and tables with one article a row."),
            button=self.tr("Import articles"),
        )
        self.none = EmptyState("search", "")
        for part in (self.table, self.empty, self.none):
            self.addWidget(part)
        self.table.selectionModel().currentRowChanged.connect(lambda i, _: self._tell(i))
        self.table.doubleClicked.connect(lambda _: self.opened.emit())
        self.search.textChanged.connect(self._on_search)
        self.empty.activated.connect(self.import_wanted)

    @property
    def is_found(self) -> bool:
        """Whether there is an article to show."""
        return self.model.rowCount() > 0

    @property
    def selected_id(self) -> UUID | None:
        """The article that is marked."""
        index = self.table.currentIndex()
        inside = index.isValid() and index.row() < self.model.rowCount()
        return self.model.article(index.row()).id if inside else None

    def set_articles(self, articles: Sequence[ArticleSummary], n_coders: int) -> None:
        """Show these articles; the one that is marked stays so."""
        keep = self.selected_id
        self.model.set_articles(articles, n_coders)
        row = self.model.row_of(keep) if keep else -1
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(max(0, row), 0))

    def show_found(self) -> None:
        """Show the table, or why it is empty."""
        page = self.table if self.is_found else self.none if self.model.total else self.empty
        self.setCurrentWidget(page)

    def fit(self, *, narrow: bool) -> None:
        """In the smallest window titles need the room; the outlet stands over the text, too."""
        self.table.setColumnHidden(_OUTLET, narrow)

    def _on_search(self, text: str) -> None:
        self.model.set_filter(text)
        self.none.set_state(
            "search",
            self.tr("No article contains “{0}”").format(text),
            self.tr("Titles, outlets, dates and file names of {0} articles were searched.").format(
                self.model.total
            ),
        )
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.searched.emit()

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.article(index.row()))


def fit_columns(table: DataTable, widths: Sequence[int]) -> None:
    """Give columns their widths; the first takes what is left."""
    head = table.horizontalHeader()
    head.setStretchLastSection(False)
    head.setMinimumSectionSize(48)
    for number, width in enumerate(widths):
        if width:
            # However wide the letters are, the head of a column is read whole.
            head.resizeSection(number, max(width, head.sectionSizeHint(number)))
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
