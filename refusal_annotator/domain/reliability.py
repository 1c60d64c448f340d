"""What agreement is computed from, and what comes out: reliability data, continuum, result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.matching import Pieces

MISSING = -1
"""Code of a missing value in the matrix of a ReliabilityData."""


class ReliabilityError(AnnotatorError):
    """Data that no agreement can be computed from, such as two values of one coder on a unit."""


class Reason(StrEnum):
    """Why a coefficient is undefined; a stable word for files, with a sentence in `sentence`."""

    NO_UNITS = "no_units"
    NO_PAIRABLE_UNITS = "no_pairable_units"
    NO_VARIATION = "no_variation"
    NEGATIVE_VALUES = "negative_values"
    NOT_NUMERIC = "not_numeric"
    NOT_MATCHED = "not_matched"
    NO_SPANS = "no_spans"
    NO_TEXT = "no_text"
    TWO_CODERS_NEEDED = "two_coders_needed"
    ONE_CATEGORY_IN_CODEBOOK = "one_category_in_codebook"
    ONLY_GAPS = "only_gaps"
    OVERLAP_WITHIN_CODER = "overlap_within_coder"

    @property
    def sentence(self) -> str:
        """What a reader of the report is told."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.NO_UNITS: "There are no units to compare.",
    Reason.NO_PAIRABLE_UNITS: "No unit has values of two coders.",
    Reason.NO_VARIATION: "All comparable values are alike: chance agreement cannot be estimated.",
    Reason.NEGATIVE_VALUES: "A ratio scale has a true zero, but there are negative values.",
    Reason.NOT_NUMERIC: "This level of measurement needs numbers.",
    Reason.NOT_MATCHED: "No span of one coder matches a span of another.",
    Reason.NO_SPANS: "No coder marked a span of this type.",
    Reason.NO_TEXT: "No text was finished by two coders for this type.",
    Reason.TWO_CODERS_NEEDED: "This measure compares exactly two coders.",
    Reason.ONE_CATEGORY_IN_CODEBOOK: "The codebook has one category only.",
    Reason.ONLY_GAPS: "Spans of this category never meet a span of another coder.",
    Reason.OVERLAP_WITHIN_CODER: "One coder's spans of different categories overlap.",
}


class Caution(StrEnum):
    """Why a value should be read with care; a stable word for files, with a sentence."""

    FEW_UNITS = "few_units"
    LOW_VARIATION = "low_variation"
    MANY_MISSING = "many_missing"
    CODER_WITH_FEW_UNITS = "coder_with_few_units"
    RARE_CATEGORY = "rare_category"

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
}


@dataclass(frozen=True, slots=True)
class ReliabilityData:
    """Values of coders on units, missing values allowed.

    Attributes
    ----------
    codes
        Coders x units; an index into `labels`, or ``MISSING``.
    labels
        The distinct values: for categories in the order of the codebook, for numbers rising, for
        sets frozensets. Labels that nobody used may be among them.
    coders, units
        Names of rows and columns.
    n_categories
        Categories that the codebook offers, where it says so; chance by free margins needs it.
    """

    codes: NDArray[np.int32]
    labels: tuple[Any, ...]
    coders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    n_categories: int | None = None

    @property
    def n_coders(self) -> int:
        """Number of coders, also of those without any value."""
        return int(self.codes.shape[0])

    @property
    def n_units(self) -> int:
        """Number of units with at least one value."""
        return int((self.codes != MISSING).any(axis=0).sum())

    @property
    def n_values(self) -> int:
        """Number of values that are not missing."""
        return int((self.codes != MISSING).sum())

    @property
    def values_per_unit(self) -> NDArray[np.int64]:
        """Number of values on each unit."""
        return np.count_nonzero(self.codes != MISSING, axis=0)

    @property
    def n_pairable_units(self) -> int:
        """Number of units with values of at least two coders."""
        return int((self.values_per_unit >= 2).sum())

    @property
    def n_pairable(self) -> int:
        """Number of values on units that have at least two."""
        per_unit = self.values_per_unit
        return int(per_unit[per_unit >= 2].sum())

    @classmethod
    def from_values(
        cls,
        values: Sequence[Sequence[Any]],
        *,
        categories: Sequence[Any] | None = None,
        coders: Sequence[str] = (),
        units: Sequence[str] = (),
    ) -> ReliabilityData:
        """Encode a table of coders x units; None is missing, a list or set is a set of categories.

        Without `categories`, numbers are put in rising order and everything else in order of first
        use; with them, their order is kept, and a value that is not among them is an error.
        """
        rows = [[_plain(value) for value in row] for row in values]
        if len({len(row) for row in rows}) > 1:
            raise ReliabilityError(
                "The coders have different numbers of units. Give None where a value is missing."
            )
        seen = dict.fromkeys(value for row in rows for value in row if value is not None)
        labels: list[Any] = list(seen)
        if categories is not None:
            labels = [_plain(category) for category in categories]
        elif all(isinstance(label, (int, float)) for label in labels):
            labels = sorted(labels)
        index = {label: code for code, label in enumerate(labels)}
        strange = [value for value in seen if value not in index]
        if strange:
            raise ReliabilityError(
                f"The value {strange[0]!r} is not among the categories. "
                "Correct the value, or use the codebook that it was coded with."
            )
        index[None] = MISSING
        codes = np.array([[index[value] for value in row] for row in rows], dtype=np.int32)
        return cls(
            codes.reshape(len(rows), -1),
            tuple(labels),
            tuple(coders) or tuple(f"coder {i + 1}" for i in range(len(rows))),
            tuple(units),
            len(labels) if categories is not None else None,
        )

    @classmethod
    def from_table(cls, table: Sequence[Sequence[int]], labels: Sequence[Any]) -> ReliabilityData:
        """Build data of two coders from their contingency table (rows: the first coder)."""
        counts = np.asarray(table, dtype=np.int64)
        first, second = np.indices(counts.shape)
        codes = np.stack([np.repeat(x.ravel(), counts.ravel()) for x in (first, second)])
        return cls(codes.astype(np.int32), tuple(labels), ("first", "second"), (), len(labels))

    @classmethod
    def from_counts(cls, counts: Sequence[Sequence[int]], labels: Sequence[Any]) -> ReliabilityData:
        """Build data from a distribution, units x categories: how many coders chose each.

        Who chose what is not known, so only measures that ignore coders may use it.
        """
        rows = [np.repeat(np.arange(len(row)), row) for row in counts]
        width = max((len(row) for row in rows), default=0)
        codes = np.full((width, len(rows)), MISSING, dtype=np.int32)
        for unit, row in enumerate(rows):
            codes[: len(row), unit] = row
        return cls(codes, tuple(labels), (), (), len(labels))

    def select(self, coders: Sequence[int]) -> ReliabilityData:
        """Return the same data for some of the coders."""
        names = tuple(self.coders[i] for i in coders) if self.coders else ()
        return replace(self, codes=self.codes[list(coders)], coders=names)


@dataclass(frozen=True, slots=True)
class Block:
    """One text of a continuum, with exclusion zones already cut out.

    Attributes
    ----------
    name
        The article.
    length
        Code points that may be coded.
    full_length
        Code points before the zones were cut out.
    spans
        For each coder who finished this text the coded pieces (start, end, category), in
        coordinates of the cut text. A coder who is not here did not code it: missing, not empty.
    """

    name: str
    length: int
    full_length: int
    spans: Mapping[str, tuple[tuple[int, int, str], ...]]

    def __post_init__(self) -> None:
        for coder, pieces in self.spans.items():
            for start, end, _ in pieces:
                if not 0 <= start < end <= self.length:
                    raise ReliabilityError(
                        f"{self.name}: the span {start}-{end} of {coder} is empty or outside the "
                        f"text of {self.length} characters. Correct it before comparing."
                    )


@dataclass(frozen=True, slots=True)
class Continuum:
    """Texts laid one after another, never on top of one another, with all coders' spans on them."""

    blocks: tuple[Block, ...]
    coders: tuple[str, ...]

    @property
    def length(self) -> int:
        """Code points that may be coded."""
        return sum(block.length for block in self.blocks)

    @property
    def full_length(self) -> int:
        """Code points including exclusion zones."""
        return sum(block.full_length for block in self.blocks)

    def pairable(self) -> Continuum:
        """Return only the texts that at least two coders finished."""
        return replace(self, blocks=tuple(b for b in self.blocks if len(b.spans) >= 2))


def cut_zones(pieces: Pieces, zones: Sequence[tuple[int, int]]) -> Pieces:
    """Move pieces into the coordinates of a text without its zones; what lies inside is gone.

    `zones` are sorted and disjoint. A piece across a zone stays one piece: the text before and
    after the zone is adjacent once the zone is cut out.
    """
    moved = ((_after_cut(start, zones), _after_cut(end, zones)) for start, end in pieces)
    return tuple((start, end) for start, end in moved if start < end)


def merge_zones(zones: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return zones sorted, with overlapping and touching ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(zones):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


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
            "warnings": [str(warning) for warning in self.warnings],
            "left_out": dict(self.left_out),
            "details": dict(self.details),
        }


def _after_cut(position: int, zones: Sequence[tuple[int, int]]) -> int:
    gone = 0
    for start, end in zones:
        if start >= position:
            break
        gone += min(end, position) - start
    return position - gone


def _plain(value: Any) -> Any:
    # Sets are compared by content; 1 and 1.0 are one number, but True is not 1.
    if isinstance(value, (list, tuple, set, frozenset)):
        items: Sequence[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return frozenset(items)
    if isinstance(value, bool):
        return str(value)
    return value
