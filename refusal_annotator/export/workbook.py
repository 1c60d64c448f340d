"""The supervisor's workbook: what agrees, what does not, and the data behind both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
from refusal_annotator.export.base import Facts, Written, write_whole
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
) -> Written:
    """Write a comparison as a workbook.

    Figures are stored in full precision and shown with two decimals; an undefined one is "n/a" with
    its reason. Formulas that recompute them stand in columns of their own. Text is never a formula,
    never cut, and free of characters that the format forbids; what had to be replaced or moved is
    counted on the sheet Settings and in the notes returned. `blind` names coders by number.
    """
    if blind:
        report, material = pseudonyms(report, material)
    book = AuditBook()
    book.reserve(SHEETS)
    beside: list[Path] = []
    try:
        beside += _write_sheets(Context(book, report, material, facts), path)
        write_whole(path, lambda place: _save(book, place))
    finally:
        book.discard()
    notes = [f"Rows beyond the workbook stand in {file.name}." for file in beside]
    if book.n_replaced:
        notes.append(f"{book.n_replaced} characters that a workbook cannot hold were replaced.")
    if book.n_long:
        notes.append(f"{book.n_long} long texts stand on a sheet of their own.")
    return Written(path, tuple(notes))


def _write_sheets(context: Context, path: Path) -> list[Path]:
    # What others lead to comes first, so that its rows are known; the order of sheets is fixed.
    settings = start_settings(context)
    beside = write_differences(context, path)
    beside += write_units(context, path)
    write_spans(context)
    write_variables(context)
    write_categories(context)
    write_coders(context)
    write_pairs(context)
    write_parts(context)
    write_coincidences(context)
    write_attributes(context)
    write_confusion(context)
    write_sample(context)
    write_summary(context)
    write_text(context)
    write_data(context)
    write_matrices(context)
    close_chart_data(context)
    finish_settings(settings, context)
    context.book.write_long_texts()
    context.book.workbook.properties.creator = context.facts.program
    context.book.workbook.properties.title = (
        f"Agreement: {context.book.safe(context.facts.project, 'title')}"
    )
    return beside


def _save(book: AuditBook, path: Path) -> None:
    book.workbook.save(path)
