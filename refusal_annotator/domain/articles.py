"""Articles (the sampling units) and the versions of their text."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from refusal_annotator.domain.stored import StoredValue


class Article(StoredValue):
    """A sampling unit; `key` is the stem of its source file, by which other files refer to it."""

    key: str
    title: str
    source_name: str
    metadata: dict[str, Any] = Field(default_factory=dict[str, Any])
    sequence: int = 0
    left_out: str | None = None


class ArticleVersion(StoredValue):
    """The canonical text of an article, which never changes."""

    article_id: UUID
    text: str
    text_sha256: str
    source_sha256: str
    encoding: str
    importer: str
    importer_version: str
    imported_at: datetime
    n_words: int = 0
