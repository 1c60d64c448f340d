"""What agreement is computed from: reliability data and continuum (results: `domain.results`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.matching import Pieces
from refusal_annotator.domain.results import Caution as Caution
from refusal_annotator.domain.results import Reason as Reason
from refusal_annotator.domain.results import Result as Result
from refusal_annotator.domain.results import Verdict as Verdict

MISSING = -1
"""Code of a missing value in the matrix of a ReliabilityData."""


class ReliabilityError(AnnotatorError):
    """Data that no agreement can be computed from, such as two values of one coder on a unit."""


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
    sentences
        Borders of the sentences in coordinates of the cut text, where views by sentence are wanted.
    """

    name: str
    length: int
    full_length: int
    spans: Mapping[str, tuple[tuple[int, int, str], ...]]
    sentences: tuple[tuple[int, int], ...] = ()

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
