"""The sheet Reporting text: a paragraph that follows the sheets, fields to fill in, checklists."""

from __future__ import annotations

from refusal_annotator.export.methods_text import FIELDS, checklist, paragraphs
from refusal_annotator.export.sheet import Column
from refusal_annotator.export.workbook_context import Context
from refusal_annotator.export.workbook_sheet import Formula

_COLUMNS = (
    Column("Part", 26, wrap=True),
    Column("Text", 110, wrap=True),
    Column("", 12),
    Column("", 30, wrap=True),
)
_LISTED = (
    Column("Guideline", 26, wrap=True),
    Column("Asks for", 110, wrap=True),
    Column("State", 12),
    Column("Where", 30, wrap=True),
)
_ASKED = {
    "training": "Hours of training",
    "drawing": "How the articles coded twice were drawn",
    "settling": "How disagreements were settled",
    "codebook_place": "Where the codebook can be found",
}


def write_text(context: Context) -> None:
    """Write the sheet; the live text repeats what is filled in and what Settings say."""
    sheet = context.book.sheet("Reporting text", _COLUMNS)
    sheet.heads()
    for key, placeholder in FIELDS:
        sheet.row((f"Fill in: {_ASKED[key]}", placeholder, None, None))
    rows = {key: 2 + n for n, (key, _) in enumerate(FIELDS)}
    parts = paragraphs(context.report)
    for title, text in zip(
        ("Design", "Measures", "Intervals", "Outcome", "Differences"), parts, strict=True
    ):
        sheet.row((title, text, None, None))
    sheet.row(("Design, live", _design(context, rows), None, None))
    sheet.row(("Verdicts, live", _verdicts(context), None, None))
    sheet.row(("Differences, live", _differences(rows), None, None))
    head = sheet.block(_LISTED, "What reporting guidelines ask for")
    for item in checklist(context.report):
        sheet.row((item.guideline, item.asks, item.state, item.where))
    sheet.close(len(_LISTED), filter_rows=(head, sheet.at))


def _design(context: Context, rows: dict[str, int]) -> Formula:
    n_coders = len(context.coders)
    return Formula(
        f'="{n_coders} coders coded "&Sample!B5&" of "&Sample!B3&" articles ("'
        f'&TEXT(IF(Sample!B3>0,Sample!B5/Sample!B3,0),"0%")&") independently after "'
        f'&B{rows["training"]}&". The articles were drawn "&B{rows["drawing"]}'
        f'&". The codebook: "&B{rows["codebook_place"]}&"."',
        like=" " * 260,
    )


def _verdicts(context: Context) -> Formula:
    first, last = (
        context.anchors.get(("Summary", "first"), 2),
        context.anchors.get(("Summary", "last"), 2),
    )
    area = f"Summary!Q{first}:Q{last}"
    said = "&".join(
        f'COUNTIF({area},"{word}")&" {word}{end}"'
        for word, end in (
            ("reliable", ", "),
            ("tentative", ", "),
            ("not reliable", ", "),
            ("no verdict", ", "),
            ("not computable", "."),
        )
    )
    return Formula(
        f'="Reliable from "&TEXT(t_reliable,"0.000")&", tentative from "'
        f'&TEXT(t_tentative,"0.000")&" (lower end of the interval): "&{said}',
        like=" " * 180,
    )


def _differences(rows: dict[str, int]) -> Formula:
    return Formula(f'="Disagreements were settled "&B{rows["settling"]}&"."')
