"""Coded spans, links between them, suggestions, decisions on them, and exclusion zones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict, Field

from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.stored import StoredValue

Origin = Literal["drawn", "accepted", "edited", "imported", "gold"]
DecisionKind = Literal["accepted", "edited", "rejected", "skipped"]
ZoneStatus = Literal["proposed", "confirmed"]
Parts = tuple[tuple[int, int], ...]

# IoU from which a new suggestion counts as one that the coder has already rejected.
INHERIT_REJECTION_IOU = 0.8


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Annotation(StoredValue):
    """A span that a coder marked, with its values.

    `start` and `end` are the hull; `parts` is None for one part, else two or more disjoint parts.
    `source_id` is the span's id in a coding file; `sequence` keeps the order of making.
    """

    article_version_id: UUID
    coder_id: UUID
    type: str
    start: int
    end: int
    parts: Parts | None = None
    quote: str
    values: dict[str, Any] = Field(default_factory=dict[str, Any])
    origin: Origin = "drawn"
    doubt: bool = False
    source_id: str | None = None
    sequence: int = 0
    suggestion_id: UUID | None = None
    derived_from: UUID | None = None
    codebook_version: int = 1

    @property
    def span(self) -> Span:
        """The hull."""
        return Span(self.start, self.end)

    @property
    def all_parts(self) -> Parts:
        """One part or several, always as a tuple."""
        return self.parts or ((self.start, self.end),)


class Link(StoredValue):
    """A coded relation from one annotation to another of the same coder.

    `to_id` is None while the target is not here; `pending_target` then, and for links across
    articles always, holds {"article": key, "span": id in that article's file}.
    """

    article_version_id: UUID
    coder_id: UUID
    type: str
    from_id: UUID
    to_id: UUID | None = None
    pending_target: dict[str, str] | None = None
    values: dict[str, Any] = Field(default_factory=dict[str, Any])
    position: int | None = None
    path: int | None = None
    origin: Origin = "drawn"
    doubt: bool = False
    sequence: int = 0
    codebook_version: int = 1


class ArticleLink(StoredValue):
    """A coded relation between two articles (copy of, reprint of, ...)."""

    coder_id: UUID
    type: str
    from_article_id: UUID
    to_article_id: UUID | None = None
    pending_target: dict[str, str] | None = None
    values: dict[str, Any] = Field(default_factory=dict[str, Any])
    sequence: int = 0
    codebook_version: int = 1


class Suggestion(_Row):
    """A pre-highlight; never counted as coding."""

    id: UUID
    article_version_id: UUID
    type: str
    start: int
    end: int
    parts: Parts | None = None
    quote: str
    values: dict[str, Any] = Field(default_factory=dict[str, Any])
    score: float
    source: str
    why: str = ""

    @property
    def span(self) -> Span:
        """The hull."""
        return Span(self.start, self.end)

    @property
    def all_parts(self) -> Parts:
        """One part or several, always as a tuple."""
        return self.parts or ((self.start, self.end),)


class SuggestedLink(_Row):
    """A link between two suggestions of one article version."""

    article_version_id: UUID
    type: str
    from_id: UUID
    to_id: UUID
    score: float


class SuggestionDecision(StoredValue):
    """What a coder did with a suggestion; keeps the span, so that it holds for later runs too."""

    suggestion_id: UUID
    article_version_id: UUID
    coder_id: UUID
    type: str
    start: int
    end: int
    parts: Parts | None = None
    decision: DecisionKind
    annotation_id: UUID | None = None
    time: datetime

    @property
    def all_parts(self) -> Parts:
        """One part or several, always as a tuple."""
        return self.parts or ((self.start, self.end),)


class Zone(StoredValue):
    """A stretch of the text that is page furniture and not coded."""

    article_version_id: UUID
    start: int
    end: int
    kind: str
    source: str
    status: ZoneStatus = "proposed"
    coder_id: UUID | None = None


def suggestion_id(article_version_id: UUID, type_: str, parts: Sequence[tuple[int, int]]) -> UUID:
    """Id that the same suggestion has in every run."""
    places = ",".join(f"{start}-{end}" for start, end in parts)
    return uuid5(article_version_id, f"suggestion:{type_}:{places}")


def decision_id(suggestion: UUID, coder_id: UUID) -> UUID:
    """Id of the one decision that a coder has on a suggestion."""
    return uuid5(suggestion, f"decision:{coder_id}")


def zone_id(article_version_id: UUID, kind: str, start: int, end: int) -> UUID:
    """Id that the same zone has whoever finds it."""
    return uuid5(article_version_id, f"zone:{kind}:{start}-{end}")


def file_annotation_id(project_id: UUID, coder_id: UUID, article_id: UUID, span: str) -> UUID:
    """Id of a span of a coding file, the same at every import of it."""
    return uuid5(project_id, f"{coder_id}/{article_id}/{span}")
