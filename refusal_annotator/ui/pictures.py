"""Pictures of every screen of a project, for a demo without a display and for the README."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEventLoop, QTimer

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.settings import CONFIG_VARIABLE, change_settings

THEMES = ("light", "dark", "high_contrast")
SIZES = ("1440x900", "1280x800")
PATIENCE = 120.0


def take_pictures(
    project: Path,
    folder: Path,
    *,
    themes: Sequence[str] = THEMES[:2],
    sizes: Sequence[str] = SIZES[:1],
) -> list[Path]:
    """Write a picture of each screen; the project needs a finished article and one to do."""
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    written: list[Path] = []
    with _fresh_settings():
        make_application(["refusal-annotator"])
        for theme in themes:
            for size in sizes:
                written += _Photographer(project, folder, theme, size).all_screens()
    return written


@contextmanager
def _fresh_settings() -> Iterator[None]:
    """The pictures show the program as it is delivered, not as somebody has set it."""
    own = os.environ.get(CONFIG_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="pictures-") as scratch:
        os.environ[CONFIG_VARIABLE] = scratch
        try:
            yield
        finally:
            if own is None:
                del os.environ[CONFIG_VARIABLE]
            else:
                os.environ[CONFIG_VARIABLE] = own


class _Photographer:
    """Goes through the window and takes a picture of each screen."""

    def __init__(self, project: Path, out: Path, theme: str, size: str) -> None:
        change_settings(theme=theme, reduced_motion=True)
        self._project, self._out = project, out
        with OpenProject.open(project, read_only=True) as opened:
            self._coder = opened.coders()[0].id
        self._suffix = f"{theme}_{size}"
        self._window = MainWindow()
        self._window.resize(*map(int, size.split("x")))
        self._window.show()
        self._settle()

    def all_screens(self) -> Iterator[Path]:
        """Take the pictures and close the window."""
        window = self._window
        try:
            yield self._take("start_empty")
            # Without a coder's name the window would ask, and wait for an answer.
            window.open_project(self._project, self._coder)
            yield from self._coding()
            yield from self._study()
            window.close_project()
            self._wait(lambda: bool(window.start.model.rowCount()))
            self._settle(0.6)
            yield self._take("start")
        finally:
            window.close()
            self._settle()

    def _coding(self) -> Iterator[Path]:
        window, desk = self._window, self._window.desk
        window.go("code")
        articles = window.code.queue.model.order()
        done = next(a for a in articles if a.status == "finished")
        window.code.open_article(done.id)
        desk.acts.reopen()
        claim = list(desk.numbers)[3]
        desk.select(claim)
        yield self._take("coding")
        fields = window.code.inspector.coding.fields
        fields.open(fields.rows[min(7, len(fields.rows) - 1)].attribute.id)
        yield self._take("field")
        window.code.view.setFocus()
        window.code.acts.toggle_link()
        yield self._take("link")
        desk.links.leave()
        yield from self._across()
        inspector = window.code.inspector
        inspector.coding.fields.close_editor()
        window.code.acts.toggle_history()
        window.code.acts.toggle_comments()
        self._wait(lambda: inspector.coding.comments.none.isVisible())
        yield self._take("comments")
        for fold in (inspector.coding.comments, inspector.coding.history):
            fold.toggle()
        window.codings_table.toggle()
        yield self._take("table")
        window.codings_table.leave()
        window.desk.undo()
        window.corpus_search.start()
        window.corpus_search.panel.field.setText("refus* lawyer")
        self._wait(lambda: window.corpus_search.panel.current() is not None)
        yield self._take("search")
        window.corpus_search.panel.leave()
        fresh = next(a for a in articles if a.status == "to_do")
        window.code.open_article(fresh.id)
        yield self._take("article")
        window.code.acts.step_suggestion(True)
        window.code.acts.step_suggestion(True)
        yield self._take("suggestion")
        window.code.acts.toggle_article_form()
        yield self._take("article_form")
        desk.select(None)
        window.finishing.finish()
        yield self._take("finish")
        window.finishing.leave()
        window.overlays.show_keys()
        yield self._take("keys")
        window.overlays.leave()
        window.overlays.show_places()
        window.overlays.current.field.setText(f"{articles[0].key}:29-118")  # type: ignore[union-attr]
        yield self._take("place")
        window.overlays.leave()
        nowhere = PlaceLink(UUID(int=1), articles[0].id, 29, 118)
        window.places.go(nowhere)
        yield self._take("link_unknown")
        window.places.bar.close_it.click()

    def _across(self) -> Iterator[Path]:
        """The selected coding is linked with one of another article, and back again."""
        from refusal_annotator.workspace.study_history import undo_study

        window, panel = self._window, self._window.across.panel
        assert window.bridge is not None and window.coder is not None
        window.across.start()
        self._wait(lambda: panel.model.rowCount() > 0)
        yield self._take("across")
        panel.take()
        self._wait(lambda: panel.model.rowCount() > 0)
        yield self._take("across_made")
        window.across.leave()
        yield self._take("across_chip")
        undo_study(window.bridge.project, window.coder.id)

    def _study(self) -> Iterator[Path]:
        window = self._window
        window.go("corpus")
        yield self._take("corpus")
        window.corpus.show_page("suggestions")
        self._wait(lambda: window.corpus.suggestions.report_model.rowCount() > 0)
        yield self._take("suggestions")
        window.corpus.show_page("metadata")
        self._wait(lambda: window.corpus.metadata.model.rowCount() > 0)
        yield self._take("metadata")
        window.corpus.show_page("text")
        window.go("agreement")
        self._wait(lambda: window.agreement.report is not None)
        self._wait(lambda: window.agreement.status().rest != "")
        yield self._take("agreement")
        for view in ("categories", "coders"):
            lines = window.agreement.model.lines
            row = next(n for n, line in enumerate(lines) if line.group == "attribute")
            window.agreement.table.setCurrentIndex(window.agreement.model.index(row, 0))
            window.agreement.detail.open_view(view)
            yield self._take(f"agreement_{view}")
        window.agreement.detail.open_view("pairs")
        window.agreement.detail.open_texts()
        yield self._take("compare_figure")
        window.compare.disagreements.show_all()
        window.go("compare")
        boundary = next(
            n
            for n in range(window.compare.model.rowCount())
            if window.compare.model.at(n).kind == "boundary"
        )
        window.compare.list.setCurrentIndex(window.compare.model.index(boundary))
        yield self._take("compare")
        window.go("codebook")
        yield self._take("codebook")
        window.go("actors")
        window.actors.table.selectRow(1)
        yield self._take("actors")
        window.go("settings")
        yield self._take("settings")
        window.settings_screen.show_page("keys")
        yield self._take("settings_keys")
        window.settings_screen.show_page("look")

    def _take(self, name: str) -> Path:
        self._settle()
        path = self._out / f"{name}_{self._suffix}.png"
        self._window.grab().save(str(path))
        return path

    def _wait(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise AnnotatorError("The pictures were not taken: a screen did not get ready.")
            self._settle(0.05)

    def _settle(self, seconds: float = 0.75) -> None:
        """Let timers run; an outline that marks a jump is gone after 600 ms."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()
