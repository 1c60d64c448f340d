"""The reading half of an open project: sessions, lists, coders, entities, the codebook."""

from __future__ import annotations

import logging
import threading
import unicodedata
from pathlib import Path
from uuid import UUID

from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.codebook_versions import CodebookVersion
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.entities import Entity, EntityIndex
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.workspace.article_list import ArticleSummary, summarise
from refusal_annotator.workspace.history import HistoryLog
from refusal_annotator.workspace.project_file import ProjectFile
from refusal_annotator.workspace.session import ArticleSession
from refusal_annotator.workspace.session_reading import decides_zones, read_session

logger = logging.getLogger(__name__)


class ReadableProject:
    """What an open project holds, always as the last change left it."""

    def __init__(self, folder: Path, file: ProjectFile, store: ProjectStore) -> None:
        self.folder = folder
        self.file = file
        self.store = store
        self._sessions: dict[tuple[UUID, UUID], ArticleSession] = {}
        # An import may run on a thread beside the window's.
        self._guard = threading.RLock()
        # Moves on with each change, so that what was read before one is known to be old.
        self._turn_of_events = 0
        self._history = HistoryLog(store)
        self._load_codebook()

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

    @property
    def codebook(self) -> Codebook:
        """Present version of the codebook."""
        if self._codebook is None:
            raise ProjectError("The project holds no codebook; its making was broken off.")
        return self._codebook

    # -- the queue of changes --------------------------------------------------------------

    @property
    def unsaved(self) -> int:
        """Number of changes that are not committed."""
        return self.store.unsaved

    def flush(self) -> None:
        """Wait until all is saved; where it failed, take it back and raise the reason."""
        try:
            self.store.flush()
        except AnnotatorError:
            self._take_back()
            raise

    def recover(self) -> None:
        """After a failed commit: read every open session anew and take changes again.

        Whoever hears of the failure late may call it again: what was done since is waited for.
        """
        self.store.resume()
        try:
            self.store.flush()
        except AnnotatorError:
            self.store.resume()
        self._history.forget()
        self._read_sessions_anew()

    # -- people ----------------------------------------------------------------------------

    def coders(self) -> list[Coder]:
        """Coders by name."""
        self.flush()
        return sorted(self.store.values(Coder), key=lambda c: (c.kind, c.name.casefold()))

    def find_coder(self, name: str) -> Coder | None:
        """Coder of this name, or None; capitals and spaces make no other name."""
        wanted = _folded(name)
        return next((c for c in self.coders() if _folded(c.name) == wanted), None)

    # -- articles and sessions -------------------------------------------------------------

    def articles(self) -> list[ArticleSummary]:
        """Articles in the order of import."""
        self.flush()
        return summarise(self.store, self.codebook, None)

    def article_summaries(self, coder_id: UUID) -> list[ArticleSummary]:
        """Articles with the status and the counts of one coder."""
        self.flush()
        return summarise(self.store, self.codebook, coder_id)

    def find_article(self, key: str) -> Article | None:
        """Article of this key (the stem of its source), or None."""
        self.flush()
        return next((a for a in self.store.values(Article, key=key)), None)

    def session(self, article_id: UUID, coder_id: UUID) -> ArticleSession:
        """What a coder sees of an article; the same object as long as the project is open."""
        key = (article_id, coder_id)
        with self._guard:
            if key not in self._sessions:
                self.flush()
                self._sessions[key] = self._read_session(*key)
            return self._sessions[key]

    def read_ahead(self, article_id: UUID, coder_id: UUID) -> None:
        """Read a session that may be asked for next, from any thread.

        Nothing waits for it: what was read is thrown away where something changed meanwhile.
        """
        key = (article_id, coder_id)
        with self._guard:
            if key in self._sessions:
                return
            before = self._turn_of_events
        self.flush()
        made = self._read_session(*key)
        made.prepare()
        with self._guard:
            if before == self._turn_of_events:
                self._sessions.setdefault(key, made)

    def forget_sessions(self) -> None:
        """Read every session anew, for instance after new suggestions."""
        self.flush()
        self._history.forget()
        self._read_sessions_anew()

    # -- the registry ----------------------------------------------------------------------

    def entities(self) -> list[Entity]:
        """The registry, by key."""
        self.flush()
        return sorted(self.store.values(Entity), key=lambda e: e.key)

    def entity_index(self) -> EntityIndex:
        """Index over keys, names and aliases of the registry."""
        return EntityIndex(self.entities())

    # -- helpers ---------------------------------------------------------------------------

    def _load_codebook(self) -> None:
        versions = self.store.values(CodebookVersion)
        self.codebook_version = max((v.number for v in versions), default=1)
        current = next((v for v in versions if v.number == self.codebook_version), None)
        self._codebook: Codebook | None = (
            load_codebook(current.text, source="The project's codebook") if current else None
        )

    def _take_back(self) -> None:
        """Recover where the reason for it is about to be raised; it says more than a second one."""
        try:
            self.recover()
        except Exception:
            logger.exception("the project could not be read after a failed commit")

    def _read_session(self, article_id: UUID, coder_id: UUID) -> ArticleSession:
        return read_session(
            self.store,
            article_id,
            coder_id,
            codebook=self.codebook,
            codebook_version=self.codebook_version,
        )

    def _read_sessions_anew(self) -> None:
        with self._guard:
            self._turn_of_events += 1
            for key, session in self._sessions.items():
                session.take_over(self._read_session(*key))

    def _settle_zone_rights(self) -> None:
        coders = self.store.values(Coder)
        for session in self._sessions.values():
            session.decides_zones = decides_zones(session.coder, coders)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
