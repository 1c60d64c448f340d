"""JSON lines: one object for each row, numbers with all their digits, empty cells as null."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from refusal_annotator.export.base import write_whole
from refusal_annotator.export.data_set import DataTable

# Some readers take these for the end of a line.
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\u0085\u2028\u2029"}


def write_jsonl(table: DataTable, path: Path) -> None:
    """Write a table; the file is whole or not there."""
    write_whole(path, lambda place: _fill(place, table))


def _fill(place: Path, table: DataTable) -> None:
    with place.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
        for record in table.records():
            text = json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain)
            file.write(text.translate(_LINE_ENDS) + "\n")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")
