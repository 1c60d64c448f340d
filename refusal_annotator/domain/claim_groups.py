"""Groups of claims over articles, and questions about them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from refusal_annotator.domain.stored import StoredValue


class ClaimGroup(StoredValue):
    """Claims of several articles under one name: the same claim, a question, or not the same."""

    kind: Literal["group", "question", "not_same"]
    name: str
    reference_claim: UUID | None = None
    status: str = "open"
    memo: str | None = None
