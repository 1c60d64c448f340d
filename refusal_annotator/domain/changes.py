"""Changes: the values that are applied, undone, journaled and merged.

The state of a project is the fold of a set of changes that only grows. A row begins with one change
that holds all its fields; later changes hold one field each, so that two edits of different fields
neither clash nor block each other's undo. Each change names its parents: the changes that its maker
saw as the last ones on that field. A field with two last changes that do not know of each other is
a conflict: both are kept, one is shown, and the next change to the field settles it. So merging two
copies is the union of their changes, in any order, as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict

from refusal_annotator.domain.stored import StoredValue

CREATE = ""
# JSON fields whose keys are changed one by one.
NESTED = ("values", "metadata", "extras")
# Fields that only together say where a span stands; a merge must not mix two coders' edges.
PLACE = "place"
PLACE_FIELDS = ("start", "end", "parts", "quote")

Kind = Literal["do", "undo", "redo"]


class Change(BaseModel):
    """One field of one row, before and after; `field` is empty where it makes the row.

    `field` may name a key inside a JSON field, as in ``values/topic``; None is then an absent key.
    `place` stands for the extent of a span, an object of its fields.
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
    act they turn round in `target`. An act on a link across articles names there the article that
    the link starts from.
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
    target: UUID | None = None,
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
        target=target,
    )


def creation(table: str, value: StoredValue) -> Change:
    """Change that makes the row of a domain value."""
    fields = value.model_dump(mode="json", exclude={"revision"})
    return Change(id=uuid4(), table=table, row_id=value.id, field=CREATE, after=fields)


def edit(table: str, row_id: UUID, name: str, before: Any, after: Any) -> Change:
    """Change of one field, or of one key inside a JSON field.

    Raises ValueError for a part of what is only changed as one, or for many keys at once: two such
    changes could not be merged.
    """
    if name in NESTED or name in PLACE_FIELDS:
        raise ValueError(f"{name} is not changed by itself; use edits")
    return Change(id=uuid4(), table=table, row_id=row_id, field=name, before=before, after=after)


def edits(table: str, value: StoredValue, **after: Any) -> tuple[Change, ...]:
    """Changes of the named fields that do differ from `value`; illegal contents raise."""
    wanted = type(value).model_validate({**dict(value), **after})
    return edits_between(table, value, wanted, only=after)


def edits_between(
    table: str, before: StoredValue, after: StoredValue, *, only: Iterable[str]
) -> tuple[Change, ...]:
    """Changes that lead from one value of a row to another, in the fields named by `only`."""
    named = dict.fromkeys(only)
    known = {*named, *PLACE_FIELDS} if not named.keys().isdisjoint(PLACE_FIELDS) else {*named}
    old = before.model_dump(mode="json", include=known)
    new = after.model_dump(mode="json", include=known)
    names = dict.fromkeys(name for field_ in named for name in _units_of(field_, old, new))
    return tuple(
        edit(table, before.id, name, read_field(old, name), read_field(new, name))
        for name in names
        if read_field(old, name) != read_field(new, name)
    )


def _units_of(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    """Names under which a field of a model is changed."""
    if name in PLACE_FIELDS:
        return (PLACE,)
    if name in NESTED:
        return (f"{name}/{key}" for key in dict.fromkeys([*old[name], *new[name]]))
    return (name,)


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
    if name == PLACE:
        return {part: row[part] for part in PLACE_FIELDS if part in row}
    top, slash, key = name.partition("/")
    if not slash:
        return row.get(top)
    return cast("Mapping[str, Any]", row.get(top) or {}).get(key)


def write_field(row: Mapping[str, Any], name: str, content: Any) -> dict[str, Any]:
    """Return `row` with the field, or the key inside a JSON field, set to `content`."""
    if name == PLACE:
        return {**row, **content}
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
