"""One figure of agreement: a value or the reason for having none, with all it takes to judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a coefficient is undefined; a stable word for files, with a sentence in `sentence`."""

    NO_UNITS = "no_units"
    NO_PAIRABLE_UNITS = "no_pairable_units"
    NO_VARIATION = "no_variation"
    NEGATIVE_VALUES = "negative_values"
    NOT_POSITIVE = "not_positive"
    NOT_NUMERIC = "not_numeric"
    NOT_MATCHED = "not_matched"
    NO_SPANS = "no_spans"
    NO_TEXT = "no_text"
    TWO_CODERS_NEEDED = "two_coders_needed"
    ONE_CATEGORY_IN_CODEBOOK = "one_category_in_codebook"
    ONLY_GAPS = "only_gaps"
    OVERLAP_WITHIN_CODER = "overlap_within_coder"
    TOO_MANY_SPANS = "too_many_spans"

    @property
    def sentence(self) -> str:
        """What a reader of the report is told."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.NO_UNITS: "There are no units to compare.",
    Reason.NO_PAIRABLE_UNITS: "No unit has values of two coders.",
    Reason.NO_VARIATION: "All comparable values are alike: chance agreement cannot be estimated.",
    Reason.NEGATIVE_VALUES: "A ratio scale has a true zero, but there are negative values.",
    Reason.NOT_POSITIVE: "Logarithms need values above zero.",
    Reason.NOT_NUMERIC: "This level of measurement needs numbers.",
    Reason.NOT_MATCHED: "No span of one coder matches a span of another.",
    Reason.NO_SPANS: "No coder marked a span of this type.",
    Reason.NO_TEXT: "No text was finished by two coders for this type.",
    Reason.TWO_CODERS_NEEDED: "This measure compares exactly two coders.",
    Reason.ONE_CATEGORY_IN_CODEBOOK: "The codebook has one category only.",
    Reason.ONLY_GAPS: "Spans of this category never meet a span of another coder.",
    Reason.OVERLAP_WITHIN_CODER: "One coder's spans of different categories overlap.",
    Reason.TOO_MANY_SPANS: "Every text has more spans than this measure is computed for.",
}


class Caution(StrEnum):
    """Why a value should be read with care; a stable word for files, with a sentence."""

    FEW_UNITS = "few_units"
    LOW_VARIATION = "low_variation"
    MANY_MISSING = "many_missing"
    CODER_WITH_FEW_UNITS = "coder_with_few_units"
    RARE_CATEGORY = "rare_category"
    FEW_ARTICLES = "few_articles"
    RESAMPLES_DROPPED = "resamples_dropped"

    @property
    def sentence(self) -> str:
        """What a reader of the report is told."""
        return _CAUTIONS[self]


_CAUTIONS = {
    Caution.FEW_UNITS: "Fewer than 30 units have values of two coders.",
    Caution.LOW_VARIATION: "More than 90 % of the values are one and the same.",
    Caution.MANY_MISSING: "More than 20 % of the values are missing.",
    Caution.CODER_WITH_FEW_UNITS: "A coder has values on fewer than 10 units.",
    Caution.RARE_CATEGORY: "The rarest category in use is expected to meet itself by chance "
    "fewer than 5 times.",
    Caution.FEW_ARTICLES: "Few articles were coded twice: an interval over articles is too narrow.",
    Caution.RESAMPLES_DROPPED: "In more than 5 % of the resamples all values were alike: "
    "too little variation for an interval.",
}


class Verdict(StrEnum):
    """What the lower end of the interval says, by the codebook's thresholds."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    NOT_RELIABLE = "not reliable"
    NONE = "no verdict"
    NOT_COMPUTABLE = "not computable"


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: a value, or the reason for having none, with all that is needed to judge it.

    Attributes
    ----------
    measure
        Name of the measure, as in the list of published cases ("alpha_nominal").
    level
        What was compared: unitizing, attribute, article, link, or unit where data stand alone.
    variable
        The span type, attribute ("Type.attribute"), article variable or relation.
    value
        The coefficient; None if undefined, with `reason` then.
    ci_low, ci_high, ci_method, se
        Interval and standard error where the measure gives them.
    n_units
        Units with at least one value (texts for unitizing).
    n_pairable
        Values (for unitizing: code points) that could be compared.
    n_coders
        Coders with at least one value.
    left_out
        What was not compared: reason to count.
    details
        Further figures, such as the share matched, lengths, the rule of matching.
    q_below
        Threshold ("0.667") to the share of resamples below it: how likely the true value is lower.
    verdict, verdict_why
        What the lower end of the interval says, for coefficients that a verdict is given on.
    """

    measure: str
    value: float | None
    reason: Reason | None = None
    level: str = "unit"
    variable: str = ""
    label: str = ""
    ci_low: float | None = None
    ci_high: float | None = None
    ci_method: str | None = None
    se: float | None = None
    n_units: int = 0
    n_pairable: int = 0
    n_coders: int = 0
    warnings: tuple[Caution, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    q_below: Mapping[str, float] = field(default_factory=dict[str, float])
    verdict: Verdict | None = None
    verdict_why: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a result has either a value or a reason for having none")

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain values, in the documented form of the JSON report."""
        return {
            "level": self.level,
            "variable": self.variable,
            "measure": self.measure,
            "value": self.value,
            "reason": self.reason.value if self.reason else None,
            "n_units": self.n_units,
            "n_pairable": self.n_pairable,
            "n_coders": self.n_coders,
            "ci_low": self.ci_low,
            "ci_high": self.ci_high,
            "ci_method": self.ci_method,
            "se": self.se,
            "q_below": dict(self.q_below),
            "verdict": self.verdict.value if self.verdict else None,
            "verdict_why": self.verdict_why or None,
            "warnings": [str(warning) for warning in self.warnings],
            "left_out": dict(self.left_out),
            "details": dict(self.details),
        }
