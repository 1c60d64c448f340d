"""Every disagreement: units ranked by what they cost, and spans side by side."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from uuid import UUID

import numpy as np

from refusal_annotator.domain.comparison import Disagreement, Side
from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, SHARE, Column
from refusal_annotator.export.workbook_context import Context
from refusal_annotator.export.workbook_sheet import (
    OPEN_IN_TOOL,
    AuditSheet,
    Formula,
    Linked,
    Runs,
    letter,
)

MOST_ROWS = 100_000
"""Rows of Disagreements and SpanDiff; what is beyond stands in a CSV file beside the workbook."""
DECISIONS = ("majority", "deviant", "both acceptable", "codebook unclear")
_SNIPPET = 200
_CONTEXT = 60
_LONGEST = 400
KIND_LABELS = {
    "missed": "missed",
    "boundary": "boundary",
    "type": "type",
    "attribute": "value",
    "link": "link",
    "article": "article value",
}
_DECISION = (
    Column("Decision", 16),
    Column("Decided by", 14),
    Column("Rule note", 24, wrap=True),
)


def write_units(context: Context, beside: Path) -> list[Path]:
    """Write units that coders disagree on, costliest first; returns files written beside."""
    names = list(context.coders.values())
    columns = (
        Column("Rank", 7, COUNT, right=True),
        Column("Variable", 28, wrap=True),
        Column("Article", 24, wrap=True),
        Column("Unit", 13),
        *_open_column(context),
        Column("Snippet", 50, wrap=True),
        *(Column(name, 20, wrap=True) for name in names),
        Column("Majority", 20, wrap=True),
        Column("Deviant", 18, wrap=True),
        Column("Share of D observed", 12, "0.00000", right=True),
        Column("D observed", 10, "0.0000", right=True),
        Column("Cumulative", 11, SHARE, right=True),
        Column("Cumulative, live", 11, SHARE, right=True),
        *_DECISION,
    )
    sheet = context.book.sheet("Disagreements", columns)
    sheet.heads()
    figures = 1 + [column.title for column in columns].index("Share of D observed")
    rows = _unit_rows(context, first_figure=figures)
    for row in islice(rows, MOST_ROWS):
        sheet.row(row)
    last = sheet.at
    sheet.say_unlinked()
    written = _beside(beside, "Disagreements", columns, rows, sheet)
    where = letter(len(columns) - 2)
    sheet.choices(f"{where}2:{where}{max(2, last)}", DECISIONS)
    sheet.close(len(columns), filter_rows=(1, last))
    return written


def _open_column(context: Context) -> tuple[Column, ...]:
    return (Column(OPEN_IN_TOOL, 9),) if context.has_places else ()


def _open_cell(
    context: Context, article_id: UUID, start: int = 0, end: int = 0
) -> tuple[object, ...]:
    return (context.tool_link(article_id, start, end),) if context.has_places else ()


def _unit_rows(context: Context, *, first_figure: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows; `first_figure` is the number of the column with a unit's own share."""
    at = 1
    for table in context.tables:
        order = np.argsort(-table.disagreement, kind="stable")
        running = 0.0
        for rank, unit in enumerate(order, start=1):
            own = float(table.disagreement[unit])
            if own <= 0:
                break
            running += own
            at += 1
            yield (
                rank,
                *_unit_cells(context, table, int(unit)),
                own,
                table.d_observed,
                running / table.d_observed if table.d_observed else None,
                _cumulative(at, first_figure),
                None,
                None,
                None,
            )


def _cumulative(row: int, first_figure: int) -> Formula:
    d, total, cumulative = (letter(first_figure + k) for k in (0, 1, 3))
    before = f"IF(B{row}=B{row - 1},{cumulative}{row - 1},0)" if row > 2 else "0"
    return Formula(f"={before}+{d}{row}/{total}{row}")


def _unit_cells(context: Context, table: VariableTable, unit: int) -> tuple[object, ...]:
    article_id, article = context.compared[int(table.articles[unit])]
    codes = {
        UUID(coder): int(code)
        for coder, code in zip(table.data.coders, table.data.codes[:, unit], strict=True)
    }
    shown = [
        table.shown[codes[coder]] if codes.get(coder, -1) >= 0 else None for coder in context.coders
    ]
    majority, deviant = _majority(dict(zip(context.coders.values(), shown, strict=True)))
    start, end = table.places[unit]
    target = context.anchors.get(("SpanDiff", f"{article_id}/{start}/{end}"))
    name = table.units[unit] if table.level != "article" else "article"
    return (
        table.variable,
        article,
        Linked(name, "SpanDiff", target) if target else name,
        *_open_cell(context, article_id, start, end),
        _snippet(context.texts[article_id], start, end),
        *shown,
        majority,
        deviant,
    )


def _majority(values: Mapping[str, str | None]) -> tuple[str | None, str | None]:
    """Return the value that more coders chose than any other, and who chose otherwise."""
    counts = Counter(value for value in values.values() if value is not None).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None, None
    best = counts[0][0]
    others = [name for name, value in values.items() if value not in (None, best)]
    return best, ", ".join(others) or None


def _snippet(text: str, start: int, end: int) -> str | None:
    if end <= start:
        return None
    found = " ".join(text[start:end].split())
    return found if len(found) <= _SNIPPET else f"{found[: _SNIPPET - 1]}…"


def write_differences(context: Context, beside: Path) -> list[Path]:
    """Write one row per disagreement, with what each coder has and the place in the text."""
    columns = (
        Column("No.", 6, COUNT, right=True),
        Column("Article", 24, wrap=True),
        Column("Kind", 13),
        Column("Type", 13),
        Column("Variable", 20, wrap=True),
        Column("Start", 8, "0", right=True),
        Column("End", 8, "0", right=True),
        *_open_column(context),
        Column("IoU", 7, COEFFICIENT, right=True),
        *(Column(name, 34, wrap=True) for name in context.coders.values()),
        Column("In the text", 70, wrap=True),
        Column("Tested", 9),
        *_DECISION,
    )
    sheet = context.book.sheet("SpanDiff", columns)
    sheet.heads()
    rows = (_difference(context, n, d) for n, d in enumerate(context.report.disagreements, start=1))
    for found, row in zip(context.report.disagreements[:MOST_ROWS], rows, strict=False):
        for key in (str(found.article_id), f"{found.article_id}/{found.start}/{found.end}"):
            context.anchors.setdefault(("SpanDiff", key), sheet.at + 1)
        sheet.row(row)
    last = sheet.at
    written = _beside(beside, "SpanDiff", columns, rows, sheet)
    where = letter(len(columns) - 2)
    sheet.choices(f"{where}2:{where}{max(2, last)}", DECISIONS)
    sheet.close(len(columns), filter_rows=(1, last))
    return written


def _difference(context: Context, number: int, found: Disagreement) -> tuple[object, ...]:
    sides = {side.coder_id: side for side in found.sides}
    in_text = found.kind != "article"
    return (
        number,
        found.article,
        KIND_LABELS[found.kind],
        " / ".join(filter(None, (found.type, found.other_type))) or None,
        found.variable or None,
        found.start if in_text else None,
        found.end if in_text else None,
        *_open_cell(context, found.article_id, *((found.start, found.end) if in_text else ())),
        found.iou,
        *(_side(found, sides.get(coder)) for coder in context.coders),
        _in_text(context.texts[found.article_id], found) if in_text else None,
        "yes" if found.tested else "no",
        None,
        None,
        None,
    )


def _side(found: Disagreement, side: Side | None) -> str | None:
    """Return what a coder has: a value, a target, or the span with its place."""
    if side is None:
        return None
    if found.kind in ("attribute", "link", "article"):
        return side.shown or "—"
    if side.annotation_id is None:
        return "— no span —"
    place = ", ".join(f"{start}–{end}" for start, end in side.pieces)
    kind = f"{side.shown}: " if found.kind == "type" else ""
    return f"{kind}{side.quote} [{place}]"


def _in_text(text: str, found: Disagreement) -> Runs | None:
    """Return the place in its text: common to all spans in bold, one-sided in colour."""
    start, end = found.start, found.end
    if end - start > _LONGEST:
        snippet = found.snippet
        return Runs(
            ((snippet.before, "plain"), (snippet.disputed, "common"), (snippet.after, "plain"))
        )
    spans = [side.pieces for side in found.sides if side.pieces]
    edges = sorted({start, end, *(e for pieces in spans for piece in pieces for e in piece)})
    edges = [edge for edge in edges if start <= edge <= end]
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    runs = [(("…" if start > _CONTEXT else "") + _one_line(before), "plain")]
    for low, high in pairwise(edges):
        holders = sum(any(s <= low and high <= e for s, e in pieces) for pieces in spans)
        kind = "plain" if not holders else "common" if holders == len(spans) else "one-sided"
        runs.append((_one_line(text[low:high]), kind))
    runs.append((_one_line(after) + ("…" if end + _CONTEXT < len(text) else ""), "plain"))
    return Runs(tuple(runs))


def _one_line(text: str) -> str:
    return text.translate({ord(sign): " " for sign in "\n\r\t"})


def _beside(
    workbook: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    sheet: AuditSheet,
) -> list[Path]:
    """Write the rows that are left to a CSV file, and say so on the sheet."""
    first = next(iter(rows), None)
    if first is None:
        return []
    path = workbook.with_name(f"{workbook.stem} {title}.csv")
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.title for column in columns])
        for row in (first, *rows):
            count += 1
            writer.writerow([_plain(cell) for cell in row])
    sheet.line(f"{count:,} more rows stand in {path.name}, beside this workbook.")
    return [path]


def _plain(cell: object) -> object:
    if cell is None or isinstance(cell, Formula):
        return ""
    return cell if isinstance(cell, (int, float)) else str(cell)
