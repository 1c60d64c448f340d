"""Stata files (.dta, format 118): value labels, extended missing values, real dates.

Written by pandas: what pyreadstat writes with long texts is read as empty texts by other readers.
pandas has no way to write the extended missing values .a to .z, so they are put into the finished
file, whose form is documented and whose places are found by its own map.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from refusal_annotator.export.base import write_whole
from refusal_annotator.export.data_set import DataColumn, DataTable, Value
from refusal_annotator.export.statistics_packages import clean, cut, package

_LABEL, _DATA_LABEL = 80, 80
_SHORT_TEXT_BYTES = 2045
"""Longer texts are kept apart, as strL."""
_LONG = 2**31
_MISSING_CODE = 2_147_483_622
"""How a value label refers to .a; .b is one more."""
_MISSING_DOUBLE = 0x7FE0_0100_0000_0000
"""The bits of .a; those of .b are one `_MISSING_STEP` more."""
_MISSING_STEP = 0x0000_0100_0000_0000
_LETTERS = 26

Marks = dict[str, list[tuple[int, int]]]
"""Column to (row, number of the letter) of its extended missing values."""


def write_stata(table: DataTable, path: Path, *, file_label: str = "") -> tuple[str, ...]:
    """Write a table as .dta and return what a reader should be told.

    Raises ExportError where the extra `statistics` is not installed.
    """
    pandas = package("pandas")
    plain = table.without_words()
    marks: Marks = {}
    series, long_texts, labels, notes = {}, [], {}, []
    for at, column in enumerate(plain.columns):
        values = [row[at] for row in plain.rows]
        letters = _letters(column)
        found = [(i, letters[v]) for i, v in enumerate(values) if v in letters]  # pyright: ignore[reportArgumentType]
        if found:
            marks[column.name] = found
            values = [None if v in letters else v for v in values]
        series[column.name] = _series(pandas, column, values)
        if column.kind == "text" and any(
            isinstance(v, str) and len(v.encode("utf-8", "replace")) > _SHORT_TEXT_BYTES
            for v in values
        ):
            long_texts.append(column.name)
        if column.labels:
            labels[column.name] = _labels(column, letters)
        if any(abs(code) >= _LONG for code in column.labels):
            notes.append(f"{plain.name}.{column.name}: codes above 2^31 have no label in Stata.")
    frame = pandas.DataFrame(series, columns=[column.name for column in plain.columns])
    options: dict[str, Any] = {
        "version": 118,
        "byteorder": "little",
        "write_index": False,
        "convert_strl": long_texts,
        "convert_dates": {c.name: "td" for c in plain.columns if c.kind == "date"},
        "variable_labels": {c.name: cut(clean(c.label), _LABEL) for c in plain.columns},
        "value_labels": labels,
        "data_label": cut(clean(file_label), _DATA_LABEL),
    }

    def fill(place: Path) -> None:
        frame.to_stata(place, **options)
        _mark_missing(place, [column.name for column in plain.columns], marks)

    write_whole(path, fill)
    return tuple(notes)


def _letters(column: DataColumn) -> dict[Value, int]:
    """Return user-missing code to the number of its letter: the lowest code is .a."""
    return {code: at for at, code in enumerate(sorted(column.missing)[:_LETTERS])}


def _series(pandas: Any, column: DataColumn, values: Sequence[Value]) -> Any:
    if column.kind == "text":
        texts = [clean(str(value)) if value is not None else "" for value in values]
        return pandas.Series(texts, dtype=object)
    if column.kind == "date":
        days = np.array([v.isoformat() if v is not None else "NaT" for v in values], "M8[D]")  # pyright: ignore[reportAttributeAccessIssue]
        return pandas.Series(days.astype("M8[s]"))
    return pandas.Series([None if v is None else float(v) for v in values], dtype="float64")  # pyright: ignore[reportArgumentType]


def _labels(column: DataColumn, letters: dict[Value, int]) -> dict[int, str]:
    return {
        _MISSING_CODE + letters[code] if code in letters else code: clean(words)
        for code, words in column.labels.items()
        if abs(code) < _LONG
    }


def _mark_missing(path: Path, columns: Sequence[str], marks: Marks) -> None:
    """Put extended missing values into a file of format 118 in which they are all `.`."""
    if not marks:
        return
    with path.open("rb") as file:
        head = file.read(4096)
        at = head.index(b"<map>") + len(b"<map>")
        places = np.frombuffer(head, "<i8", count=14, offset=at)
        n_rows = int(np.frombuffer(head, "<i8", count=1, offset=head.index(b"<N>") + 3)[0])
        file.seek(int(places[2]) + len(b"<variable_types>"))
        types = np.frombuffer(file.read(2 * len(columns)), "<u2")
    widths = [_WIDTHS.get(int(kind), int(kind)) for kind in types]
    offsets = np.concatenate([[0], np.cumsum(widths)])
    start = int(places[9]) + len(b"<data>")
    data = np.memmap(path, np.uint8, "r+", offset=start, shape=(n_rows, int(offsets[-1])))
    for name, found in marks.items():
        first = int(offsets[columns.index(name)])
        rows = np.array([row for row, _ in found])
        bits = np.array([_MISSING_DOUBLE + _MISSING_STEP * letter for _, letter in found], "<u8")
        data[rows, first : first + 8] = bits.view(np.uint8).reshape(-1, 8)
    data.flush()


_WIDTHS = {32768: 8, 65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1}
"""Bytes of strL, double, float, long, int and byte; other types are texts of so many bytes."""
