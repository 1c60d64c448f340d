"""The state that a set of changes leads to, whatever order they come in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from refusal_annotator.domain.changes import (
    CREATE,
    NESTED,
    PLACE,
    PLACE_FIELDS,
    Change,
    read_field,
    write_field,
)

# Two copies that import one file make the same row at different moments; that is no conflict.
MOMENTS = frozenset({"imported_at", "finished_at", "time", "sequence"})


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """State of a row after all its changes; `conflicts` holds what else a field was set to."""

    fields: Mapping[str, Any]
    conflicts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])


def fold(changes: Iterable[Change]) -> dict[tuple[str, UUID], FoldedRow]:
    """State of every row that the changes touch; the order they come in does not matter.

    A row whose creation is not among the changes is left out.
    """
    rows: dict[tuple[str, UUID], list[Change]] = defaultdict(list)
    for change in {change.id: change for change in changes}.values():
        rows[change.table, change.row_id].append(change)
    folded: dict[tuple[str, UUID], FoldedRow] = {}
    for key, own in rows.items():
        row = fold_row(own)
        if row is not None:
            folded[key] = row
    return folded


def fold_row(changes: Sequence[Change]) -> FoldedRow | None:
    """State of one row, or None without a creation."""
    creations = sorted((c for c in changes if c.field == CREATE), key=lambda c: c.order)
    if not creations:
        return None
    by_field: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.field != CREATE:
            by_field[change.field].append(change)
    fields: dict[str, Any] = dict(creations[-1].after)
    conflicts: dict[str, tuple[Any, ...]] = {}
    for name in sorted({*by_field, *_fields_of(creations)}):
        values = _last_values(name, by_field[name], creations)
        # Writing only what differs keeps apart a key that is absent and one that is null.
        if _canonical(read_field(fields, name)) != _canonical(values[0]):
            fields = write_field(fields, name, values[0])
        if len(values) > 1:
            conflicts[name] = tuple(values)
    return FoldedRow({**fields, "revision": len(changes)}, conflicts)


def heads(changes: Sequence[Change], name: str) -> tuple[UUID, ...]:
    """Ids of the last changes on a field: what the next change to it has as parents.

    `changes` are those of one row on this field and its creations.
    """
    own = [change for change in changes if change.field == name and name != CREATE]
    known = {parent for change in own for parent in change.parents}
    last = [c for c in own if c.id not in known]
    fresh = [c for c in changes if c.field == CREATE and c.id not in known]
    return tuple(c.id for c in sorted((*last, *fresh), key=lambda c: c.order))


def _fields_of(creations: Sequence[Change]) -> set[str]:
    """Fields over which several creations of one row could differ."""
    if len(creations) < 2:
        return set()
    names: set[str] = set()
    for change in creations:
        for name, content in change.after.items():
            if name in NESTED:
                names.update(f"{name}/{key}" for key in content)
            elif name not in MOMENTS:
                names.add(PLACE if name in PLACE_FIELDS else name)
    return names


def _last_values(name: str, own: Sequence[Change], creations: Sequence[Change]) -> list[Any]:
    """Values of the field's last changes, the shown one first, equal ones once.

    Creations that agree on the field count as one, so that a row which two copies made alike (the
    same coding file imported twice) is no conflict once one of them edits it. Of moments the last
    one counts.
    """
    known = {parent for change in own for parent in change.parents}
    last: list[tuple[tuple[Any, ...], Any]] = [
        (change.order, change.after) for change in own if change.id not in known
    ]
    made: dict[str, list[Change]] = defaultdict(list)
    for change in creations:
        content = None if name in MOMENTS else read_field(change.after, name)
        made[_canonical(content)].append(change)
    for alike in made.values():
        if not any(change.id in known for change in alike):
            last.append((alike[-1].order, read_field(alike[-1].after, name)))
    last.sort(key=lambda item: item[0], reverse=True)
    values: dict[str, Any] = {}
    for _, content in last:
        values.setdefault(_canonical(content), content)
    return list(values.values())


def _canonical(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False)
