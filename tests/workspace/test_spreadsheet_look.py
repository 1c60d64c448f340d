"""A look into a table finds its sheets, or says what is wrong; it opens nothing unchecked."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from refusal_annotator.importing import grids
from refusal_annotator.workspace.spreadsheet_look import look_into


def book_of(*titles: str) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title in titles:
        sheet = book.create_sheet(title)
        for row in (("unit", "Ann", "Ben"), (1, "calm", "calm"), (2, "loud", "calm")):
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_sheets_of_a_workbook_are_found_before_one_is_chosen(tmp_path):
    path = tmp_path / "two.xlsx"
    path.write_bytes(book_of("Pilot", "Main"))
    asked = look_into(path, None)
    assert asked.sheets == ("Pilot", "Main")
    assert "Name one" in asked.problem
    chosen = look_into(path, "Main")
    assert (chosen.problem, chosen.coders) == ("", ("Ann", "Ben"))
    assert chosen.preview is not None
    assert chosen.preview.n_rows == 3


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_named_as_such(tmp_path, content):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    look = look_into(path, None)
    assert look.sheets == ()
    assert "broken.xlsx is no workbook that can be read" in look.problem


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(grids, "_MAX_UNPACKED", 10_000)
    content = io.BytesIO(book_of("Main"))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", " " * 100_000)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(content.getvalue())
    look = look_into(path, None)
    assert look.sheets == ()
    assert look.preview is None
    assert "was not opened" in look.problem


def test_a_file_that_is_gone_is_a_sentence(tmp_path):
    look = look_into(tmp_path / "gone.csv", None)
    assert "cannot be read" in look.problem
