"""ProjectStore: the open database. Reads domain values, applies change sets, makes copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from pydantic import BaseModel
from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from refusal_annotator.domain.annotations import SuggestedLink, Suggestion
from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.changes import ChangeSet, Kind
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.domain.text import Borders
from refusal_annotator.storage import journal, postgresql, schema, sqlite, tables
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.rows import JOURNALED, table_of
from refusal_annotator.storage.writer import Failed, Saved, Ticket, Writer

Value = TypeVar("Value", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as imported."""

    sha256: str
    name: str
    size: int
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Attachments:
    """What is written in the same transaction as a change set but is not journaled."""

    sources: tuple[Source, ...] = ()
    borders: Mapping[UUID, Borders] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActRecord:
    """A change set's head in the journal."""

    id: UUID
    label: str
    kind: Kind
    target: UUID | None
    time: datetime


@dataclass(frozen=True, slots=True)
class SuggestionRun:
    """What the pre-highlighter found in one article version."""

    article_version_id: UUID
    version: str
    time: datetime
    suggestions: tuple[Suggestion, ...]
    links: tuple[SuggestedLink, ...]


class ProjectStore:
    """One project's database; reads on connections of their own, writes on one thread in order."""

    def __init__(
        self,
        address: DatabaseAddress,
        *,
        read_only: bool = False,
        on_saved: Saved | None = None,
        on_failed: Failed | None = None,
    ) -> None:
        self.address = address
        self.read_only = read_only
        self.replica: UUID = uuid4()
        if address.file is not None:
            self._engine = sqlite.make_engine(address.file, read_only=read_only)
        else:
            self._engine = postgresql.make_engine(address.url or "")
        self._reading = self._engine.execution_options(reading=True)
        self._writer: Writer | None = None
        self._on_saved = on_saved or (lambda ticket: None)
        self._on_failed = on_failed or (lambda error, failed: None)

    @classmethod
    def create(cls, address: DatabaseAddress, **options: Any) -> ProjectStore:
        """Make the schema in an empty database and open it."""
        if address.file is not None and address.file.exists():
            raise ProjectError(
                f"{address.shown} exists already. Open it, or choose another folder."
            )
        store = cls(address, **options)
        try:
            schema.create_schema(store._engine)
        except SQLAlchemyError as error:
            store.close()
            raise ProjectError(
                f"The database {address.shown} could not be made: "
                f"{str(getattr(error, 'orig', error)).splitlines()[0]}."
            ) from error
        return store

    @classmethod
    def open(
        cls, address: DatabaseAddress, *, backups: Path | None = None, **options: Any
    ) -> ProjectStore:
        """Open a database; an older one is copied to `backups` and brought up to date first."""
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
            raise ProjectError(
                f"The database {address.shown} cannot be read: "
                f"{str(getattr(error, 'orig', error)).splitlines()[0]}. "
                "Put back a copy from the backups folder."
            ) from error
        return store

    def _bring_up_to_date(self, backups: Path | None) -> None:
        if self.address.file is not None:
            found = sqlite.read_schema_version(self.address.file)
        else:
            found = postgresql.read_schema_version(self._engine)
        if not schema.check_version(found, name=self.address.shown):
            return
        if self.read_only:
            raise ProjectError(
                f"{self.address.shown} was written by an older version and must be brought up to "
                "date first. Open it for writing once."
            )
        if self.address.file is not None and backups is not None:
            sqlite.copy_database(self.address.file, backups / schema.backup_name())
        schema.upgrade(self._engine)

    # -- writing ---------------------------------------------------------------------------

    @property
    def writer(self) -> Writer:
        """The writer thread, started at the first write."""
        if self.read_only:
            raise ProjectError("The project is open for reading only; nothing was changed.")
        if self._writer is None:
            self._writer = Writer(on_saved=self._on_saved, on_failed=self._on_failed)
        return self._writer

    def apply(self, change_set: ChangeSet, attachments: Attachments | None = None) -> Ticket:
        """Queue a change set; returns at once."""

        def job() -> None:
            with self._engine.begin() as connection:
                _write_attachments(connection, attachments)
                journal.write(connection, change_set, self.replica)
                _write_borders(connection, attachments)

        return self.writer.submit(job, change_set)

    def join(self, change_sets: Iterable[ChangeSet]) -> Ticket:
        """Queue the union of this journal with another."""
        taken = tuple(change_sets)

        def job() -> None:
            with self._engine.begin() as connection:
                journal.join(connection, taken)

        return self.writer.submit(job)

    def replace_suggestions(self, runs: Sequence[SuggestionRun]) -> Ticket:
        """Queue the suggestions of new runs; those of earlier runs over the same texts go."""

        def job() -> None:
            with self._engine.begin() as connection:
                for run in runs:
                    _replace_suggestions(connection, run)

        return self.writer.submit(job)

    def save_visit(self, coder_id: UUID, article_id: UUID, *, caret: int, seconds: float) -> Ticket:
        """Queue where a coder stands in an article, and how long the visit was."""

        def job() -> None:
            with self._engine.begin() as connection:
                _add_visit(connection, coder_id, article_id, caret, seconds)

        return self.writer.submit(job)

    def set_meta(self, **entries: str) -> Ticket:
        """Queue entries of the meta table."""

        def job() -> None:
            table = _table(tables.MetaRow)
            with self._engine.begin() as connection:
                for key, content in entries.items():
                    connection.execute(delete(table).where(table.c.key == key))
                    connection.execute(insert(table).values(key=key, value=content))

        return self.writer.submit(job)

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

    # -- reading ---------------------------------------------------------------------------

    @contextmanager
    def _read(self) -> Any:
        with self._reading.connect() as connection:
            yield connection
            connection.rollback()

    def meta(self) -> dict[str, str]:
        """All entries of the meta table."""
        table = _table(tables.MetaRow)
        with self._read() as connection:
            return {row.key: row.value for row in connection.execute(select(table))}

    def values(
        self, kind: type[Value], *, deleted: bool = False, **where: UUID | str | Sequence[Any]
    ) -> list[Value]:
        """Domain values of a journaled table, filtered by equality or membership, by id.

        `store.values(Annotation, article_version_id=v, coder_id=[a, b])`
        """
        table = table_of(_name_of(kind))
        statement = select(table).order_by(table.c.id)
        if not deleted:
            statement = statement.where(table.c.deleted.is_(False))
        for name, wanted in where.items():
            column = table.c[name]
            several = isinstance(wanted, (list, tuple, set, frozenset))
            statement = statement.where(column.in_(wanted) if several else column == wanted)
        with self._read() as connection:
            found = connection.execute(statement).mappings()
            return [kind.model_validate(dict(row)) for row in found]

    def version_heads(self) -> list[dict[str, Any]]:
        """All article versions without their texts: what a list of articles needs."""
        table = table_of("article_version")
        columns = [c for c in table.c if c.name != "text"]
        statement = select(*columns).where(table.c.deleted.is_(False)).order_by(table.c.imported_at)
        with self._read() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def version_of(self, article_id: UUID) -> ArticleVersion:
        """Latest text of an article."""
        found = self.values(ArticleVersion, article_id=article_id)
        if not found:
            raise ProjectError("The article has no text; import it again.")
        return max(found, key=lambda version: (version.imported_at, str(version.id)))

    def borders(self, article_version_id: UUID) -> Borders | None:
        """Stored borders of a text, or None where there are none."""
        table = _table(tables.BordersRow)
        with self._read() as connection:
            row = connection.execute(
                select(table).where(table.c.article_version_id == article_version_id)
            ).one_or_none()
        if row is None:
            return None
        return Borders(
            rules_version=row.rules_version,
            tokens=_pairs(row.tokens),
            sentences=_pairs(row.sentences),
            paragraphs=_pairs(row.paragraphs),
        )

    def suggestions(self, article_version_id: UUID) -> list[Suggestion]:
        """Suggestions of the last run over a text, by place."""
        table = _table(tables.SuggestionRow)
        statement = (
            select(table)
            .where(table.c.article_version_id == article_version_id)
            .order_by(table.c.start, table.c.end.desc(), table.c.type)
        )
        with self._read() as connection:
            found = connection.execute(statement).mappings()
            return [Suggestion.model_validate(dict(row)) for row in found]

    def suggested_links(self, article_version_id: UUID) -> list[SuggestedLink]:
        """Suggested links of the last run over a text."""
        table = _table(tables.SuggestedLinkRow)
        statement = select(table).where(table.c.article_version_id == article_version_id)
        with self._read() as connection:
            found = connection.execute(statement.order_by(table.c.type, table.c.from_id)).mappings()
            return [SuggestedLink.model_validate(dict(row)) for row in found]

    def suggestion_runs(self) -> dict[UUID, tuple[str, int]]:
        """Rule version and number of suggestions of the last run, by article version."""
        table = _table(tables.SuggestionRunRow)
        with self._read() as connection:
            rows = connection.execute(select(table))
            return {row.article_version_id: (row.version, row.n_suggestions) for row in rows}

    def counts(self, name: str, column: str) -> dict[tuple[UUID, UUID], int]:
        """Number of rows of a journaled table by (column, coder); doubts apart with `doubt`."""
        table = table_of(name)
        keys = (table.c[column], table.c.coder_id)
        statement = select(*keys, func.count()).where(table.c.deleted.is_(False)).group_by(*keys)
        with self._read() as connection:
            return {(row[0], row[1]): int(row[2]) for row in connection.execute(statement)}

    def doubt_counts(self) -> dict[tuple[UUID, UUID], int]:
        """Number of spans in doubt by (article version, coder)."""
        table = table_of("annotation")
        keys = (table.c.article_version_id, table.c.coder_id)
        statement = (
            select(*keys, func.count())
            .where(table.c.deleted.is_(False), table.c.doubt.is_(True))
            .group_by(*keys)
        )
        with self._read() as connection:
            return {(row[0], row[1]): int(row[2]) for row in connection.execute(statement)}

    def visit(self, coder_id: UUID, article_id: UUID) -> tuple[int, float]:
        """Caret and seconds of a coder in an article; zeros before the first visit."""
        table = _table(tables.VisitRow)
        statement = select(table).where(
            table.c.coder_id == coder_id, table.c.article_id == article_id
        )
        with self._read() as connection:
            row = connection.execute(statement).one_or_none()
        return (row.caret, row.seconds) if row else (0, 0.0)

    def source_hashes(self) -> dict[str, str]:
        """Name of every source by the digest of its bytes."""
        table = _table(tables.SourceRow)
        with self._read() as connection:
            rows = connection.execute(select(table.c.sha256, table.c.name))
            return {row.sha256: row.name for row in rows}

    def acts(self, coder_id: UUID, article_id: UUID | None) -> list[ActRecord]:
        """Acts of a coder on an article (or on the study) in their order."""
        table = journal.CHANGE_SET
        scope = table.c.article_id == article_id if article_id else table.c.article_id.is_(None)
        statement = (
            select(table.c.id, table.c.label, table.c.kind, table.c.target, table.c.time)
            .where(table.c.coder_id == coder_id, scope)
            .order_by(table.c.counter, table.c.replica)
        )
        with self._read() as connection:
            return [ActRecord(*row) for row in connection.execute(statement)]

    def change_set(self, change_set_id: UUID) -> ChangeSet:
        """One act with its changes."""
        sets, changes = journal.CHANGE_SET, journal.CHANGE
        with self._read() as connection:
            head = connection.execute(select(sets).where(sets.c.id == change_set_id)).one()
            rows = connection.execute(
                select(changes)
                .where(changes.c.change_set_id == change_set_id)
                .order_by(changes.c.index)
            )
            own = tuple(journal.change_from(row) for row in rows)
        return ChangeSet(**dict(head._mapping), changes=own)

    def journal(self) -> list[ChangeSet]:
        """All acts with their changes, whole."""
        with self._read() as connection:
            return journal.read_journal(connection)

    def position(self) -> int:
        """Journal position: the highest counter seen."""
        with self._read() as connection:
            return journal.next_counter(connection) - 1

    def conflicts(self) -> list[tuple[str, UUID, str, list[Any]]]:
        """Fields that two joined copies set apart."""
        with self._read() as connection:
            return journal.conflicts(connection)


def _name_of(kind: type[BaseModel]) -> str:
    return next(name for name, (_, value) in JOURNALED.items() if value is kind)


def _table(row: Any) -> Table:
    return row.__table__


def _flat(pairs: Iterable[tuple[int, int]]) -> list[int]:
    return [number for pair in pairs for number in pair]


def _pairs(flat: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(zip(flat[0::2], flat[1::2], strict=True))


def _write_attachments(connection: Connection, attachments: Attachments | None) -> None:
    if attachments is None:
        return
    table = _table(tables.SourceRow)
    known = set(connection.execute(select(table.c.sha256)).scalars())
    for source in {s.sha256: s for s in attachments.sources}.values():
        if source.sha256 not in known:
            connection.execute(
                insert(table).values(
                    sha256=source.sha256,
                    name=source.name,
                    size=source.size,
                    content=source.content,
                )
            )


def _write_borders(connection: Connection, attachments: Attachments | None) -> None:
    if attachments is None or not attachments.borders:
        return
    rows = [
        {
            "article_version_id": version_id,
            "rules_version": borders.rules_version,
            "tokens": _flat(borders.tokens),
            "sentences": _flat(borders.sentences),
            "paragraphs": _flat(borders.paragraphs),
        }
        for version_id, borders in attachments.borders.items()
    ]
    connection.execute(insert(_table(tables.BordersRow)), rows)


def _replace_suggestions(connection: Connection, run: SuggestionRun) -> None:
    for row in (tables.SuggestionRow, tables.SuggestedLinkRow, tables.SuggestionRunRow):
        table = _table(row)
        connection.execute(
            delete(table).where(table.c.article_version_id == run.article_version_id)
        )
    if run.suggestions:
        rows = [s.model_dump() for s in {s.id: s for s in run.suggestions}.values()]
        connection.execute(insert(_table(tables.SuggestionRow)), rows)
    if run.links:
        links = {(link.type, link.from_id, link.to_id): link for link in run.links}
        connection.execute(
            insert(_table(tables.SuggestedLinkRow)), [link.model_dump() for link in links.values()]
        )
    connection.execute(
        insert(_table(tables.SuggestionRunRow)).values(
            article_version_id=run.article_version_id,
            version=run.version,
            time=run.time,
            n_suggestions=len(run.suggestions),
        )
    )


def _add_visit(
    connection: Connection, coder_id: UUID, article_id: UUID, caret: int, seconds: float
) -> None:
    table = _table(tables.VisitRow)
    mine = (table.c.coder_id == coder_id) & (table.c.article_id == article_id)
    earlier = connection.execute(select(table.c.seconds).where(mine)).scalar_one_or_none()
    connection.execute(delete(table).where(mine))
    connection.execute(
        insert(table).values(
            coder_id=coder_id,
            article_id=article_id,
            caret=caret,
            seconds=(earlier or 0.0) + seconds,
        )
    )
