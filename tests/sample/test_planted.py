"""Every planted disagreement that the README lists is in the coding files, and is of its kind."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

NOTHING = "–"


def test_each_coder_has_one_of_each_kind_in_each_coded_article(sample: Any) -> None:
    counted = Counter((row.kind, row.article, row.coder) for row in sample.planted)
    kinds = {row.kind for row in sample.planted}

    assert kinds == {
        "missed span",
        "extra span",
        "boundary",
        "attribute",
        "number value",
        "entity",
        "link",
        "article variable",
    }
    assert len(counted) == len(kinds) * 3 * 2
    assert set(counted.values()) == {1}


def test_missed_spans_are_missed(sample: Any) -> None:
    for row, careful, other in _rows(sample, "missed span"):
        assert row.other == NOTHING
        (span,) = careful.find(row.careful)
        assert not _overlapping(other, span), row


def test_extra_spans_are_extra(sample: Any) -> None:
    for row, careful, other in _rows(sample, "extra span"):
        assert row.careful == NOTHING
        (span,) = other.find(row.other)
        assert not _overlapping(careful, span), row


def test_boundaries_differ_on_spans_that_overlap(sample: Any) -> None:
    for row, careful, other in _rows(sample, "boundary"):
        (ours,), (theirs,) = careful.find(row.careful), other.find(row.other)
        assert theirs in _overlapping(other, ours)
        assert (ours["start"], ours["end"]) != (theirs["start"], theirs["end"])
        assert not other.find(row.careful), row
        assert not careful.find(row.other), row


@pytest.mark.parametrize("kind", ["attribute", "number value", "entity"])
def test_values_differ_on_the_same_span(sample: Any, kind: str) -> None:
    for row, careful, other in _rows(sample, kind):
        variable, ours = row.careful.split(" = ")
        same, theirs = row.other.split(" = ")
        assert variable == same
        assert ours != theirs
        for coding, written in ((careful, ours), (other, theirs)):
            values = [span["attributes"][variable] for span in coding.find(row.unit)]
            assert json.loads(written) in values, row


def test_number_values_and_entities_are_of_their_kind(sample: Any) -> None:
    number, actor = (sample.codebook.type_by_role(role) for role in ("number", "actor"))
    bounds = {number.attribute_by_role(role).id for role in ("value_low", "value_high")}

    for row, _, _ in _rows(sample, "number value"):
        assert row.unit.startswith(f"{number.id}: ")
        assert row.careful.split(" = ")[0] in bounds
    for row, _, _ in _rows(sample, "entity"):
        assert row.unit.startswith(f"{actor.id}: ")
        assert row.careful.split(" = ")[0] == actor.attribute_by_role("entity").id


def test_links_lead_elsewhere_or_in_another_order(sample: Any) -> None:
    for row, careful, other in _rows(sample, "link"):
        relation, ours = row.careful.split(": ", 1)
        same, theirs = row.other.split(": ", 1)
        assert relation == same
        assert careful.targets(row.unit, relation) == ours
        assert other.targets(row.unit, relation) == theirs
        assert ours != theirs


def test_article_variables_differ(sample: Any) -> None:
    for row, careful, other in _rows(sample, "article variable"):
        variable, ours = row.careful.split(" = ")
        _, theirs = row.other.split(" = ")
        assert careful.content["article_variables"][variable] == json.loads(ours)
        assert other.content["article_variables"][variable] == json.loads(theirs)
        assert ours != theirs


def _rows(sample: Any, kind: str) -> list[tuple[Any, Any, Any]]:
    rows = [row for row in sample.planted if row.kind == kind]
    assert rows
    return [
        (row, sample.coding("Ines", row.article), sample.coding(row.coder, row.article))
        for row in rows
    ]


def _overlapping(coding: Any, span: Any) -> list[Any]:
    return [
        other
        for other in coding.spans
        if other["type"] == span["type"]
        and other["start"] < span["end"]
        and span["start"] < other["end"]
    ]
