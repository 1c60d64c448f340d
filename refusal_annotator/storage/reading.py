"""What is read of a project's database, as domain values; each read has a connection of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Engine,
    Table,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from refusal_annotator.domain.annotations import SuggestedLink, Suggestion
from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.changes import Change, ChangeSet, Kind
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.searching import Term
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import Borders
from refusal_annotator.storage import journal, searching, tables
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.quick_rows import columns_of, values_of
from refusal_annotator.storage.rows import JOURNALED, table_of

Value = TypeVar("Value", bound=StoredValue)


@dataclass(frozen=True, slots=True)
class ActRecord:
    """A change set's head in the journal."""

    id: UUID
    label: str
    kind: Kind
    target: UUID | None
    time: datetime


class StoreReader:
    """The reading half of a ProjectStore."""

    def __init__(self, engine: Engine, address: DatabaseAddress) -> None:
        self.address = address
        self._reading = engine.execution_options(reading=True)

    def _read(self) -> AbstractContextManager[Connection]:
        return reading(self._reading, self.address)

    def meta(self) -> dict[str, str]:
        """All entries of the meta table."""
        table = _table_of(tables.MetaRow)
        with self._read() as connection:
            return {row.key: row.value for row in connection.execute(select(table))}

    def values(
        self, kind: type[Value], *, deleted: bool = False, **where: UUID | str | Sequence[Any]
    ) -> list[Value]:
        """Domain values of a journaled table, filtered by equality or membership, by id.

        `store.values(Annotation, article_version_id=v, coder_id=[a, b])`
        """
        table = table_of(_name_of(kind))
        with self._read() as connection:
            statement = select(*columns_of(table, connection)).order_by(table.c.id)
            if not deleted:
                statement = statement.where(table.c.deleted.is_(False))
            for name, wanted in where.items():
                column = table.c[name]
                several = isinstance(wanted, (list, tuple, set, frozenset))
                statement = statement.where(column.in_(wanted) if several else column == wanted)
            return values_of(kind, table, connection, statement)

    def version_heads(self) -> list[dict[str, Any]]:
        """All article versions without their texts: what a list of articles needs."""
        table = table_of("article_version")
        columns = [c for c in table.c if c.name != "text"]
        statement = select(*columns).where(table.c.deleted.is_(False))
        statement = statement.order_by(table.c.imported_at, table.c.id)
        with self._read() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def version_of(self, article_id: UUID) -> ArticleVersion:
        """Latest text of an article."""
        found = self.values(ArticleVersion, article_id=article_id)
        if not found:
            raise ProjectError("The article has no text; import it again.")
        return max(found, key=lambda version: (version.imported_at, str(version.id)))

    def articles_with(self, terms: Sequence[Term]) -> list[UUID]:
        """Articles whose texts may hold all terms, in the order of import; never one too few."""
        with self._read() as connection:
            return searching.articles_with(connection, terms)

    def borders(self, article_version_id: UUID) -> Borders | None:
        """Stored borders of a text, or None where there are none."""
        table = _table_of(tables.BordersRow)
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
        table = _table_of(tables.SuggestionRow)
        with self._read() as connection:
            statement = (
                select(*columns_of(table, connection))
                .where(table.c.article_version_id == article_version_id)
                .order_by(table.c.start, table.c.end.desc(), table.c.type)
            )
            return values_of(Suggestion, table, connection, statement)

    def suggested_links(self, article_version_id: UUID) -> list[SuggestedLink]:
        """Suggested links of the last run over a text."""
        table = _table_of(tables.SuggestedLinkRow)
        statement = select(table).where(table.c.article_version_id == article_version_id)
        with self._read() as connection:
            found = connection.execute(statement.order_by(table.c.type, table.c.from_id)).mappings()
            return [SuggestedLink.model_validate(dict(row)) for row in found]

    def suggestion_runs(self) -> dict[UUID, tuple[str, int]]:
        """Rule version and number of suggestions of the last run, by article version."""
        table = _table_of(tables.SuggestionRunRow)
        with self._read() as connection:
            rows = connection.execute(select(table))
            return {row.article_version_id: (row.version, row.n_suggestions) for row in rows}

    def suggestion_counts(self, limits: Mapping[str, float]) -> dict[UUID, int]:
        """Number of suggestions that reach the limit of their type, by article version.

        A type without a limit counts whole; versions of which nothing counts are left out.
        """
        table = _table_of(tables.SuggestionRow)
        reached = or_(
            table.c.type.not_in(list(limits)),
            *((table.c.type == name) & (table.c.score >= limit) for name, limit in limits.items()),
        )
        statement = select(table.c.article_version_id, func.count()).where(reached)
        with self._read() as connection:
            rows = connection.execute(statement.group_by(table.c.article_version_id))
            return {row[0]: int(row[1]) for row in rows}

    def counts(self, name: str, column: str) -> dict[tuple[UUID, UUID], int]:
        """Number of rows of a journaled table by (column, coder)."""
        table = table_of(name)
        return self._counts(table, table.c[column])

    def doubt_counts(self) -> dict[tuple[UUID, UUID], int]:
        """Number of spans in doubt by (article version, coder)."""
        table = table_of("annotation")
        return self._counts(table, table.c.article_version_id, table.c.doubt.is_(True))

    def _counts(
        self, table: Table, column: ColumnElement[Any], *where: ColumnElement[bool]
    ) -> dict[tuple[UUID, UUID], int]:
        keys = (column, table.c.coder_id)
        statement = select(*keys, func.count()).where(table.c.deleted.is_(False), *where)
        with self._read() as connection:
            rows = connection.execute(statement.group_by(*keys))
            return {(row[0], row[1]): int(row[2]) for row in rows}

    def visit(self, coder_id: UUID, article_id: UUID) -> tuple[int, float]:
        """Caret and seconds of a coder in an article; zeros before the first visit."""
        table = _table_of(tables.VisitRow)
        statement = select(table).where(
            table.c.coder_id == coder_id, table.c.article_id == article_id
        )
        with self._read() as connection:
            row = connection.execute(statement).one_or_none()
        return (row.caret, row.seconds) if row else (0, 0.0)

    def visited(self, coder_id: UUID) -> frozenset[UUID]:
        """Articles that a coder has opened."""
        table = _table_of(tables.VisitRow)
        statement = select(table.c.article_id).where(table.c.coder_id == coder_id)
        with self._read() as connection:
            return frozenset(connection.execute(statement).scalars())

    def source_hashes(self) -> dict[str, str]:
        """Name of every source by the digest of its bytes."""
        table = _table_of(tables.SourceRow)
        with self._read() as connection:
            rows = connection.execute(select(table.c.sha256, table.c.name))
            return {row.sha256: row.name for row in rows}

    def acts(
        self, coder_id: UUID, article_id: UUID | None, *, touching: Sequence[str] = ()
    ) -> list[ActRecord]:
        """Acts of a coder on an article (or on the study) in their order.

        `touching` names tables: only acts that change one of them are listed.
        """
        table = journal.CHANGE_SET
        scope = table.c.article_id == article_id if article_id else table.c.article_id.is_(None)
        if touching:
            changes = journal.CHANGE
            own = changes.c.change_set_id == table.c.id
            scope &= exists().where(own, changes.c.table.in_(touching))
        statement = (
            select(table.c.id, table.c.label, table.c.kind, table.c.target, table.c.time)
            .where(table.c.coder_id == coder_id, scope)
            .order_by(table.c.counter, table.c.replica)
        )
        with self._read() as connection:
            return [ActRecord(*row) for row in connection.execute(statement)]

    def row_history(self, row_ids: Iterable[UUID]) -> list[tuple[ChangeSet, tuple[Change, ...]]]:
        """Acts that touched these rows in their order, each with its changes of these rows only.

        The change sets come without changes of their own.
        """
        sets, changes = journal.CHANGE_SET, journal.CHANGE
        wanted = list(dict.fromkeys(row_ids))
        found: dict[UUID, list[Change]] = {}
        with self._read() as connection:
            rows = connection.execute(
                select(changes)
                .where(changes.c.row_id.in_(wanted))
                .order_by(changes.c.counter, changes.c.replica, changes.c.index)
            )
            for row in rows:
                found.setdefault(row.change_set_id, []).append(journal.change_from(row))
            heads = {
                head.id: ChangeSet(**dict(head._mapping), changes=())
                for head in connection.execute(select(sets).where(sets.c.id.in_(list(found))))
            }
        return [(heads[act], tuple(own)) for act, own in found.items()]

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


@contextmanager
def reading(engine: Engine, address: DatabaseAddress) -> Iterator[Connection]:
    """Connection that only reads; what goes wrong is a sentence about the database."""
    try:
        with engine.connect() as connection:
            yield connection
            connection.rollback()
    except SQLAlchemyError as error:
        raise unreadable(address, error) from error


def unreadable(address: DatabaseAddress, error: Exception) -> ProjectError:
    """Sentence for a database that cannot be read."""
    way_out = (
        "Put back a copy from the backups folder."
        if address.is_file
        else "Check the network and the address in project.toml, and open the project again."
    )
    return ProjectError(
        f"The database {address.shown} cannot be read: {first_line(error)}. {way_out}"
    )


def first_line(error: Exception) -> str:
    """What a database says, without what follows for programmers."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return said[0].rstrip(".") if said else type(error).__name__


def _rows(result: CursorResult[Any]) -> Iterator[dict[str, Any]]:
    """Rows by column name; twice as fast as SQLAlchemy's mappings, which counts in thousands."""
    names = tuple(result.keys())
    return (dict(zip(names, row, strict=True)) for row in result)


def _name_of(kind: type[StoredValue]) -> str:
    return next(name for name, (_, value) in JOURNALED.items() if value is kind)


def _table_of(row: Any) -> Table:
    return row.__table__


def _pairs(flat: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(zip(flat[0::2], flat[1::2], strict=True))
