"""Coders, and how far each has come with an article."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from refusal_annotator.domain.stored import StoredValue


class CoderKind(StrEnum):
    """Who stands behind codings: a person, the agreed gold standard, or a rule set."""

    HUMAN = "human"
    GOLD = "gold"
    RULE = "rule"


class CoderRole(StrEnum):
    """What a person may do in the project."""

    CODER = "coder"
    SUPERVISOR = "supervisor"


class Coder(StoredValue):
    """Somebody whose codings are kept apart from all others'."""

    name: str
    kind: CoderKind = CoderKind.HUMAN
    role: CoderRole = CoderRole.CODER


class CodingStatus(StrEnum):
    """How far a coder has come with an article."""

    TO_DO = "to_do"
    DRAFT = "draft"
    FINISHED = "finished"


class ArticleCoding(StoredValue):
    """What one coder holds of one article beside spans and links: variables, status, what was read.

    `values` are the article variables as cells. `coded_types` are the span types that the coder
    went through: a type that is not among them is missing, not empty. `extras`, `file_keys` and
    `zones` keep what a coding file said beyond that, so that export gives it back.
    """

    article_id: UUID
    article_version_id: UUID
    coder_id: UUID
    status: CodingStatus = CodingStatus.DRAFT
    values: dict[str, Any] = Field(default_factory=dict[str, Any])
    coded_types: tuple[str, ...] = ()
    unfinished_reason: str | None = None
    finished_at: datetime | None = None
    extras: dict[str, Any] = Field(default_factory=dict[str, Any])
    file_keys: tuple[str, ...] | None = None
    zones: tuple[tuple[int, int, str], ...] | None = None
    codebook_version: int = 1
