"""Articles (the sampling units) and the versions of their text."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Article(BaseModel):
    """A sampling unit; `key` is the stem of its source file, by which other files refer to it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    key: str
    title: str
    source_name: str
    metadata: dict[str, Any] = Field(default_factory=dict)
    sequence: int = 0
    left_out: str | None = None
    revision: int = 0
    deleted: bool = False


class ArticleVersion(BaseModel):
    """The canonical text of an article, which never changes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    article_id: UUID
    text: str
    text_sha256: str
    source_sha256: str
    encoding: str
    importer: str
    importer_version: str
    imported_at: datetime
    n_words: int = 0
    revision: int = 0
    deleted: bool = False
