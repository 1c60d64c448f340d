"""The workbook: what it says, what it survives, and that other programs open it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import warnings
import zipfile
from datetime import UTC, datetime

import krippendorff as oracle
import numpy as np
import pytest
from openpyxl import load_workbook

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.report import compare
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.reliability import ReliabilityData
from refusal_annotator.domain.variables import missing, value
from refusal_annotator.export import EXPORTERS, Facts, write_workbook
from refusal_annotator.export.base import ExportError
from refusal_annotator.export.methods_text import checklist, paragraphs
from refusal_annotator.export.sheet import CELL_LIMIT, Book, Column
from refusal_annotator.export.workbook import SHEETS
from tests.agreement.conftest import CODEBOOK, Builder

LIVE = {
    "Summary": [("Verdict", "Verdict, live")],
    "Variables": [("Alpha", "Alpha, live")],
    "Categories": [("Specific agreement", "Specific, live"), ("Enough?", "Enough?, live")],
    "Coders": [("Gain", "Gain, live"), ("Drift", "Drift, live")],
    "Pairs": [("Raw agreement", "Raw, live")],
    "Disagreements": [("Cumulative", "Cumulative, live")],
    "Sample": [("Required", "Required, live"), ("Shortfall", "Shortfall, live")],
    "Coincidences": [],
    "Confusion": [],
    "Reporting text": [],
}
WITHOUT_FILTER = ("Coincidences", "Confusion", "Matrices", "Chart data")
FACTS = Facts("=River study", datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "Refusal Annotator 0.1")


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
    assert book.sheetnames == list(SHEETS)
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
    assert "alike" in rows["tone"]["Why"]
    assert rows["Event.day"]["Why"] == "No unit has values of two coders."


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
    assert not [cell.coordinate for cell in cells if cell.data_type == "e"]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert not [f for f in formulas if "1+1" in f or "Ben" in f]
    assert {cell.parent.title for cell in cells if cell.data_type == "f"} <= set(LIVE)
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
        assert sheet.auto_filter.ref or sheet.title in WITHOUT_FILTER
        assert sheet.page_setup.orientation == "landscape"
        # Columns of a matrix go on over several pages, each with the names of its rows.
        wide = sheet.title in ("Matrices", "Coincidences", "Confusion")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is not wide
        assert bool(sheet.print_title_cols) is wide
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows


def test_an_empty_comparison_still_makes_a_workbook(study, tmp_path):
    write(study.coding("Ann", []).build(), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == list(SHEETS)


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


def test_libreoffice_recomputes_every_live_figure(converted):
    _, theirs = converted
    assert theirs.sheetnames == list(SHEETS)
    compared = 0
    for title, heads in LIVE.items():
        for stored, live in heads:
            for row in _rows_of(theirs[title], stored, live):
                compared += 1
                number = isinstance(row[0], (int, float))
                same = pytest.approx(row[0], abs=1e-9) if number else row[0]
                assert row[1] == same, (title, live)
    assert compared > 60
    checks = [r[1] for r in theirs["Coincidences"].iter_rows(values_only=True) if r[0] == "check"]
    assert checks
    assert set(checks) == {"ok"}
    errors = [c.value for s in theirs for r in s.iter_rows() for c in r if c.data_type == "e"]
    assert errors == []


def test_libreoffice_reads_the_same_stored_figures(converted):
    ours, theirs = converted
    for title in ("Summary", "Variables", "Categories", "Attributes"):
        for mine, read in zip(
            table(ours[title], "Level"), table(theirs[title], "Level"), strict=True
        ):
            for head, content in mine.items():
                if isinstance(content, (int, float)):
                    assert read[head] == pytest.approx(content), (title, head)
    assert "=1+1" in {row["Value"] for row in table(theirs["Data"], "Article")}


def _rows_of(sheet, stored, live):
    rows = list(sheet.iter_rows(values_only=True))
    at = next(i for i, row in enumerate(rows) if stored in row and live in row)
    a, b = rows[at].index(stored), rows[at].index(live)
    for row in rows[at + 1 :]:
        if row[0] is None:
            return
        yield row[a], row[b]


@pytest.fixture(scope="module")
def sample_material():
    """Many articles of three coders, so that figures have intervals and verdicts."""
    study = Builder(load_codebook(CODEBOOK))
    random = np.random.default_rng(4)
    kinds, harms = ["flood", "drought", "repair"], ["none_at_all", "some", "high"]
    words = ["The river Elm", "three metres", "Cellars stood", "the ferry", "On the Ash", "the two"]
    for number in range(14):
        truth = [(w, kinds[random.integers(3)], harms[random.integers(3)]) for w in words]
        for coder in ("Ann", "=Ben", "Cem"):
            spans = []
            for text, kind, harm in truth:
                own = kind if random.random() < 0.9 else kinds[random.integers(3)]
                cells = {
                    "kind": value(own),
                    "harm": value(harm),
                    "metres": value(int(random.integers(1, 4))),
                }
                if coder == "Ann":
                    cells["words"] = value("=1+1")
                if random.random() < 0.95:
                    spans.append(("Event", text, cells))
            tone = ["calm", "loud"][number % 2]
            study.coding(coder, spans, article=f"a{number:02}", values={"tone": value(tone)})
    return study.build()


@pytest.fixture(scope="module")
def converted(sample_material, tmp_path_factory):
    """The workbook as written, and as LibreOffice recalculated it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.fail("LibreOffice is not installed (apt: libreoffice-calc)")
    folder = tmp_path_factory.mktemp("lo")
    write(sample_material, folder / "a.xlsx")
    profile = (folder / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(folder / "out"), str(folder / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with warnings.catch_warnings():
        # Data bars come back with an extension that the reader does not know.
        warnings.simplefilter("ignore", UserWarning)
        return (
            load_workbook(folder / "a.xlsx"),
            load_workbook(folder / "out" / "a.xlsx", data_only=True),
        )


def test_verdicts_follow_from_the_interval_and_the_thresholds(sample_material):
    report = compare(sample_material)
    kind = report.result("Event.kind", "alpha_nominal")
    assert kind.ci_low < kind.value < kind.ci_high
    assert kind.verdict in ("reliable", "tentative", "not reliable")
    assert report.result("Event.harm", "alpha_ordinal").verdict == "reliable"
    assert report.result("Event.metres", "alpha_ratio").verdict == "not reliable"


def test_ten_figures_follow_from_the_data_sheet(sample_material, tmp_path):
    report, _ = write(sample_material, tmp_path / "a.xlsx")
    rows = table(load_workbook(tmp_path / "a.xlsx")["Data"], "Article")
    found = 0
    for variable, measures in {
        "kind": ("alpha_nominal", "percent_agreement", "gwet_ac1", "fleiss_kappa", "holsti"),
        "harm": ("alpha_ordinal", "percent_agreement", "percent_unanimous"),
        "metres": ("alpha_ratio", "percent_agreement"),
    }.items():
        units: dict[tuple[str, int], dict[str, object]] = {}
        for row in rows:
            if row["Variable"] == variable:
                cell = row["Code"] if row["Code"] is not None else row["Value"]
                units.setdefault((row["Article"], row["Start"]), {})[row["Coder"]] = cell
        coders = sorted({c for unit in units.values() for c in unit})
        data = [[unit.get(coder) for unit in units.values()] for coder in coders]
        for name in measures:
            own = ReliabilityData.from_values(data, categories=_codes(variable))
            value_ = measure(name).compute(own).value
            assert value_ == pytest.approx(report.result(f"Event.{variable}", name).value), name
            found += 1
    assert found == 10


def _codes(variable):
    return [1, 2, 3] if variable in ("kind", "harm") else None


def test_matrices_are_ready_for_another_program(sample_material, tmp_path):
    report, _ = write(sample_material, tmp_path / "a.xlsx")
    rows = list(load_workbook(tmp_path / "a.xlsx")["Matrices"].iter_rows(values_only=True))
    own = [row[3:] for row in rows if row[1] == "Event.metres" and row[2] != "unit"]
    matrix = np.array([[np.nan if v is None else v for v in row] for row in own], dtype=float)
    expected = report.result("Event.metres", "alpha_ratio").value
    assert oracle.alpha(matrix, level_of_measurement="ratio") == pytest.approx(expected)


def test_links_lead_to_rows_that_are_there(sample_material, tmp_path):
    write(sample_material, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    links = [
        (cell.value, cell.hyperlink.location)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert len(links) > 20
    for _, location in links:
        title, place = location.rsplit("!", 1)
        assert book[title.strip("'")][place].value is not None


def test_blind_names_coders_by_number_everywhere(sample_material, tmp_path):
    report = compare(sample_material)
    write_workbook(report, sample_material, tmp_path / "a.xlsx", FACTS, blind=True)
    book = load_workbook(tmp_path / "a.xlsx")
    texts = {str(c.value) for s in book for r in s.iter_rows() for c in r if c.value is not None}
    assert not [t for t in texts if "Cem" in t or "=Ben" in t or "Ann " in t or t == "Ann"]
    assert any("Coder 1" in t for t in texts)


def test_charts_names_and_choices_are_there(sample_material, tmp_path):
    write(sample_material, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert {"t_tentative", "t_reliable", "min_units"} <= set(book.defined_names)
    assert book["Disagreements"].data_validations.dataValidation
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        charts = [n for n in archive.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 3


def test_rows_beyond_the_cap_stand_in_a_file_beside(sample_material, tmp_path, monkeypatch):
    monkeypatch.setattr("refusal_annotator.export.workbook_units.MOST_ROWS", 5)
    report, written = write(sample_material, tmp_path / "a.xlsx")
    with (tmp_path / "a SpanDiff.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) - 1 == len(report.disagreements) - 5
    notes = [
        str(row[0].value) for row in load_workbook(tmp_path / "a.xlsx")["SpanDiff"].iter_rows()
    ]
    assert any("more rows stand in a SpanDiff.csv" in note for note in notes)
    assert any("SpanDiff.csv" in note for note in written.notes)


def test_methods_text_says_what_was_done_and_what_is_to_fill_in(sample_material):
    report = compare(sample_material)
    text = " ".join(paragraphs(report))
    assert "Three coders coded 14 articles" in text
    assert "2,000 bootstrap resamples of articles" in text
    assert "(how disagreements were settled)" in text
    assert re.search(r"\d+ (has|have) no verdict|(is|are) (reliable|tentative|not reliable)", text)
    items = checklist(report)
    assert {item.guideline for item in items} == {
        "Lombard et al. 2002",
        "Lacy et al. 2015",
        "O'Connor and Joffe 2020",
    }
    assert {item.state for item in items} == {"done", "fill in"}
