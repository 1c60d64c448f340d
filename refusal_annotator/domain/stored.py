"""What every value that is journaled has: an id, a count of its changes, a mark of deletion."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class StoredValue(BaseModel):
    """A frozen value with a row of its own; nothing is ever removed, `deleted` hides it."""

    # A NaN must reach the check before the database; as null it would pass for an empty cell.
    model_config = ConfigDict(frozen=True, from_attributes=True, ser_json_inf_nan="constants")

    id: UUID
    revision: int = 0
    deleted: bool = False
