"""The supervisor's workbook: what agrees, what does not, and the data behind both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
from refusal_annotator.domain.diagnostics import Cancelled, Progress
from refusal_annotator.export.base import ExportCancelled, Facts, Written, write_whole
from refusal_annotator.export.workbook_audit import write_coincidences, write_confusion
from refusal_annotator.export.workbook_charts import SHEET as CHART_DATA
from refusal_annotator.export.workbook_charts import close_chart_data
from refusal_annotator.export.workbook_coders import write_coders, write_pairs, write_parts
from refusal_annotator.export.workbook_context import Context, pseudonyms
from refusal_annotator.export.workbook_data import write_data, write_matrices
from refusal_annotator.export.workbook_settings import (
    finish_settings,
    start_settings,
    write_sample,
)
from refusal_annotator.export.workbook_sheet import AuditBook
from refusal_annotator.export.workbook_spans import write_spans
from refusal_annotator.export.workbook_summary import write_summary
from refusal_annotator.export.workbook_text import write_text
from refusal_annotator.export.workbook_units import write_differences, write_units
from refusal_annotator.export.workbook_variables import (
    write_attributes,
    write_categories,
    write_variables,
)

SHEETS = (
    "Summary",
    "Variables",
    "Categories",
    "Coders",
    "Pairs",
    "Coincidences",
    "Spans",
    "Attributes",
    "Disagreements",
    "SpanDiff",
    "Confusion",
    "Sample",
    "Reporting text",
    "Settings",
    "Data",
    "Matrices",
    "Parts",
    CHART_DATA,
)
"""Sheets in their order."""


@dataclass(frozen=True, slots=True)
class WorkbookExporter:
    """An Excel workbook with the figures, what stands behind them, and the data (see `SHEETS`)."""

    name: str = "workbook"
    label: str = "Excel workbook"
    suffix: str = ".xlsx"

    def why_not(self, report: AgreementReport) -> str | None:
        """Return None: a workbook says of every figure why it is missing."""
        return None

    def write(
        self, report: AgreementReport, material: AgreementInput, path: Path, facts: Facts
    ) -> Written:
        """Write the workbook; see :func:`write_workbook`."""
        return write_workbook(report, material, path, facts)


WORKBOOK = WorkbookExporter()


def write_workbook(
    report: AgreementReport,
    material: AgreementInput,
    path: Path,
    facts: Facts,
    *,
    blind: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Written:
    """Write a comparison as a workbook.

    Figures are stored in full precision and shown with two decimals; an undefined one is "n/a" with
    its reason. Formulas that recompute them stand in columns of their own. Text is never a formula,
    never cut, and free of characters that the format forbids; what had to be replaced or moved is
    counted on the sheet Settings and in the notes returned. `blind` names coders by number.
    `cancelled` is asked before each sheet; ExportCancelled is raised once it says yes.
    """
    if blind:
        report, material = pseudonyms(report, material)
    book = AuditBook()
    book.reserve(SHEETS)
    beside: list[Path] = []
    try:
        context = Context(book, report, material, facts)
        beside += _write_sheets(context, path, _Steps(progress, cancelled))
        write_whole(path, lambda place: _save(book, place))
    finally:
        book.discard()
    notes = [f"Rows beyond the workbook stand in {file.name}." for file in beside]
    if book.n_replaced:
        notes.append(f"{book.n_replaced} characters that a workbook cannot hold were replaced.")
    if book.n_long:
        notes.append(f"{book.n_long} long texts stand on a sheet of their own.")
    return Written(path, tuple(notes))


class _Steps:
    """Counts the sheets, and stops between two of them on request."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self.done, self.progress, self.cancelled = 0, progress, cancelled

    def next(self, name: str) -> None:
        if self.cancelled and self.cancelled():
            raise ExportCancelled
        if self.progress:
            self.progress(self.done, len(SHEETS), name)
        self.done += 1


def _write_sheets(context: Context, path: Path, steps: _Steps) -> list[Path]:
    # What others lead to comes first, so that its rows are known; the order of sheets is fixed.
    steps.next("Settings")
    settings = start_settings(context)
    beside: list[Path] = []
    try:
        for name, write in (("SpanDiff", write_differences), ("Disagreements", write_units)):
            steps.next(name)
            beside += write(context, path)
        for name, fill in _SHEET_WRITERS:
            steps.next(name)
            fill(context)
        finish_settings(settings, context)
        context.book.write_long_texts()
        steps.next("Saving")
    except ExportCancelled:
        for file in beside:
            file.unlink(missing_ok=True)
        raise
    context.book.workbook.properties.creator = context.facts.program
    context.book.workbook.properties.title = (
        f"Agreement: {context.book.safe(context.facts.project, 'title')}"
    )
    return beside


_SHEET_WRITERS: tuple[tuple[str, Callable[[Context], object]], ...] = (
    ("Spans", write_spans),
    ("Variables", write_variables),
    ("Categories", write_categories),
    ("Coders", write_coders),
    ("Pairs", write_pairs),
    ("Parts", write_parts),
    ("Coincidences", write_coincidences),
    ("Attributes", write_attributes),
    ("Confusion", write_confusion),
    ("Sample", write_sample),
    ("Summary", write_summary),
    ("Reporting text", write_text),
    ("Data", write_data),
    ("Matrices", write_matrices),
    (CHART_DATA, close_chart_data),
)


def _save(book: AuditBook, path: Path) -> None:
    book.workbook.save(path)
