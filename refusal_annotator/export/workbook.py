"""The supervisor's workbook: what agrees, what does not, and the data behind both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
)
from refusal_annotator.domain.reliability import Caution, Reason
from refusal_annotator.export.base import Facts, Written, write_whole
from refusal_annotator.export.frames import CODING_COLUMNS, coding_rows
from refusal_annotator.export.result_sheets import (
    words,
    write_attributes,
    write_differences,
    write_summary,
)
from refusal_annotator.export.sheet import (
    Book,
    Column,
    rows_in_sheets,
)


@dataclass(frozen=True, slots=True)
class WorkbookExporter:
    """An Excel workbook with the sheets Summary, Attributes, SpanDiff, Settings, Data."""

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
    report: AgreementReport, material: AgreementInput, path: Path, facts: Facts
) -> Written:
    """Write a comparison as a workbook.

    Figures are stored in full precision and shown with two decimals; an undefined one is "n/a" with
    its reason. Text is never a formula, never cut, and free of characters that the format forbids;
    what had to be replaced or moved is counted on the sheet Settings and in the notes returned.
    """
    book = Book()
    try:
        _write_sheets(book, report, material, facts)
        write_whole(path, lambda place: _save(book, place))
    finally:
        book.discard()
    notes = []
    if book.n_replaced:
        notes.append(f"{book.n_replaced} characters that a workbook cannot hold were replaced.")
    if book.n_long:
        notes.append(f"{book.n_long} long texts stand on a sheet of their own.")
    return Written(path, tuple(notes))


def _write_sheets(
    book: Book, report: AgreementReport, material: AgreementInput, facts: Facts
) -> None:
    write_summary(book, report, facts)
    write_attributes(book, report)
    write_differences(book, report)
    settings = _start_settings(book, report, facts)
    _write_data(book, material)
    _finish_settings(settings, book)
    book.write_long_texts()
    book.workbook.properties.creator = facts.program
    book.workbook.properties.title = f"Agreement: {book.safe(facts.project, 'title')}"


_SETTINGS = (Column("Setting", 34, wrap=True), Column("Value", 110, wrap=True))


def _start_settings(book: Book, report: AgreementReport, facts: Facts) -> Any:
    sheet = book.sheet("Settings", _SETTINGS)
    sheet.heads()
    for label, text in (
        ("Project", facts.project),
        ("Codebook", f"{report.codebook_id} {report.codebook_version}"),
        ("Program", facts.program),
        ("Matching of spans", f"one to one, largest sum of overlap; {report.matching}"),
        *_RULES,
    ):
        sheet.row((label, text))
    for reason in Reason:
        sheet.row((f"n/a: {words(reason.value)}", reason.sentence))
    for caution in Caution:
        sheet.row((f"Read with: {words(caution.value)}", caution.sentence))
    return sheet


_RULES = (
    (
        "u-alpha",
        "Krippendorff's alpha for unitizing (2016) by span type; texts one after another, "
        "exclusion zones cut out; overlapping spans of one coder and type joined and counted.",
    ),
    ("F1", "2 x agreed spans / spans of both coders; mean over pairs of coders."),
    (
        "alpha",
        "Krippendorff's alpha at the level of the variable, on matched spans; a coder without a "
        "span or value is missing.",
    ),
    (
        "Raw agreement",
        "Share of pairs of values that are the same, mean over units; not corrected for chance.",
    ),
    ("AC1", "Gwet's AC1, with all categories of the codebook."),
    (
        "Missing values",
        "Empty and not yet coded are missing. Not applicable and not determinable are categories "
        "for nominal and multi-select variables, and missing and counted at other levels.",
    ),
    (
        "Open bounds",
        "Low is compared with low, high with high; pairs with an open bound do not enter alpha and "
        "are counted.",
    ),
    (
        "Dates",
        "A partial date counts as the middle of its period; pairs with an open end are left out "
        "and counted.",
    ),
    (
        "Links",
        "Targets are the same if they are matched spans; pairs without a link on either side are "
        "left out and counted.",
    ),
    ("Not tested", "Text, derived and deprecated variables."),
)


def _write_data(book: Book, material: AgreementInput) -> None:
    widths = (22, 10, 10, 8, 13, 7, 7, 22, 12, 26, 7, 15, 24, 60)
    columns = tuple(
        Column(title, width, right=title in ("Start", "End", "Code"))
        for title, width in zip(CODING_COLUMNS, widths, strict=True)
    )
    written = False
    for number, rows in rows_in_sheets(coding_rows(material)):
        sheet = book.sheet("Data" if number == 1 else f"Data {number}", columns)
        sheet.heads()
        for row in rows:
            sheet.row(tuple(value if value != "" else None for value in row.cells()))
        sheet.finish()
        written = True
    if not written:
        sheet = book.sheet("Data", columns)
        sheet.heads()
        sheet.finish()


def _finish_settings(sheet: Any, book: Book) -> None:
    sheet.row(("Characters replaced", book.n_replaced))
    sheet.row(("Texts on the sheet Long texts", book.n_long))
    sheet.finish()


def _save(book: Book, path: Path) -> None:
    book.workbook.save(path)
