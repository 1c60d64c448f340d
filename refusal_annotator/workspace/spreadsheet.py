"""Reliability of data coded elsewhere: read a spreadsheet, compute, write figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refusal_annotator.agreement import MEASURES, Paradigm
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import Result
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


def compare_spreadsheet(path: Path, options: TableOptions | None = None) -> SpreadsheetReport:
    """Compute every measure that fits the level of measurement of a table.

    Raises AnnotatorError; where cells do not fit, it names them and nothing is computed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AnnotatorError(
            f"{path} cannot be read: {error.strerror}. Check its name, and close it elsewhere."
        ) from error
    table = read_reliability_table(path.name, content, options)
    figures, not_applied = [], []
    for part in MEASURES:
        fits = part.paradigm == Paradigm.CODING and table.level in part.levels
        unasked = part.name.endswith(_NEEDS_WEIGHTS) or part.name in _NEEDS_A_REASON
        if not fits or unasked:
            continue
        reason = part.why_not(table.data)
        if reason:
            not_applied.append(reason)
        else:
            figures.append(Figure(part.label, part.compute(table.data, _options(part))))
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


def _options(part: Any) -> Any:
    """Ask for the analytic interval where a measure has one."""
    if "analytic" in part.options.model_fields:
        return part.options(analytic=True)
    return part.options()
