"""Which candidates a model chooses, and how far that agrees with what coders coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from refusal_annotator.prehighlight.candidates import Candidate
from refusal_annotator.prehighlight.claim_candidates import best_parting
from refusal_annotator.prehighlight.linear import LinearModel, sigmoid
from refusal_annotator.prehighlight.memory import Counts, Memory

# Suggesting what is likelier than half of the F1 that is reached makes F1 largest; that is < 0.5.
# What a model says of a claim is how much of it is shared with one of a coder's.
LEAST_SCORES = {"claim": 0.5}
LEAST_SCORE = 0.4
_MIN_COVER = 0.5

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """What is learned from: the candidates of one finished article, and what its coders coded.

    `coded` holds one set of places for each coder, by role; `rejected` places of suggestions that a
    coder turned down.
    """

    candidates: Mapping[str, Sequence[Candidate]]
    coded: Mapping[str, Sequence[frozenset[Place]]]
    rejected: frozenset[Place] = frozenset()


def chosen(
    candidates: Sequence[Candidate], model: LinearModel | None
) -> list[tuple[Candidate, float]]:
    """Candidates that are suggested, with scores; without a model those of the rules."""
    if model is None:
        return [(c, sigmoid(c.offset)) for c in candidates if c.found is not None]
    scores = [sigmoid(model.logit(features_of(c, model.memory), c.offset)) for c in candidates]
    role = candidates[0].role if candidates else ""
    least = LEAST_SCORES.get(role, LEAST_SCORE)
    if role == "claim":
        picked = best_parting(candidates, [score - least for score in scores])
        return [(candidates[i], scores[i]) for i in sorted(picked)]
    kept: list[tuple[Candidate, float]] = []
    for i in sorted(range(len(candidates)), key=lambda i: -scores[i]):
        candidate = candidates[i]
        if scores[i] <= least:
            break
        if not any(_conflicts(candidate, other) for other, _ in kept):
            kept.append((candidate, scores[i]))
    return sorted(kept, key=lambda pair: (pair[0].start, -pair[0].end))


def agreement(article: CodedArticle, role: str, model: LinearModel | None) -> np.ndarray:
    """Matched, suggested and coded counts, over all coders of an article."""
    coders = article.coded.get(role, ())
    picked = [(c.start, c.end) for c, _ in chosen(article.candidates[role], model)]
    total = np.zeros(3)
    for coded in coders:
        total += (n_matched(sorted(coded), picked), len(picked), len(coded))
    return total


def f1(counts: np.ndarray) -> float:
    """2 matched / (suggested + coded); 1 where there is neither."""
    matched, suggested, coded = counts
    return float(2 * matched / (suggested + coded)) if suggested + coded else 1.0


def n_matched(coded: Sequence[Place], picked: Sequence[Place]) -> int:
    """Pairs one to one, best first, that share half of the shorter span."""
    rated = sorted(
        (
            (-_iou(place, other), i, j)
            for i, place in enumerate(coded)
            for j, other in enumerate(picked)
            if _covers(place, other)
        )
    )
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in rated:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def features_of(
    candidate: Candidate, memory: Memory | None, own: Counts | None = None
) -> tuple[str, ...]:
    """Features of a candidate, with what is remembered of its words."""
    if memory is None or not candidate.keys:
        return candidate.features
    return (*candidate.features, *memory.features(candidate.keys, candidate.origin, own))


def shares_of(article: CodedArticle, role: str) -> np.ndarray:
    """How far each candidate is what coders code, from 0 to 1, on the average of the coders."""
    candidates, coders = article.candidates[role], article.coded[role]
    one = overlaps if role == "claim" else labels
    return sum((one(candidates, coded) for coded in coders), np.zeros(len(candidates))) / len(
        coders
    )


def overlaps(candidates: Sequence[Candidate], coded: frozenset[Place]) -> np.ndarray:
    """Intersection over union with the coded place that is shared most; 0 below half of the
    shorter one. Segments of a sentence that part it otherwise than the coder still count in part.
    """
    places = sorted(coded)
    return np.array(
        [
            max((_iou(p, c_place) for p in places if _covers(p, c_place)), default=0.0)
            for c_place in ((c.start, c.end) for c in candidates)
        ]
    )


def labels(candidates: Sequence[Candidate], coded: frozenset[Place]) -> np.ndarray:
    """1 for each candidate that is coded; where no candidate has a coded place exactly, for the one
    that covers it best.
    """
    marks = np.zeros(len(candidates))
    exact = {(c.start, c.end): i for i, c in enumerate(candidates)}
    for place in coded:
        if place in exact:
            marks[exact[place]] = 1.0
    for place in coded:
        if place in exact:
            continue
        rated = [
            (_iou(place, (c.start, c.end)), i)
            for i, c in enumerate(candidates)
            if not marks[i] and _covers(place, (c.start, c.end))
        ]
        if rated:
            marks[max(rated)[1]] = 1.0
    return marks


def _conflicts(one: Candidate, other: Candidate) -> bool:
    """Whether two of one type may not stand together: the same head, or crossing.

    What the rules put side by side may stand, so that a model without weights changes nothing.
    """
    if one.end <= other.start or other.end <= one.start:
        return False
    if one.found is not None and other.found is not None:
        return False
    crosses = one.start < other.start < one.end < other.end or (
        other.start < one.start < other.end < one.end
    )
    return crosses or one.end == other.end or one.start == other.start


def _covers(one: Place, other: Place) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and shared >= _MIN_COVER * min(one[1] - one[0], other[1] - other[0])


def _iou(one: Place, other: Place) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))
