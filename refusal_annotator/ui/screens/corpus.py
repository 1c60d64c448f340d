"""The corpus screen: articles, import with a preview, suggestions, what pages say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import layouts
from refusal_annotator.ui.models.imports import PreviewRow
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.metadata_panel import MetadataPanel
from refusal_annotator.ui.panels.suggestion_panel import SuggestionPanel
from refusal_annotator.ui.panels.work_bar import WorkBar
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.corpus_confirming import Confirming
from refusal_annotator.ui.screens.corpus_importing import Importing
from refusal_annotator.ui.screens.corpus_list import CorpusList
from refusal_annotator.ui.screens.corpus_pages import CorpusPages
from refusal_annotator.ui.screens.corpus_reading import ReadingPage
from refusal_annotator.ui.screens.corpus_suggesting import Suggesting
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import Button, DataTable, PanelHead, on_plane

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary

_KEYS = (("Ctrl+I", "import"), ("F6", "look for suggestions"), ("?", "keys"))

_ROOMY = 1000


class CorpusScreen(QWidget):
    """Nothing is stored before the import is confirmed."""

    changed = Signal()
    article_wanted = Signal(object)
    status_changed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setAcceptDrops(True)
        self._bridge: ProjectBridge | None = None
        self._task: Task | None = None
        self._anew = False
        self._articles: tuple[ArticleSummary, ...] = ()
        self.list = CorpusList()
        self.model, self.table, self.search = self.list.model, self.list.table, self.list.search
        self.empty = self.list.empty
        self.preview = DataTable(self.tr("Import preview"))
        self.importing = Importing(runner, self.preview, self)
        self.preview_model = self.importing.model
        self.import_button = Button(self.tr("Import"), icon="import")
        self.suggest_button = Button(self.tr("Look for suggestions"))
        self.bar = WorkBar()
        self.reading = ReadingPage()
        self.suggestions = SuggestionPanel()
        self.metadata = MetadataPanel()
        self.pages = CorpusPages(
            (
                ("text", self.tr("Text"), self.reading),
                ("metadata", self.tr("What the pages say"), self.metadata),
                ("suggestions", self.tr("Suggestions"), self.suggestions),
            )
        )
        self.suggesting = Suggesting(runner, self.suggestions, self)
        self.confirming = Confirming(runner, self.metadata, self)
        self._build()
        self._connect()
        self._show()

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        if self._task is not None:
            self._task.cancel()
        self._bridge, self._task = bridge, None
        self._anew = False
        self.importing.set_project(bridge)
        self.suggesting.set_project(bridge)
        self.confirming.set_project(bridge)
        self.show_page("text")
        self.bar.idle()
        self._shown_id = None
        self.set_articles((), 0)

    def set_articles(self, articles: Sequence[ArticleSummary], n_coders: int) -> None:
        """Show the corpus."""
        self._articles = tuple(articles)
        self.list.set_articles(articles, n_coders)
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
        self.pages.show_page(name)
        self._refresh_page()
        self._show()

    def _refresh_page(self) -> None:
        if self.pages.shown == "suggestions":
            self.suggesting.refresh()
        elif self.pages.shown == "metadata":
            self.confirming.refresh()

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        if self.importing.is_previewing:
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
        paths = self.importing.ask_files()
        if paths:
            self.preview_paths(paths)

    def choose_folder(self) -> None:
        """Ask for a folder and preview what is in it."""
        if self._bridge is None or self._task is not None:
            return
        paths = self.importing.ask_folder()
        if paths:
            self.preview_paths(paths)

    def preview_paths(self, paths: Sequence[Path]) -> None:
        """Read files and show what of them is new."""
        if self._task is None:
            self.importing.preview(paths)

    def confirm_import(self) -> None:
        """Store what the preview shows as new."""
        if self._task is None:
            self.importing.confirm()

    def cancel_import(self) -> None:
        """Put the preview away."""
        self.importing.clear()
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
        for part in (self.search, self.suggest_button, self.import_button):
            self.head.add(part)
        column = layouts.column(left)
        for part in (self.head, self.bar):
            column.addWidget(part)
        column.addWidget(self.preview, 1)
        column.addWidget(self.list, 2)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.pages)
        splitter.setSizes([640, 568])
        for half in (0, 1):
            splitter.setStretchFactor(half, 1)
        layouts.row(self).addWidget(splitter)
        self.setFocusProxy(self.table)
        # Together no wider than the smallest window.
        left.setMinimumWidth(542)
        self.pages.setMinimumWidth(384)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.fit(narrow=self.width() < _ROOMY)

    def _connect(self) -> None:
        self.pages.wanted.connect(self.show_page)
        self.importing.started.connect(self._follow)
        self.importing.previewed.connect(self._on_previewed)
        self.importing.imported.connect(self._on_imported)
        self.importing.cancelled.connect(self._on_cancelled)
        self.importing.row_chosen.connect(self._show_preview)
        self.suggesting.started.connect(self._follow)
        self.suggesting.told.connect(self._on_told)
        self.suggesting.offered.connect(self._on_offered)
        self.suggesting.cancelled.connect(self._on_cancelled)
        self.suggesting.changed.connect(self.changed)
        self.confirming.told.connect(self.bar.tell)
        self.confirming.changed.connect(self._on_confirmed)
        self.import_button.clicked.connect(self.choose_files)
        self.suggest_button.clicked.connect(self.prehighlight)
        self.list.import_wanted.connect(self.choose_files)
        self.list.searched.connect(self._show)
        self.list.chosen.connect(self._show_article)
        self.list.opened.connect(self._on_code)
        self.bar.cancel.clicked.connect(self._on_cancel)
        self.bar.act.clicked.connect(self._on_act)
        self.reading.code_button.clicked.connect(self._on_code)

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        previewing = self.importing.is_previewing
        total = self.model.total
        writable = self._bridge is not None and not self._bridge.project.read_only
        busy = self._task is not None
        words = self.tr("1 article") if total == 1 else self.tr("{0} articles").format(total)
        self.head.set_texts(self.tr("Corpus"), words)
        self.import_button.setEnabled(writable and not busy)
        self.suggest_button.setEnabled(writable and not busy and total > 0)
        self.preview.setVisible(previewing)
        self.list.setVisible(not previewing or total > 0)
        found = self.list.is_found
        self.list.show_found()
        self.reading.code_button.setVisible(not previewing and found)
        self.pages.setVisible(found or previewing)
        self.pages.set_choosable(not previewing)
        if previewing:
            self.pages.show_page("text")
        self.suggestions.set_enabled(writable=writable, busy=busy)
        self.metadata.set_enabled(writable=writable and not busy)
        if not found and not previewing:
            self.reading.clear()
            self._shown_id = None
        self.status_changed.emit(self.status())

    def _show_article(self, article: ArticleSummary) -> None:
        if self._bridge is None or self.importing.is_previewing:
            return
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

    def _show_preview(self, row: PreviewRow) -> None:
        self._shown_id = None
        self.reading.show_file(row)

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

    def _on_previewed(self, title: str, words: str, act: str, enabled: bool) -> None:
        self._task = None
        self.bar.ask(title, words, act, enabled=enabled)
        self._show()
        self.bar.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_imported(self, title: str, words: str) -> None:
        self._task = None
        self.bar.ask(title, words, self.tr("Look for suggestions"), enabled=True)
        self.changed.emit()
        self._show()

    def _on_failed(self, error: AnnotatorError) -> None:
        self._task = None
        self.bar.tell("warning", str(error))
        self._show()

    def _on_cancelled(self) -> None:
        self._task = None
        self.importing.clear()
        self.bar.tell("info", self.tr("Cancelled; nothing was stored."))
        self._show()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            self.cancel_import()

    def _on_act(self) -> None:
        if self.importing.is_previewing:
            self.confirm_import()
        elif self._anew:
            self._anew = False
            self.look_anew()
        else:
            self.prehighlight()

    def _on_code(self) -> None:
        chosen = self.list.selected_id
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
