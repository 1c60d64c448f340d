"""Spans of several parts, as the workspace makes them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace import coding, coding_parts
from tests.workspace.ferry import CODEBOOK, SKUA, Desk, new_project


@pytest.fixture
def broken(tmp_path, closing) -> Desk:
    codebook = CODEBOOK.replace("role: claim\n", "role: claim\n    discontinuous: true\n")
    made = new_project(tmp_path / "ferries", codebook=codebook, skua=SKUA)
    closing.append(made)
    return Desk(made)


def selections(desk, *quotes, whole=True):
    return [(*desk.place(quote), whole) for quote in quotes]


def test_a_part_in_a_zone_is_refused(broken):
    broken.do(coding.add_zone, "menu", *broken.place("Menu | Tides"))
    with pytest.raises(AnnotatorError, match="not coded"):
        coding_parts.tag_parts(broken.session, "Notice", selections(broken, "ferry", "Tides"))


def test_the_same_parts_are_not_tagged_twice(broken):
    wanted = selections(broken, "ferry", "Monday")
    broken.do(coding_parts.tag_parts, "Notice", wanted)
    with pytest.raises(AnnotatorError, match="already"):
        coding_parts.tag_parts(broken.session, "Notice", wanted)


def test_a_type_of_one_stretch_is_refused(broken):
    with pytest.raises(AnnotatorError, match="one stretch"):
        coding_parts.tag_parts(broken.session, "Vessel", selections(broken, "ferry", "Monday"))


def test_outer_edges_drop_parts_outside_them(broken):
    made = broken.do(
        coding_parts.tag_parts, "Notice", selections(broken, "ferry", "sail", "Monday")
    )
    span = made.changes[-1].row_id
    start, end = broken.place("The ferry Skua will not sail")
    broken.do(coding_parts.move_outer, span, start, end)
    assert broken.annotation(span).parts == (
        (start, broken.place("ferry")[1]),
        broken.place("sail"),
    )


EXTENT = st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(EXTENT, min_size=1))
def test_joined_parts_are_apart_in_order_and_hold_the_same_text(extents):
    parts = coding_parts.joined(extents)
    assert all(one[1] < other[0] for one, other in pairwise(parts))
    held = {i for start, end in extents for i in range(start, end)}
    assert {i for start, end in parts for i in range(start, end)} == held
