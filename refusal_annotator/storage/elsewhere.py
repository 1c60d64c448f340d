"""A coder's spans in all other articles, in one statement: those that a link may lead to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, String, and_, or_, select, type_coerce

from refusal_annotator.storage.rows import table_of


@dataclass(frozen=True, slots=True)
class SpanElsewhere:
    """A span, the article it stands in, and whom the article has say it.

    `values` and `speaker_values` are read only where they were asked for.
    """

    id: UUID
    type: str
    start: int
    quote: str
    values: Mapping[str, Any]
    article_id: UUID
    article: str
    title: str
    sequence: int
    speaker: str
    speaker_values: Mapping[str, Any]


def spans_elsewhere(
    connection: Connection,
    article_version_id: UUID,
    coder_id: UUID,
    *,
    types: Sequence[str],
    speaker: str,
    with_values: bool,
) -> list[SpanElsewhere]:
    """Spans of some types in the present texts of other articles, by article and place.

    `speaker` is the kind of link that leads to whoever says it, empty where there is none; of
    several speakers of a span the first is taken.
    """
    span, version, article = (table_of(n) for n in ("annotation", "article_version", "article"))
    link, said = table_of("link"), table_of("annotation").alias("said")
    newer, own = version.alias("newer"), version.alias("own")
    here = select(own.c.article_id).where(own.c.id == article_version_id).scalar_subquery()
    later = or_(
        newer.c.imported_at > version.c.imported_at,
        and_(newer.c.imported_at == version.c.imported_at, newer.c.id > version.c.id),
    )
    overtaken = (
        select(newer.c.id)
        .where(newer.c.article_id == version.c.article_id, newer.c.deleted.is_(False), later)
        .exists()
    )
    told = and_(
        link.c.article_version_id == span.c.article_version_id,
        link.c.coder_id == span.c.coder_id,
        link.c.type == speaker,
        link.c.from_id == span.c.id,
        link.c.deleted.is_(False),
    )
    raw = connection.dialect.name == "sqlite"
    values, said_values = span.c["values"], said.c["values"]
    if raw:
        values, said_values = type_coerce(values, String), type_coerce(said_values, String)
    ids = (type_coerce(c, String) if raw else c for c in (span.c.id, article.c.id))
    span_id, article_id = ids
    statement = (
        select(
            span_id,
            span.c.type,
            span.c.start,
            span.c.quote,
            article_id,
            article.c.key,
            article.c.title,
            article.c.sequence,
            said.c.quote,
            *((values, said_values) if with_values else ()),
        )
        .join(version, version.c.id == span.c.article_version_id)
        .join(article, article.c.id == version.c.article_id)
        .outerjoin(link, told)
        .outerjoin(said, and_(said.c.id == link.c.to_id, said.c.deleted.is_(False)))
        .where(
            span.c.coder_id == coder_id,
            span.c.type.in_(types),
            span.c.deleted.is_(False),
            article.c.deleted.is_(False),
            article.c.id != here,
            ~overtaken,
        )
        .order_by(article.c.sequence, article.c.id, span.c.start, span.c.id, link.c.sequence)
    )
    make = _Maker(raw=raw)
    found: dict[Any, SpanElsewhere] = {}
    for row in connection.execute(statement):
        if row[0] not in found:
            found[row[0]] = make(row)
    return list(found.values())


class _Maker:
    """Makes spans of rows; what many rows share, such as a speaker's values, is read once."""

    def __init__(self, *, raw: bool) -> None:
        self._raw = raw
        self._articles: dict[Any, UUID] = {}
        self._cells: dict[str | None, Mapping[str, Any]] = {None: {}}

    def __call__(self, row: Sequence[Any]) -> SpanElsewhere:
        if row[4] not in self._articles:
            self._articles[row[4]] = _uuid(row[4])
        values = [self._read(cells) for cells in row[9:]] or [{}, {}]
        return SpanElsewhere(
            id=_uuid(row[0]),
            type=row[1],
            start=row[2],
            quote=row[3],
            values=values[0],
            article_id=self._articles[row[4]],
            article=row[5],
            title=row[6] or row[5],
            sequence=row[7],
            speaker=row[8] or "",
            speaker_values=values[1],
        )

    def _read(self, cells: Any) -> Mapping[str, Any]:
        if not self._raw:
            return cells or {}
        found = self._cells.get(cells)
        if found is None:
            found = self._cells[cells] = json.loads(cells)
        return found


def _uuid(content: str | UUID) -> UUID:
    return UUID(int=int(content, 16)) if isinstance(content, str) else content
