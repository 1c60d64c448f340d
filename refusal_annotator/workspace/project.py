"""OpenProject: the one object through which an interface reads and changes a project."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import (
    Annotation,
    Link,
    SuggestionDecision,
    Zone,
)
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.changes import ChangeSet, creation, make_change_set
from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.codebook_versions import CodebookVersion
from refusal_annotator.domain.coders import (
    ArticleCoding,
    Coder,
    CoderKind,
    CoderRole,
    CodingStatus,
)
from refusal_annotator.domain.entities import Entity, EntityIndex
from refusal_annotator.domain.errors import AnnotatorError, ForbiddenError, ProjectError
from refusal_annotator.domain.history import History, history_of
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.storage.addresses import DatabaseAddress, parse_address
from refusal_annotator.storage.sqlite import ProjectLock
from refusal_annotator.storage.store import ActRecord, Attachments, ProjectStore
from refusal_annotator.storage.writer import Ticket
from refusal_annotator.workspace.project_file import (
    DATABASE,
    ProjectFile,
    read_project_file,
    write_project_file,
)
from refusal_annotator.workspace.session import ArticleSession
from refusal_annotator.workspace.settings import load_settings

LOCK_FILE = "project.lock"
OWNED = frozenset({"annotation", "link", "article_link", "article_coding", "suggestion_decision"})


class Listener(Protocol):
    """Who wants to be told; `saved` and `failed` come on the writer's thread."""

    def changed(self, change_set: ChangeSet, initiator: object | None) -> None: ...
    def saved(self, ticket: Ticket) -> None: ...
    def failed(self, error: AnnotatorError, tickets: tuple[Ticket, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """A line of an article list; counts are of one coder where one was asked for."""

    id: UUID
    version_id: UUID
    key: str
    title: str
    outlet: str
    date: str
    n_words: int
    left_out: str | None
    statuses: dict[UUID, CodingStatus]
    n_suggestions: int | None
    status: CodingStatus = CodingStatus.TO_DO
    n_codings: int = 0
    n_doubts: int = 0


class OpenProject:
    """A project that is open in this process."""

    def __init__(
        self, folder: Path, file: ProjectFile, store: ProjectStore, lock: ProjectLock | None
    ) -> None:
        self.folder = folder
        self.file = file
        self.store = store
        self._lock = lock
        self._listeners: list[Listener] = []
        self._sessions: dict[tuple[UUID, UUID], ArticleSession] = {}
        self._load_codebook()

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
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError(
                f"{folder} is not empty, so no project was made there. "
                "Choose an empty or new folder."
            )
        if not name.strip():
            raise ProjectError("The project needs a name.")
        address = parse_address(database, folder)
        try:
            for inner in ("sources", "backups"):
                (folder / inner).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(f"The folder {folder} cannot be made: {error.strerror}.") from error
        file = ProjectFile(name=name.strip(), id=project_id or uuid4(), database=database)
        ProjectStore.create(address).close()
        write_project_file(folder, file)
        project = _opened(folder, file, address, read_only=False)
        version = CodebookVersion(
            id=uuid4(), number=1, text=codebook_text, sha256=codebook.sha256, note="first version"
        )
        project.study_act("Take in the codebook", [creation("codebook_version", version)])
        project.store.set_meta(project_id=str(file.id))
        project.flush()
        project._load_codebook()
        return project

    @staticmethod
    def open(folder: Path, *, read_only: bool = False) -> OpenProject:
        """Open a project folder; ProjectError where it is locked, newer, broken or not there."""
        file = read_project_file(folder)
        return _opened(folder, file, parse_address(file.database, folder), read_only=read_only)

    def close(self) -> None:
        """Save what is queued and let go of the project."""
        self.store.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> OpenProject:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Name of the project."""
        return self.file.name

    @property
    def project_id(self) -> UUID:
        """Id that all copies of the project share."""
        return self.file.id

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self.store.read_only

    # -- changing --------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` of every change from now on."""
        self._listeners.append(listener)

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

        Refuses changes to what belongs to another coder than the one who acts.
        """
        self._refuse_foreign(change_set)
        ticket = self.store.apply(change_set, attachments)
        for session in self._sessions.values():
            session.absorb(change_set)
        for listener in list(self._listeners):
            listener.changed(change_set, initiator)
        return ticket

    def undo(
        self, coder_id: UUID, article_id: UUID | None, initiator: object | None = None
    ) -> ChangeSet | None:
        """Take back the coder's last act on the article; None where there is none."""
        history = self._history(coder_id, article_id)
        if not history.undoable:
            return None
        turned = self.store.change_set(history.undoable[-1]).inverse()
        self.apply(turned, initiator)
        return turned

    def redo(
        self, coder_id: UUID, article_id: UUID | None, initiator: object | None = None
    ) -> ChangeSet | None:
        """Do again what was taken back last; None where there is nothing."""
        history = self._history(coder_id, article_id)
        if not history.redoable:
            return None
        turned = self.store.change_set(history.redoable[-1]).again()
        self.apply(turned, initiator)
        return turned

    def undo_label(self, coder_id: UUID, article_id: UUID | None) -> str | None:
        """Label of what undo would take back."""
        return self._label(coder_id, article_id, undo=True)

    def redo_label(self, coder_id: UUID, article_id: UUID | None) -> str | None:
        """Label of what redo would do again."""
        return self._label(coder_id, article_id, undo=False)

    @property
    def unsaved(self) -> int:
        """Number of changes that are not committed."""
        return self.store.unsaved

    def flush(self) -> None:
        """Wait until all is saved; where it failed, take it back and raise the reason."""
        try:
            self.store.flush()
        except AnnotatorError:
            self.recover()
            raise

    def recover(self) -> None:
        """After a failed commit: read every open session anew and take changes again."""
        self.store.resume()
        for key in list(self._sessions):
            article_id, coder_id = key
            fresh = self._read_session(article_id, coder_id)
            self._sessions[key].__dict__.update(fresh.__dict__)

    def study_act(
        self,
        label: str,
        changes: Iterable[Any],
        coder_id: UUID | None = None,
        attachments: Attachments | None = None,
    ) -> Ticket:
        change_set = make_change_set(
            label, changes, coder_id=coder_id, codebook_version=self.codebook_version
        )
        return self.apply(change_set, attachments=attachments)

    # -- people ----------------------------------------------------------------------------

    def coders(self) -> list[Coder]:
        """Coders by name."""
        self.flush()
        return sorted(self.store.values(Coder), key=lambda c: (c.kind, c.name.casefold()))

    def find_coder(self, name: str) -> Coder | None:
        """Coder of this name, or None."""
        wanted = name.strip().casefold()
        return next((c for c in self.coders() if c.name.casefold() == wanted), None)

    def add_coder(
        self, name: str, role: CoderRole = CoderRole.CODER, kind: CoderKind = CoderKind.HUMAN
    ) -> Coder:
        """Add a coder; names are unlike within a project."""
        written = " ".join(name.split())
        if not written:
            raise AnnotatorError("No coder was added: the name is empty.")
        if self.find_coder(written):
            raise AnnotatorError(f"No coder was added: {written} is a coder already.")
        coder = Coder(id=uuid4(), name=written, role=role, kind=kind)
        self.study_act("Add a coder", [creation("coder", coder)], coder.id)
        self.flush()
        return coder

    # -- reading ---------------------------------------------------------------------------

    def articles(self) -> list[ArticleSummary]:
        """Articles in the order of import."""
        return self._summaries(None)

    def article_summaries(self, coder_id: UUID) -> list[ArticleSummary]:
        """Articles with the status and the counts of one coder."""
        return self._summaries(coder_id)

    def find_article(self, key: str) -> Article | None:
        """Article of this key (the stem of its source), or None."""
        return next((a for a in self.store.values(Article, key=key)), None)

    def session(self, article_id: UUID, coder_id: UUID) -> ArticleSession:
        """What a coder sees of an article; the same object as long as the project is open."""
        key = (article_id, coder_id)
        if key not in self._sessions:
            self.flush()
            self._sessions[key] = self._read_session(article_id, coder_id)
        return self._sessions[key]

    def forget_sessions(self) -> None:
        """Read sessions anew at their next use, for instance after new suggestions."""
        for key in list(self._sessions):
            fresh = self._read_session(*key)
            self._sessions[key].__dict__.update(fresh.__dict__)

    def entities(self) -> list[Entity]:
        """The registry, by key."""
        self.flush()
        return sorted(self.store.values(Entity), key=lambda e: e.key)

    def entity_index(self) -> EntityIndex:
        """Index over keys, names and aliases of the registry."""
        return EntityIndex(self.entities())

    def _summaries(self, coder_id: UUID | None) -> list[ArticleSummary]:
        self.flush()
        latest = {head["article_id"]: head for head in self.store.version_heads()}
        statuses: dict[UUID, dict[UUID, CodingStatus]] = {}
        for coding in self.store.values(ArticleCoding):
            statuses.setdefault(coding.article_id, {})[coding.coder_id] = coding.status
        spans = self.store.counts("annotation", "article_version_id")
        doubts = self.store.doubt_counts()
        runs = self.store.suggestion_runs()
        summaries = []
        for article in sorted(self.store.values(Article), key=lambda a: (a.sequence, a.key)):
            head = latest.get(article.id)
            if head is None:
                continue
            own = statuses.get(article.id, {})
            place = (head["id"], coder_id) if coder_id else None
            summaries.append(
                ArticleSummary(
                    id=article.id,
                    version_id=head["id"],
                    key=article.key,
                    title=article.title,
                    outlet=str(article.metadata.get("outlet") or ""),
                    date=str(article.metadata.get("date") or ""),
                    n_words=head["n_words"],
                    left_out=article.left_out,
                    statuses=own,
                    n_suggestions=runs[head["id"]][1] if head["id"] in runs else None,
                    status=own.get(coder_id, CodingStatus.TO_DO)
                    if coder_id
                    else CodingStatus.TO_DO,
                    n_codings=spans.get(place, 0) if place else 0,
                    n_doubts=doubts.get(place, 0) if place else 0,
                )
            )
        return summaries

    def _read_session(self, article_id: UUID, coder_id: UUID) -> ArticleSession:
        store = self.store
        articles = store.values(Article, id=article_id)
        coders = store.values(Coder, id=coder_id)
        if not articles or not coders:
            raise AnnotatorError("The article or the coder is not in this project.")
        version = store.version_of(article_id)
        mine = {"article_version_id": version.id, "coder_id": coder_id}
        codings = store.values(ArticleCoding, article_id=article_id, coder_id=coder_id)
        decisions = store.values(SuggestionDecision, **mine)
        zones = store.values(Zone, article_version_id=version.id)
        return ArticleSession(
            article=articles[0],
            version=version,
            borders=store.borders(version.id) or compute_borders(version.text),
            codebook=self.codebook,
            codebook_version=self.codebook_version,
            coder=coders[0],
            coding=codings[0] if codings else None,
            annotations={a.id: a for a in store.values(Annotation, **mine)},
            links={k.id: k for k in store.values(Link, **mine)},
            zones=tuple(sorted(zones, key=lambda z: (z.start, z.end))),
            suggestions=tuple(store.suggestions(version.id)),
            suggested_links=tuple(store.suggested_links(version.id)),
            decisions={d.id: d for d in decisions},
        )

    def _load_codebook(self) -> None:
        versions = self.store.values(CodebookVersion)
        self.codebook_version = max((v.number for v in versions), default=1)
        current = next((v for v in versions if v.number == self.codebook_version), None)
        self._codebook: Codebook | None = (
            load_codebook(current.text, source="The project's codebook") if current else None
        )

    @property
    def codebook(self) -> Codebook:
        """Present version of the codebook."""
        if self._codebook is None:
            raise ProjectError("The project holds no codebook; its making was broken off.")
        return self._codebook

    # -- history ---------------------------------------------------------------------------

    def _acts(self, coder_id: UUID, article_id: UUID | None) -> list[ActRecord]:
        self.flush()
        return self.store.acts(coder_id, article_id)

    def _history(self, coder_id: UUID, article_id: UUID | None) -> History:
        return history_of(self._acts(coder_id, article_id))

    def _label(self, coder_id: UUID, article_id: UUID | None, *, undo: bool) -> str | None:
        acts = self._acts(coder_id, article_id)
        history = history_of(acts)
        ids = history.undoable if undo else history.redoable
        return next((act.label for act in acts if ids and act.id == ids[-1]), None)

    def _refuse_foreign(self, change_set: ChangeSet) -> None:
        if self.read_only:
            raise ProjectError("The project is open for reading only; nothing was changed.")
        for change in change_set.changes:
            if change.table not in OWNED:
                continue
            if change.field == "":
                owner = change.after.get("coder_id")
                foreign = owner is not None and owner != str(change_set.coder_id)
            else:
                foreign = self._is_foreign(change_set.coder_id, change.table, change.row_id)
            if foreign:
                raise ForbiddenError(
                    f"“{change_set.label}” was not done: it would change another coder's work."
                )

    def _is_foreign(self, coder_id: UUID | None, table: str, row_id: UUID) -> bool:
        """Whether a row is held by a session of another coder; the writer checks the rest."""
        name = {"annotation": "annotations", "link": "links"}.get(table)
        if name is None:
            return False
        return any(
            row_id in getattr(session, name) and session.coder.id != coder_id
            for session in self._sessions.values()
        )

    def tell_saved(self, ticket: Ticket) -> None:
        """Pass on what the writer reports."""
        for listener in list(self._listeners):
            listener.saved(ticket)

    def tell_failed(self, error: AnnotatorError, tickets: tuple[Ticket, ...]) -> None:
        """Pass on what the writer reports."""
        for listener in list(self._listeners):
            listener.failed(error, tickets)


def _opened(
    folder: Path, file: ProjectFile, address: DatabaseAddress, *, read_only: bool
) -> OpenProject:
    lock = None
    if address.file is not None and not read_only:
        lock = ProjectLock(folder / LOCK_FILE)
        if not lock.acquire():
            raise ProjectError(
                f"{file.name} is open in another window or program. Two of them could overwrite "
                "each other's work. Close the other one, or open this one for reading only."
            )
    holder: list[OpenProject] = []
    try:
        store = ProjectStore.open(
            address,
            backups=folder / "backups",
            read_only=read_only,
            on_saved=lambda ticket: [p.tell_saved(ticket) for p in holder] and None,
            on_failed=lambda error, tickets: (
                [p.tell_failed(error, tickets) for p in holder] and None
            ),
        )
        project = OpenProject(folder, file, store, lock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    holder.append(project)
    if not read_only:
        store.replica = _replica(store, folder, address)
    return project


def _replica(store: ProjectStore, folder: Path, address: DatabaseAddress) -> UUID:
    """Id of this copy: a folder that was copied, moved or put back is a new replica.

    Bound to the user and, for a file, to its path and its identity in the file system, so that two
    copies never number changes alike.
    """
    identity = [str(load_settings().user_id), str(folder.resolve())]
    if address.file is not None:
        status = address.file.stat()
        identity += [str(status.st_dev), str(status.st_ino)]
    key = "replica:" + hashlib.sha256("\n".join(identity).encode()).hexdigest()
    known = store.meta().get(key)
    if known:
        return UUID(known)
    replica = uuid4()
    store.set_meta(**{key: str(replica)})
    store.flush()
    return replica
