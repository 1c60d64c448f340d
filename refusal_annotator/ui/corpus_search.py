"""Search over all articles from the window: asked in a thread, a place opened in its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from refusal_annotator.ui.panels.search_panel import SearchPanel

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.workspace.project import OpenProject
    from refusal_annotator.workspace.searching import SearchHit, SearchResult

_PER_ARTICLE = 5


class CorpusSearch(QObject):
    """Makes the panel when it is first asked for, and docks it under the article."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel: SearchPanel | None = None

    @property
    def panel(self) -> SearchPanel:
        """The panel; it is made by the first who asks."""
        if self._panel is None:
            self._panel = SearchPanel()
            self._panel.wanted.connect(self._search)
            self._panel.opened.connect(self._open)
            self._panel.left.connect(lambda: self._window.code.view.setFocus())
            self._window.frame.dock(self._panel)
        return self._panel

    def start(self) -> None:
        """Show the panel on the coding screen."""
        if self._window.bridge is None:
            return
        if self._window.screen_name != "code":
            self._window.go("code")
        self.panel.start()

    def forget(self) -> None:
        """Another project is opened, or none."""
        if self._panel is not None:
            self._panel.forget()

    def _search(self, query: str) -> None:
        bridge = self._window.bridge
        if bridge is None:
            return

        def work(project: OpenProject) -> SearchResult:
            from refusal_annotator.workspace.searching import search_corpus

            return search_corpus(project, query, per_article=_PER_ARTICLE)

        bridge.read(work, lambda result: self.panel.show_result(query, result))

    def _open(self, hit: SearchHit) -> None:
        """Open the article with the place selected."""
        window = self._window
        window.code_article(hit.article_id)
        session = window.desk.session
        if session is not None and session.version.id == hit.version_id:
            window.places.select(hit.start, hit.end)
