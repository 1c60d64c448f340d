"""What stands behind a figure of agreement: options, categories, coders, pairs, drift, units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import ReliabilityData
from refusal_annotator.domain.results import Result

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
CiMethod = Literal["bootstrap", "bca", "jackknife", "krippendorff", "analytic"]


class ComparisonCancelled(AnnotatorError):
    """A comparison that was stopped on request; nothing was changed by it."""

    def __init__(self) -> None:
        super().__init__(
            "The comparison was stopped. Nothing was changed; start it again any time."
        )


class ComparisonOptions(BaseModel):
    """What may be chosen for a comparison; every choice is printed with the figures.

    Attributes
    ----------
    resamples, seed
        Bootstrap resamples of articles (0: no intervals) and the seed of their drawing.
    ci_method
        bootstrap (percentiles), bca (bias-corrected and accelerated), jackknife; krippendorff
        (pairs resampled, expected disagreement held fixed) and analytic (Gwet 2014) where a measure
        has them, else bootstrap. The method used stands with each figure.
    confidence
        Of the intervals.
    tau
        Least intersection over union of F1 by overlap where the codebook has no rule of matching.
    trim
        Compare edges without spaces, quotes, brackets and final punctuation. Both are computed; the
        other one stands in the details.
    gamma, gamma_precision, gamma_samples, gamma_cap
        Whether gamma is computed at all, the precision wanted of its chance disorder, the least
        number of samples, and the most spans of one text.
    min_units, min_articles
        No verdict below so many units, or articles that two coders finished.
    planning_alpha, significance
        For the codings that would be required.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    resamples: int = Field(default=2000, ge=0, le=100_000)
    seed: int = Field(default=20_240_101, ge=0)
    ci_method: CiMethod = "bootstrap"
    confidence: float = Field(default=0.95, gt=0, lt=1)
    tau: float = Field(default=0.5, gt=0, le=1)
    trim: bool = False
    gamma: bool = False
    gamma_precision: float = Field(default=0.05, gt=0, lt=1)
    gamma_samples: int = Field(default=30, ge=2)
    gamma_cap: int = Field(default=300, ge=1)
    min_units: int = Field(default=20, ge=0)
    min_articles: int = Field(default=10, ge=0)
    planning_alpha: float = Field(default=0.8, gt=0, lt=1)
    significance: float = Field(default=0.05, gt=0, lt=1)


@dataclass(frozen=True, slots=True, eq=False)
class VariableTable:
    """Coders x units of one variable as they were compared, for audit and for other programs.

    Attributes
    ----------
    level, variable, label, scale, measure
        What it is, and the coefficient that heads its figures.
    data
        Coders x units, with labels.
    shown
        The labels in words.
    articles, units, places
        Per unit: index into the report's compared articles, name, and where it starts and ends.
    observed, distances
        Coincidences and distances between the labels in use, `used` their indices; None where there
        are too many labels.
    disagreement
        Per unit its share of the observed disagreement; all sum to `d_observed`.
    confusion
        Labels x labels in use: how often a pair of coders chose the two, each pair once.
    """

    level: str
    variable: str
    label: str
    scale: str
    measure: str
    data: ReliabilityData
    shown: tuple[str, ...]
    articles: NDArray[np.intp]
    units: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    used: tuple[int, ...]
    observed: NDArray[np.float64] | None
    distances: NDArray[np.float64] | None
    confusion: NDArray[np.int64] | None
    disagreement: NDArray[np.float64]
    d_observed: float | None
    d_expected: float | None
    results: Mapping[str, Result] = field(default_factory=dict[str, Result])


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """One category against all others together.

    `n_both` counts pairs of coders that both chose it, `n_one` those of which one did; the specific
    agreement is 2 n_both / (2 n_both + n_one).
    """

    level: str
    variable: str
    category: str
    n_uses: int
    share: float
    alpha: Result
    n_both: int
    n_one: int
    confused_with: str = ""
    n_confused: int = 0
    required: int | None = None

    @property
    def specific_agreement(self) -> float | None:
        """How often the other coder chose the category too, or None if nobody chose it."""
        total = 2 * self.n_both + self.n_one
        return 2 * self.n_both / total if total else None


@dataclass(frozen=True, slots=True)
class CoderFigures:
    """One coder on one variable: agreement with the others, and what leaving him out changes.

    `bias` lists categories with the coder's share minus the others' share on common units.
    """

    coder_id: UUID
    level: str
    variable: str
    n_units: int
    n_values: int
    mean_pairwise: float | None
    alpha_all: float | None
    alpha_without: float | None
    bias: tuple[tuple[str, float], ...] = ()
    first_third: float | None = None
    last_third: float | None = None

    @property
    def drift(self) -> float | None:
        """Change of the agreement with others from the first to the last third of the work."""
        if self.first_third is None or self.last_third is None:
            return None
        return self.last_third - self.first_third


@dataclass(frozen=True, slots=True)
class CoderSpans:
    """How one coder marks one span type."""

    coder_id: UUID
    type: str
    n_articles: int
    n_spans: int
    per_thousand_words: float | None
    median_length: float | None
    share_unmatched: float | None


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two coders on one variable; `marginal` is Stuart and Maxwell's test of equal margins."""

    level: str
    variable: str
    first: UUID
    second: UUID
    n_common: int
    n_agreed: int
    kappa: float | None = None
    kappa_weighted: float | None = None
    kappa_max: float | None = None
    pi: float | None = None
    alpha: float | None = None
    f1_exact: float | None = None
    f1_overlap: float | None = None
    marginal_chi2: float | None = None
    marginal_df: int | None = None
    marginal_p: float | None = None
    bias_index: float | None = None
    prevalence_index: float | None = None


@dataclass(frozen=True, slots=True)
class PartFigures:
    """A figure on a part of the data.

    `kind` says how the data are parted: week (of finishing), codebook version, suggestions
    (articles coded with or without them), origin (of the codings of a unit: suggested, unaided,
    mixed).
    """

    kind: Literal["week", "codebook version", "suggestions", "origin"]
    part: str
    level: str
    variable: str
    measure: str
    n_articles: int
    n_units: int
    value: float | None
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True, slots=True)
class TextFigures:
    """Agreement on where spans are in one text; counts are summed over the pairs of coders.

    Exact and overlapping pairs are of the same type; `n_other_type` are spans that only a span of
    another type meets.
    """

    article_id: UUID
    article: str
    type: str
    u_alpha: float | None
    f1_exact: float | None
    f1_overlap: float | None
    n_exact: int
    n_overlap: int
    n_other_type: int
    n_only_first: int
    n_only_second: int


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """What was coded twice of what there is, and how it was drawn where the project says."""

    n_articles: int
    n_coded: int
    n_double: int
    n_coders: int
    method: str = ""

    @property
    def share(self) -> float | None:
        """Share of all articles that two coders or more finished."""
        return self.n_double / self.n_articles if self.n_articles else None


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """All that stands behind the figures of a comparison."""

    variables: tuple[VariableTable, ...] = ()
    categories: tuple[CategoryFigures, ...] = ()
    coders: tuple[CoderFigures, ...] = ()
    coder_spans: tuple[CoderSpans, ...] = ()
    pairs: tuple[PairFigures, ...] = ()
    parts: tuple[PartFigures, ...] = ()
    texts: tuple[TextFigures, ...] = ()
    sample: SampleFigures = field(default_factory=lambda: SampleFigures(0, 0, 0, 0))
