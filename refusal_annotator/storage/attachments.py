"""What is stored beside the journal: sources, borders, suggestions of the last run, visits.

Every function works inside a transaction that the caller has opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, insert, select

from refusal_annotator.domain.annotations import SuggestedLink, Suggestion
from refusal_annotator.domain.text import Borders
from refusal_annotator.storage import tables
from refusal_annotator.storage.storable import require_storable


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

    def require_storable(self) -> None:
        """Raise AnnotatorError for a name that could not be stored."""
        require_storable([source.name for source in self.sources])


@dataclass(frozen=True, slots=True)
class SuggestionRun:
    """What the pre-highlighter found in one article version."""

    article_version_id: UUID
    version: str
    time: datetime
    suggestions: tuple[Suggestion, ...]
    links: tuple[SuggestedLink, ...]

    def require_storable(self) -> None:
        """Raise AnnotatorError for text or a score that could not be stored."""
        require_storable([link.score for link in self.links])
        for found in self.suggestions:
            require_storable((found.quote, found.values, found.score, found.source, found.why))


def write_sources(connection: Connection, sources: Iterable[Source]) -> None:
    """Add the sources that are not here yet."""
    table = _table_of(tables.SourceRow)
    wanted = {source.sha256: source for source in sources}
    if not wanted:
        return
    known = set(connection.execute(select(table.c.sha256)).scalars())
    rows = [
        {"sha256": s.sha256, "name": s.name, "size": s.size, "content": s.content}
        for s in wanted.values()
        if s.sha256 not in known
    ]
    if rows:
        connection.execute(insert(table), rows)


def write_borders(connection: Connection, borders: Mapping[UUID, Borders]) -> None:
    """Add the borders of new texts."""
    rows = [
        {
            "article_version_id": version_id,
            "rules_version": found.rules_version,
            "tokens": _flat(found.tokens),
            "sentences": _flat(found.sentences),
            "paragraphs": _flat(found.paragraphs),
        }
        for version_id, found in borders.items()
    ]
    if rows:
        connection.execute(insert(_table_of(tables.BordersRow)), rows)


def replace_suggestions(connection: Connection, run: SuggestionRun) -> None:
    """Put a run's suggestions in place of those of earlier runs over the same text."""
    for row in (tables.SuggestionRow, tables.SuggestedLinkRow, tables.SuggestionRunRow):
        table = _table_of(row)
        connection.execute(
            delete(table).where(table.c.article_version_id == run.article_version_id)
        )
    suggestions = {found.id: found for found in run.suggestions}
    if suggestions:
        rows = [found.model_dump() for found in suggestions.values()]
        connection.execute(insert(_table_of(tables.SuggestionRow)), rows)
    links = {(link.type, link.from_id, link.to_id): link for link in run.links}
    if links:
        rows = [link.model_dump() for link in links.values()]
        connection.execute(insert(_table_of(tables.SuggestedLinkRow)), rows)
    connection.execute(
        insert(_table_of(tables.SuggestionRunRow)).values(
            article_version_id=run.article_version_id,
            version=run.version,
            time=run.time,
            n_suggestions=len(suggestions),
        )
    )


def add_visit(
    connection: Connection, coder_id: UUID, article_id: UUID, caret: int, seconds: float
) -> None:
    """Keep a coder's place in an article, and add the time of the visit."""
    table = _table_of(tables.VisitRow)
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


def set_meta(connection: Connection, entries: Mapping[str, str]) -> None:
    """Set entries of the meta table."""
    table = _table_of(tables.MetaRow)
    for key, content in entries.items():
        connection.execute(delete(table).where(table.c.key == key))
        connection.execute(insert(table).values(key=key, value=content))


def _table_of(row: Any) -> Table:
    return row.__table__


def _flat(pairs: Iterable[tuple[int, int]]) -> list[int]:
    return [number for pair in pairs for number in pair]
