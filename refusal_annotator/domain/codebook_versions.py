"""Versions of the codebook that a project has used; none is ever changed."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class CodebookVersion(BaseModel):
    """One version as YAML; `number` counts from 1 within the project and stamps every coding."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    number: int
    text: str
    sha256: str
    note: str = ""
    revision: int = 0
    deleted: bool = False
