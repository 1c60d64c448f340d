"""What a measure of agreement is: a small frozen part with a name, its conditions, one function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from refusal_annotator.domain.matching import MatchingRule
from refusal_annotator.domain.reliability import (
    Caution,
    Continuum,
    Reason,
    ReliabilityData,
    Result,
)

Data = ReliabilityData | Continuum


class Paradigm(StrEnum):
    """Whether units are given (coding) or are themselves the coders' work (unitizing)."""

    CODING = "coding"
    UNITIZING = "unitizing"


class NoOptions(BaseModel):
    """A measure that leaves nothing to choose."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CodingOptions(NoOptions):
    """What may be chosen for a measure on given units."""

    analytic: bool = Field(default=False, description="Standard error over units after Gwet (2014)")
    confidence: float = Field(default=0.95, gt=0, lt=1)
    divide_by_n: bool = Field(
        default=False, description="Variance over n units, not n - 1, as R's functions for tables"
    )
    weights: tuple[tuple[float, ...], ...] | None = Field(
        default=None, description="Weights of agreement, or distances, as a square matrix"
    )
    period: float | None = Field(
        default=None, gt=0, description="Length of a circular scale, after which it returns"
    )
    lowest: float | None = Field(default=None, description="Lower pole of a bipolar scale")
    highest: float | None = Field(default=None, description="Upper pole of a bipolar scale")


class MatchingOptions(NoOptions):
    """What may be chosen for a measure that matches spans."""

    matching: MatchingRule = Field(default_factory=MatchingRule)


@runtime_checkable
class Measure(Protocol):
    """A coefficient of agreement, ours or from a plug-in."""

    @property
    def name(self) -> str:
        """Stable word for files and options."""
        ...

    @property
    def label(self) -> str:
        """Words for people."""
        ...

    @property
    def paradigm(self) -> Paradigm:
        """What kind of data it reads."""
        ...

    @property
    def levels(self) -> frozenset[str]:
        """Levels of measurement that it is made for; empty for unitizing."""
        ...

    @property
    def more_than_two(self) -> bool:
        """Whether it takes more than two coders."""
        ...

    @property
    def takes_missing(self) -> bool:
        """Whether it takes units that some coders left out."""
        ...

    @property
    def options(self) -> type[BaseModel]:
        """The model of its options."""
        ...

    def why_not(self, data: Any) -> str | None:
        """Say in a sentence why it does not apply to the data, or return None."""
        ...

    def compute(self, data: Any, options: Any = None) -> Result:
        """Return the figure, or why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A measure of this package: its description and the function that computes it."""

    name: str
    label: str
    paradigm: Paradigm
    function: Callable[[Any, Any], Result]
    levels: frozenset[str] = field(default_factory=frozenset[str])
    more_than_two: bool = True
    takes_missing: bool = True
    options: type[BaseModel] = NoOptions

    def why_not(self, data: Data) -> str | None:
        """Say in a sentence why the measure does not apply to the data, or return None."""
        wanted = Continuum if self.paradigm is Paradigm.UNITIZING else ReliabilityData
        if not isinstance(data, wanted):
            return f"{self.label} needs data for {self.paradigm}."
        n_coders = len(data.coders) if isinstance(data, Continuum) else data.n_coders
        if n_coders < 2:
            return f"{self.label} needs at least two coders."
        if n_coders > 2 and not self.more_than_two:
            return f"{self.label} compares exactly two coders, and there are {n_coders}."
        return None

    def compute(self, data: Data, options: BaseModel | None = None) -> Result:
        """Return the figure, or why there is none."""
        return self.function(data, options or self.options())


def coding(
    name: str, label: str, function: Callable[[Any, Any], Result], *levels: str, **more: Any
) -> BuiltIn:
    """Return a measure on given units."""
    return BuiltIn(
        name,
        label,
        Paradigm.CODING,
        function,
        frozenset(levels),
        **{"options": CodingOptions, **more},
    )


def unitizing(
    name: str, label: str, function: Callable[[Any, Any], Result], **more: Any
) -> BuiltIn:
    """Return a measure on spans of a continuum."""
    return BuiltIn(name, label, Paradigm.UNITIZING, function, **more)


def coding_result(
    measure: str,
    data: ReliabilityData,
    value: float | None,
    reason: Reason | None = None,
    **more: Any,
) -> Result:
    """Return a result with the counts and cautions that follow from the data."""
    return Result(
        measure,
        value,
        None if value is not None else reason,
        n_units=data.n_pairable_units,
        n_pairable=data.n_pairable,
        n_coders=int((data.codes >= 0).any(axis=1).sum()),
        warnings=cautions(data),
        **more,
    )


def cautions(data: ReliabilityData) -> tuple[Caution, ...]:
    """Return what makes figures from these data shaky, whatever the measure."""
    per_unit = data.values_per_unit
    pairable = per_unit >= 2
    counts = label_counts(data, pairable)
    n_values = counts.sum()
    if not n_values:
        return ()
    per_coder = np.count_nonzero((data.codes >= 0) & pairable, axis=1)
    rarest = counts[counts > 0].min()
    n_cells = data.codes.shape[0] * np.count_nonzero(per_unit)
    checks = {
        Caution.FEW_UNITS: np.count_nonzero(pairable) < 30,
        Caution.LOW_VARIATION: counts.max() > 0.9 * n_values,
        Caution.MANY_MISSING: data.n_values < 0.8 * n_cells,
        Caution.CODER_WITH_FEW_UNITS: bool(((per_coder > 0) & (per_coder < 10)).any()),
        Caution.RARE_CATEGORY: len(counts) <= 50 and rarest * (rarest - 1) / (n_values - 1) < 5,
    }
    return tuple(caution for caution, holds in checks.items() if holds)


def label_counts(data: ReliabilityData, units: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how often each label was used on the units marked."""
    codes = data.codes[:, units].ravel()
    return np.bincount(codes + 1, minlength=len(data.labels) + 1)[1:]


def numeric_labels(data: ReliabilityData) -> NDArray[np.float64] | None:
    """Return the labels as numbers, or None where one of them is none."""
    if not all(isinstance(label, (int, float)) for label in data.labels):
        return None
    return np.array(data.labels, dtype=np.float64)
