"""Between rows and domain values: which table holds what, and how each field is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, Table, Uuid
from sqlalchemy.sql.type_api import TypeEngine
from sqlmodel import SQLModel

from refusal_annotator.domain.annotations import (
    Annotation,
    ArticleLink,
    Link,
    SuggestionDecision,
    Zone,
)
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.claim_groups import ClaimGroup
from refusal_annotator.domain.codebook_versions import CodebookVersion
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.comments import Comment
from refusal_annotator.domain.entities import Entity, EntityLink
from refusal_annotator.domain.hiding import HiddenDraw, HiddenShare
from refusal_annotator.domain.pace import WorkPeriod
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.storage import tables
from refusal_annotator.storage.column_types import UtcDateTime

Value = TypeVar("Value", bound=StoredValue)

# Journaled tables in an order in which a row's references come before it.
JOURNALED: dict[str, tuple[type[SQLModel], type[StoredValue]]] = {
    "coder": (tables.CoderRow, Coder),
    "codebook_version": (tables.CodebookVersionRow, CodebookVersion),
    "article": (tables.ArticleRow, Article),
    "article_version": (tables.ArticleVersionRow, ArticleVersion),
    "zone": (tables.ZoneRow, Zone),
    "entity": (tables.EntityRow, Entity),
    "entity_link": (tables.EntityLinkRow, EntityLink),
    "annotation": (tables.AnnotationRow, Annotation),
    "link": (tables.LinkRow, Link),
    "article_link": (tables.ArticleLinkRow, ArticleLink),
    "article_coding": (tables.ArticleCodingRow, ArticleCoding),
    "suggestion_decision": (tables.SuggestionDecisionRow, SuggestionDecision),
    "claim_group": (tables.ClaimGroupRow, ClaimGroup),
    "comment": (tables.CommentRow, Comment),
    "hidden_share": (tables.HiddenShareRow, HiddenShare),
    "hidden_draw": (tables.HiddenDrawRow, HiddenDraw),
    "work_period": (tables.WorkPeriodRow, WorkPeriod),
}

# Big and immutable: kept once in the row, left out of the journal and put back for a merge.
NOT_REPEATED: Mapping[str, tuple[str, ...]] = {
    "article_version": ("text",),
    "codebook_version": ("text",),
}


def table_of(name: str) -> Table:
    """SQLAlchemy table of a journaled table's name."""
    return JOURNALED[name][0].__table__  # type: ignore[attr-defined]


def encode(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Column values for JSON-able fields; fields that the table does not have are an error."""
    return {name: _encode(table.c[name], content) for name, content in fields.items()}


def decode(row: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-able fields of a row."""
    return {name: _decode(content) for name, content in row.items()}


def _encode(column: Column[Any], content: Any) -> Any:
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, Uuid) and isinstance(content, str):
        return UUID(content)
    if isinstance(kind, UtcDateTime) and isinstance(content, str):
        return datetime.fromisoformat(content)
    return content


def _decode(content: Any) -> Any:
    if isinstance(content, UUID):
        return str(content)
    if isinstance(content, datetime):
        # The form in which pydantic writes UTC, so that before and after compare equal.
        return content.isoformat().replace("+00:00", "Z")
    return content
