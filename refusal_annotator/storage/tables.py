"""The SQLModel table classes, one per table.

Rows never leave this folder: `rows.py` turns them into the frozen values of `domain`, whose field
names they share (a test compares them). Ids are UUIDs made in `domain`. No foreign key cascades:
nothing that a coder made is ever removed.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations as types.
import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from refusal_annotator.storage.column_types import BigKey, JsonColumn, UtcDateTime, WordSet

DEFERRED: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def json_field(*, nullable: bool = False) -> Any:
    """Column of JSON."""
    return Field(default=None, sa_column=Column(JsonColumn, nullable=nullable))


def text_field(*, nullable: bool = False) -> Any:
    """Column of text without a length limit."""
    return Field(default=None, sa_column=Column(Text, nullable=nullable))


def time_field(*, nullable: bool = False) -> Any:
    """Column of UTC time."""
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=nullable))


def reference(target: str, *, nullable: bool = False, index: bool = False) -> Any:
    """Foreign key that is checked at commit, so that merged rows may come in any order."""
    from sqlalchemy import ForeignKey, Uuid

    column = Column(Uuid, ForeignKey(target, **DEFERRED), nullable=nullable, index=index)
    return Field(default=None, sa_column=column)


class MetaRow(SQLModel, table=True):
    """What identifies the project and this copy of it."""

    __tablename__: ClassVar[str] = "meta"  # type: ignore[misc]
    key: str = Field(primary_key=True)
    value: str = text_field()


class SourceRow(SQLModel, table=True):
    """A file as imported; the bytes lie in `sources/` beside SQLite, in `content` on a server."""

    __tablename__: ClassVar[str] = "source"  # type: ignore[misc]
    sha256: str = Field(primary_key=True)
    name: str = text_field()
    size: int = Field(sa_type=BigKey)
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class CoderRow(SQLModel, table=True):
    """A coder."""

    __tablename__: ClassVar[str] = "coder"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    name: str = text_field()
    kind: str
    role: str
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class CodebookVersionRow(SQLModel, table=True):
    """A version of the codebook as YAML; never changed."""

    __tablename__: ClassVar[str] = "codebook_version"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    number: int = Field(sa_type=BigKey)
    text: str = text_field()
    sha256: str
    note: str = text_field()
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class ArticleRow(SQLModel, table=True):
    """An article."""

    __tablename__: ClassVar[str] = "article"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    key: str = text_field()
    title: str = text_field()
    source_name: str = text_field()
    # `metadata` is taken by SQLAlchemy's declarative classes; the column keeps the name.
    metadata_: dict[str, Any] = Field(
        default=None, sa_column=Column("metadata", JsonColumn, nullable=False)
    )
    sequence: int = Field(sa_type=BigKey)
    left_out: str | None = text_field(nullable=True)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class ArticleVersionRow(SQLModel, table=True):
    """A text of an article."""

    __tablename__: ClassVar[str] = "article_version"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    article_id: uuid.UUID = reference("article.id", index=True)
    text: str = text_field()
    text_sha256: str = Field(index=True)
    source_sha256: str = Field(index=True)
    encoding: str
    importer: str
    importer_version: str
    imported_at: datetime = time_field()
    n_words: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class BordersRow(SQLModel, table=True):
    """Token, sentence and paragraph borders of a text."""

    __tablename__: ClassVar[str] = "borders"  # type: ignore[misc]
    article_version_id: uuid.UUID = Field(primary_key=True, foreign_key="article_version.id")
    rules_version: str
    tokens: list[int] = json_field()
    sentences: list[int] = json_field()
    paragraphs: list[int] = json_field()


class ZoneRow(SQLModel, table=True):
    """An exclusion zone."""

    __tablename__: ClassVar[str] = "zone"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    article_version_id: uuid.UUID = reference("article_version.id", index=True)
    start: int = Field(sa_type=BigKey)
    end: int = Field(sa_type=BigKey)
    kind: str
    source: str
    status: str
    coder_id: uuid.UUID | None = reference("coder.id", nullable=True)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class AnnotationRow(SQLModel, table=True):
    """A coded span."""

    __tablename__: ClassVar[str] = "annotation"  # type: ignore[misc]
    __table_args__ = (
        UniqueConstraint("id", "coder_id"),
        Index("ix_annotation_place", "article_version_id", "coder_id", "start"),
    )
    id: uuid.UUID = Field(primary_key=True)
    article_version_id: uuid.UUID = reference("article_version.id")
    coder_id: uuid.UUID = reference("coder.id")
    type: str
    start: int = Field(sa_type=BigKey)
    end: int = Field(sa_type=BigKey)
    parts: list[list[int]] | None = json_field(nullable=True)
    quote: str = text_field()
    values: dict[str, Any] = json_field()
    origin: str
    doubt: bool
    source_id: str | None = text_field(nullable=True)
    sequence: int = Field(sa_type=BigKey)
    suggestion_id: uuid.UUID | None = None
    derived_from: uuid.UUID | None = None
    codebook_version: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class LinkRow(SQLModel, table=True):
    """A coded relation between two spans of one coder."""

    __tablename__: ClassVar[str] = "link"  # type: ignore[misc]
    __table_args__ = (
        # Nobody links to another coder's span: both ends are checked with the coder.
        ForeignKeyConstraint(
            ["from_id", "coder_id"], ["annotation.id", "annotation.coder_id"], **DEFERRED
        ),
        ForeignKeyConstraint(
            ["to_id", "coder_id"], ["annotation.id", "annotation.coder_id"], **DEFERRED
        ),
        Index("ix_link_place", "article_version_id", "coder_id"),
        Index("ix_link_to", "to_id"),
    )
    id: uuid.UUID = Field(primary_key=True)
    article_version_id: uuid.UUID = reference("article_version.id")
    coder_id: uuid.UUID = reference("coder.id")
    type: str
    from_id: uuid.UUID
    to_id: uuid.UUID | None = None
    pending_target: dict[str, str] | None = json_field(nullable=True)
    values: dict[str, Any] = json_field()
    position: int | None = Field(default=None, sa_type=BigKey)
    path: int | None = Field(default=None, sa_type=BigKey)
    origin: str
    doubt: bool
    sequence: int = Field(sa_type=BigKey)
    codebook_version: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class ArticleLinkRow(SQLModel, table=True):
    """A coded relation between two articles."""

    __tablename__: ClassVar[str] = "article_link"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    coder_id: uuid.UUID = reference("coder.id")
    type: str
    from_article_id: uuid.UUID = reference("article.id", index=True)
    to_article_id: uuid.UUID | None = reference("article.id", nullable=True)
    pending_target: dict[str, str] | None = json_field(nullable=True)
    values: dict[str, Any] = json_field()
    sequence: int = Field(sa_type=BigKey)
    codebook_version: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class ArticleCodingRow(SQLModel, table=True):
    """Status and article variables of one coder for one article."""

    __tablename__: ClassVar[str] = "article_coding"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    article_id: uuid.UUID = reference("article.id", index=True)
    article_version_id: uuid.UUID = reference("article_version.id")
    coder_id: uuid.UUID = reference("coder.id", index=True)
    status: str
    values: dict[str, Any] = json_field()
    coded_types: list[str] = json_field()
    unfinished_reason: str | None = text_field(nullable=True)
    finished_at: datetime | None = time_field(nullable=True)
    extras: dict[str, Any] = json_field()
    file_keys: list[str] | None = json_field(nullable=True)
    zones: list[list[Any]] | None = json_field(nullable=True)
    codebook_version: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class EntityRow(SQLModel, table=True):
    """An actor of the study."""

    __tablename__: ClassVar[str] = "entity"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    key: str = Field(sa_column=Column(Text, nullable=False, index=True))
    name: str | None = text_field(nullable=True)
    aliases: list[str] = json_field()
    entity_class: str | None = None
    note: str | None = text_field(nullable=True)
    merged_into: uuid.UUID | None = reference("entity.id", nullable=True)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class EntityLinkRow(SQLModel, table=True):
    """A relation between two actors."""

    __tablename__: ClassVar[str] = "entity_link"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    type: str
    from_id: uuid.UUID = reference("entity.id")
    to_id: uuid.UUID = reference("entity.id")
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class ClaimGroupRow(SQLModel, table=True):
    """Claims of several articles that are one, or a question about them, under one name."""

    __tablename__: ClassVar[str] = "claim_group"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    kind: str
    name: str = text_field()
    reference_claim: uuid.UUID | None = None
    status: str
    memo: str | None = text_field(nullable=True)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class SuggestionRow(SQLModel, table=True):
    """A pre-highlight of the last run over a text."""

    __tablename__: ClassVar[str] = "suggestion"  # type: ignore[misc]
    # Lists of articles count by it, without the rows themselves.
    __table_args__ = (Index("ix_suggestion_score", "article_version_id", "type", "score"),)
    id: uuid.UUID = Field(primary_key=True)
    article_version_id: uuid.UUID = reference("article_version.id", index=True)
    type: str
    start: int = Field(sa_type=BigKey)
    end: int = Field(sa_type=BigKey)
    parts: list[list[int]] | None = json_field(nullable=True)
    quote: str = text_field()
    values: dict[str, Any] = json_field()
    score: float
    source: str
    why: str = text_field()


class SuggestedLinkRow(SQLModel, table=True):
    """A suggested relation between two suggestions."""

    __tablename__: ClassVar[str] = "suggested_link"  # type: ignore[misc]
    article_version_id: uuid.UUID = reference("article_version.id", index=True)
    type: str = Field(primary_key=True)
    from_id: uuid.UUID = Field(primary_key=True)
    to_id: uuid.UUID = Field(primary_key=True)
    score: float


class SuggestionRunRow(SQLModel, table=True):
    """Which version of the rules last ran over a text, and when."""

    __tablename__: ClassVar[str] = "suggestion_run"  # type: ignore[misc]
    article_version_id: uuid.UUID = Field(primary_key=True, foreign_key="article_version.id")
    version: str
    time: datetime = time_field()
    n_suggestions: int = Field(sa_type=BigKey)


class SuggestionDecisionRow(SQLModel, table=True):
    """What a coder did with a suggestion; it keeps the span, since runs replace suggestions."""

    __tablename__: ClassVar[str] = "suggestion_decision"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    suggestion_id: uuid.UUID
    article_version_id: uuid.UUID = reference("article_version.id", index=True)
    coder_id: uuid.UUID = reference("coder.id")
    type: str
    start: int = Field(sa_type=BigKey)
    end: int = Field(sa_type=BigKey)
    parts: list[list[int]] | None = json_field(nullable=True)
    decision: str
    annotation_id: uuid.UUID | None = None
    time: datetime = time_field()
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class ChangeSetRow(SQLModel, table=True):
    """An act in the journal."""

    __tablename__: ClassVar[str] = "change_set"  # type: ignore[misc]
    __table_args__ = (
        UniqueConstraint("replica", "counter"),
        Index("ix_change_set_history", "coder_id", "article_id", "counter"),
    )
    id: uuid.UUID = Field(primary_key=True)
    label: str = text_field()
    coder_id: uuid.UUID | None = None
    article_id: uuid.UUID | None = None
    time: datetime = time_field()
    codebook_version: int = Field(sa_type=BigKey)
    kind: str
    target: uuid.UUID | None = None
    replica: uuid.UUID
    counter: int = Field(sa_type=BigKey, index=True)


class ChangeRow(SQLModel, table=True):
    """One field of one row, before and after: journal, audit trail and merge log in one."""

    __tablename__: ClassVar[str] = "change"  # type: ignore[misc]
    __table_args__ = (Index("ix_change_row", "row_id", "field"),)
    id: uuid.UUID = Field(primary_key=True)
    change_set_id: uuid.UUID = reference("change_set.id", index=True)
    index: int = Field(sa_type=BigKey)
    table: str
    row_id: uuid.UUID
    field: str
    before: Any = json_field(nullable=True)
    after: Any = json_field(nullable=True)
    parents: list[str] = json_field()
    replica: uuid.UUID
    counter: int = Field(sa_type=BigKey)


class FieldConflictRow(SQLModel, table=True):
    """A field that two copies set apart: all its values, the shown one first."""

    __tablename__: ClassVar[str] = "field_conflict"  # type: ignore[misc]
    table: str = Field(primary_key=True)
    row_id: uuid.UUID = Field(primary_key=True)
    field: str = Field(primary_key=True)
    values: list[Any] = json_field()


class VisitRow(SQLModel, table=True):
    """Where a coder stands in an article, and for how long they have worked on it."""

    __tablename__: ClassVar[str] = "visit"  # type: ignore[misc]
    coder_id: uuid.UUID = Field(primary_key=True, foreign_key="coder.id")
    article_id: uuid.UUID = Field(primary_key=True, foreign_key="article.id")
    caret: int = Field(sa_type=BigKey)
    seconds: float


class CommentRow(SQLModel, table=True):
    """What somebody wrote on a coding or an article."""

    __tablename__: ClassVar[str] = "comment"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    coder_id: uuid.UUID = reference("coder.id")
    article_id: uuid.UUID = reference("article.id", index=True)
    annotation_id: uuid.UUID | None = reference("annotation.id", nullable=True, index=True)
    text: str = text_field()
    created: datetime = time_field()
    resolved: bool
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class HiddenShareRow(SQLModel, table=True):
    """In which share of articles a coder sees no suggestions."""

    __tablename__: ClassVar[str] = "hidden_share"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    coder_id: uuid.UUID = reference("coder.id")
    share: float
    seed: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class HiddenDrawRow(SQLModel, table=True):
    """Whether a coder sees suggestions in an article, as it was drawn."""

    __tablename__: ClassVar[str] = "hidden_draw"  # type: ignore[misc]
    id: uuid.UUID = Field(primary_key=True)
    article_id: uuid.UUID = reference("article.id", index=True)
    coder_id: uuid.UUID = reference("coder.id", index=True)
    hidden: bool
    share: float
    seed: int = Field(sa_type=BigKey)
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class WorkPeriodRow(SQLModel, table=True):
    """A stretch of work without a pause."""

    __tablename__: ClassVar[str] = "work_period"  # type: ignore[misc]
    __table_args__ = (Index("ix_work_period_of", "coder_id", "article_id"),)
    id: uuid.UUID = Field(primary_key=True)
    coder_id: uuid.UUID = reference("coder.id")
    article_id: uuid.UUID = reference("article.id")
    began: datetime = time_field()
    seconds: float
    revision: int = Field(sa_type=BigKey)
    deleted: bool


class SearchTextRow(SQLModel, table=True):
    """A text that can be searched; `words` are filled on PostgreSQL only."""

    __tablename__: ClassVar[str] = "search_text"  # type: ignore[misc]
    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    article_version_id: uuid.UUID = reference("article_version.id", index=True)
    article_id: uuid.UUID = reference("article.id")
    words: str | None = Field(default=None, sa_column=Column(WordSet, nullable=True))
