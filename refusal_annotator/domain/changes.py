"""Changes: the values that are applied, undone, journaled and merged.

The state of a project is the fold of a set of changes that only grows. A row begins with one change
that holds all its fields; later changes hold one field each, so that two edits of different fields
neither clash nor block each other's undo. Each change names its parents: the changes that its maker
saw as the last ones on that field. A field with two last changes that do not know of each other is
a conflict: both are kept, one is shown, and the next change to the field settles it. So merging two
copies is the union of their changes, in any order, as often as one likes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict

CREATE = ""
NESTED = ("values", "metadata", "extras")
# Two copies that import one file make the same row at different moments; that is no conflict.
MOMENTS = frozenset({"imported_at", "finished_at", "time", "sequence"})

Kind = Literal["do", "undo", "redo"]


class Change(BaseModel):
    """One field of one row, before and after; `field` is empty where it makes the row.

    `field` may name a key inside a JSON field, as in ``values/topic``; None is then an absent key.
    `replica`, `counter`, `index` and `parents` are stamped when the change is stored.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    table: str
    row_id: UUID
    field: str
    before: Any = None
    after: Any = None
    parents: tuple[UUID, ...] = ()
    replica: UUID | None = None
    counter: int = 0
    index: int = 0

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Total order that agrees with what its maker knew: a child comes after its parents."""
        return (self.counter, str(self.replica or ""), self.index, str(self.id))


class ChangeSet(BaseModel):
    """What one act changed, with a label for people; applied whole or not at all.

    `article_id` is None for acts on the study. `kind` tells undo and redo from acts; both name the
    act they turn round in `target`.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    label: str
    coder_id: UUID | None
    article_id: UUID | None
    time: datetime
    changes: tuple[Change, ...]
    codebook_version: int = 1
    kind: Kind = "do"
    target: UUID | None = None
    replica: UUID | None = None
    counter: int = 0

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.changes)

    def inverse(self) -> ChangeSet:
        """Set that takes this one back: values return, rows made here are marked as deleted."""
        return self._turned("undo", [_turn_back(change) for change in reversed(self.changes)])

    def again(self) -> ChangeSet:
        """Set that makes this one's effect anew after it was taken back."""
        return self._turned("redo", [_make_anew(change) for change in self.changes])

    def _turned(self, kind: Kind, changes: Sequence[Change]) -> ChangeSet:
        return self.model_copy(
            update={
                "id": uuid4(),
                "time": now(),
                "changes": tuple(changes),
                "kind": kind,
                "target": self.id,
                "replica": None,
                "counter": 0,
            }
        )


def now() -> datetime:
    """UTC time of a change."""
    return datetime.now(UTC)


def make_change_set(
    label: str,
    changes: Iterable[Change],
    *,
    coder_id: UUID | None,
    article_id: UUID | None = None,
    codebook_version: int = 1,
) -> ChangeSet:
    """Change set of an act that happens now."""
    return ChangeSet(
        id=uuid4(),
        label=label,
        coder_id=coder_id,
        article_id=article_id,
        time=now(),
        changes=tuple(changes),
        codebook_version=codebook_version,
    )


def creation(table: str, value: BaseModel) -> Change:
    """Change that makes the row of a domain value."""
    fields = value.model_dump(mode="json", exclude={"revision"})
    return Change(id=uuid4(), table=table, row_id=value.id, field=CREATE, after=fields)  # type: ignore[attr-defined]


def edit(table: str, row_id: UUID, name: str, before: Any, after: Any) -> Change:
    """Change of one field, or of one key inside a JSON field."""
    return Change(id=uuid4(), table=table, row_id=row_id, field=name, before=before, after=after)


def edits(table: str, value: BaseModel, **after: Any) -> tuple[Change, ...]:
    """Changes of the named fields that do differ from `value`."""
    fields = value.model_dump(mode="json", include=set(after))
    wanted = value.model_copy(update=after).model_dump(mode="json", include=set(after))
    return tuple(
        edit(table, value.id, name, fields[name], wanted[name])  # type: ignore[attr-defined]
        for name in after
        if fields[name] != wanted[name]
    )


def _turn_back(change: Change) -> Change:
    if change.field == CREATE:
        return edit(change.table, change.row_id, "deleted", False, True)
    return edit(change.table, change.row_id, change.field, change.after, change.before)


def _make_anew(change: Change) -> Change:
    if change.field == CREATE:
        return edit(change.table, change.row_id, "deleted", True, False)
    return edit(change.table, change.row_id, change.field, change.before, change.after)


def read_field(row: Mapping[str, Any], name: str) -> Any:
    """Content of a field or of a key inside a JSON field; None where the key is absent."""
    top, slash, key = name.partition("/")
    content = row.get(top)
    return (content or {}).get(key) if slash else content


def write_field(row: Mapping[str, Any], name: str, content: Any) -> dict[str, Any]:
    """Return `row` with the field, or the key inside a JSON field, set to `content`."""
    top, slash, key = name.partition("/")
    if not slash:
        return {**row, top: content}
    inner = dict(row.get(top) or {})
    if content is None:
        inner.pop(key, None)
    else:
        inner[key] = content
    return {**row, top: inner}


def apply_to_row(row: Mapping[str, Any] | None, change: Change) -> dict[str, Any]:
    """Row after a change; its revision counts the changes."""
    if change.field == CREATE:
        base: Mapping[str, Any] = change.after
        return {**base, "revision": (row or {}).get("revision", 0) + 1}
    if row is None:
        raise KeyError(f"{change.table} {change.row_id} is not here")
    changed = write_field(row, change.field, change.after)
    return {**changed, "revision": row.get("revision", 0) + 1}


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """State of a row after all its changes; `conflicts` holds what else a field was set to."""

    fields: Mapping[str, Any]
    conflicts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def fold(changes: Iterable[Change]) -> dict[tuple[str, UUID], FoldedRow]:
    """State of every row that the changes touch; the order they come in does not matter.

    A row whose creation is not among the changes is left out.
    """
    rows: dict[tuple[str, UUID], list[Change]] = defaultdict(list)
    for change in {change.id: change for change in changes}.values():
        rows[change.table, change.row_id].append(change)
    folded = {}
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
            if name in NESTED and isinstance(content, dict):
                names.update(f"{name}/{key}" for key in content)
            elif name not in MOMENTS:
                names.add(name)
    return names


def _last_values(name: str, own: Sequence[Change], creations: Sequence[Change]) -> list[Any]:
    """Values of the field's last changes, the shown one first, equal ones once.

    Creations that agree on the field count as one, so that a row which two copies made alike (the
    same coding file imported twice) is no conflict once one of them edits it.
    """
    known = {parent for change in own for parent in change.parents}
    last: list[tuple[tuple[Any, ...], Any]] = [
        (change.order, change.after) for change in own if change.id not in known
    ]
    made: dict[str, list[Change]] = defaultdict(list)
    for change in creations:
        made[_canonical(read_field(change.after, name))].append(change)
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
