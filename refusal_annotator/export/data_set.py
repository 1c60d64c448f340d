"""Flat tables for statistics: what a study hands over, what a table is, what goes with it.

A table is columns and rows of plain values. Every writer (CSV, Excel, SPSS, Stata, JSON lines) gets
the same tables, so that a figure counted in one program is the figure counted in any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.entities import Entity, EntityIndex, EntityLink

Value = str | int | float | date | None
Kind = Literal["text", "category", "number", "integer", "flag", "date"]

Progress = Callable[[int, int, str], None]
"""Told how many tables are done, of how many, and which is next."""
EXACT_INTEGER = 2**53
"""Up to here every integer is a number of its own in Excel, SPSS and Stata."""


@dataclass(frozen=True, slots=True)
class StudyData:
    """What is exported of a project, as domain values.

    `coders` are those chosen; codings, spans and links are theirs. `groups` are the spans of
    several coders that count as one unit. `zones` are the confirmed ones by article version.
    """

    codebook: Codebook
    articles: Sequence[Article]
    versions: Mapping[UUID, ArticleVersion]
    zones: Mapping[UUID, Sequence[tuple[int, int]]]
    coders: Sequence[Coder]
    codings: Sequence[ArticleCoding]
    annotations: Sequence[Annotation]
    links: Sequence[Link]
    article_links: Sequence[ArticleLink]
    entities: Sequence[Entity]
    entity_links: Sequence[EntityLink]
    groups: Sequence[MatchedGroup] = ()

    @property
    def entity_index(self) -> EntityIndex:
        """Finds the key that all spellings of an entity share."""
        return EntityIndex(self.entities)


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One column: its portable name, what it holds, and what its codes mean.

    Attributes
    ----------
    name
        At most 32 letters, digits and underscores; legal in SPSS, Stata, R and Python.
    labels
        Code to words, for categories and flags.
    missing
        Codes that mean "no value" (user-missing in SPSS, extended missing in Stata).
    spells_out
        Name of the coded column whose words this text column repeats; statistics programs have
        value labels instead and leave it out.
    unit, variable
        Span type or relation, and attribute, as the codebook calls them.
    """

    name: str
    label: str
    kind: Kind = "text"
    level: str = ""
    unit: str = ""
    variable: str = ""
    labels: Mapping[int, str] = field(default_factory=dict[int, str])
    missing: tuple[int, ...] = ()
    spells_out: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: a short name for files and sheets, a sentence, columns, rows."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, name: str) -> list[Value]:
        """Return the values of one column."""
        at = next(i for i, column in enumerate(self.columns) if column.name == name)
        return [row[at] for row in self.rows]

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def without_words(self) -> DataTable:
        """Return the table without the columns that repeat codes in words."""
        kept = [i for i, column in enumerate(self.columns) if column.spells_out is None]
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return DataTable(self.name, self.title, tuple(self.columns[i] for i in kept), rows)


@dataclass(frozen=True, slots=True)
class DataSet:
    """All tables of an export, and what a reader should be told."""

    tables: tuple[DataTable, ...]
    about: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def table(self, name: str) -> DataTable:
        """Return the table of this name."""
        return next(table for table in self.tables if table.name == name)


@dataclass(frozen=True, slots=True)
class Field:
    """A column together with how a record fills it."""

    column: DataColumn
    read: Callable[[Any], Value]


def fill(name: str, title: str, fields: Sequence[Field], records: Sequence[Any]) -> DataTable:
    """Make a table from records."""
    readers = [each.read for each in fields]
    rows = tuple(tuple(read(record) for read in readers) for record in records)
    return DataTable(name, title, tuple(each.column for each in fields), rows)
