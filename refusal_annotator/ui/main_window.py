"""The window: menus, rail, screens and the status line; what each command calls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.coders import Coder, CoderKind
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.actions import Actions
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.dialogs.keys import KeysOverlay, Overlay
from refusal_annotator.ui.dialogs.palette import PaletteOverlay
from refusal_annotator.ui.dialogs.projects import (
    FinishDialog,
)
from refusal_annotator.ui.doors import Doors
from refusal_annotator.ui.editors import EditorContext, Named
from refusal_annotator.ui.palette_source import PaletteSource
from refusal_annotator.ui.panels.bars import CornerButton, StatusLine
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.agreement import AgreementScreen
from refusal_annotator.ui.screens.code import CodeScreen
from refusal_annotator.ui.screens.codebook import CodebookScreen
from refusal_annotator.ui.screens.compare import CompareScreen
from refusal_annotator.ui.screens.corpus import CorpusScreen
from refusal_annotator.ui.screens.settings import SettingsScreen
from refusal_annotator.ui.screens.start import StartScreen, recent_of
from refusal_annotator.ui.tasks import TaskRunner
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.widgets import Divider, Rail, RailItem, SaveMark
from refusal_annotator.ui.window_commands import calls_of, conditions_of
from refusal_annotator.workspace.settings import (
    Settings,
    change_settings,
    load_settings,
)

if TYPE_CHECKING:
    # Databases are loaded when a project is opened, not before the first window.
    from refusal_annotator.workspace.project import OpenProject

RAIL = (
    RailItem("code", "code", "Code"),
    RailItem("corpus", "corpus", "Corpus"),
    RailItem("compare", "compare", "Compare"),
    RailItem("agreement", "agreement", "Agreement"),
    RailItem("codebook", "codebook", "Codebook"),
    RailItem("settings", "settings", "Settings", bottom=True),
)
_CODER_MENUS = ("File", "Edit", "View", "Go", "Code", "Suggestions", "Help")
_STUDY_MENUS = ("File", "Edit", "View", "Go", "Corpus", "Agreement", "Help")
_START_MENUS = ("File", "View", "Help")
DEFAULT_SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """Holds the open project and shows one screen of it."""

    def __init__(self, settings: Settings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings or load_settings()
        self.bridge: ProjectBridge | None = None
        self.coder: Coder | None = None
        self.runner = TaskRunner(self)
        self.desk = CodingDesk(self)
        self._entities: tuple[Named, ...] | None = None
        self._last_status = CodeStatus("", "", ())
        self.doors = Doors(self)
        self.palette_source = PaletteSource(self)
        self.actions_ = Actions(self, calls=calls_of(self), conditions=conditions_of(self))
        self.start = StartScreen()
        self.code = CodeScreen(self.desk, self.actions_)
        self.corpus = CorpusScreen(self.runner)
        self.compare = CompareScreen()
        self.agreement = AgreementScreen(self.runner)
        self.codebook = CodebookScreen()
        self.settings_screen = SettingsScreen()
        self.screens: dict[str, QWidget] = {
            "code": self.code,
            "corpus": self.corpus,
            "compare": self.compare,
            "agreement": self.agreement,
            "codebook": self.codebook,
            "settings": self.settings_screen,
        }
        self._build()
        self._connect()
        self._apply_settings(self.settings)
        self.show_start()

    # --- projects ---------------------------------------------------------------------------

    def show_start(self) -> None:
        """Show the start screen."""
        self.setWindowTitle(self.tr("Refusal Annotator"))
        self.settings = load_settings()
        recent = recent_of(self.settings)
        self.start.show_projects(recent, self.settings.coders)
        self._pages.setCurrentIndex(0)
        self.start.take_focus()
        self.status.hide()
        self._corner.hide()
        self._fill_menus(_START_MENUS)
        self._refresh_actions()
        # The first project then opens without waiting for the parts that read databases.
        QTimer.singleShot(0, self, lambda: self.runner.in_thread(jobs.warm_up_job))
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

    def set_coder(self, coder: Coder) -> None:
        """Code as this person from now on."""
        assert self.bridge is not None
        self.coder = coder
        folder = str(self.bridge.project.folder.resolve())
        self.settings = change_settings(coders={**load_settings().coders, folder: str(coder.id)})
        self.desk.set_coder(coder.id)
        self.palette_source.recent.clear()
        self.agreement.set_coder(coder)
        self._coder_button.setText(f"{coder.name} · {coder.role}")
        self.menuBar().setCornerWidget(self._corner)
        self._corner.show()
        self.code.set_articles([])
        self.refresh_articles()

    # --- screens ----------------------------------------------------------------------------

    def go(self, screen: str) -> None:
        """Show a screen."""
        if screen != "settings" and self.bridge is None:
            return
        self._stack.setCurrentWidget(self.screens[screen])
        self.rail.set_current(screen)
        menus = _CODER_MENUS if screen == "code" else _STUDY_MENUS
        self._fill_menus(menus)
        shown = self.screens[screen]
        if screen == "corpus":
            self.corpus.refresh()
        if screen in ("compare", "agreement"):
            self.agreement.compute_if_stale()
        if screen == "code":
            self.code.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_status(self._last_status)
        else:
            self._show_status(shown.status())  # type: ignore[attr-defined]
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh_actions()

    @property
    def screen_name(self) -> str:
        """Name of the screen that is shown, empty on the start screen."""
        if self._pages.currentIndex() == 0:
            return ""
        current = self._stack.currentWidget()
        return next((name for name, widget in self.screens.items() if widget is current), "")

    def refresh_articles(self) -> None:
        """Read the lists of articles anew."""
        if self.bridge is None or self.coder is None:
            return
        project = self.bridge.project
        articles = project.article_summaries(self.coder.id)
        self.code.set_articles(articles)
        coders = [c for c in project.coders() if c.kind == CoderKind.HUMAN]
        self.corpus.set_articles(articles, len(coders))
        self._refresh_actions()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.rail = Rail(RAIL)
        self._stack = QStackedWidget()
        for screen in self.screens.values():
            self._stack.addWidget(screen)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(frame)
        self.status = StatusLine()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self._build_corner()
        self.setMinimumSize(1000, 640)

    def _build_corner(self) -> None:
        self._corner = QWidget()
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 6, 1)
        row.setSpacing(8)
        self.save_mark = SaveMark()
        # The menu bar lays its corner out once, so the corner keeps room for every state.
        holder = QWidget()
        holder.setFixedWidth(120)
        mark_row = QHBoxLayout(holder)
        mark_row.setContentsMargins(0, 0, 0, 0)
        mark_row.addStretch(1)
        mark_row.addWidget(self.save_mark)
        self._coder_button = CornerButton()
        self._coder_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._coder_button.setToolTip(self.tr("Change coder"))
        self._coder_button.clicked.connect(self.doors.switch_coder)
        line = Divider(upright=True)
        line.setFixedHeight(29)
        row.addWidget(holder)
        row.addWidget(line)
        row.addWidget(self._coder_button)
        self.menuBar().setCornerWidget(self._corner)

    def _connect(self) -> None:
        self.rail.activated.connect(self.go)
        self.start.new_wanted.connect(self.doors.new_project)
        self.start.open_wanted.connect(self.doors.choose)
        self.start.sample_wanted.connect(self.doors.open_sample)
        self.start.project_wanted.connect(self.open_project)
        self.start.coder_wanted.connect(self.doors.add_coder_to)
        self.start.locate_wanted.connect(lambda _: self.doors.choose())
        self.code.status_changed.connect(self._on_code_status)
        self.code.import_wanted.connect(lambda: self.go("corpus"))
        self.code.finish_wanted.connect(self.finish)
        self.corpus.changed.connect(self._on_corpus_changed)
        self.corpus.article_wanted.connect(self.code_article)
        self.corpus.status_changed.connect(self._on_screen_status)
        self.agreement.reported.connect(self.compare.show_report)
        self.agreement.status_changed.connect(self._on_screen_status)
        self.agreement.failed.connect(self.compare.show_problem)
        self.agreement.disagreements_wanted.connect(self._show_disagreements)
        self.compare.status_changed.connect(self._on_screen_status)
        self.compare.compute_wanted.connect(self.agreement.compute)
        self.settings_screen.changed.connect(self._on_settings)
        self.code.view.zoom_changed.connect(self._on_zoomed)
        self.desk.refused.connect(self._on_refused)
        for signal in (
            self.desk.article_changed,
            self.desk.selection_changed,
            self.desk.content_changed,
            self.desk.mode_changed,
        ):
            # At once: a key that follows fast must find its command enabled.
            signal.connect(self.actions_.refresh)
        self._list_timer = QTimer(self, singleShot=True, interval=250)
        self._list_timer.timeout.connect(self.refresh_articles)
        self.actions_.set_scope("compare", self.compare)
        toolbar = self.code.toolbar
        for button, command in ((toolbar.backlight, "backlight"), (toolbar.focus, "focus_mode")):
            action = self.actions_.action(command)
            button.clicked.connect(lambda _=False, a=action: a.trigger())
            action.toggled.connect(button.setChecked)

    # --- project, closer --------------------------------------------------------------------

    def take(self, project: OpenProject) -> None:
        """Put a project on every screen."""
        self._let_go()
        self.bridge = ProjectBridge(project, self)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.save_state_changed.connect(self._show_save_state)
        self.bridge.failed.connect(self._on_failed)
        self.bridge.refused.connect(self._on_refused)
        theme_manager().set_codebook(project.codebook)
        self.actions_.set_codebook(project.codebook)
        self._entities = None
        context = EditorContext(project.codebook, self.entity_list, self._new_entity)
        self.desk.set_project(self.bridge)
        self.code.set_context(context)
        self.corpus.set_project(self.bridge)
        self.agreement.set_project(self.bridge)
        self.compare.set_project(self.bridge)
        self.codebook.set_codebook(project.codebook)
        self._show_save_state()

    def enter(self, coder: Coder) -> None:
        """Begin to work in the project as this coder."""
        from refusal_annotator.workspace.projects import remember

        assert self.bridge is not None
        project = self.bridge.project
        if not project.read_only:
            remember(project)
        self.set_coder(coder)
        self.setWindowTitle(self.tr("{0} — Refusal Annotator").format(project.name))
        self._pages.setCurrentIndex(1)
        self.status.show()
        self._corner.show()
        self.go("code" if self.code.queue.model.rowCount() else "corpus")
        QTimer.singleShot(0, self.runner, self.runner.start_worker)

    def _let_go(self) -> None:
        if self.bridge is None:
            return
        bridge, self.bridge = self.bridge, None
        self.corpus.set_project(None)
        self.agreement.set_project(None)
        self.compare.set_project(None)
        self.desk.set_project(None)
        self.code.set_context(None)
        self.actions_.set_codebook(None)
        self.coder = None
        try:
            bridge.close()
        except AnnotatorError as error:
            tell(self, self.tr("Not all is saved"), str(error), act=self.tr("Close anyway"))
        bridge.deleteLater()

    def _glance(self, folders: list[Path]) -> None:
        task = self.runner.in_thread(jobs.glance_at_projects, folders)
        task.finished.connect(self.start.show_glances)

    def entity_list(self) -> tuple[Named, ...]:
        """Actors of the study that are not merged into another."""
        if self._entities is None and self.bridge is not None:
            self._entities = tuple(
                Named(e.key, e.name or e.key, tuple(e.aliases))
                for e in self.bridge.project.entities()
                if not e.merged_into
            )
        return self._entities or ()

    def _new_entity(self, name: str) -> str | None:
        from refusal_annotator.workspace.entities import new_entity

        if self.bridge is None:
            return None
        try:
            entity, change_set = new_entity(self.bridge.project, name)
        except AnnotatorError as error:
            self._on_refused(error)
            return None
        return entity.key if self.bridge.do(change_set, self) else None

    # --- acts -------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """Lay the list of keys over the window."""
        self._overlay = KeysOverlay(
            self.actions_.sections(), self.settings.single_letter_keys, self
        )
        self._overlay.open()

    def show_palette(self) -> None:
        """Lay the command palette over the window."""
        self._open_palette(
            PaletteOverlay(
                self.palette_source.entries(),
                self,
                title=self.tr("Find anything"),
                placeholder=self.tr("Types, values, actors, commands, articles"),
            )
        )

    def show_recent(self) -> None:
        """Lay the list of what was done last over the window; digits take."""
        self._open_palette(
            PaletteOverlay(
                self.palette_source.recent_entries(),
                self,
                title=self.tr("Done last"),
                placeholder=self.tr("A digit takes one, letters narrow the list"),
                numbered=True,
                nothing=self.tr(
                    "Nothing to do again here yet. Select words to repeat a type, or a coding to "
                    "repeat a value."
                ),
            )
        )

    def _open_palette(self, overlay: PaletteOverlay) -> None:
        self._overlay: Overlay = overlay
        overlay.chosen.connect(self.palette_source.run)
        overlay.open()

    def may_undo(self) -> bool:
        """Undo belongs to the open article, so only where that is to be seen."""
        seen = self.screen_name == "code" and self.desk.session is not None
        return seen and self.bridge is not None and not self.bridge.project.read_only

    def undo(self) -> None:
        self.desk.undo()

    def redo(self) -> None:
        self.desk.redo()

    def finish(self) -> None:
        missing = [m.label for m in self.desk.missing()]
        reason = None
        if missing:
            dialog = FinishDialog(missing, self)
            if not dialog.exec():
                self.code.next_missing()
                return
            reason = dialog.reason.text()
        if self.desk.finish(reason=reason):
            self.refresh_articles()
            following = self.code.queue.next_unfinished()
            if following is not None:
                self.code.open_article(following)

    def import_files(self) -> None:
        self.go("corpus")
        self.corpus.choose_files()

    def import_folder(self) -> None:
        self.go("corpus")
        self.corpus.choose_folder()

    def prehighlight(self) -> None:
        self.go("corpus")
        self.corpus.prehighlight()

    def compute(self) -> None:
        if self.screen_name not in ("agreement", "compare"):
            self.go("agreement")
        self.agreement.compute()

    def about(self) -> None:
        from refusal_annotator import __version__

        tell(
            self,
            self.tr("Refusal Annotator {0}").format(__version__),
            self.tr(
                "Codes claims, actors, numbers and stance in news articles and computes how far "
                "coders agree. Everything stays on this computer."
            ),
            act=self.tr("Close"),
        )

    def code_article(self, article_id: UUID) -> None:
        """Open an article on the coding screen."""
        self.go("code")
        self.code.open_article(article_id)

    def _show_disagreements(self, variable: str) -> None:
        self.go("compare")
        self.compare.show_variable(variable)

    # --- following --------------------------------------------------------------------------

    @Slot(object, object)
    def _on_changed(self, change_set: ChangeSet, initiator: object) -> None:
        self.palette_source.follow(change_set, initiator)
        tables = {change.table for change in change_set.changes}
        if "entity" in tables:
            self._entities = None
        if tables & {"article", "article_coding", "annotation", "coder"}:
            self._list_timer.start()
        self.agreement.mark_stale()

    def _on_corpus_changed(self) -> None:
        self.refresh_articles()
        self.desk.refresh()

    def _on_failed(self, error: AnnotatorError) -> None:
        self.desk.refresh()
        self.status.warn(str(error))

    def _on_refused(self, error: AnnotatorError) -> None:
        self.status.warn(str(error))

    def on_task_failed(self, error: AnnotatorError) -> None:
        tell(self, self.tr("The work was not finished"), str(error), act=self.tr("Go back"))

    def _on_code_status(self, status: CodeStatus) -> None:
        self._last_status = status
        if self.screen_name == "code":
            self._show_status(status)

    def _on_screen_status(self, status: CodeStatus) -> None:
        if self._stack.currentWidget() is self.sender():
            self._show_status(status)

    def _show_status(self, status: CodeStatus) -> None:
        self.status.calm()
        self.status.say(status.strong, status.rest, status.keys)

    def _show_save_state(self) -> None:
        bridge = self.bridge
        if bridge is None:
            return
        if bridge.project.read_only:
            self.save_mark.set_read_only()
        elif bridge.save_state == "failed":
            self.save_mark.set_failed(self.tr("Not saved"))
            self.save_mark.setToolTip(bridge.problem)
        elif bridge.save_state == "saving":
            self.save_mark.set_saving()
        else:
            self.save_mark.set_saved(bridge.last_saved)

    def _refresh_actions(self) -> None:
        self.actions_.refresh()
        self._check("toggle_queue", self.code.queue.isVisible())
        self._check("toggle_inspector", self.code.inspector.isVisible())
        self._check("compact", self.settings.density == "compact")
        for name in ("system", "light", "dark", "high_contrast"):
            self._check(f"theme_{name}", self.settings.theme == name)

    def _check(self, command: str, on: bool) -> None:
        self.actions_.action(command).setChecked(on)

    def _fill_menus(self, titles: tuple[str, ...]) -> None:
        menus = self.actions_.fill_menus(self.menuBar(), titles)
        if "Edit" in menus:
            menus["Edit"].aboutToShow.connect(self._name_undo)

    def _name_undo(self) -> None:
        """Name what undo and redo would do, when the menu is about to show."""
        for command, label in (
            ("undo", self.desk.undo_label()),
            ("redo", self.desk.redo_label()),
        ):
            word = self.tr("Undo") if command == "undo" else self.tr("Redo")
            action = self.actions_.action(command)
            action.setText(f"{word}: {label}" if label else word)
            action.setEnabled(label is not None and self.may_undo())

    # --- settings ---------------------------------------------------------------------------

    def set(self, **changes: object) -> None:
        self._on_settings(change_settings(**changes))

    def _on_settings(self, settings: Settings) -> None:
        self.settings = settings
        self._apply_settings(settings)
        self._refresh_actions()

    def _apply_settings(self, settings: Settings) -> None:
        manager = theme_manager()
        if manager.mode != settings.theme:
            manager.set_mode(settings.theme)
        compact = settings.density == "compact"
        if (manager.metrics.menu_bar < 30) != compact:
            manager.set_compact(compact)
        self.actions_.set_letters(settings.single_letter_keys)
        view = self.code.view
        view.animated = not settings.reduced_motion
        view.set_values_shown(settings.margin_values)
        wanted = replace(view.setting, size=settings.reading_size, face=settings.reading_face)
        if wanted != view.setting:
            view.set_reading(wanted)
        self.settings_screen.show_settings(settings)
        # A height in the style sheet would count for each of its entries too.
        self.menuBar().setFixedHeight(manager.metrics.menu_bar)

    def zoom(self, steps: int) -> None:
        self.code.view.zoom(steps)

    def _on_zoomed(self, size: int) -> None:
        if size != self.settings.reading_size:
            self.settings = change_settings(reading_size=size)
            self.settings_screen.show_settings(self.settings)

    def closeEvent(self, event: QCloseEvent) -> None:
        box = self.geometry()
        change_settings(window=(box.x(), box.y(), box.width(), box.height()))
        self._let_go()
        self.runner.close()
        event.accept()

    def restore_place(self) -> None:
        """Put the window where it was, if that place is still on a screen."""
        place = self.settings.window
        available = QGuiApplication.primaryScreen().availableGeometry()
        if place is not None and available.intersects(QRect(*place)):
            self.setGeometry(QRect(*place).intersected(available))
            return
        width = min(DEFAULT_SIZE[0], available.width())
        height = min(DEFAULT_SIZE[1], available.height())
        self.resize(width, height)
