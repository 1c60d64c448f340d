"""The workbook: what it says, what it survives, and that other programs open it."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from refusal_annotator.agreement.report import compare
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.variables import missing, value
from refusal_annotator.export import EXPORTERS, Facts, write_workbook
from refusal_annotator.export.base import ExportError
from refusal_annotator.export.sheet import CELL_LIMIT, Book, Column
from tests.agreement.conftest import CODEBOOK, Builder

FACTS = Facts("=River study", datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "Refusal Annotator 0.1")
SHEETS = ["Summary", "Attributes", "SpanDiff", "Settings", "Data"]


@pytest.fixture
def study():
    return Builder(load_codebook(CODEBOOK))


@pytest.fixture
def filled(study):
    rose = "The river Elm rose"
    first = {"kind": value("flood"), "metres": value(3), "words": value("=1+1")}
    second = {"kind": value("repair"), "metres": value(4), "harm": missing("not_applicable")}
    study.coding(
        "Ann",
        [("Event", rose, first), ("River", "Elm", {})],
        links=[{"type": "causes", "from": 1, "to": 0, "position": 1}],
        values={"tone": value("calm")},
    )
    study.coding("=Ben", [("Event", "river Elm rose", second)], values={"tone": value("calm")})
    return study.build()


def write(material, path):
    report = compare(material)
    return report, write_workbook(report, material, path, FACTS)


def table(sheet, first):
    """Rows of a sheet as dictionaries, from the row of headings that starts with `first`."""
    rows = list(sheet.iter_rows(values_only=True))
    at = next(i for i, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def test_figures_are_stored_as_they_were_computed(filled, tmp_path):
    report, _ = write(filled, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == SHEETS
    rows = {(r["Variable"], r["Measure"]): r for r in table(book["Summary"], "Level")}
    u_alpha = report.result("Event", "u_alpha_nominal").value
    assert rows["Event", "u-alpha (where spans are)"]["Value"] == u_alpha
    assert rows["Event.kind", "alpha, nominal"]["Raw agreement"] == 0
    attributes = {r["Variable"]: r for r in table(book["Attributes"], "Level")}
    assert attributes["Event.metres"]["Alpha"] == report.result("Event.metres", "alpha_ratio").value


def test_undefined_figures_say_why_and_are_never_a_number(filled, tmp_path):
    write(filled, tmp_path / "a.xlsx")
    rows = {r["Variable"]: r for r in table(load_workbook(tmp_path / "a.xlsx")["Summary"], "Level")}
    assert rows["tone"]["Value"] == "n/a"
    assert "alike" in rows["tone"]["Read with"]
    assert rows["Event.day"]["Read with"] == "No unit has values of two coders."


def test_differences_name_both_coders_and_the_place(filled, tmp_path):
    report, _ = write(filled, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx", rich_text=True)["SpanDiff"]
    rows = table(sheet, "No.")
    assert len(rows) == len(report.disagreements)
    kind = next(r for r in rows if r["Variable"] == "kind")
    assert (kind["Ann"], kind["=Ben"]) == ("Flood", "Repair")
    boundary = next(r for r in rows if r["Kind"] == "boundary")
    assert boundary["Ann"] == "The river Elm rose [0–18]"
    assert boundary["IoU"] == pytest.approx(14 / 18)
    missed = next(r for r in rows if r["Kind"] == "missed")
    assert missed["=Ben"] == "— no span —"
    assert "Elm" in str(missed["In the text"])


def test_data_has_a_row_for_every_coding_and_variable_and_link(filled, tmp_path):
    write(filled, tmp_path / "a.xlsx")
    rows = table(load_workbook(tmp_path / "a.xlsx")["Data"], "Article")
    found = {(r["Coder"], r["Kind"], r["Type"], r["Variable"]): r for r in rows}
    assert found["Ann", "span", "Event", "metres"]["Value"] == 3
    assert found["Ann", "span", "Event", "kind"]["Code"] == 1
    harm = found["=Ben", "span", "Event", "harm"]
    assert (harm["State"], harm["Code"]) == ("not_applicable", 97)
    assert found["Ann", "link", "causes", None]["Target"].endswith("The river Elm rose")
    assert found["Ann", "span", "River", None]["Text"] == "Elm"
    assert found["=Ben", "article", None, "tone"]["Value"] == "Calm"


def test_text_is_never_a_formula_or_an_error(filled, tmp_path):
    write(filled, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [cell.coordinate for cell in cells if cell.data_type in "fe"]
    quoted = {cell.value for cell in cells if cell.quotePrefix}
    assert {"=1+1", "=Ben"} <= quoted


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "#REF!"])
def test_dangerous_beginnings_stay_text(text, tmp_path):
    book = Book()
    sheet = book.sheet("One", [Column("Text", 20)])
    sheet.heads()
    sheet.row((text,))
    sheet.finish()
    book.workbook.save(tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx")["One"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_forbidden_characters_are_replaced_visibly_and_counted(study, tmp_path):
    text = "The river\x07 Elm\ufffe rose"
    study.article("elm", text)
    study.coding("Ann", [("Event", "river\x07 Elm", {})])
    study.coding("Ben", [])
    _, written = write(study.build(), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    row = next(r for r in table(book["Data"], "Article") if r["Kind"] == "span")
    assert row["Text"] == "river␇ Elm"
    settings = {r["Setting"]: r["Value"] for r in table(book["Settings"], "Setting")}
    assert settings["Characters replaced"] > 0
    assert str(settings["Characters replaced"]) in written.notes[0]


def test_nothing_is_cut_from_a_text_longer_than_a_cell(study, tmp_path):
    long = "a river that rose 🌊 " * 3000
    study.article("elm", long)
    study.coding("Ann", [("Event", long, {})]).coding("Ben", [("Event", long, {})])
    _, written = write(study.build(), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    spans = [r for r in table(book["Data"], "Article") if r["Kind"] == "span"]
    assert all("sheet Long texts, no. " in r["Text"] for r in spans)
    parts = table(book["Long texts"], "No.")
    assert "".join(r["Text"] for r in parts if r["No."] == 1) == long
    assert all(len(r["Text"].encode("utf-16-le")) // 2 <= CELL_LIMIT for r in parts)
    assert any("long texts" in note for note in written.notes)


def test_text_that_looks_like_an_escape_is_not_read_as_one(study, tmp_path):
    study.article("elm", "see _x0041_ there")
    study.coding("Ann", [("Event", "_x0041_", {})]).coding("Ben", [])
    write(study.build(), tmp_path / "a.xlsx")
    rows = table(load_workbook(tmp_path / "a.xlsx")["Data"], "Article")
    # The file holds the escaped underscore, which readers of the format turn back.
    assert next(r for r in rows if r["Kind"] == "span")["Text"] == "_x005F_x0041_"


def test_tables_are_frozen_filtered_and_printed_across(filled, tmp_path):
    write(filled, tmp_path / "a.xlsx")
    for sheet in load_workbook(tmp_path / "a.xlsx"):
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows


def test_an_empty_comparison_still_makes_a_workbook(study, tmp_path):
    write(study.coding("Ann", []).build(), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == SHEETS


def test_a_folder_that_cannot_be_written_is_a_sentence(filled, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        write(filled, tmp_path / "file" / "a.xlsx")


def test_an_old_file_stays_whole_when_writing_fails(filled, tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    write(filled, path)
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("refusal_annotator.export.workbook._save", full)
    with pytest.raises(ExportError, match="No space left"):
        write(filled, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_json_beside_it_holds_the_same_figures(filled, tmp_path):
    report = compare(filled)
    exporter = next(e for e in EXPORTERS if e.name == "json")
    exporter.write(report, filled, tmp_path / "a.json", FACTS)
    content = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert content["format"] == 1
    assert len(content["results"]) == len(report.results)
    undefined = [r for r in content["results"] if r["value"] is None]
    assert undefined
    assert all(r["reason"] for r in undefined)


def test_libreoffice_opens_it_and_reads_the_same_figures(filled, tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.fail("LibreOffice is not installed (apt: libreoffice-calc)")
    report, _ = write(filled, tmp_path / "a.xlsx")
    out = tmp_path / "out"
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(tmp_path / "a.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    book = load_workbook(Path(out) / "a.xlsx")
    assert book.sheetnames == SHEETS
    ours = table(load_workbook(tmp_path / "a.xlsx")["Summary"], "Level")
    theirs = table(book["Summary"], "Level")
    for mine, read in zip(ours, theirs, strict=True):
        for title, content in mine.items():
            expected = pytest.approx(content) if isinstance(content, (int, float)) else content
            assert read[title] == expected
    data = table(book["Data"], "Article")
    assert "=1+1" in {row["Value"] for row in data}
    assert report.results
