"""How a project comes into the window: opened, made, and asked who is coding in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import QEventLoop, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from refusal_annotator.domain.coders import Coder, CoderKind
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.dialogs.projects import AddCoderDialog, NewProjectDialog, WhoDialog

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.workspace.project import OpenProject


T = TypeVar("T")


class Doors(QObject):
    """Opens and makes projects for a window, and says in a dialog why one was not."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._passing = 0

    @property
    def busy(self) -> bool:
        """Whether a project is being opened, or somebody is asked who is coding."""
        return self._passing > 0

    @contextmanager
    def _passage(self) -> Iterator[None]:
        self._passing += 1
        try:
            yield
        finally:
            self._passing -= 1
            if not self._passing:
                self._window.places.on_door_closed()

    def open(self, folder: Path, coder_id: UUID | None = None, *, read_only: bool = False) -> bool:
        """Open a project as a coder; asks who is coding where that is not known."""
        with self._passage():
            return self._open(folder, coder_id, read_only=read_only)

    def _open(self, folder: Path, coder_id: UUID | None, *, read_only: bool) -> bool:
        try:
            project = _away(lambda: _open(folder, read_only=read_only))
        except ProjectError as error:
            return self._offer_read_only(folder, coder_id, error, read_only=read_only)
        except AnnotatorError as error:
            tell(
                self._window,
                self.tr("The project was not opened"),
                str(error),
                act=self.tr("Go back"),
            )
            return False
        self._window.take(project)
        coders = [c for c in project.coders() if c.kind == CoderKind.HUMAN]
        known = coder_id or as_uuid(self._window.settings.coders.get(str(folder.resolve())))
        coder = next((c for c in coders if c.id == known), None)
        coder = coder or (coders[0] if len(coders) == 1 else None)
        if coder is None:
            coder = self._ask_who(coders, None)
        if coder is None:
            self._window.close_project()
            return False
        self._enter(coder)
        return True

    def create(
        self, folder: Path, *, name: str, codebook_text: str, coder_name: str, role: object
    ) -> bool:
        """Make a project and start coding in it."""
        with self._passage():
            return self._create(
                folder, name=name, codebook_text=codebook_text, coder_name=coder_name, role=role
            )

    def _create(
        self, folder: Path, *, name: str, codebook_text: str, coder_name: str, role: object
    ) -> bool:
        from refusal_annotator.workspace.project import OpenProject

        try:
            project = OpenProject.create(folder, name=name, codebook_text=codebook_text)
            coder = project.add_coder(coder_name, role)  # type: ignore[arg-type]
        except AnnotatorError as error:
            tell(self._window, self.tr("No project was made"), str(error), act=self.tr("Go back"))
            return False
        self._window.take(project)
        self._enter(coder)
        self._window.go("corpus")
        return True

    def add_coder_to(self, folder: Path) -> None:
        """From the start screen: open the project, add somebody, start coding."""
        with self._passage():
            self._add_coder_to(folder)

    def _add_coder_to(self, folder: Path) -> None:
        try:
            project = _away(lambda: _open(folder))
        except AnnotatorError as error:
            tell(
                self._window,
                self.tr("The project was not opened"),
                str(error),
                act=self.tr("Go back"),
            )
            return
        self._window.take(project)
        coder = self._add_coder()
        if coder is None:
            self._window.close_project()
        else:
            self._enter(coder)

    def _enter(self, coder: Coder) -> None:
        self._window.enter(coder, self._lists_for(coder))

    def _lists_for(self, coder: Coder) -> jobs.ArticleLists:
        assert self._window.bridge is not None
        project = self._window.bridge.project
        return _away(lambda: jobs.article_lists(project, coder.id))

    def switch_coder(self) -> None:
        """Let another person code from now on."""
        if self._window.bridge is None:
            return
        coders = [c for c in self._window.bridge.project.coders() if c.kind == CoderKind.HUMAN]
        with self._passage():
            coder = self._ask_who(coders, self._window.coder)
            if coder is not None and coder != self._window.coder:
                self._window.set_coder(coder, self._lists_for(coder))

    def new_project(self) -> None:
        """Ask what a new project is to be and make it."""
        dialog = NewProjectDialog(self._window)
        while dialog.exec():
            made = self.create(
                dialog.chosen_folder,
                name=dialog.name.text(),
                codebook_text=dialog.codebook_text,
                coder_name=dialog.coder.text(),
                role=dialog.role.currentData(),
            )
            if made:
                return

    def choose(self) -> None:
        """Ask for the folder of a project and open it."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Folder of the project"))
        if chosen:
            self.open(Path(chosen))

    def open_sample(self) -> None:
        """Build the sample study and open it."""
        task = self._window.runner.in_process(jobs.sample_job)
        self._window.start.show_building(task)
        task.finished.connect(self.open)
        task.failed.connect(self._window.following.on_task_failed)

    def _offer_read_only(
        self, folder: Path, coder_id: UUID | None, error: ProjectError, *, read_only: bool
    ) -> bool:
        locked = not read_only and "open" in str(error) and "reading" in str(error)
        if not locked:
            tell(
                self._window,
                self.tr("The project was not opened"),
                str(error),
                act=self.tr("Go back"),
            )
            return False
        again = tell(
            self._window,
            self.tr("This project is open in another window"),
            str(error),
            act=self.tr("Open read-only"),
            leave=self.tr("Go back"),
        )
        return again and self.open(folder, coder_id, read_only=True)

    def _ask_who(self, coders: list[Coder], current: Coder | None) -> Coder | None:
        assert self._window.bridge is not None
        if coders:
            dialog = WhoDialog(coders, current, self._window)
            if not dialog.exec():
                return None
            if not dialog.add_wanted:
                return dialog.chosen
        return self._add_coder()

    def _add_coder(self) -> Coder | None:
        assert self._window.bridge is not None
        project = self._window.bridge.project
        dialog = AddCoderDialog([c.name for c in project.coders()], self._window)
        if not dialog.exec():
            return None
        try:
            return project.add_coder(dialog.name.text(), dialog.role.currentData())
        except AnnotatorError as error:
            tell(self._window, self.tr("No coder was added"), str(error), act=self.tr("Go back"))
            return None


def _away(read: Callable[[], T]) -> T:
    """Do it in a thread; the window goes on painting, and takes no keys meanwhile."""
    found: Future[T] = Future()
    loop = QEventLoop()
    waker = _Waker()
    waker.done.connect(loop.quit)

    def work() -> None:
        try:
            found.set_result(read())
        except BaseException as error:
            found.set_exception(error)
        waker.done.emit()

    Thread(target=work, name="open", daemon=True).start()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return found.result()


def _open(folder: Path, *, read_only: bool = False) -> OpenProject:
    """Open a project, with all that reads databases, where none was open before."""
    import refusal_annotator.workspace.projects  # noqa: F401  (remembers it afterwards)
    from refusal_annotator.workspace.project import OpenProject

    return OpenProject.open(folder, read_only=read_only)


class _Waker(QObject):
    """Ends the waiting from another thread, however early."""

    done = Signal()


def as_uuid(text: str | None) -> UUID | None:
    """Id that a text spells, or None."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
