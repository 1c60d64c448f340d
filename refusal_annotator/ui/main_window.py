"""The window: menus, rail, screens and the status line; what each command calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.across import AcrossLinks
from refusal_annotator.ui.actions import Actions
from refusal_annotator.ui.actor_names import ActorNames
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.corpus_search import CorpusSearch
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.doors import Doors
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.finishing import Finishing
from refusal_annotator.ui.following import Following
from refusal_annotator.ui.key_caps import KeyCaps
from refusal_annotator.ui.occurring import Occurring
from refusal_annotator.ui.overlays import Overlays
from refusal_annotator.ui.pace_clock import PaceClock
from refusal_annotator.ui.palette_source import PaletteSource
from refusal_annotator.ui.place_visits import PlaceVisits
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.start import StartScreen
from refusal_annotator.ui.screens.start_recent import recent_of
from refusal_annotator.ui.tasks import TaskRunner
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.undoing import Undoing
from refusal_annotator.ui.window_commands import calls_of, conditions_of
from refusal_annotator.ui.window_frame import Corner, WindowFrame
from refusal_annotator.ui.window_screens import HoldsScreens, Screens, load_first
from refusal_annotator.ui.window_settings import WindowSettings
from refusal_annotator.workspace.settings import Settings, change_settings, load_settings

if TYPE_CHECKING:
    # Databases are loaded when a project is opened, not before the first window.
    from refusal_annotator.ui.figures.behind import FigureName
    from refusal_annotator.workspace.project import ArticleSummary, OpenProject

_CODER_MENUS = ("File", "Edit", "View", "Go", "Code", "Suggestions", "Help")
_STUDY_MENUS = ("File", "Edit", "View", "Go", "Corpus", "Actors", "Agreement", "Help")
_START_MENUS = ("File", "View", "Help")


class MainWindow(HoldsScreens, QMainWindow):
    """Holds the open project and shows one screen of it."""

    def __init__(self, settings: Settings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings or load_settings()
        self.bridge: ProjectBridge | None = None
        self.coder: Coder | None = None
        self.runner = TaskRunner(self)
        self.desk = CodingDesk(self)
        self.doors = Doors(self)
        self.actor_names = ActorNames(self)
        self.following = Following(self)
        self.looks = WindowSettings(self)
        self.overlays = Overlays(self)
        self.undoing = Undoing(self)
        self.finishing = Finishing(self)
        self.occurring = Occurring(self)
        self.corpus_search = CorpusSearch(self)
        self.across = AcrossLinks(self)
        self.pace_clock = PaceClock(self)
        self.places = PlaceVisits(self)
        self.palette_source = PaletteSource(self)
        self.actions_ = Actions(self, calls=calls_of(self), conditions=conditions_of(self))
        self.start = StartScreen()
        self.key_caps = KeyCaps(self)
        self.screens = Screens(self)
        self._build()
        self._connect()
        self.looks.apply(self.settings)
        self.show_start()

    # --- projects ---------------------------------------------------------------------------

    def show_start(self) -> None:
        """Show the start screen."""
        self.setWindowTitle(self.tr("Refusal Annotator"))
        self.settings = load_settings()
        recent = recent_of(self.settings)
        self.start.show_projects(recent, self.settings.coders)
        self.frame.pages.setCurrentIndex(0)
        self.start.take_focus()
        self.status.hide()
        self.frame.show_docked(False)
        self._corner.hide()
        self._fill_menus(_START_MENUS)
        self.refresh_actions()
        # The first project then opens without waiting for the parts that read databases.
        QTimer.singleShot(0, self, self._warm_up)
        folders = [project.folder for project in recent[:6] if project.exists]
        if folders:
            QTimer.singleShot(0, self, lambda: self._glance(folders))

    def open_project(
        self, folder: Path, coder_id: UUID | None = None, *, read_only: bool = False
    ) -> bool:
        """Open a project as a coder; asks who is coding where that is not known."""
        return self.doors.open(folder, coder_id, read_only=read_only)

    def create_project(
        self, folder: Path, *, name: str, codebook_text: str, coder_name: str, role: object
    ) -> bool:
        """Make a project and start coding in it."""
        return self.doors.create(
            folder, name=name, codebook_text=codebook_text, coder_name=coder_name, role=role
        )

    def close_project(self) -> None:
        """Put the project away and show the start screen."""
        self._let_go()
        self.show_start()

    def set_coder(self, coder: Coder, lists: jobs.ArticleLists | None = None) -> None:
        """Code as this person from now on; their lists of articles are read here if not given."""
        assert self.bridge is not None
        self.coder = coder
        folder = str(self.bridge.project.folder.resolve())
        self.settings = change_settings(coders={**load_settings().coders, folder: str(coder.id)})
        self.desk.set_coder(coder.id)
        self.palette_source.recent.clear()
        self.screens.set_coder(coder)
        self._corner.coder_button.setText(f"{coder.name} · {coder.role}")
        self.menuBar().setCornerWidget(self._corner)
        self._corner.show()
        self.code.set_articles([])
        self.show_articles(*(lists or jobs.article_lists(self.bridge.project, coder.id)))

    # --- screens ----------------------------------------------------------------------------

    def go(self, screen: str) -> None:
        """Show a screen."""
        if screen != "settings" and self.bridge is None:
            return
        shown: QWidget = self.screens[screen]
        self.frame.stack.setCurrentWidget(shown)
        self.frame.rail.set_current(screen)
        self.frame.show_docked(screen == "code")
        menus = _CODER_MENUS if screen == "code" else _STUDY_MENUS
        self._fill_menus(menus)
        if screen == "corpus":
            self.corpus.refresh()
        if screen in ("compare", "agreement"):
            self.agreement.compute_if_stale()
        if screen == "code":
            self.code.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self.following.show_status_of(screen)
        self.refresh_actions()

    @property
    def screen_name(self) -> str:
        """Name of the screen that is shown, empty on the start screen."""
        if self.frame.pages.currentIndex() == 0:
            return ""
        return self.screens.name_of(self.frame.stack.currentWidget())

    def show_settings_page(self, page: str) -> None:
        """Show one page of the settings."""
        self.settings_screen.show_page(page)
        self.go("settings")

    def refresh_articles(self) -> None:
        """Read the lists of articles anew."""
        if self.bridge is None or self.coder is None:
            return
        self.show_articles(*jobs.article_lists(self.bridge.project, self.coder.id))

    def show_articles(self, articles: list[ArticleSummary], n_coders: int) -> None:
        """Show these lines in the lists of articles."""
        self.code.set_articles(articles)
        self.screens.set_articles(articles, n_coders)
        self.refresh_actions()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        finishing, occurring = self.finishing, self.occurring
        docked = (
            occurring.panel,
            finishing.panel,
            finishing.banner,
        )
        self.frame = WindowFrame(self.start, docked)
        self.rail, self.status = self.frame.rail, self.frame.status
        self.setCentralWidget(self.frame)
        self._corner = Corner()
        self.save_mark = self._corner.save_mark
        self._corner.coder_button.clicked.connect(self.doors.switch_coder)
        self.menuBar().setCornerWidget(self._corner)
        self.setMinimumSize(1000, 640)

    def _connect(self) -> None:
        self.frame.rail.activated.connect(self.go)
        self.start.new_wanted.connect(self.doors.new_project)
        self.start.open_wanted.connect(self.doors.choose)
        self.start.sample_wanted.connect(self.doors.open_sample)
        self.start.table_wanted.connect(self.actions_.action("open_table").trigger)
        self.start.project_wanted.connect(self.open_project)
        self.start.coder_wanted.connect(self.doors.add_coder_to)
        self.start.locate_wanted.connect(lambda _: self.doors.choose())
        self.desk.refused.connect(self.following.on_refused)

    # --- project, closer --------------------------------------------------------------------

    def take(self, project: OpenProject) -> None:
        """Put a project on every screen."""
        self._let_go()
        code = self.code
        self.bridge = ProjectBridge(project, self)
        self.following.follow_project()
        theme_manager().set_codebook(project.codebook)
        self.actions_.set_codebook(project.codebook)
        self.actor_names.forget()
        names = self.actor_names
        context = EditorContext(project.codebook, names.listed, names.make)
        self.desk.set_project(self.bridge)
        code.set_context(context)
        self.screens.set_project(self.bridge)
        self.following.show_save_state()

    def enter(self, coder: Coder, lists: jobs.ArticleLists) -> None:
        """Begin to work in the project as this coder."""
        from refusal_annotator.workspace.projects import remember

        assert self.bridge is not None
        project = self.bridge.project
        if not project.read_only:
            remember(project)
        self.set_coder(coder, lists)
        self.setWindowTitle(self.tr("{0} — Refusal Annotator").format(project.name))
        self.frame.pages.setCurrentIndex(1)
        self.status.show()
        self._corner.show()
        self.go("code" if self.code.queue.model.rowCount() else "corpus")
        self.code.come_back()
        QTimer.singleShot(0, self.runner, self.runner.start_worker)

    def _let_go(self) -> None:
        if self.bridge is None:
            return
        bridge, self.bridge = self.bridge, None
        self.screens.set_project(None)
        self.corpus_search.forget()
        self.desk.set_project(None)
        self.code.set_context(None)
        self.actions_.set_codebook(None)
        self.coder = None
        try:
            bridge.close()
        except AnnotatorError as error:
            tell(self, self.tr("Not all is saved"), str(error), act=self.tr("Close anyway"))
        bridge.deleteLater()

    def _warm_up(self) -> None:
        """Load and make what the first project needs, while the start screen stands already."""
        task = self.runner.in_thread(load_first)
        task.finished.connect(lambda _: self.screens["code"])

    def _glance(self, folders: list[Path]) -> None:
        task = self.runner.in_thread(jobs.glance_at_projects, folders)
        task.finished.connect(self.start.show_glances)

    # --- acts -------------------------------------------------------------------------------

    def import_files(self) -> None:
        self.go("corpus")
        self.corpus.choose_files()

    def import_folder(self) -> None:
        self.go("corpus")
        self.corpus.choose_folder()

    def prehighlight(self) -> None:
        self.go("corpus")
        self.corpus.prehighlight()

    def show_corpus_page(self, name: str) -> None:
        """Show what pages say, or the panel of suggestions, beside the list of articles."""
        self.go("corpus")
        self.corpus.show_page(name)

    def show_units(self, figure: FigureName, units: tuple) -> None:
        """Show the units behind a figure."""
        self.go("compare")
        self.compare.show_units(figure, units)

    def compute(self) -> None:
        if self.screen_name not in ("agreement", "compare"):
            self.go("agreement")
        self.agreement.compute()

    def show_history(self) -> None:
        """Show what was done to the study as a whole, where it is taken back."""
        self.go("actors")
        self.actors.history.take_focus()

    def code_article(self, article_id: UUID) -> None:
        """Open an article on the coding screen."""
        self.go("code")
        self.code.open_article(article_id)

    # --- menus ------------------------------------------------------------------------------

    def refresh_actions(self) -> None:
        self.actions_.refresh()
        if self.screens.is_made("code"):
            self._check("toggle_queue", self.code.queue.isVisible())
            self._check("toggle_inspector", self.code.inspector.isVisible())
        self._check("sentence_numbers", self.settings.sentence_numbers)
        self._check("compact", self.settings.density == "compact")
        for name in ("system", "light", "dark", "high_contrast"):
            self._check(f"theme_{name}", self.settings.theme == name)

    def _check(self, command: str, on: bool) -> None:
        self.actions_.action(command).setChecked(on)

    def _fill_menus(self, titles: tuple[str, ...]) -> None:
        menus = self.actions_.fill_menus(self.menuBar(), titles)
        if "Edit" in menus:
            menus["Edit"].aboutToShow.connect(self.undoing.name_acts)

    def zoom(self, steps: int) -> None:
        self.code.view.zoom(steps)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.looks.keep_place()
        self._let_go()
        self.runner.close()
        event.accept()
