"""The coder's articles at the left: what is begun, what waits, what is finished, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.ui.models.articles import QueueModel
from refusal_annotator.ui.widgets import EmptyState, PanelHead, ProgressBar, RowList, on_plane

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary

WIDTH, NARROWEST, WIDEST = 232, 200, 320
REST_MS = 80


class QueuePanel(QWidget):
    """A list of articles by status; a click or Enter opens one."""

    opened = Signal(object)  # article id
    approached = Signal(object)  # id of the article that the mouse or the cursor rests on
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self.head = PanelHead(self.tr("My articles"))
        self.progress = ProgressBar(self.tr("Articles finished"))
        self.model = QueueModel(self)
        self.list = _Queue(self.tr("My articles"), wrap=True)
        self.list.setModel(self.model)
        self.empty = EmptyState(
            "import",
            self.tr("No articles yet"),
            self.tr("Import texts into the corpus first."),
            button=self.tr("Import articles"),
        )
        self.empty.activated.connect(self.import_wanted)
        self.list.clicked.connect(self._on_opened)
        self.list.entered_row.connect(self._on_opened)
        self.list.entered.connect(self._on_approached)
        self.list.moved_to.connect(self._on_approached)
        self._resting_on: UUID | None = None
        # Who sweeps over the list comes to rest nowhere.
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(lambda: self.approached.emit(self._resting_on))
        self._build()

    def set_articles(self, articles: Sequence[ArticleSummary]) -> None:
        """Show these articles and how many of them are finished."""
        current = self.current_id
        counted = [a for a in articles if not a.left_out]
        done = sum(a.status == CodingStatus.FINISHED for a in counted)
        self.model.set_articles(articles)
        words = self.tr("{0} of {1}").format(done, len(counted)) if counted else ""
        self.head.set_texts(self.tr("My articles"), "")
        self._count.setText(words)
        self.progress.set_progress(done, len(counted))
        self._pages.setCurrentIndex(0 if articles else 1)
        if current is not None:
            self.set_current(current)

    def set_current(self, article_id: UUID | None) -> None:
        """Mark the article that is open."""
        self._current = article_id
        index = self.model.index_of(article_id) if article_id else QModelIndex()
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)

    @property
    def current_id(self) -> UUID | None:
        """The article that is open."""
        return self._current

    def forget_approach(self) -> None:
        """Nobody points at anything any more: the project is closed."""
        self._rest.stop()

    def neighbour(self, forward: bool) -> UUID | None:
        """The article after or before the open one; after a finished one, the next not finished."""
        order = self.model.order()
        ids = [a.id for a in order]
        if not ids:
            return None
        current = self._current
        if current is None or current not in ids:
            return ids[0]
        at = ids.index(current) + (1 if forward else -1)
        return ids[at] if 0 <= at < len(ids) else None

    def next_unfinished(self) -> UUID | None:
        """The first article that is not finished, begun ones first."""
        waiting = [a for a in self.model.order() if a.status != CodingStatus.FINISHED]
        waiting = [a for a in waiting if not a.left_out and a.id != self._current]
        return waiting[0].id if waiting else None

    def _build(self) -> None:
        from refusal_annotator.ui.widgets import Label

        self._current: UUID | None = None
        self._count = Label("", role="small", tone="muted")
        self.head.add(self._count)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        bar = QWidget()
        bar_row = QVBoxLayout(bar)
        bar_row.setContentsMargins(14, 10, 14, 2)
        bar_row.addWidget(self.progress)
        inner.addWidget(bar)
        inner.addWidget(self.list, 1)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(body)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(holder, 1)

    def _on_approached(self, index: QModelIndex) -> None:
        article = self.model.article(index)
        if article is not None and article.id != self._current:
            self._resting_on = article.id
            self._rest.start()

    def _on_opened(self, index: QModelIndex) -> None:
        article = self.model.article(index)
        if article is not None:
            self.opened.emit(article.id)


class _Queue(RowList):
    entered_row = Signal(QModelIndex)
    moved_to = Signal(QModelIndex)  # by the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
        if self.currentIndex().isValid():
            self.moved_to.emit(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""
