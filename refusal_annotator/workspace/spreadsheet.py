"""Reliability of data coded elsewhere: read a spreadsheet, compute, write figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement import MEASURES, Paradigm
from refusal_annotator.agreement.resampling import Resampler
from refusal_annotator.agreement.retest import table_as_retest
from refusal_annotator.agreement.values import Engine
from refusal_annotator.domain.codebook_file import Thresholds
from refusal_annotator.domain.diagnostics import (
    Cancelled,
    ComparisonCancelled,
    ComparisonOptions,
    Progress,
)
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import MISSING, ReliabilityData, Result
from refusal_annotator.domain.text import sha256_of
from refusal_annotator.importing.reliability_table import (
    LEVELS,
    ReliabilityTable,
    TableOptions,
    read_reliability_table,
)

__all__ = ["LEVELS", "SpreadsheetReport", "TableOptions", "compare_spreadsheet", "write_report"]

_NEEDS_WEIGHTS = "_custom"
_NEEDS_A_REASON = frozenset({"alpha_circular", "alpha_bipolar", "alpha_masi_product"})
"""Made for scales with a period or two poles, or for comparison only: never computed unasked."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with the words for its measure."""

    label: str
    result: Result


@dataclass(frozen=True, slots=True)
class SpreadsheetReport:
    """All figures that fit the level, what does not apply and why, and how the file was read."""

    file: str
    sha256: str
    table: ReliabilityTable
    figures: tuple[Figure, ...]
    not_applied: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the documented form; an undefined figure is null with its reason."""
        data = self.table.data
        return {
            "format": 1,
            "file": self.file,
            "sha256": self.sha256,
            "sheet": self.table.sheet,
            "form": self.table.form,
            "level": self.table.level,
            "coders": list(data.coders),
            "n_units": data.n_units,
            "n_pairable_units": data.n_pairable_units,
            "n_values": data.n_values,
            "notes": list(self.table.notes),
            "not_applied": list(self.not_applied),
            "results": [
                {**figure.result.to_json(), "level": self.table.level, "label": figure.label}
                for figure in self.figures
            ],
        }


MOST_WEIGHTS = 60_000_000
"""Resamples times units; beyond it intervals are analytic, which is said."""


def compare_spreadsheet(
    path: Path,
    options: TableOptions | None = None,
    *,
    intervals: ComparisonOptions | None = None,
    blind: bool = False,
    retest: Sequence[tuple[str, str]] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SpreadsheetReport:
    """Compute every measure that fits the level of measurement of a table.

    With `intervals` they are bootstrapped over the units; without, they are analytic where a
    measure has such ones. `blind` names coders by number. `retest` compares persons with
    themselves: pairs of the coder of the first and of the second coding. Raises AnnotatorError;
    where cells do not fit, it names them and nothing is computed; ComparisonCancelled once
    `cancelled` says yes.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AnnotatorError(
            f"{path} cannot be read: {error.strerror}. Check its name, and close it elsewhere."
        ) from error
    table = read_reliability_table(path.name, content, options)
    occasions = _occasions(table.data, retest)
    if blind:
        table = replace(table, data=_without_names(table.data))
    n_units = int(table.data.codes.shape[1])
    clusters = np.arange(n_units)
    if occasions:
        table, clusters = _as_retest(table, occasions)
    engine, note = _engine(n_units, intervals)
    table = replace(table, notes=(*table.notes, *note))
    figures, not_applied = [], []
    for number, part in enumerate(MEASURES):
        if cancelled and cancelled():
            raise ComparisonCancelled
        if progress:
            progress(number, len(MEASURES), part.label)
        fits = part.paradigm == Paradigm.CODING and table.level in part.levels
        unasked = part.name.endswith(_NEEDS_WEIGHTS) or part.name in _NEEDS_A_REASON
        if not fits or unasked:
            continue
        reason = part.why_not(table.data)
        if reason:
            not_applied.append(reason)
        else:
            figures.append(
                Figure(part.label, _figure(part, table.data, clusters, engine, intervals))
            )
    if progress:
        progress(len(MEASURES), len(MEASURES), "")
    return SpreadsheetReport(
        path.name, sha256_of(content), table, tuple(figures), tuple(dict.fromkeys(not_applied))
    )


def write_report(report: SpreadsheetReport, path: Path) -> None:
    """Write the figures and the data as a workbook."""
    from refusal_annotator import __version__
    from refusal_annotator.export.spreadsheet_results import write_spreadsheet_results

    table = report.table
    facts = {
        "File": report.file,
        "Digest of the file": report.sha256,
        "Sheet": table.sheet or "none, a text file",
        "Form": table.form,
        "Level of measurement": table.level,
        "Coders": ", ".join(table.data.coders),
        "Program": f"Refusal Annotator {__version__}",
    }
    write_spreadsheet_results(
        path,
        [(figure.label, figure.result) for figure in report.figures],
        table.data,
        facts,
        (*table.notes, *report.not_applied),
    )


def preview_table(path: Path, sheet: str | None = None, *, rows: int = 200) -> TablePreview:
    """Read the beginning of a table, to look at before anything is computed."""
    from refusal_annotator.importing.grids import read_grid

    grid = read_grid(path.name, read_table_file(path), sheet=sheet)
    width = max((len(row) for row in grid.rows), default=0)
    shown = tuple(
        tuple("" if cell is None else str(cell) for cell in (*row, *[None] * (width - len(row))))
        for row in grid.rows[:rows]
    )
    return TablePreview(grid.sheet, shown, len(grid.rows), grid.sheet is None)


def read_table_file(path: Path) -> bytes:
    """The bytes of a table; AnnotatorError where they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise AnnotatorError(
            f"{path} cannot be read: {error.strerror}. Check its name, and close it elsewhere."
        ) from error


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The first rows of a table as text, and how many there are."""

    sheet: str | None
    rows: tuple[tuple[str, ...], ...]
    n_rows: int
    is_text: bool


def _occasions(
    data: ReliabilityData, retest: Sequence[tuple[str, str]]
) -> tuple[tuple[int, int], ...]:
    """Return the rows of each person's two codings."""
    rows = {name: row for row, name in enumerate(data.coders)}
    for first, second in retest:
        strange = next((name for name in (first, second) if name not in rows), None)
        if strange is not None:
            known = ", ".join(data.coders)
            raise AnnotatorError(f"The table has no coder {strange!r}; it has {known}.")
        if first == second:
            raise AnnotatorError(f"{first} is named twice; name the second coding, too.")
    return tuple((rows[first], rows[second]) for first, second in retest)


def _as_retest(
    table: ReliabilityTable, occasions: Sequence[tuple[int, int]]
) -> tuple[ReliabilityTable, NDArray[np.intp]]:
    data = table.data
    who = ", ".join(f"{data.coders[a]} and {data.coders[b]}" for a, b in occasions)
    made, columns = table_as_retest(data, occasions)
    notes = [f"Persons are compared with themselves, first and second coding: {who}."]
    once = sum(int((data.codes[[a, b]] != MISSING).any(axis=0).sum()) for a, b in occasions)
    if once > len(columns):
        notes.append(f"Left out: {once - len(columns):,} that a person coded once only.")
    return replace(table, data=made, notes=(*table.notes, *notes)), columns


def _engine(
    n_units: int, intervals: ComparisonOptions | None
) -> tuple[Engine | None, tuple[str, ...]]:
    if intervals is None or not intervals.resamples:
        return None, ()
    if n_units * intervals.resamples > MOST_WEIGHTS:
        note = f"With {n_units:,} units intervals are analytic, where a measure has such ones."
        return None, (note,)
    return Engine(Resampler(n_units, intervals, unit="units"), Thresholds()), ()


def _figure(
    part: Any,
    data: ReliabilityData,
    clusters: NDArray[np.intp],
    engine: Engine | None,
    intervals: ComparisonOptions | None,
) -> Result:
    if engine is not None:
        found = engine.figure(part, data, clusters)
        if found.value is None or found.ci_low is not None:
            return found
    return part.compute(data, _options(part, intervals.confidence if intervals else 0.95))


def _without_names(data: ReliabilityData) -> ReliabilityData:
    return replace(data, coders=tuple(f"Coder {n}" for n in range(1, len(data.coders) + 1)))


def _options(part: Any, confidence: float) -> Any:
    """Ask for the analytic interval where a measure has one."""
    if "analytic" in part.options.model_fields:
        return part.options(analytic=True, confidence=confidence)
    return part.options()
