"""Where spans are: one row per type and one for all, then text by text, worst first."""

from __future__ import annotations

from refusal_annotator.domain.results import Result
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, SHARE, Column
from refusal_annotator.export.workbook_charts import chart_of_matches
from refusal_annotator.export.workbook_context import (
    MEASURE_LABELS,
    Context,
    figure,
    or_na,
    remarks,
    title_of,
)
from refusal_annotator.export.workbook_sheet import OPEN_IN_TOOL, AuditSheet, Linked

_C = {"number_format": COEFFICIENT, "right": True}
_N = {"number_format": COUNT, "right": True}

_FIGURES = (
    Column("Spans of", 30, wrap=True),
    Column("Measure", 30, wrap=True),
    Column("Value", 9, **_C),
    Column("CI low", 9, **_C),
    Column("CI high", 9, **_C),
    Column("Coverage", 9, SHARE, right=True),
    Column("Texts", 9, **_N),
    Column("Compared", 10, **_N),
    Column("Coders", 9, **_N),
    Column("Edges trimmed", 9, **_C),
    Column("Interval by", 38, wrap=True),
    Column("Read with", 44, wrap=True),
)


def write_spans(context: Context) -> None:
    """Write figures per type and over all, extents, texts, and a chart of how spans match."""
    sheet = context.book.sheet("Spans", _FIGURES)
    sheet.heads()
    for (level, _), own in context.by_variable.items():
        if level in ("unitizing", "pooled"):
            for result in own.values():
                sheet.row(_figure_row(result))
    last = sheet.at
    sheet.below("C", 2, max(2, last), "t_tentative")
    _write_extents(context, sheet)
    _write_texts(context, sheet)
    rows = chart_of_matches(context, sheet, _match_rows(context), f"A{sheet.at + 3}")
    sheet.close(len(_FIGURES), filter_rows=(1, max(1, last)), chart_rows=rows)


def _figure_row(result: Result) -> tuple[object, ...]:
    other = result.details.get("value_trimmed", result.details.get("value_untrimmed"))
    return (
        title_of(result.variable, result.label),
        MEASURE_LABELS.get(result.measure, result.measure),
        figure(result),
        result.ci_low,
        result.ci_high,
        result.details.get("coverage"),
        result.n_units,
        result.n_pairable,
        result.n_coders,
        other,
        result.ci_method,
        remarks(result),
    )


def _write_extents(context: Context, sheet: AuditSheet) -> None:
    names = list(context.coders.values())
    columns = (
        Column("Spans of", 30, wrap=True),
        Column("Spans of each coder", 30, wrap=True),
        Column("Spans", 9, **_N),
        Column("Texts", 9, **_N),
        Column("Matched", 9, **_N),
        Column("Share matched", 9, SHARE, right=True),
        Column("Share coded", 9, SHARE, right=True),
        Column("Characters", 10, **_N),
        Column("Overlaps joined", 9, **_N),
    )
    sheet.block(columns, "How much was marked")
    for match in context.report.type_matches:
        counts = [match.spans_by_coder.get(str(coder), 0) for coder in context.coders]
        alpha = context.report.result(match.type, "u_alpha_nominal")
        details = alpha.details if alpha else {}
        sheet.row(
            (
                match.type,
                ", ".join(f"{name} {n:,}" for name, n in zip(names, counts, strict=True)),
                match.n_spans,
                match.n_articles,
                match.n_matched,
                or_na(match.share),
                details.get("coded_share"),
                details.get("length"),
                details.get("overlaps_resolved"),
            )
        )


_TEXTS = (
    Column("Article", 30, wrap=True),
    Column("Type", 30),
    Column("u-alpha", 10, **_C),
    Column("F1 exact", 8, **_C),
    Column("F1 overlap", 9, **_C),
    Column("Same edges", 9, **_N),
    Column("Overlap", 9, **_N),
    Column("Other type", 9, **_N),
    Column("Only first", 9, **_N),
    Column("Only second", 9, **_N),
)


def _write_texts(context: Context, sheet: AuditSheet) -> None:
    texts = sorted(
        context.report.diagnostics.texts,
        key=lambda t: (t.u_alpha is None, t.u_alpha or 0.0, t.article, t.type),
    )
    opened = (Column(OPEN_IN_TOOL, 9),) if context.has_places else ()
    head = sheet.block((*_TEXTS, *opened), "Text by text, worst first")
    for text in texts:
        context.anchors["Spans", f"{text.article_id}/{text.type}"] = sheet.at + 1
        target = context.anchors.get(("SpanDiff", str(text.article_id)))
        sheet.row(
            (
                Linked(text.article, "SpanDiff", target) if target else text.article,
                text.type,
                or_na(text.u_alpha),
                or_na(text.f1_exact),
                or_na(text.f1_overlap),
                text.n_exact,
                text.n_overlap,
                text.n_other_type,
                text.n_only_first,
                text.n_only_second,
                *((context.tool_link(text.article_id),) if opened else ()),
            )
        )
    sheet.below("C", head + 1, max(head + 1, sheet.at), "t_tentative")


def _match_rows(context: Context) -> list[tuple[object, ...]]:
    rows = []
    for type_id in dict.fromkeys(t.type for t in context.report.diagnostics.texts):
        own = [t for t in context.report.diagnostics.texts if t.type == type_id]
        rows.append(
            (
                type_id,
                sum(t.n_exact for t in own),
                sum(t.n_overlap for t in own),
                sum(t.n_other_type for t in own),
                sum(t.n_only_first for t in own),
                sum(t.n_only_second for t in own),
            )
        )
    return rows
