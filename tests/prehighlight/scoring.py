"""Scores of pre-highlights against a coding file, by the rules of the study's scorer.

Exact: same type, start and end. Overlap: matched one to one by largest intersection over union,
where the intersection covers at least half of the shorter span. Values: share of the coded numbers
whose low and high value are both found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

MIN_COVER = 0.5
TYPES = ("Number", "Actor", "Claim", "Stance")


@dataclass(frozen=True, slots=True)
class Counts:
    """What one type of one article or of many adds up to."""

    gold: int = 0
    predicted: int = 0
    exact: int = 0
    overlap: int = 0
    in_zone: int = 0
    on_trap: int = 0
    values_right: int = 0

    def __add__(self, other: Counts) -> Counts:
        names = [f.name for f in fields(self)]
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def exact_f1(self) -> float:
        return f1(self.exact, self.predicted, self.gold)

    @property
    def overlap_f1(self) -> float:
        return f1(self.overlap, self.predicted, self.gold)

    @property
    def values(self) -> float:
        return self.values_right / self.gold if self.gold else 0.0


def f1(hits: int, predicted: int, gold: int) -> float:
    """2 hits / (predicted + gold); 1 where there is nothing to find and nothing found."""
    return 2 * hits / (predicted + gold) if predicted + gold else 1.0


def load_coding(path: Path) -> dict[str, Any]:
    """Read a coding file."""
    return json.loads(path.read_text("utf-8"))


def score(
    gold: Mapping[str, Any], predicted: Sequence[Mapping[str, Any]], types: Sequence[str] = TYPES
) -> dict[str, Counts]:
    """Counts by type; `predicted` as `as_json` writes suggestions."""
    coded = gold.get("coded_types", TYPES)
    return {name: _score_type(gold, predicted, name) for name in types if name in coded}


def add(totals: dict[str, Counts], more: Mapping[str, Counts]) -> None:
    """Add counts of an article to totals."""
    for name, counts in more.items():
        totals[name] = totals.get(name, Counts()) + counts


def match(
    golds: Sequence[Mapping[str, Any]],
    predictions: Sequence[Mapping[str, Any]],
    min_cover: float = MIN_COVER,
) -> list[tuple[int, int]]:
    """Pairs of indices, one to one, largest intersection over union first."""
    candidates = []
    for i, g in enumerate(golds):
        for j, p in enumerate(predictions):
            shared = _shared(g, p)
            short = min(_length(g), _length(p))
            if shared <= 0 or shared < min_cover * short:
                continue
            candidates.append((-shared / (_length(g) + _length(p) - shared), i, j))
    pairs: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            pairs.append((i, j))
    return pairs


def _score_type(
    gold: Mapping[str, Any], predicted: Sequence[Mapping[str, Any]], name: str
) -> Counts:
    golds = [s for s in gold["spans"] if s["type"] == name]
    unique = {(s["start"], s["end"]): s for s in reversed(predicted) if s["type"] == name}
    places = {(s["start"], s["end"]) for s in golds}
    found = [unique[place] for place in sorted(unique)]
    pairs = match(golds, found)
    zones = [{"start": z[0], "end": z[1]} for z in gold.get("boilerplate", ())]
    traps = gold.get("not_number", ()) if name == "Number" else ()
    return Counts(
        gold=len(golds),
        predicted=len(found),
        exact=sum(place in places for place in unique),
        overlap=len(pairs),
        in_zone=sum(any(_shared(s, z) > 0 for z in zones) for s in found),
        on_trap=sum(
            any(_shared(s, t) > 0 for t in traps) and not any(_shared(s, g) > 0 for g in golds)
            for s in found
        ),
        values_right=sum(_same_values(golds[i], found[j]) for i, j in pairs)
        if name == "Number"
        else 0,
    )


def _same_values(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    coded, suggested = gold["attributes"], found.get("attributes") or {}
    if "value_low" not in suggested and "value_high" not in suggested:
        return False
    return all(_same(coded.get(n), suggested.get(n)) for n in ("value_low", "value_high"))


def _same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return abs(float(one) - float(other)) <= max(1e-9, 0.005 * abs(float(one)))


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return min(one["end"], other["end"]) - max(one["start"], other["start"])


def _length(span: Mapping[str, Any]) -> int:
    return span["end"] - span["start"]
