"""SPSS files (.sav): value labels, user-missing codes, real dates, levels of measurement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from refusal_annotator.export.base import write_whole
from refusal_annotator.export.data_set import DataColumn, DataTable, Value
from refusal_annotator.export.statistics_packages import clean, cut_bytes, package

TEXT_BYTES = 32_767
_VALUE_LABEL_BYTES, _LABEL_BYTES, _FILE_LABEL_BYTES = 120, 255, 64
_FIRST_DAY = date(1582, 10, 14)
"""SPSS counts seconds from here; its calendar begins on the day after."""
_MAX_CODES = 3
"""As many single codes may be user-missing in one variable."""
_FORMATS = {"category": "F8.0", "flag": "F1.0", "integer": "F12.0", "date": "SDATE10"}


def write_spss(table: DataTable, path: Path, *, file_label: str = "") -> tuple[str, ...]:
    """Write a table as .sav and return what a reader should be told.

    Raises ExportError where the extra `statistics` is not installed.
    """
    pandas, pyreadstat = package("pandas"), package("pyreadstat")
    plain = table.without_words()
    notes: list[str] = []
    series = {}
    for at, column in enumerate(plain.columns):
        values = [row[at] for row in plain.rows]
        series[column.name] = _series(pandas, plain.name, column, values, notes)
    frame = pandas.DataFrame(series, columns=[column.name for column in plain.columns])
    ranges = {c.name: _missing_ranges(c) for c in plain.columns if c.missing}
    options: dict[str, Any] = {
        "file_label": cut_bytes(clean(file_label), _FILE_LABEL_BYTES),
        "column_labels": {c.name: cut_bytes(clean(c.label), _LABEL_BYTES) for c in plain.columns},
        "variable_value_labels": {c.name: _labels(c) for c in plain.columns if c.labels},
        "missing_ranges": ranges,
        "variable_measure": {c.name: _measure(c) for c in plain.columns},
        "variable_format": {c.name: _FORMATS[c.kind] for c in plain.columns if c.kind in _FORMATS},
    }
    write_whole(path, lambda place: pyreadstat.write_sav(frame, str(place), **options))
    return tuple(notes)


def _series(
    pandas: Any, table: str, column: DataColumn, values: Sequence[Value], notes: list[str]
) -> Any:
    if column.kind == "text":
        texts = [clean(str(value)) if value is not None else "" for value in values]
        n_long = sum(len(text.encode()) > TEXT_BYTES for text in texts)
        if n_long:
            notes.append(
                f"{table}.{column.name}: {n_long} texts are longer than SPSS allows and were cut; "
                "CSV has them whole."
            )
        return pandas.Series([cut_bytes(text, TEXT_BYTES) for text in texts], dtype=object)
    if column.kind == "date":
        seconds = [_seconds(value) for value in values]
        n_early = sum(v is not None for v in values) - sum(s is not None for s in seconds)
        if n_early:
            notes.append(
                f"{table}.{column.name}: {n_early} days before SPSS's calendar (1582) are empty."
            )
        return pandas.Series(seconds, dtype="float64")
    return pandas.Series([None if v is None else float(v) for v in values], dtype="float64")  # pyright: ignore[reportArgumentType]


def _seconds(value: Value) -> float | None:
    if not isinstance(value, date) or value <= _FIRST_DAY:
        return None
    return float((value - _FIRST_DAY).days * 86_400)


def _labels(column: DataColumn) -> dict[float, str]:
    return {
        float(code): cut_bytes(clean(words), _VALUE_LABEL_BYTES)
        for code, words in column.labels.items()
    }


def _missing_ranges(column: DataColumn) -> list[Any]:
    """Single codes; where there are too many, the range of them if no category lies in it."""
    codes = sorted(column.missing)
    if len(codes) <= _MAX_CODES:
        return [float(code) for code in codes]
    inside = [code for code in column.labels if codes[0] <= code <= codes[-1]]
    if set(inside) <= set(codes):
        return [{"lo": float(codes[0]), "hi": float(codes[-1])}]
    return [float(code) for code in codes[-_MAX_CODES:]]


def _measure(column: DataColumn) -> str:
    if column.kind in ("number", "integer", "date"):
        return "nominal" if column.level == "nominal" else "scale"
    return "ordinal" if column.level == "ordinal" else "nominal"
