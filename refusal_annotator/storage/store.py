"""ProjectStore: the open database. Opens, brings up to date, applies change sets, makes copies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.storage import attachments as beside
from refusal_annotator.storage import journal, postgresql, schema, sqlite
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.attachments import Attachments, Source, SuggestionRun
from refusal_annotator.storage.joining import join
from refusal_annotator.storage.reading import ActRecord, StoreReader, first_line, unreadable
from refusal_annotator.storage.storable import require_storable, require_storable_set
from refusal_annotator.storage.writer import Failed, Saved, Ticket, Writer

__all__ = ["ActRecord", "Attachments", "ProjectStore", "Source", "SuggestionRun"]


class ProjectStore(StoreReader):
    """One project's database; reads on connections of their own, writes on one thread in order."""

    def __init__(
        self,
        address: DatabaseAddress,
        *,
        read_only: bool = False,
        on_saved: Saved | None = None,
        on_failed: Failed | None = None,
    ) -> None:
        self.read_only = read_only
        self.replica: UUID = uuid4()
        if address.file is not None:
            self._engine = sqlite.make_engine(address.file, read_only=read_only)
        else:
            self._engine = postgresql.make_engine(address.url or "")
        super().__init__(self._engine, address)
        self._writer: Writer | None = None
        self._writer_lock = threading.Lock()
        self._on_saved = on_saved or (lambda ticket: None)
        self._on_failed = on_failed or (lambda error, failed: None)

    # -- opening and closing ---------------------------------------------------------------

    @classmethod
    def create(cls, address: DatabaseAddress, **options: Any) -> ProjectStore:
        """Make the schema in an empty database and open it."""
        if address.file is not None and address.file.exists():
            raise ProjectError(
                f"{address.shown} exists already. Open it, or choose another folder."
            )
        if address.file is not None:
            sqlite.make_file(address.file)
        store = cls(address, **options)
        try:
            if schema.is_filled(store._engine):
                raise ProjectError(
                    f"{address.shown} holds tables already. Name an empty database, or open the "
                    "project that lies there."
                )
            schema.create_schema(store._engine)
        except (AnnotatorError, SQLAlchemyError) as error:
            store.close()
            if address.file is not None:
                address.file.unlink(missing_ok=True)
            if isinstance(error, AnnotatorError):
                raise
            raise ProjectError(
                f"The database {address.shown} could not be made: {first_line(error)}."
            ) from error
        return store

    @classmethod
    def open(
        cls, address: DatabaseAddress, *, backups: Path | None = None, **options: Any
    ) -> ProjectStore:
        """Open a database; an older one is brought up to date, an SQLite file is copied before.

        The copy goes to `backups`, or else to the folder of that name beside the file.
        """
        if address.file is not None and not address.file.exists():
            raise ProjectError(
                f"The database {address.shown} is not there. It may be on a drive that is not "
                "connected; a copy may lie in the backups folder."
            )
        store = cls(address, **options)
        try:
            store._bring_up_to_date(backups)
        except AnnotatorError:
            store.close()
            raise
        except Exception as error:
            store.close()
            raise unreadable(address, error) from error
        return store

    def _bring_up_to_date(self, backups: Path | None) -> None:
        file = self.address.file
        if file is not None:
            found = sqlite.read_schema_version(file)
        else:
            found = postgresql.read_schema_version(self._engine)
        if not schema.check_version(found, name=self.address.shown):
            return
        if self.read_only:
            raise ProjectError(
                f"{self.address.shown} was written by an older version and must be brought up to "
                "date first. Open it for writing once."
            )
        if file is not None:
            folder = file.parent / "backups" if backups is None else backups
            sqlite.copy_database(file, folder / schema.backup_name())
        schema.upgrade(self._engine)

    def close(self) -> None:
        """Finish the queue and let go of the database."""
        if self._writer:
            self._writer.stop()
            self._writer = None
        self._engine.dispose()

    def copy_to(self, target: Path) -> None:
        """Consistent copy of an SQLite database."""
        if self.address.file is None:
            raise ProjectError("A server's database is backed up with pg_dump by its owner.")
        sqlite.copy_database(self.address.file, target)

    # -- writing ---------------------------------------------------------------------------

    @property
    def writer(self) -> Writer:
        """The writer thread, started at the first write."""
        if self.read_only:
            raise ProjectError("The project is open for reading only; nothing was changed.")
        with self._writer_lock:
            if self._writer is None:
                self._writer = Writer(on_saved=self._on_saved, on_failed=self._on_failed)
            return self._writer

    def apply(self, change_set: ChangeSet, attachments: Attachments | None = None) -> Ticket:
        """Queue a change set; returns at once. Raises for what neither database could hold."""
        more = attachments or Attachments()
        require_storable_set(change_set)
        more.require_storable()

        def work(connection: Connection) -> None:
            beside.write_sources(connection, more.sources)
            journal.write(connection, change_set, self.replica)
            beside.write_borders(connection, more.borders)

        return self._submit(work, change_set)

    def join(self, change_sets: Iterable[ChangeSet]) -> Ticket:
        """Queue the union of this journal with another."""
        taken = tuple(change_sets)
        for change_set in taken:
            require_storable_set(change_set)
        return self._submit(lambda connection: join(connection, taken))

    def replace_suggestions(self, runs: Sequence[SuggestionRun]) -> Ticket:
        """Queue the suggestions of new runs; those of earlier runs over the same texts go."""
        taken = tuple(runs)
        for run in taken:
            run.require_storable()

        def work(connection: Connection) -> None:
            for run in taken:
                beside.replace_suggestions(connection, run)

        return self._submit(work)

    def save_visit(self, coder_id: UUID, article_id: UUID, *, caret: int, seconds: float) -> Ticket:
        """Queue where a coder stands in an article, and how long the visit was."""
        require_storable((caret, seconds))
        return self._submit(
            lambda connection: beside.add_visit(connection, coder_id, article_id, caret, seconds)
        )

    def set_meta(self, **entries: str) -> Ticket:
        """Queue entries of the meta table."""
        require_storable(entries)
        return self._submit(lambda connection: beside.set_meta(connection, entries))

    def _submit(self, work: Callable[[Connection], object], payload: Any = None) -> Ticket:
        def job() -> None:
            with self._engine.begin() as connection:
                work(connection)

        return self.writer.submit(job, payload)

    @property
    def unsaved(self) -> int:
        """Number of jobs that are not committed."""
        return self._writer.pending if self._writer else 0

    def flush(self) -> None:
        """Wait for the queue; raises where it failed."""
        if self._writer:
            self._writer.flush()

    def resume(self) -> None:
        """Take writes again after a failure."""
        if self._writer:
            self._writer.resume()
