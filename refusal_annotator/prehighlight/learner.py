"""Learns from what coders coded, and says plainly whether that helps.

For each role a linear model starts from the rules (their calibrated score is its offset) and learns
deviations. It takes the place of the rules only where cross-validation over the coded articles
themselves shows more agreement with the coders; else the rules stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from refusal_annotator.prehighlight.base import Found, FoundLink
from refusal_annotator.prehighlight.calibration import Calibration
from refusal_annotator.prehighlight.candidates import (
    Candidate,
    actor_candidates,
    found_candidates,
)
from refusal_annotator.prehighlight.claim_candidates import best_parting, claim_candidates
from refusal_annotator.prehighlight.linear import Example, LinearModel, fit, sigmoid

if TYPE_CHECKING:
    from refusal_annotator.prehighlight.factories import Findings

ROLES = ("number", "actor", "claim", "stance")
FEWEST_ARTICLES = 3
N_FOLDS = 5
# Gain in F1 below which the rules stay: less may be chance.
LEAST_GAIN = 0.005
# Penalties that cross-validation chooses from; a stronger one stays nearer to the rules.
STRENGTHS = (1.0, 3.0)
# Suggesting what is likelier than half of the F1 that is reached makes F1 largest; that is < 0.5.
LEAST_SCORE = 0.4
_MIN_COVER = 0.5
_REJECTED_WEIGHT = 2.0

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
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


@dataclass(frozen=True, slots=True)
class RoleResult:
    """Agreement with the coders by overlap F1, of the rules and of the model, out of sample."""

    rules_f1: float
    learned_f1: float
    n_coded: int

    @property
    def helps(self) -> bool:
        """Whether the model is used."""
        return self.learned_f1 - self.rules_f1 >= LEAST_GAIN


@dataclass(frozen=True, slots=True)
class Learned:
    """Models by role with the figures that speak for them."""

    models: Mapping[str, LinearModel]
    results: Mapping[str, RoleResult]
    n_articles: int
    rules_version: str = ""
    switched_off: frozenset[str] = field(default_factory=frozenset)

    def model_for(self, role: str) -> LinearModel | None:
        """Model of a role, if it helps and is not switched off."""
        result = self.results.get(role)
        if result is None or not result.helps or role in self.switched_off:
            return None
        return self.models.get(role)

    @property
    def summary(self) -> str:
        """One line for the user: where the model is used, and by which figures."""
        if not self.results:
            have = "article is" if self.n_articles == 1 else "articles are"
            return (
                f"Nothing was learned: {self.n_articles} finished {have} too few, "
                f"{FEWEST_ARTICLES} are needed. The rules stay."
            )
        parts = []
        for role, r in self.results.items():
            verdict = "learned" if r.helps else "rules stay"
            parts.append(f"{role} {r.rules_f1:.2f} → {r.learned_f1:.2f} ({verdict})")
        return (
            f"Learned from {self.n_articles} finished articles; overlap F1 of rules → model, "
            f"cross-validated: {', '.join(parts)}."
        )


def candidates_of(findings: Findings, calibration: Calibration) -> dict[str, list[Candidate]]:
    """Candidates of an article by role, with calibrated scores as offsets."""
    reading = findings.read()
    every = [*findings.numbers, *findings.actors, *findings.claims, *findings.stances]
    shares = {id(item): calibration.apply(item.role, item.score) for item in every}
    return {
        "number": found_candidates(reading, findings.numbers, shares),
        "actor": actor_candidates(reading, findings.numbers, findings.actors, shares),
        "claim": claim_candidates(reading, findings.claims, shares),
        "stance": found_candidates(reading, findings.stances, shares),
    }


def train(
    articles: Sequence[CodedArticle],
    *,
    rules_version: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learned | None:
    """Train and cross-validate; None when cancelled."""
    if len(articles) < FEWEST_ARTICLES:
        return Learned({}, {}, len(articles), rules_version)
    folds = min(N_FOLDS, len(articles))
    n_steps = len(ROLES) * (folds * len(STRENGTHS) + 1)
    step = 0

    def goes_on(what: str) -> bool:
        nonlocal step
        if cancelled and cancelled():
            return False
        if progress:
            progress(step, n_steps, what)
        step += 1
        return True

    models: dict[str, LinearModel] = {}
    results: dict[str, RoleResult] = {}
    for role in ROLES:
        tried: list[tuple[float, float, RoleResult]] = []
        for strength in STRENGTHS:
            result = _cross_validated(articles, role, strength, folds, goes_on)
            if result is None:
                return None
            tried.append((result.learned_f1, strength, result))
        # At a tie the stronger penalty wins: it stays nearer to the rules.
        _, strength, results[role] = max(tried, key=lambda row: row[:2])
        if not goes_on(f"{role}: final model"):
            return None
        models[role] = fit_role(articles, role, strength=strength)
    if progress:
        progress(n_steps, n_steps, "")
    return Learned(models, results, len(articles), rules_version)


def _cross_validated(
    articles: Sequence[CodedArticle],
    role: str,
    strength: float,
    folds: int,
    goes_on: Callable[[str], bool],
) -> RoleResult | None:
    """Agreement of rules and model on articles that the model was not fitted on; None when
    cancelled.
    """
    rules, model_counts = np.zeros(3), np.zeros(3)
    for fold in range(folds):
        if not goes_on(f"{role}: cross-validation {fold + 1} of {folds}"):
            return None
        rest = [a for i, a in enumerate(articles) if i % folds != fold]
        model = fit_role(rest, role, strength=strength)
        for article in articles[fold::folds]:
            rules += agreement(article, role, None)
            model_counts += agreement(article, role, model)
    return RoleResult(f1(rules), f1(model_counts), int(rules[2]))


def fit_role(
    articles: Sequence[CodedArticle], role: str, *, strength: float = STRENGTHS[0]
) -> LinearModel:
    """Model of one role."""
    examples: list[Example] = []
    for article in articles:
        coders = article.coded.get(role, ())
        if not coders:
            continue
        candidates = article.candidates[role]
        shares = np.zeros(len(candidates))
        for coded in coders:
            shares += labels(candidates, coded)
        shares /= len(coders)
        for candidate, share in zip(candidates, shares, strict=True):
            refused = (candidate.start, candidate.end) in article.rejected and share == 0
            weight = _REJECTED_WEIGHT if refused else 1.0
            examples.append(Example(candidate.features, candidate.offset, float(share), weight))
    return fit(examples, strength=strength)


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


def chosen(
    candidates: Sequence[Candidate], model: LinearModel | None
) -> list[tuple[Candidate, float]]:
    """Candidates that are suggested, with scores; without a model those of the rules."""
    if model is None:
        return [(c, sigmoid(c.offset)) for c in candidates if c.found is not None]
    scores = [sigmoid(model.logit(c.features, c.offset)) for c in candidates]
    role = candidates[0].role if candidates else ""
    if role == "claim":
        picked = best_parting(candidates, [score - LEAST_SCORE for score in scores])
        return [(candidates[i], scores[i]) for i in sorted(picked)]
    kept: list[tuple[Candidate, float]] = []
    for i in sorted(range(len(candidates)), key=lambda i: -scores[i]):
        candidate = candidates[i]
        if scores[i] <= LEAST_SCORE:
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


def apply_learned(
    findings: Findings, learned: Learned, calibration: Calibration
) -> dict[int, float]:
    """Put what the models choose in place of the rules' findings; returns scores by identity."""
    used = [role for role in ROLES if learned.model_for(role) is not None]
    if not used:
        return {}
    by_role = candidates_of(findings, calibration)
    scores: dict[int, float] = {}
    names = {"number": "numbers", "actor": "actors", "claim": "claims", "stance": "stances"}
    for role in used:
        before: list[Found] = getattr(findings, names[role])
        after: list[Found] = []
        for candidate, score in chosen(by_role[role], learned.model_for(role)):
            item = candidate.found or _made(candidate, before)
            after.append(item)
            scores[id(item)] = score
        findings.links = _moved(findings.links, before, after)
        setattr(findings, names[role], after)
    return scores


def _made(candidate: Candidate, before: Sequence[Found]) -> Found:
    """A finding of a candidate that is none of the rules; a claim takes over what is known of its
    neighbourhood.
    """
    facts: dict[str, Any] = dict(candidate.facts)
    if candidate.role == "claim":
        near = max(before, key=lambda f: _shared(f, candidate), default=None)
        if near is not None and _shared(near, candidate) > 0:
            facts = dict(near.facts)
    return Found(
        candidate.role, candidate.start, candidate.end, 0.5, "learned from coded articles", facts
    )


def _moved(
    links: Sequence[FoundLink], before: Sequence[Found], after: Sequence[Found]
) -> list[FoundLink]:
    """Links of findings that are gone go to what stands in their place."""
    kept = {id(item) for item in after}
    gone = {id(item) for item in before} - kept
    fresh = [item for item in after if id(item) not in {id(b) for b in before}]
    out: list[FoundLink] = []
    for link in links:
        if id(link.source) in gone or id(link.target) in gone:
            for item in fresh:
                source = (
                    item if _shared(link.source, item) > 0 and id(link.source) in gone else None
                )
                target = (
                    item if _shared(link.target, item) > 0 and id(link.target) in gone else None
                )
                if source or target:
                    out.append(
                        replace(link, source=source or link.source, target=target or link.target)
                    )
        else:
            out.append(link)
    return out


def _shared(one: Found | Candidate, other: Found | Candidate) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


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
