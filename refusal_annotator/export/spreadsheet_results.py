"""Agreement of a spreadsheet as a workbook: figures, data as they were read, how they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from refusal_annotator.domain.reliability import MISSING, ReliabilityData, Result
from refusal_annotator.export.base import write_whole
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, Book, Column, rows_in_sheets

_RESULTS = (
    Column("Measure", 34, wrap=True),
    Column("Value", 10, COEFFICIENT, right=True),
    Column("CI low", 10, COEFFICIENT, right=True),
    Column("CI high", 10, COEFFICIENT, right=True),
    Column("CI method", 22, wrap=True),
    Column("Units", 9, COUNT, right=True),
    Column("Values", 9, COUNT, right=True),
    Column("Coders", 9, COUNT, right=True),
    Column("Read with", 60, wrap=True),
)
_SETTINGS = (Column("Setting", 26, wrap=True), Column("Value", 100, wrap=True))
NOT_AVAILABLE = "n/a"


def write_spreadsheet_results(
    path: Path,
    results: Sequence[tuple[str, Result]],
    data: ReliabilityData,
    facts: Mapping[str, str],
    notes: Sequence[str] = (),
) -> None:
    """Write a workbook with the sheets Results, Data and Settings.

    `results` are pairs of the label of a measure and its figure. An undefined one is "n/a" with its
    reason; figures are stored in full precision and shown with two decimals.
    """
    book = Book()
    try:
        _write_results(book, results)
        _write_data(book, data)
        _write_settings(book, facts, notes)
        book.write_long_texts()
        write_whole(path, lambda place: book.workbook.save(place))
    finally:
        book.discard()


def read_with(result: Result) -> str:
    """Return in words why a figure is undefined, or what makes it shaky."""
    reasons = [result.reason.sentence] if result.reason else []
    return " ".join([*reasons, *(caution.sentence for caution in result.warnings)])


def _write_results(book: Book, results: Sequence[tuple[str, Result]]) -> None:
    sheet = book.sheet("Results", _RESULTS)
    sheet.heads()
    for label, result in results:
        sheet.row(
            (
                label,
                NOT_AVAILABLE if result.value is None else result.value,
                result.ci_low,
                result.ci_high,
                result.ci_method,
                result.n_units,
                result.n_pairable,
                result.n_coders,
                read_with(result),
            )
        )
    sheet.finish()


def _write_data(book: Book, data: ReliabilityData) -> None:
    columns = (
        Column("Unit", 22),
        *(Column(coder, min(24.0, max(9.0, len(coder) * 1.2))) for coder in data.coders),
    )
    rows = (
        (unit, *(_value(data, coder, at) for coder in range(data.n_coders)))
        for at, unit in enumerate(data.units)
    )
    for number, some in rows_in_sheets(rows):
        sheet = book.sheet("Data" if number == 1 else f"Data {number}", columns)
        sheet.heads()
        for row in some:
            sheet.row(row)
        sheet.finish()


def _value(data: ReliabilityData, coder: int, unit: int) -> Any:
    code = int(data.codes[coder, unit])
    if code == MISSING:
        return None
    label = data.labels[code]
    return "; ".join(sorted(map(str, label))) if isinstance(label, frozenset) else label


def _write_settings(book: Book, facts: Mapping[str, str], notes: Sequence[str]) -> None:
    sheet = book.sheet("Settings", _SETTINGS)
    sheet.heads()
    for label, text in facts.items():
        sheet.row((label, text))
    for note in notes:
        sheet.row(("Note", note))
    sheet.finish()
