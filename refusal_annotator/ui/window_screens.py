"""The screens of the window, each made when it is first asked for.

The window stands as soon as the start screen does. A screen that comes later is connected and told
of the open project then, so that nobody need know which screens there are already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from refusal_annotator.ui import jobs

if TYPE_CHECKING:
    from refusal_annotator.domain.coders import Coder
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.ui.panels.codings_table import CodingsTable
    from refusal_annotator.ui.project_bridge import ProjectBridge
    from refusal_annotator.ui.screens.actors import ActorsScreen
    from refusal_annotator.ui.screens.agreement import AgreementScreen
    from refusal_annotator.ui.screens.code import CodeScreen
    from refusal_annotator.ui.screens.codebook import CodebookScreen
    from refusal_annotator.ui.screens.compare import CompareScreen
    from refusal_annotator.ui.screens.corpus import CorpusScreen
    from refusal_annotator.ui.screens.settings import SettingsScreen
    from refusal_annotator.workspace.project import ArticleSummary

NAMES = ("code", "corpus", "compare", "agreement", "codebook", "actors", "settings")


def load_first(*, progress: Callable[..., None], cancelled: Callable[[], bool]) -> None:
    """Load what opening a project needs, and the screen that is seen then; runs in a thread."""
    jobs.warm_up_job(progress=progress, cancelled=cancelled)
    import refusal_annotator.ui.panels.codings_table
    import refusal_annotator.ui.screens.code  # noqa: F401


class Screens(Mapping[str, QWidget]):
    """The screens by name; to ask for one makes it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._made: dict[str, Any] = {}
        self._articles: tuple[list[ArticleSummary], int] = ([], 0)
        self._table: Any = None

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            _MAKERS[name](self)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def is_made(self, name: str) -> bool:
        """Whether a screen was asked for already."""
        return name in self._made

    def name_of(self, widget: QWidget | None) -> str:
        """Name of a screen, empty for anything else."""
        return next((name for name, screen in self._made.items() if screen is widget), "")

    def codings_table(self) -> CodingsTable:
        """The table twin of the text, which comes with the coding screen."""
        assert self["code"] is not None
        return self._table

    # --- what all screens hear --------------------------------------------------------------

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Put a project on every screen there is, or take it away."""
        self._articles = ([], 0)
        for name in ("corpus", "agreement", "compare"):
            if name in self._made:
                self._made[name].set_project(bridge)
        if bridge is None:
            self._tell_people(None, None)
        elif "codebook" in self._made:
            self._made["codebook"].set_codebook(bridge.project.codebook)

    def set_coder(self, coder: Coder) -> None:
        """Let every screen there is work for this person."""
        for name in ("agreement", "corpus"):
            if name in self._made:
                self._made[name].set_coder(coder)
        self._tell_people(self._window.bridge, coder)

    def set_articles(self, articles: list[ArticleSummary], n_coders: int) -> None:
        """Show these lines in the lists of articles."""
        self._articles = (articles, n_coders)
        if "corpus" in self._made:
            self._made["corpus"].set_articles(articles, n_coders)

    def mark_stale(self) -> None:
        """Codings changed, so that what was computed of them is old."""
        if "agreement" in self._made:
            self._made["agreement"].mark_stale()

    def _tell_people(self, bridge: ProjectBridge | None, coder: Coder | None) -> None:
        for name in ("actors", "settings"):
            if name in self._made:
                self._made[name].set_project(bridge, coder)

    # --- making -----------------------------------------------------------------------------

    def _keep(self, name: str, screen: QWidget) -> None:
        self._made[name] = screen
        self._window.frame.stack.addWidget(screen)

    def _make_code(self) -> None:
        from refusal_annotator.ui.panels.codings_table import CodingsTable
        from refusal_annotator.ui.screens.code import CodeScreen

        window = self._window
        code = CodeScreen(window.desk, window.actions_)
        self._keep("code", code)
        self._table = CodingsTable(window.desk, window.actions_)
        self._table.left.connect(code.view.setFocus)
        window.frame.dock(self._table)
        window.frame.room_changed.connect(self._table.fit)
        self._table.fit(window.frame.room)
        for signal in (
            window.desk.article_changed,
            window.desk.selection_changed,
            window.desk.content_changed,
            window.desk.mode_changed,
        ):
            # At once: a key that follows fast must find its command enabled.
            signal.connect(window.actions_.refresh)
        code.status_changed.connect(window.following.on_code_status)
        code.import_wanted.connect(lambda: window.go("corpus"))
        code.finish_wanted.connect(window.finishing.finish)
        code.inspector.across_wanted.connect(window.across.start)
        code.inspector.far_jumped.connect(window.across.follow)
        code.acts.across_wanted.connect(window.across.start)
        code.view.zoom_changed.connect(window.looks.keep_zoom)
        for button, command in (
            (code.toolbar.backlight, "backlight"),
            (code.toolbar.focus, "focus_mode"),
        ):
            action = window.actions_.action(command)
            button.clicked.connect(lambda _=False, a=action: a.trigger())
            action.toggled.connect(button.setChecked)
        window.looks.apply_reading(window.settings)
        window.key_caps.show_keys()

    def _make_corpus(self) -> None:
        from refusal_annotator.ui.screens.corpus import CorpusScreen

        window = self._window
        corpus = CorpusScreen(window.runner)
        self._keep("corpus", corpus)
        corpus.changed.connect(window.following.on_corpus_changed)
        corpus.article_wanted.connect(window.code_article)
        corpus.status_changed.connect(window.following.on_screen_status)
        if window.bridge is not None:
            corpus.set_project(window.bridge)
            if window.coder is not None:
                corpus.set_coder(window.coder)
            corpus.set_articles(*self._articles)

    def _make_comparison(self) -> None:
        """Both screens at once: what the one computes the other shows."""
        from refusal_annotator.ui.screens.agreement import AgreementScreen
        from refusal_annotator.ui.screens.compare import CompareScreen

        window = self._window
        agreement, compare = AgreementScreen(window.runner), CompareScreen()
        self._keep("compare", compare)
        self._keep("agreement", agreement)
        agreement.reported.connect(compare.show_report)
        agreement.status_changed.connect(window.following.on_screen_status)
        agreement.failed.connect(compare.show_problem)
        agreement.closed.connect(compare.show_closed)
        agreement.units_wanted.connect(window.show_units)
        agreement.data_wanted.connect(window.actions_.action("export_data").trigger)
        compare.status_changed.connect(window.following.on_screen_status)
        compare.compute_wanted.connect(agreement.compute_or_stop)
        agreement.running_changed.connect(compare.show_running)
        agreement.comparing.progressed.connect(compare.show_progress)
        compare.figure_wanted.connect(lambda: window.go("agreement"))
        window.actions_.set_scope("compare", compare)
        if window.bridge is not None:
            agreement.set_project(window.bridge)
            compare.set_project(window.bridge)
            if window.coder is not None:
                agreement.set_coder(window.coder)

    def _make_codebook(self) -> None:
        from refusal_annotator.ui.screens.codebook import CodebookScreen

        codebook = CodebookScreen()
        self._keep("codebook", codebook)
        if self._window.bridge is not None:
            codebook.set_codebook(self._window.bridge.project.codebook)

    def _make_actors(self) -> None:
        from refusal_annotator.ui.screens.actors import ActorsScreen

        window = self._window
        actors = ActorsScreen()
        self._keep("actors", actors)
        actors.status_changed.connect(window.following.on_screen_status)
        for signal in (actors.status_changed, actors.selection_changed):
            signal.connect(window.actions_.refresh)
        window.actions_.set_scope("actors", actors)
        if window.bridge is not None:
            actors.set_project(window.bridge, window.coder)
        window.key_caps.show_keys()

    def _make_settings(self) -> None:
        from refusal_annotator.ui.screens.settings import SettingsScreen

        window = self._window
        settings = SettingsScreen()
        self._keep("settings", settings)
        settings.changed.connect(window.looks.take)
        settings.status_changed.connect(window.following.on_screen_status)
        settings.keys.set_actions(window.actions_)
        settings.hiding.drawn.connect(window.desk.refresh)
        settings.show_settings(window.settings)
        settings.set_project(window.bridge, window.coder)


_MAKERS: dict[str, Callable[[Screens], None]] = {
    "code": Screens._make_code,
    "corpus": Screens._make_corpus,
    "compare": Screens._make_comparison,
    "agreement": Screens._make_comparison,
    "codebook": Screens._make_codebook,
    "actors": Screens._make_actors,
    "settings": Screens._make_settings,
}


class HoldsScreens:
    """Gives a window its screens as attributes."""

    screens: Screens

    @property
    def code(self) -> CodeScreen:
        """The coding screen."""
        return self.screens["code"]

    @property
    def codings_table(self) -> CodingsTable:
        """The table twin of the text, which comes with the coding screen."""
        return self.screens.codings_table()

    @property
    def corpus(self) -> CorpusScreen:
        """The list of articles."""
        return self.screens["corpus"]

    @property
    def compare(self) -> CompareScreen:
        """Disagreements."""
        return self.screens["compare"]

    @property
    def agreement(self) -> AgreementScreen:
        """Figures of agreement."""
        return self.screens["agreement"]

    @property
    def codebook(self) -> CodebookScreen:
        """The codebook."""
        return self.screens["codebook"]

    @property
    def actors(self) -> ActorsScreen:
        """The registry of actors."""
        return self.screens["actors"]

    @property
    def settings_screen(self) -> SettingsScreen:
        """Settings."""
        return self.screens["settings"]
