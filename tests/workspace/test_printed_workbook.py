"""The workbook of the sample study on paper: what a printed page must show whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from refusal_annotator.domain.comparison import ComparisonOptions
from refusal_annotator.resources import sample_project_dir
from refusal_annotator.workspace.projects import build_from_text
from refusal_annotator.workspace.reliability import export_workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("printed")
    with build_from_text(sample_project_dir(), folder / "study") as project:
        export_workbook(project, folder / "a.xlsx", options=ComparisonOptions(resamples=0))
    return openpyxl.load_workbook(folder / "a.xlsx")


def test_matrices_name_days_as_dates_and_break_no_word(book: Any) -> None:
    sheet = book["Coincidences"]
    heads: dict[str, list[Any]] = {}
    for row in sheet.iter_rows():
        if isinstance(row[0].value, str) and row[0].value.endswith((": o", ": d")):
            heads.setdefault(row[0].value, [cell for cell in row[1:] if cell.value is not None])
    days = [
        str(cell.value)
        for title, cells in heads.items()
        if "publication_date:" in title
        for cell in cells
    ]
    assert days and all(re.fullmatch(r"\d{4}-\d\d-\d\d|n", day) for day in days)
    for cells in heads.values():
        for cell in cells:
            longest = max(map(len, str(cell.value).split()))
            assert sheet.column_dimensions[cell.column_letter].width >= min(longest + 1, 14)


def test_tables_too_wide_for_a_page_are_printed_after_the_others(book: Any) -> None:
    sheet = book["Coincidences"]
    narrow, wide = str(sheet.print_area).replace("$", "").split(",")
    first = int(wide.rpartition("!")[2].partition(":")[0][1:])
    assert int(narrow.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) == first - 1
    widths = [
        sum(cell.value is not None for cell in row)
        for row in sheet.iter_rows(min_row=4)
        if isinstance(row[0].value, str) and row[0].value.endswith(": o")
    ]
    n_before = sum(
        isinstance(row[0].value, str) and row[0].value.endswith(": o")
        for row in sheet.iter_rows(min_row=4, max_row=first - 1)
    )
    assert max(widths[:n_before]) < min(widths[n_before:])


def test_a_title_has_room_and_a_figure_needs_one_line(book: Any) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            if row[0].font.sz == 16:
                assert sheet.row_dimensions[row[0].row].height > 20, (sheet.title, row[0].value)
    sheet = book["Coincidences"]
    tall = [
        row[0].value
        for row in sheet.iter_rows(min_row=4)
        if isinstance(row[1].value, float)
        and len(str(row[0].value)) < 20
        and (sheet.row_dimensions[row[0].row].height or 0) > 16
    ]
    assert tall == []
