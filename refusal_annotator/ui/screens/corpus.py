"""The corpus screen: articles, import with a preview, suggestions, what pages say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.models.articles import CorpusModel
from refusal_annotator.ui.models.imports import ImportModel, rows_of
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.metadata_panel import MetadataPanel
from refusal_annotator.ui.panels.suggestion_panel import SuggestionPanel
from refusal_annotator.ui.panels.work_bar import WorkBar
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.corpus_confirming import Confirming
from refusal_annotator.ui.screens.corpus_reading import ReadingPage
from refusal_annotator.ui.screens.corpus_suggesting import Suggesting
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import (
    Button,
    DataTable,
    EmptyState,
    PanelHead,
    SearchField,
    on_plane,
)

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary

_KEYS = (("Ctrl+I", "import"), ("F6", "look for suggestions"), ("?", "keys"))

_OUTLET, _ROOMY = 1, 1000


class CorpusScreen(QWidget):
    """Nothing is stored before the import is confirmed."""

    changed = Signal()
    article_wanted = Signal(object)
    status_changed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setAcceptDrops(True)
        self._runner = runner
        self._bridge: ProjectBridge | None = None
        self._task: Task | None = None
        self._batch: Any = None
        self._anew = False
        self._articles: tuple[ArticleSummary, ...] = ()
        self.model = CorpusModel(self)
        self.preview_model = ImportModel(self)
        self.table = DataTable(self.tr("Articles"))
        self.table.setModel(self.model)
        self.preview = DataTable(self.tr("Import preview"))
        self.preview.setModel(self.preview_model)
        self.search = SearchField(self.tr("Title, outlet, date"))
        self.import_button = Button(self.tr("Import"), icon="import")
        self.suggest_button = Button(self.tr("Look for suggestions"))
        self.empty = EmptyState(
            "import",
            self.tr("No articles yet"),
            self.tr("Drop files or a folder here: text files, and tables with one article a row."),
            button=self.tr("Import articles"),
        )
        self.none = EmptyState("search", "")
        self.bar = WorkBar()
        self.reading = ReadingPage()
        self.suggestions = SuggestionPanel()
        self.metadata = MetadataPanel()
        self.suggesting = Suggesting(runner, self.suggestions, self)
        self.confirming = Confirming(runner, self.metadata, self)
        self._build()
        self._connect()
        self._show()

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        if self._task is not None:
            self._task.cancel()
        self._bridge, self._task, self._batch = bridge, None, None
        self._anew = False
        self.suggesting.set_project(bridge)
        self.confirming.set_project(bridge)
        self.show_page("text")
        self.bar.idle()
        self.preview_model.set_rows(())
        self._shown_id = None
        self.set_articles((), 0)

    def set_articles(self, articles: Sequence[ArticleSummary], n_coders: int) -> None:
        """Show the corpus."""
        keep = self._selected_id()
        self._articles = tuple(articles)
        self.model.set_articles(articles, n_coders)
        row = self.model.row_of(keep) if keep else -1
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(max(0, row), 0))
        self._show()

    def set_coder(self, coder: Coder) -> None:
        """Confirm what pages say as this person."""
        self.suggesting.set_coder(coder)
        self.confirming.set_coder(coder)
        self._refresh_page()

    def refresh(self) -> None:
        """Show what is there now."""
        self._show()
        self._refresh_page()

    def show_page(self, name: str) -> None:
        """Show the text of the article, what pages say, or the panel of suggestions."""
        self._pages.setCurrentWidget(self._page_of[name])
        button = self._tabs.button(list(self._page_of).index(name))
        button.setChecked(True)
        self._refresh_page()
        self._show()

    def _refresh_page(self) -> None:
        shown = self._pages.currentWidget()
        if shown is self.suggestions:
            self.suggesting.refresh()
        elif shown is self.metadata:
            self.confirming.refresh()

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        if self._batch is not None:
            count = len(self.preview_model.rows)
            files = "1 file" if count == 1 else f"{count} files"
            rest = "· nothing is stored before you press Import"
            return CodeStatus(files, rest, (("Esc", "cancel"), ("?", "keys")))
        count = self.model.total
        words = "1 article" if count == 1 else f"{count} articles"
        waiting = sum(a.n_suggestions is None for a in self._articles)
        rest = f"· {waiting} without suggestions" if waiting else ""
        return CodeStatus(words, rest, _KEYS)

    # --- import -----------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files and preview them."""
        if self._bridge is None or self._task is not None:
            return
        chosen, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Articles to import"),
            "",
            self.tr("Texts and tables (*.txt *.md *.csv *.tsv);;All files (*)"),
        )
        if chosen:
            self.preview_paths([Path(name) for name in chosen])

    def choose_folder(self) -> None:
        """Ask for a folder and preview what is in it."""
        if self._bridge is None or self._task is not None:
            return
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder to import"))
        if chosen:
            self.preview_paths([Path(chosen)])

    def preview_paths(self, paths: Sequence[Path]) -> None:
        """Read files and show what of them is new."""
        if self._bridge is None or self._task is not None:
            return
        task = self._runner.in_thread(jobs.preview_job, self._bridge.project, list(paths))
        task.finished.connect(self._on_previewed)
        self._follow(task, self.tr("Reading files"))

    def confirm_import(self) -> None:
        """Store what the preview shows as new."""
        if self._bridge is None or self._batch is None or self._task is not None:
            return
        task = self._runner.in_thread(jobs.import_job, self._bridge.project, self._batch)
        task.finished.connect(self._on_imported)
        self._follow(task, self.tr("Importing"))

    def cancel_import(self) -> None:
        """Put the preview away."""
        self._batch = None
        self.preview_model.set_rows(())
        self.bar.idle()
        self._show()

    # --- suggestions ------------------------------------------------------------------------

    def prehighlight(self) -> None:
        """Look for suggestions where none were looked for yet, else everywhere."""
        if self._bridge is None or self._task is not None or not self._articles:
            return
        waiting = [a.id for a in self._articles if a.n_suggestions is None]
        self.suggesting.look(waiting or None)

    def look_anew(self) -> None:
        """Look for suggestions in all articles; decisions stay."""
        if self._task is None:
            self.suggesting.look(None)

    def _on_told(self, words: str) -> None:
        self._task = None
        self._anew = False
        self.bar.tell("check", words)
        self._show()

    def _on_confirmed(self) -> None:
        self.changed.emit()
        self._show()

    def _on_offered(self, title: str, text: str) -> None:
        self._task = None
        if not self._articles:
            self._on_told(f"{title}. {text}")
            return
        self._anew = True
        self.bar.ask(title, text, self.tr("Look for suggestions anew"), enabled=True)
        self._show()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self._shown_id: object = None
        left = QWidget()
        on_plane(left, "surface")
        self.head = PanelHead(self.tr("Corpus"))
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(180)
        for part in (self.search, self.suggest_button, self.import_button):
            self.head.add(part)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._lists = QStackedWidget()
        for part in (self.table, self.empty, self.none):
            self._lists.addWidget(part)
        for part in (self.head, self.bar):
            column.addWidget(part)
        column.addWidget(self.preview, 1)
        column.addWidget(self._lists, 2)
        right = QWidget()
        on_plane(right, "surface")
        self._page_of: dict[str, QWidget] = {
            "text": self.reading,
            "metadata": self.metadata,
            "suggestions": self.suggestions,
        }
        self._pages = QStackedWidget()
        for part in self._page_of.values():
            self._pages.addWidget(part)
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._tab_head())
        inner.addWidget(self._pages, 1)
        self._right = right
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([640, 568])
        for half in (0, 1):
            splitter.setStretchFactor(half, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.setFocusProxy(self.table)
        for table, widths in (
            (self.table, (0, 96, 104, 58, 98, 84)),
            (self.preview, (0, 100, 84, 58, 216)),
        ):
            head = table.horizontalHeader()
            head.setStretchLastSection(False)
            head.setMinimumSectionSize(48)
            for number, width in enumerate(widths):
                if width:
                    # However wide the letters are, the head of a column is read whole.
                    head.resizeSection(number, max(width, head.sectionSizeHint(number)))
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Together no wider than the smallest window.
        left.setMinimumWidth(542)
        right.setMinimumWidth(384)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In the smallest window titles need the room; the outlet stands over the text, too.
        self.table.setColumnHidden(_OUTLET, self.width() < _ROOMY)

    def _tab_head(self) -> QWidget:
        """What the right half shows: three buttons of which one is down."""
        self._tab_bar = PanelHead()
        self._tabs = QButtonGroup(self)
        words = (self.tr("Text"), self.tr("What the pages say"), self.tr("Suggestions"))
        for number, (name, label) in enumerate(zip(self._page_of, words, strict=True)):
            button = Button(label)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, n=name: self.show_page(n))
            self._tabs.addButton(button, number)
            self._tab_bar.add_left(button)
        self._tabs.button(0).setChecked(True)
        return self._tab_bar

    def _connect(self) -> None:
        self.suggesting.started.connect(self._follow)
        self.suggesting.told.connect(self._on_told)
        self.suggesting.offered.connect(self._on_offered)
        self.suggesting.cancelled.connect(self._on_cancelled)
        self.suggesting.changed.connect(self.changed)
        self.confirming.told.connect(self.bar.tell)
        self.confirming.changed.connect(self._on_confirmed)
        self.import_button.clicked.connect(self.choose_files)
        self.suggest_button.clicked.connect(self.prehighlight)
        self.empty.activated.connect(self.choose_files)
        self.search.textChanged.connect(self._on_search)
        self.bar.cancel.clicked.connect(self._on_cancel)
        self.bar.act.clicked.connect(self._on_act)
        self.reading.code_button.clicked.connect(self._on_code)
        self.table.doubleClicked.connect(lambda _: self._on_code())
        self.table.selectionModel().currentRowChanged.connect(lambda i, _: self._show_article(i))
        self.preview.selectionModel().currentRowChanged.connect(lambda i, _: self._show_preview(i))

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        previewing = self._batch is not None
        total = self.model.total
        writable = self._bridge is not None and not self._bridge.project.read_only
        busy = self._task is not None
        words = self.tr("1 article") if total == 1 else self.tr("{0} articles").format(total)
        self.head.set_texts(self.tr("Corpus"), words)
        self.import_button.setEnabled(writable and not busy)
        self.suggest_button.setEnabled(writable and not busy and total > 0)
        self.preview.setVisible(previewing)
        self._lists.setVisible(not previewing or total > 0)
        found = self.model.rowCount() > 0
        self._lists.setCurrentIndex(0 if found else 1 if not total else 2)
        self.reading.code_button.setVisible(not previewing and found)
        self._right.setVisible(found or previewing)
        self._tab_bar.setVisible(not previewing)
        if previewing:
            self._pages.setCurrentWidget(self._page_of["text"])
            self._tabs.button(0).setChecked(True)
        self.suggestions.set_enabled(writable=writable, busy=busy)
        self.metadata.set_enabled(writable=writable and not busy)
        if not found and not previewing:
            self.reading.clear()
            self._shown_id = None
        self.status_changed.emit(self.status())

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
        self._show()

    def _selected_id(self) -> UUID | None:
        index = self.table.currentIndex()
        inside = index.isValid() and index.row() < self.model.rowCount()
        return self.model.article(index.row()).id if inside else None

    def _show_article(self, index: QModelIndex) -> None:
        if not index.isValid() or self._bridge is None or self._batch is not None:
            return
        article = self.model.article(index.row())
        if article.id == self._shown_id:
            return
        coders = self._bridge.project.coders()
        if not coders:
            return
        try:
            session = self._bridge.project.session(article.id, coders[0].id)
        except AnnotatorError as error:
            self.reading.fact.set_text(str(error))
            return
        self._shown_id = article.id
        self.reading.show_article(article, session)

    def _show_preview(self, index: QModelIndex) -> None:
        if index.isValid():
            self._shown_id = None
            self.reading.show_file(self.preview_model.rows[index.row()])

    # --- work -------------------------------------------------------------------------------

    def _follow(self, task: Task, what: str) -> None:
        self._task = task
        task.progressed.connect(
            lambda done, total, name: self.bar.progress(what, done, total, name)
        )
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.ended.connect(lambda: self._on_ended(task))
        self.bar.progress(what, 0, 0, "")
        self._show()

    def _on_ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None
            self.bar.idle()
            self._show()

    def _on_previewed(self, batch: Any) -> None:
        self._task = None
        if batch.cancelled:
            self._on_cancelled()
            return
        self._batch = batch
        rows = rows_of(batch)
        self.preview_model.set_rows(rows)
        for column in self.preview_model.OPTIONAL:
            # What nothing is known of leaves its room to the title.
            self.preview.setColumnHidden(column, self.preview_model.is_empty(column))
        new = len(batch.items)
        twice = sum(p.kind == "duplicate" for p in batch.problems)
        refused = len(batch.problems) - twice
        parts = [self.tr("{0} new").format(new)]
        parts += [self.tr("{0} here already").format(twice)] if twice else []
        parts += [self.tr("{0} not readable").format(refused)] if refused else []
        words = self.tr("Import 1 article") if new == 1 else self.tr("Import {0} articles")
        self.bar.ask(
            self.tr("Import preview"), ", ".join(parts), words.format(new), enabled=new > 0
        )
        self._show()
        if rows:
            self.preview.setCurrentIndex(self.preview_model.index(0, 0))
        self.bar.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_imported(self, report: Any) -> None:
        self._task = None
        self._batch = None
        self.preview_model.set_rows(())
        if report.cancelled:
            self._on_cancelled()
            return
        count = len(report.imported)
        words = self.tr("1 article imported") if count == 1 else self.tr("{0} articles imported")
        notes = f" {report.notes[0]}" if report.notes else ""
        self.bar.ask(
            words.format(count),
            self.tr("Suggestions mark what may be coded; coders decide.") + notes,
            self.tr("Look for suggestions"),
            enabled=True,
        )
        self.changed.emit()
        self._show()

    def _on_failed(self, error: AnnotatorError) -> None:
        self._task = None
        self.bar.tell("warning", str(error))
        self._show()

    def _on_cancelled(self) -> None:
        self._task = None
        self._batch = None
        self.preview_model.set_rows(())
        self.bar.tell("info", self.tr("Cancelled; nothing was stored."))
        self._show()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            self.cancel_import()

    def _on_act(self) -> None:
        if self._batch is not None:
            self.confirm_import()
        elif self._anew:
            self._anew = False
            self.look_anew()
        else:
            self.prehighlight()

    def _on_code(self) -> None:
        chosen = self._selected_id()
        if chosen is not None:
            self.article_wanted.emit(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.bar.isVisible():
            self._on_cancel()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._bridge is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.preview_paths(paths)
