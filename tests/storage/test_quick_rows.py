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
