"""What is read of a project's database, as domain values; each read has a connection of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
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

from refusal_annotator.domain.annotations import Link, SuggestedLink, Suggestion
from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.changes import Change, ChangeSet, Kind
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.searching import Term
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import Borders
from refusal_annotator.storage import journal, searching, tables
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.elsewhere import SpanElsewhere, spans_elsewhere
from refusal_annotator.storage.quick_rows import Rows, columns_of
from refusal_annotator.storage.rows import JOURNALED, table_of

Value = TypeVar("Value", bound=StoredValue)
Found = TypeVar("Found", bound=BaseModel)


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
        return self.rows(kind, where, deleted=deleted).values()

    def rows(
        self,
        kind: type[Value],
        where: Mapping[str, UUID | str | Sequence[Any]],
        *,
        by: Sequence[str] = ("id",),
        deleted: bool = False,
    ) -> Rows[Value]:
        """What `values` finds, not read yet, in the order of some columns."""
        table = table_of(_name_of(kind))
        with self._read() as connection:
            statement = select(*columns_of(table, connection)).order_by(*(table.c[n] for n in by))
            if not deleted:
                statement = statement.where(table.c.deleted.is_(False))
            for name, wanted in where.items():
                column = table.c[name]
                several = isinstance(wanted, (list, tuple, set, frozenset))
                statement = statement.where(column.in_(wanted) if several else column == wanted)
            return Rows(kind, table, connection, statement)

    def links_into(
        self, article_version_id: UUID, coder_id: UUID, *, types: Sequence[str]
    ) -> list[Link]:
        """A coder's links from other articles to codings of some types in this text.

        Deleted ones too.
        """
        link, annotation = table_of("link"), table_of("annotation")
        reached = select(annotation.c.id).where(
            annotation.c.article_version_id == article_version_id,
            annotation.c.coder_id == coder_id,
            annotation.c.type.in_(types),
        )
        with self._read() as connection:
            statement = select(*columns_of(link, connection)).where(
                link.c.coder_id == coder_id,
                link.c.article_version_id != article_version_id,
                link.c.to_id.in_(reached),
            )
            return Rows(Link, link, connection, statement.order_by(link.c.id)).values()

    def spans_elsewhere(
        self,
        article_version_id: UUID,
        coder_id: UUID,
        *,
        types: Sequence[str],
        speaker: str = "",
        with_values: bool = False,
    ) -> list[SpanElsewhere]:
        """A coder's spans of some types in all other articles; see `storage.elsewhere`."""
        with self._read() as connection:
            return spans_elsewhere(
                connection,
                article_version_id,
                coder_id,
                types=types,
                speaker=speaker,
                with_values=with_values,
            )

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
        late = self.late_borders(article_version_id)
        return late() if late is not None else None

    def late_borders(self, article_version_id: UUID) -> Callable[[], Borders] | None:
        """Borders that are fetched now and read when they are called for."""
        table = _table_of(tables.BordersRow)
        with self._read() as connection:
            statement = select(*columns_of(table, connection))
            row = connection.execute(
                statement.where(table.c.article_version_id == article_version_id)
            ).one_or_none()
        return None if row is None else lambda: _borders(row._mapping)

    def suggestions(self, article_version_id: UUID) -> list[Suggestion]:
        """Suggestions of the last run over a text, by place."""
        return self.suggestion_rows(article_version_id).values()

    def suggestion_rows(self, article_version_id: UUID) -> Rows[Suggestion]:
        """What `suggestions` finds, not read yet."""
        table = _table_of(tables.SuggestionRow)
        order = (table.c.start, table.c.end.desc(), table.c.type)
        return self._of_run(Suggestion, table, article_version_id, order)

    def suggested_links(self, article_version_id: UUID) -> list[SuggestedLink]:
        """Suggested links of the last run over a text."""
        return self.suggested_link_rows(article_version_id).values()

    def suggested_link_rows(self, article_version_id: UUID) -> Rows[SuggestedLink]:
        """What `suggested_links` finds, not read yet."""
        table = _table_of(tables.SuggestedLinkRow)
        order = (table.c.type, table.c.from_id)
        return self._of_run(SuggestedLink, table, article_version_id, order)

    def _of_run(
        self, kind: type[Found], table: Table, article_version_id: UUID, order: Sequence[Any]
    ) -> Rows[Found]:
        with self._read() as connection:
            statement = select(*columns_of(table, connection)).order_by(*order)
            statement = statement.where(table.c.article_version_id == article_version_id)
            return Rows(kind, table, connection, statement)

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


def _borders(row: Mapping[Any, Any]) -> Borders:
    """Borders of a row; SQLite gives the texts as they are stored."""
    found = (row[name] for name in ("tokens", "sentences", "paragraphs"))
    contents = (json.loads(each) if isinstance(each, str) else each for each in found)
    return Borders(row["rules_version"], *(_pairs(each) for each in contents))


def _pairs(flat: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(zip(flat[0::2], flat[1::2], strict=True))
