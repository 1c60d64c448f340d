"""Learns from what coders coded, and says plainly whether that helps.

For each role a linear model starts from the rules (their calibrated score is its offset) and learns
deviations. It takes the place of the rules only where cross-validation over the coded articles
themselves shows more agreement with the coders; else the rules stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from refusal_annotator.prehighlight.calibration import Calibration
from refusal_annotator.prehighlight.candidates import (
    Candidate,
    actor_candidates,
    found_candidates,
)
from refusal_annotator.prehighlight.choosing import (
    CodedArticle,
    Place,
    agreement,
    chosen,
    f1,
    n_matched,
)
from refusal_annotator.prehighlight.claim_candidates import claim_candidates
from refusal_annotator.prehighlight.fitting import STRENGTHS, fit_role
from refusal_annotator.prehighlight.linear import LinearModel

if TYPE_CHECKING:
    from refusal_annotator.prehighlight.factories import Findings

__all__ = [
    "ROLES",
    "CodedArticle",
    "Learned",
    "Place",
    "RoleResult",
    "agreement",
    "candidates_of",
    "chosen",
    "f1",
    "n_matched",
    "train",
]

ROLES = ("number", "actor", "claim", "stance")
FEWEST_ARTICLES = 3
N_FOLDS = 5
# Gain in F1 below which the rules stay: less may be chance, and where few units are coded, so may
# more. It is to be worth a unit at least.
LEAST_GAIN = 0.005
LEAST_UNITS = 1.0

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class RoleResult:
    """Agreement with the coders by overlap F1, of the rules and of the model, out of sample."""

    rules_f1: float
    learned_f1: float
    n_coded: int

    @property
    def helps(self) -> bool:
        """Whether the model is used."""
        least = max(LEAST_GAIN, LEAST_UNITS / max(1, self.n_coded))
        return self.learned_f1 - self.rules_f1 >= least


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
