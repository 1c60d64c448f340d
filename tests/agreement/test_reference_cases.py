"""Every measure has a published worked example, and `verify` recomputes it."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from refusal_annotator.agreement import MEASURES
from refusal_annotator.resources import resource_path
from refusal_annotator.workspace.tools import verify

SHIPPED = resource_path("reference", "agreement_reference.json")
NAMES = [part.name for part in MEASURES]
CASES = json.loads(SHIPPED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_has_a_worked_example_with_its_source(name):
    examples = defaultdict(list)
    for case in CASES:
        examples[case["measure"]].append(case)
    assert examples[name], f"{name} has no reference case: add one to {SHIPPED.name}"
    assert all(case["source"] and case["id"] for case in examples[name])


def test_all_values_come_out():
    cases = verify()
    assert len(cases) == len(CASES) >= 84
    assert [(c.id, c.expected, c.computed, c.reason) for c in cases if c.ok is not True] == []
    assert set(NAMES) <= {case.measure for case in cases}


def test_ids_are_unique():
    ids = [case["id"] for case in CASES]
    assert len(set(ids)) == len(ids)
