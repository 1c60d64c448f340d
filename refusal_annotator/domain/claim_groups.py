"""Groups of claims over articles, and questions about them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ClaimGroup(BaseModel):
    """Claims of several articles under one name: the same claim, a question, or not the same."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    kind: Literal["group", "question", "not_same"]
    name: str
    reference_claim: UUID | None = None
    status: str = "open"
    memo: str | None = None
    revision: int = 0
    deleted: bool = False
