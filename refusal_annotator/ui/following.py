"""What the window does when something changed: lists read anew, the status line, the save mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.panels.code_status import CodeStatus

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow


# Who reads codings learns nothing from these.
_SILENT = frozenset({"work_period"})


class Following(QObject):
    """Hears of changes, failures and refusals, and lets the window show them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._last_status = CodeStatus("", "", ())
        self._list_timer = QTimer(self, singleShot=True, interval=250)
        self._list_timer.timeout.connect(self._read_lists)

    def follow_project(self) -> None:
        """Hear of the project that the window has taken."""
        bridge = self._window.bridge
        assert bridge is not None
        bridge.changed.connect(self.on_changed)
        bridge.save_state_changed.connect(self.show_save_state)
        bridge.failed.connect(self.on_failed)
        bridge.refused.connect(self.on_refused)
        # Articles may have come from the command line, or with another copy.
        self._draw_late()

    @Slot(object, object)
    def on_changed(self, change_set: ChangeSet, initiator: object) -> None:
        """Let what a change touches be read anew."""
        window = self._window
        window.palette_source.follow(change_set, initiator)
        tables = {change.table for change in change_set.changes}
        if tables <= _SILENT:
            return
        if "entity" in tables:
            window.actor_names.forget()
        if tables & {"article", "article_coding", "annotation", "coder"}:
            self._list_timer.start()
        if "article" in tables:
            self._draw_late()
        window.screens.mark_stale()

    def _draw_late(self) -> None:
        """Write down in which new articles suggestions are hidden."""
        from refusal_annotator.workspace.hiding import record_draws

        bridge = self._window.bridge
        if bridge is None:
            return
        try:
            record_draws(bridge.project)
        except AnnotatorError as error:
            self.on_refused(error)

    def on_corpus_changed(self) -> None:
        """Articles or suggestions came."""
        self._window.refresh_articles()
        self._window.desk.refresh()

    def on_failed(self, error: AnnotatorError) -> None:
        """A change could not be stored."""
        self._window.desk.refresh()
        self._window.status.warn(str(error))

    def on_refused(self, error: AnnotatorError) -> None:
        """A change was not allowed."""
        self._window.status.warn(str(error))

    def on_task_failed(self, error: AnnotatorError) -> None:
        """A long job broke off."""
        title, act = self.tr("The work was not finished"), self.tr("Go back")
        tell(self._window, title, str(error), act=act)

    def _read_lists(self) -> None:
        """Read the lists of articles away from the window, which goes on meanwhile."""
        window = self._window
        bridge, coder = window.bridge, window.coder
        if bridge is None or coder is None:
            return

        def show(found: jobs.ArticleLists) -> None:
            # A change that came meanwhile has started the timer, and this would be too old.
            if window.coder is coder and not self._list_timer.isActive():
                window.show_articles(*found)

        bridge.read(lambda project: jobs.article_lists(project, coder.id), show)

    # --- the status line and the save mark --------------------------------------------------

    def on_code_status(self, status: CodeStatus) -> None:
        """The coding screen has something to say."""
        self._last_status = status
        if self._window.screen_name == "code":
            self.show_status(status)

    def on_screen_status(self, status: CodeStatus) -> None:
        """A screen of the study has something to say; heard only while it is shown."""
        if self._window.frame.stack.currentWidget() is self.sender():
            self.show_status(status)

    def show_status_of(self, screen: str) -> None:
        """Show what a screen that comes into view has to say."""
        if screen == "code":
            self.show_status(self._last_status)
        else:
            self.show_status(self._window.screens[screen].status())

    def show_status(self, status: CodeStatus) -> None:
        """Show a sentence at the foot of the window."""
        line = self._window.status
        line.calm()
        line.say(status.strong, status.rest, status.keys, spoken=status.spoken)

    def show_save_state(self) -> None:
        """Show whether all is saved."""
        bridge, mark = self._window.bridge, self._window.save_mark
        if bridge is None:
            return
        if bridge.project.read_only:
            mark.set_read_only()
        elif bridge.save_state == "failed":
            mark.set_failed(self.tr("Not saved"))
            mark.setToolTip(bridge.problem)
        elif bridge.save_state == "saving":
            mark.set_saving()
        else:
            mark.set_saved(bridge.last_saved)
