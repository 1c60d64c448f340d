"""OpenProject: the one object through which an interface reads and changes a project."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid4

from refusal_annotator.domain.changes import Change, ChangeSet, creation, make_change_set
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.codebook_versions import CodebookVersion
from refusal_annotator.domain.coders import Coder, CoderKind, CoderRole
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.storage.addresses import parse_address
from refusal_annotator.storage.sqlite import ProjectLock
from refusal_annotator.storage.store import Attachments, ProjectStore
from refusal_annotator.storage.writer import Ticket
from refusal_annotator.workspace.article_list import ArticleSummary
from refusal_annotator.workspace.history import refuse_moved
from refusal_annotator.workspace.link_ends import refuse_loose_ends
from refusal_annotator.workspace.listeners import Listener, Listeners
from refusal_annotator.workspace.opening import new_folder, open_store, require_empty
from refusal_annotator.workspace.ownership import refuse_foreign
from refusal_annotator.workspace.project_file import DATABASE, ProjectFile, read_project_file
from refusal_annotator.workspace.project_reading import ReadableProject

__all__ = ["ArticleSummary", "Listener", "OpenProject"]


class OpenProject(ReadableProject):
    """A project that is open in this process."""

    def __init__(
        self,
        folder: Path,
        file: ProjectFile,
        store: ProjectStore,
        lock: ProjectLock | None,
        listeners: Listeners,
    ) -> None:
        super().__init__(folder, file, store)
        self._lock = lock
        self._listeners = listeners

    # -- opening and closing ---------------------------------------------------------------

    @staticmethod
    def create(
        folder: Path,
        *,
        name: str,
        codebook_text: str,
        project_id: UUID | None = None,
        database: str = DATABASE,
    ) -> OpenProject:
        """Make a project in a folder that is empty or not there yet."""
        codebook = load_codebook(codebook_text)
        written = " ".join(name.split())
        if not written:
            raise ProjectError("No project was made: its name is empty.")
        require_empty(folder)
        address = parse_address(database, folder)
        file = ProjectFile(name=written, id=project_id or uuid4(), database=database)
        version = CodebookVersion(
            id=uuid4(), number=1, text=codebook_text, sha256=codebook.sha256, note="first version"
        )
        with new_folder(folder, file, address):
            project = OpenProject.open(folder)
            try:
                project.study_act("Take in the codebook", [creation("codebook_version", version)])
                project.store.set_meta(project_id=str(file.id))
                project.flush()
                project._load_codebook()
            except BaseException:
                project.close()
                raise
        return project

    @staticmethod
    def open(folder: Path, *, read_only: bool = False) -> OpenProject:
        """Open a project folder; ProjectError where it is locked, newer, broken or not there."""
        file = read_project_file(folder)
        address = parse_address(file.database, folder)
        listeners = Listeners()
        store, lock = open_store(folder, file, address, listeners, read_only=read_only)
        try:
            return OpenProject(folder, file, store, lock, listeners)
        except BaseException:
            store.close()
            if lock is not None:
                lock.release()
            raise

    def close(self) -> None:
        """Save what is queued and let go of the project."""
        self.store.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> OpenProject:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing --------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` of every change from now on."""
        self._listeners.add(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """Stop telling `listener`."""
        self._listeners.remove(listener)

    def apply(
        self,
        change_set: ChangeSet,
        initiator: object | None = None,
        *,
        attachments: Attachments | None = None,
    ) -> Ticket:
        """Apply a change set: shown at once, saved when the ticket is done.

        Refuses changes to what belongs to another coder than the one who acts. After a failed
        commit that nobody has dealt with, everything is taken back first and the reason raised.
        """
        if self.read_only:
            raise ProjectError("The project is open for reading only; nothing was changed.")
        if not change_set and attachments is None:
            return _nothing_to_save()
        with self._guard:
            refuse_foreign(change_set, self._sessions.values(), self.store, wait=self.flush)
            try:
                ticket = self.store.apply(change_set, attachments)
            except AnnotatorError:
                self._take_back()
                raise
            self._history.add(change_set)
            self._turn_of_events += 1
            for session in self._sessions.values():
                session.absorb(change_set)
        self._listeners.changed(change_set, initiator)
        return ticket

    def study_act(
        self,
        label: str,
        changes: Iterable[Change],
        coder_id: UUID | None = None,
        attachments: Attachments | None = None,
    ) -> Ticket:
        """Apply changes to the study as a whole, which belong to no article's history."""
        change_set = make_change_set(
            label, changes, coder_id=coder_id, codebook_version=self.codebook_version
        )
        return self.apply(change_set, attachments=attachments)

    def add_coder(
        self, name: str, role: CoderRole = CoderRole.CODER, kind: CoderKind = CoderKind.HUMAN
    ) -> Coder:
        """Add a coder; names are unlike within a project."""
        coder = self.new_coder(name, role, kind)
        self.study_act("Add a coder", [creation("coder", coder)], coder.id)
        self.flush()
        self._settle_zone_rights()
        return coder

    def new_coder(
        self, name: str, role: CoderRole = CoderRole.CODER, kind: CoderKind = CoderKind.HUMAN
    ) -> Coder:
        """A coder who can be added under this name; AnnotatorError where the name is taken."""
        written = unicodedata.normalize("NFC", " ".join(name.split()))
        if not written:
            raise AnnotatorError("No coder was added: the name is empty.")
        known = self.find_coder(written)
        if known:
            raise AnnotatorError(f"No coder was added: {known.name} is a coder already.")
        return Coder(id=uuid4(), name=written, role=role, kind=kind)

    def save_visit(self, coder_id: UUID, article_id: UUID, *, caret: int, seconds: float) -> None:
        """Keep where a coder stands in an article and add the time of work on it."""
        if not self.read_only:
            self.store.save_visit(coder_id, article_id, caret=caret, seconds=seconds)

    def visit(self, coder_id: UUID, article_id: UUID) -> tuple[int, float]:
        """Where a coder last stood in an article, and the seconds of work on it so far."""
        return self.store.visit(coder_id, article_id)

    # -- undo and redo ---------------------------------------------------------------------

    def undo(
        self, coder_id: UUID | None, article_id: UUID | None, initiator: object | None = None
    ) -> ChangeSet | None:
        """Take back the coder's last act on the article; None where there is none.

        Refused with a sentence where a field that the act changed has moved since.
        """
        self._read_history(coder_id, article_id)
        undoable = self._history.history(coder_id, article_id).undoable
        if not undoable:
            return None
        return self.turn(self.store.change_set(undoable[-1]).inverse(), initiator)

    def redo(
        self, coder_id: UUID | None, article_id: UUID | None, initiator: object | None = None
    ) -> ChangeSet | None:
        """Do again what was taken back last; None where there is nothing."""
        self._read_history(coder_id, article_id)
        redoable = self._history.history(coder_id, article_id).redoable
        if not redoable:
            return None
        return self.turn(self.store.change_set(redoable[-1]).again(), initiator)

    def undo_label(self, coder_id: UUID | None, article_id: UUID | None) -> str | None:
        """Label of what undo would take back."""
        return self._label(coder_id, article_id, undo=True)

    def redo_label(self, coder_id: UUID | None, article_id: UUID | None) -> str | None:
        """Label of what redo would do again."""
        return self._label(coder_id, article_id, undo=False)

    def turn(self, turned: ChangeSet, initiator: object | None = None) -> ChangeSet:
        """Apply an act turned round; refused where a field that it changed has moved since."""
        rows = refuse_moved(self.store, turned)
        refuse_loose_ends(self, turned, rows)
        self.apply(turned, initiator)
        return turned

    def _read_history(self, coder_id: UUID | None, article_id: UUID | None) -> None:
        self.flush()
        self._history.read(coder_id, article_id)

    def _label(self, coder_id: UUID | None, article_id: UUID | None, *, undo: bool) -> str | None:
        if not self._history.holds(coder_id, article_id):
            self._read_history(coder_id, article_id)
        history = self._history.history(coder_id, article_id)
        ids = history.undoable if undo else history.redoable
        return self._history.label(coder_id, article_id, ids[-1]) if ids else None


def _nothing_to_save() -> Ticket:
    ticket = Ticket(0)
    ticket.settle()
    return ticket
