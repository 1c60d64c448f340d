"""Rows whose id follows from what they are: made once, and brought to life again after an undo."""

from __future__ import annotations

from refusal_annotator.domain.changes import Change, creation, edits_between
from refusal_annotator.domain.stored import StoredValue


def making(table: str, value: StoredValue, earlier: StoredValue | None) -> list[Change]:
    """Changes after which `value` is there.

    `earlier` is the row of this id, where there is one: its making was taken back, and since no row
    is ever removed it can only come to life again.
    """
    if earlier is None:
        return [creation(table, value)]
    names = [name for name in type(value).model_fields if name not in ("id", "revision")]
    return list(edits_between(table, earlier, value, only=names))
