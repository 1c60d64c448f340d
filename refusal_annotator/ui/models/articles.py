"""Models of article lists: a coder's queue by status, and the table of the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.ui.widgets.painting import ArticleState
from refusal_annotator.ui.widgets.rows import Row

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_STATES: dict[CodingStatus, ArticleState] = {
    CodingStatus.TO_DO: "to_do",
    CodingStatus.DRAFT: "started",
    CodingStatus.FINISHED: "finished",
}


@dataclass(frozen=True, slots=True)
class _Head:
    text: str
    count: int


def short_date(written: str) -> str:
    """A date as lists show it: ``4 Mar`` of this or that year; anything else as written."""
    try:
        day = date.fromisoformat(written[:10])
    except ValueError:
        return written
    words = f"{day.day} {day:%b}"
    return words if day.year == datetime.now().astimezone().year else f"{words} {day.year}"


def second_line(article: ArticleSummary) -> str:
    """Outlet and date, or the key where neither is known."""
    known = [part for part in (article.outlet, short_date(article.date)) if part]
    return " · ".join(known) or article.key


class QueueModel(QAbstractListModel):
    """One coder's articles under the heads In progress, To do, Finished."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Head | ArticleSummary] = []

    def set_articles(self, articles: Sequence[ArticleSummary]) -> None:
        """Show these articles; a row whose place stays is only told to have changed."""
        rows = self._arranged(articles)
        if _ids(rows) == _ids(self._rows):
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def article(self, index: _Index) -> ArticleSummary | None:
        """The article of a row, None for a head."""
        row = self._rows[index.row()] if index.isValid() else None
        return None if row is None or isinstance(row, _Head) else row

    def index_of(self, article_id: UUID) -> QModelIndex:
        """Where an article stands."""
        for n, row in enumerate(self._rows):
            if not isinstance(row, _Head) and row.id == article_id:
                return self.index(n)
        return QModelIndex()

    def order(self) -> list[ArticleSummary]:
        """The articles as they are listed."""
        return [row for row in self._rows if not isinstance(row, _Head)]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.article(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, _Head):
            heads = {
                Qt.ItemDataRole.DisplayRole: row.text,
                Row.SECTION: True,
                Row.NOTE: str(row.count),
            }
            return heads.get(role)
        return self._of_article(row, role)

    def _of_article(self, row: ArticleSummary, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.title
        if role == Row.STATE:
            return "left_out" if row.left_out else _STATES[row.status]
        if role == Row.DETAIL:
            return row.left_out or second_line(row)
        if row.n_doubts and role in (Row.NOTE, Row.NOTE_ICON, Row.NOTE_TONE):
            found = {Row.NOTE: str(row.n_doubts), Row.NOTE_ICON: "doubt", Row.NOTE_TONE: "danger"}
            return found[Row(role)]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            doubts = self.tr("{0} doubts").format(row.n_doubts) if row.n_doubts else ""
            words = (row.title, second_line(row), str(row.status).replace("_", " "), doubts)
            return ", ".join(part for part in words if part)
        return None

    def _arranged(self, articles: Sequence[ArticleSummary]) -> list[_Head | ArticleSummary]:
        groups = (
            (self.tr("In progress"), CodingStatus.DRAFT),
            (self.tr("To do"), CodingStatus.TO_DO),
            (self.tr("Finished"), CodingStatus.FINISHED),
        )
        rows: list[_Head | ArticleSummary] = []
        for title, status in groups:
            own = [a for a in articles if a.status == status and not a.left_out]
            if own:
                rows += [_Head(title, len(own)), *own]
        out = [a for a in articles if a.left_out]
        if out:
            rows += [_Head(self.tr("Left out"), len(out)), *out]
        return rows


class CorpusModel(QAbstractTableModel):
    """All articles: title, outlet, date, words, suggestions, by how many coders they are coded."""

    HEADS = ("In the corpus", "Outlet", "Date", "Words", "Suggestions", "Coded by")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ArticleSummary, ...] = ()
        self._rows: tuple[ArticleSummary, ...] = ()
        self._n_coders = 0
        self._filter = ""

    def set_articles(self, articles: Sequence[ArticleSummary], n_coders: int) -> None:
        """Show these articles of a study with so many coders."""
        self._all, self._n_coders = tuple(articles), n_coders
        self._show()

    def set_filter(self, text: str) -> None:
        """Show only what holds these words in title, outlet, key or date."""
        self._filter = text
        self._show()

    def article(self, row: int) -> ArticleSummary:
        """The article of a row."""
        return self._rows[row]

    def row_of(self, article_id: UUID) -> int:
        """Row of an article, or -1."""
        return next((n for n, a in enumerate(self._rows) if a.id == article_id), -1)

    @property
    def total(self) -> int:
        """How many articles there are, shown or not."""
        return len(self._all)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr(self.HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (3, 4):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (3, 4):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Row.STATE and column == 0:
            return self._state(row)
        if role == Row.TONE and column in (1, 2, 5):
            return "text_muted"
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return row.title
        return None

    def _words(self, row: ArticleSummary) -> tuple[str, ...]:
        done = sum(status == CodingStatus.FINISHED for status in row.statuses.values())
        coded = self.tr("{0} of {1}").format(done, self._n_coders) if self._n_coders else ""
        found = "–" if row.n_suggestions is None else str(row.n_suggestions)
        day = short_date(row.date)
        return (row.title, row.outlet, day, f"{row.n_words:,}", found, row.left_out or coded)

    def _state(self, row: ArticleSummary) -> ArticleState:
        if row.left_out:
            return "left_out"
        statuses = row.statuses.values()
        done = sum(status == CodingStatus.FINISHED for status in statuses)
        if done and done >= self._n_coders:
            return "finished"
        begun = any(status != CodingStatus.TO_DO for status in statuses)
        return "started" if begun else "to_do"

    def _show(self) -> None:
        wanted = self._filter.casefold().split()
        rows = tuple(a for a in self._all if _holds(a, wanted))
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


def _holds(article: ArticleSummary, words: Sequence[str]) -> bool:
    text = " ".join((article.title, article.outlet, article.key, article.date)).casefold()
    return all(word in text for word in words)


def _ids(rows: Sequence[_Head | ArticleSummary]) -> list[object]:
    return [(row.text, row.count) if isinstance(row, _Head) else row.id for row in rows]
