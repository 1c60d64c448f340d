"""Ids that are the same whoever makes them, and the parts of a span."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from pydantic import ValidationError

from refusal_annotator.domain.annotations import (
    decision_id,
    file_annotation_id,
    suggestion_id,
    zone_id,
)
from refusal_annotator.domain.spans import Span
from tests.builders import make_annotation, make_coder, make_suggestion, make_version


def test_ids_that_every_copy_makes_alike():
    version, coder, article = uuid4(), uuid4(), uuid4()
    assert suggestion_id(version, "Demand", [(0, 3)]) == suggestion_id(version, "Demand", [(0, 3)])
    ids = [
        suggestion_id(v, t, p)
        for v, t, p in product(
            (version, article), ("Demand", "Party"), ([(0, 3)], [(0, 4)], [(0, 1), (2, 3)])
        )
    ]
    ids += [decision_id(ids[0], coder), decision_id(ids[1], coder), decision_id(ids[0], article)]
    ids += [zone_id(version, "credit", 0, 3), zone_id(version, "menu", 0, 3)]
    ids += [file_annotation_id(version, coder, article, s) for s in ("C1", "C2")]
    assert len(set(ids)) == len(ids)


def test_an_annotation_of_one_part_and_of_several():
    version, coder = make_version(), make_coder()
    whole = make_annotation(version, coder, "pilots")
    assert whole.parts is None
    assert whole.all_parts == ((whole.start, whole.end),)
    broken = make_annotation(version, coder, "Nine", "sail")
    assert broken.span == Span(broken.all_parts[0][0], broken.all_parts[1][1])
    assert broken.quote == "Nine … sail"
    assert make_suggestion(version, "pilots").all_parts == whole.all_parts


def test_values_are_frozen_and_refuse_an_origin_that_is_none():
    annotation = make_annotation(make_version(), make_coder())
    with pytest.raises(ValidationError):
        annotation.start = 0  # type: ignore[misc]
    with pytest.raises(ValidationError):
        make_annotation(make_version(), make_coder(), origin="guessed")
