"""Values that are read many at a time are the very ones that were written, on either database."""

from __future__ import annotations

from uuid import uuid4

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.variables import OPEN, missing, value
from tests.storage.study import Study, saved


def test_what_was_written_comes_back_whole(study: Study):
    values = {"a": value('"quoted", [and] {more} é \U0001f600'), "b": OPEN, "c": missing("unclear")}
    change = study.annotate(
        values=values, parts=((0, 2), (3, 4)), suggestion_id=uuid4(), source_id="x1"
    )
    plain = study.annotate(values={}, suggestion_id=None, source_id=None)
    saved(study.store, change, plain)
    written = {c.row_id: c.after for s in (change, plain) for c in s.changes}
    found = [a for a in study.store.values(Annotation) if a.id in written]
    wanted = {i: Annotation.model_validate({**row, "revision": 1}) for i, row in written.items()}
    assert {a.id: a for a in found} == wanted
    assert [a.values for a in found if a.source_id == "x1"] == [values]
    assert [a.parts for a in found if a.source_id is None] == [None]


def test_nothing_found_is_an_empty_list(study: Study):
    assert study.store.values(Annotation, coder_id=uuid4()) == []


def test_rows_give_columns_and_single_values_unread(study: Study):
    made = [
        study.annotate(values={"a": value(n)}, parts=((n, n + 1), (n + 2, n + 3)) if n else None)
        for n in range(3)
    ]
    saved(study.store, *made)
    ids = [change.row_id for each in made for change in each.changes]
    rows = study.store.rows(Annotation, {"id": ids}, by=("sequence", "id"))
    values = rows.values()
    assert len(rows) == len(values) == 3
    assert rows.uuids(rows.column("id")) == [each.id for each in values]
    assert list(rows.column("type")) == [each.type for each in values]
    assert [_tuples(each) for each in rows.column("parts")] == [each.parts for each in values]
    assert list(rows.column("values")) == [each.values for each in values]
    assert [bool(each) for each in rows.column("deleted")] == [False] * 3
    assert rows.values(1, 2) == values[1:2]
    assert rows.values_at([2, 0]) == [values[2], values[0]]
    assert rows.values_at([]) == []


def test_no_rows_have_empty_columns(study: Study):
    rows = study.store.rows(Annotation, {"coder_id": uuid4()})
    assert not len(rows)
    assert list(rows.column("id")) == list(rows.column("parts")) == []


def _tuples(parts: list[list[int]] | None) -> tuple[tuple[int, ...], ...] | None:
    return tuple(tuple(part) for part in parts) if parts else None
