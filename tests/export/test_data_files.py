"""Files for statistics programs, read back by those programs' own readers."""

from __future__ import annotations

import csv as csv_module
import json
import runpy
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from refusal_annotator.domain.variables import OPEN, missing, value
from refusal_annotator.export.base import ExportError
from refusal_annotator.export.csv_files import CsvForm, write_csv
from refusal_annotator.export.data_dictionary import make_data_set
from refusal_annotator.export.data_files import DATA_FORMATS, data_format, write_data
from refusal_annotator.export.data_set import DataColumn, DataSet, DataTable
from refusal_annotator.export.jsonl_files import write_jsonl
from refusal_annotator.export.spss import TEXT_BYTES, write_spss
from refusal_annotator.export.stata import write_stata
from refusal_annotator.export.xlsx_data import write_data_workbook
from tests.export.lighthouse import Lighthouse

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\tTAB",
    "#N/A",
    "NA",
    "007",
    "1e5",
    "TRUE",
    '"quoted", with; signs',
    "two\nlines",
    "_x000D_ literal",
    "🌊 ünïcode “marks” 東京",
    "2024-05-06",
]
ABOUT = {"Project": "Lights", "Program": "Refusal Annotator"}
R_PACKAGES = {"sav": "haven", "dta": "haven", "xlsx": "readxl", "jsonl": "jsonlite"}
MISSING = {97: "Not applicable", 98: "Not determinable", 99: "Missing"}


def read_sav(path: Path, **options: Any) -> Any:
    return pyreadstat.read_sav(path, **options)


def read_dta(path: Path, **options: Any) -> Any:
    return pyreadstat.read_dta(path, **options)


def read_stata(path: Path, **options: Any) -> Any:
    return pandas.read_stata(path, **options)


def text_table(texts, name="words"):
    rows = tuple((text, n) for n, text in enumerate(texts, start=1))
    columns = (DataColumn("content", "Text"), DataColumn("n", "Number", "integer", "ratio"))
    return DataTable(name, "Texts.", columns, rows)


def typed_table():
    columns = (
        DataColumn("kind", "Kind", "category", "nominal", labels={1: "One", 2: "ü" * 90} | MISSING,
                   missing=(97, 98, 99)),
        DataColumn("kind_label", "Kind in words", spells_out="kind"),
        DataColumn("rank", "Rank", "category", "ordinal", labels={1: "Low"}),
        DataColumn("amount", "A" * 300, "number", "ratio"),
        DataColumn("day", "Day", "date", "interval"),
        DataColumn("words", "Words"),
    )  # fmt: skip
    rows = (
        (1, "One", 1, 97, date(2024, 2, 29), "plain"),
        (97, "Not applicable", None, 98.5, date(1600, 1, 1), ""),
        (99, "Missing", 1, 99, None, None),
        (None, None, None, None, date(9999, 12, 31), "ü" * 3000),
        (98, "Not determinable", None, 2**53 + 1, None, "x"),
    )
    return DataTable("typed", "All kinds.", columns, rows)


@pytest.fixture(scope="module")
def lights():
    study = Lighthouse()
    ann, ben = study.coder("Ann", {"tone": value("loud")}), study.coder("Ben")
    one = study.span(ann, "The lamp", subject=value("keeper"), tags=value(["fog"]))
    two = study.span(ben, "The lamp of", subject=missing("not_applicable"))
    three = study.span(ann, "Nine ships", "Figure", low=value(97), high=dict(OPEN),
                       day=value("2024-02"), words=value("=9"))  # fmt: skip
    study.group(one, two)
    study.group(three)
    return make_data_set(study.data(), ABOUT)


# --- SPSS -----------------------------------------------------------------------------------------


def test_spss_keeps_codes_labels_missings_and_dates(tmp_path):
    write_spss(typed_table(), tmp_path / "a.sav", file_label="ü" * 60)
    frame, about = read_sav(tmp_path / "a.sav", user_missing=True)
    assert list(frame.columns) == ["kind", "rank", "amount", "day", "words"]
    assert frame["kind"].tolist()[:3] == [1, 97, 99]
    assert frame["amount"].tolist()[:3] == [97, 98.5, 99]
    assert frame["day"].tolist()[:2] == [date(2024, 2, 29), date(1600, 1, 1)]
    assert frame["words"].tolist()[3] == "ü" * 3000
    labels = about.variable_value_labels["kind"]
    assert labels[97.0] == "Not applicable"
    assert len(labels[2.0].encode()) <= 120
    assert labels[2.0].endswith("…")
    assert [m["lo"] for m in about.missing_ranges["kind"]] == [97, 98, 99]
    assert "amount" not in about.missing_ranges
    assert about.variable_measure["rank"] == "ordinal"
    assert len(about.column_names_to_labels["amount"].encode()) <= 256
    plain, _ = read_sav(tmp_path / "a.sav")
    assert plain["kind"].notna().tolist() == [True, False, False, False, False]


def test_spss_cuts_what_it_cannot_hold_and_says_so(tmp_path):
    table = text_table(["é" * TEXT_BYTES, "a\0b\ud800"])
    notes = write_spss(table, tmp_path / "a.sav")
    frame, _ = read_sav(tmp_path / "a.sav")
    assert len(frame["content"][0].encode()) <= TEXT_BYTES
    assert frame["content"][1] == "a\ufffdb\ufffd"
    assert any("cut" in note for note in notes)


def test_spss_says_which_days_its_calendar_does_not_have(tmp_path):
    column = DataColumn("day", "Day", "date")
    table = DataTable("days", "Days.", (column,), ((date(1490, 1, 1),), (date(1582, 10, 15),)))
    notes = write_spss(table, tmp_path / "a.sav")
    frame, _ = read_sav(tmp_path / "a.sav")
    assert frame["day"].tolist()[1] == date(1582, 10, 15)
    assert notes == ("days.day: 1 days before SPSS's calendar (1582) are empty.",)


@pytest.mark.parametrize(
    ("codes", "labels", "expected"),
    [((96, 97, 98, 99), {1: "a"}, [(96, 99)]), ((90, 97, 98, 99), {95: "a"}, [97, 98, 99])],
)
def test_more_missing_codes_than_spss_takes_become_a_range(tmp_path, codes, labels, expected):
    column = DataColumn("kind", "Kind", "category", labels=labels, missing=codes)
    write_spss(DataTable("t", "T.", (column,), ((1,),)), tmp_path / "a.sav")
    _, about = read_sav(tmp_path / "a.sav", user_missing=True)
    found = [(m["lo"], m["hi"]) if m["lo"] != m["hi"] else m["lo"] for m in
             about.missing_ranges["kind"]]  # fmt: skip
    assert found == expected


# --- Stata ----------------------------------------------------------------------------------------


def test_stata_keeps_codes_labels_and_long_texts_and_tags_missings(tmp_path):
    write_stata(typed_table(), tmp_path / "a.dta", file_label="Lights")
    frame, about = read_dta(tmp_path / "a.dta", user_missing=True)
    assert frame["kind"].tolist()[:3] == [1, "a", "c"]
    assert about.variable_value_labels["kind"]["a"] == "Not applicable"
    assert about.variable_value_labels["kind"][1] == "One"
    with pandas.io.stata.StataReader(tmp_path / "a.dta", convert_missing=True) as reader:
        tagged = reader.read(convert_categoricals=False, convert_dates=False)
    assert [str(v) for v in tagged["kind"]] == ["1.0", ".a", ".c", ".", ".b"]
    plain = read_stata(tmp_path / "a.dta", convert_categoricals=False)
    assert plain["kind"].tolist()[0] == 1
    assert plain["kind"].isna().tolist() == [False, True, True, True, True]
    assert plain["amount"].tolist()[:3] == [97, 98.5, 99]
    assert plain["words"].tolist()[3] == "ü" * 3000
    assert plain["day"][0] == pandas.Timestamp(2024, 2, 29)
    assert all(len(label) <= 80 for label in about.column_names_to_labels.values())


# --- all formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [write_spss, write_stata])
def test_hostile_texts_come_back(tmp_path, write):
    path = tmp_path / ("a.sav" if write is write_spss else "a.dta")
    write(text_table(HOSTILE), path)
    read = read_sav if write is write_spss else read_dta
    frame, _ = read(path)
    assert frame["content"].tolist() == HOSTILE


@pytest.mark.parametrize("suffix", ["sav", "dta", "csv", "jsonl", "xlsx"])
def test_a_table_without_rows_keeps_its_columns(tmp_path, suffix):
    table = DataTable("typed", "None.", typed_table().columns, ())
    data = DataSet((table, text_table([], "dictionary")), ABOUT)
    written = write_data(data, tmp_path / "out", data_format(suffix))
    assert all(path.is_file() for path in written.paths)


def test_csv_is_read_as_it_was_written(tmp_path):
    write_csv(text_table(HOSTILE), tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfcontent,n\r\n")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv_module.reader(file))
    assert [row[0] for row in rows[1:]] == HOSTILE
    frame = pandas.read_csv(tmp_path / "a.csv", keep_default_na=False, dtype={"content": str})
    assert frame["content"].tolist() == HOSTILE


def test_csv_tells_an_empty_text_from_nothing(tmp_path):
    write_csv(text_table(["", None]), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:] == ['"",1', ",2"]


def test_csv_for_excel_changes_only_what_excel_would_run(tmp_path):
    write_csv(text_table(HOSTILE), tmp_path / "a.csv", CsvForm(excel_safe=True))
    frame = pandas.read_csv(tmp_path / "a.csv", keep_default_na=False, dtype={"content": str})
    changed = [new for new, old in zip(frame["content"], HOSTILE, strict=True) if new != old]
    assert changed == [f"'{text}" for text in HOSTILE[:5]]


def test_csv_with_semicolons_has_decimal_commas(tmp_path):
    column = DataColumn("x", "X", "number")
    table = DataTable("t", "T.", (column, column), ((1.5, 2**53 + 1),))
    write_csv(table, tmp_path / "a.csv", CsvForm(semicolon=True))
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1] == f"1,5;{2**53 + 1}"


def test_jsonl_has_one_object_a_line_and_all_digits(tmp_path):
    texts = ["a\u2028b\u0085c", *HOSTILE]
    write_jsonl(text_table(texts), tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["content"] for line in lines] == texts
    write_jsonl(typed_table(), tmp_path / "b.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text("utf-8").splitlines()]
    assert rows[4]["amount"] == 2**53 + 1
    assert (rows[0]["day"], rows[2]["day"]) == ("2024-02-29", None)


def test_xlsx_holds_texts_as_texts_and_long_ones_whole(tmp_path):
    long = "🌊" * 20_000
    data = DataSet((text_table([*HOSTILE, long]),), ABOUT)
    notes = write_data_workbook(data, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    cells = list(book["words"]["A"])[1:]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [c.value.replace("_x005F_", "_") for c in cells[:-1]] == HOSTILE
    parts = [row[3] for row in book["Long texts"].iter_rows(min_row=2, values_only=True)]
    assert "".join(map(str, parts)) == long
    assert any("long texts" in note for note in notes)


def test_xlsx_has_real_dates_and_text_for_days_that_excel_lacks(tmp_path):
    write_data_workbook(DataSet((typed_table(),), ABOUT), tmp_path / "a.xlsx")
    days = [cell.value for cell in load_workbook(tmp_path / "a.xlsx")["typed"]["E"]]
    assert days[1].date() == date(2024, 2, 29)
    assert days[2] == "1600-01-01"


def test_texts_that_look_like_formulas_are_told(tmp_path, lights):
    plain = write_data(lights, tmp_path / "a", data_format("csv"))
    assert any("--excel-safe" in note for note in plain.notes)
    safe = write_data(lights, tmp_path / "b", data_format("csv"), csv=CsvForm(excel_safe=True))
    assert not safe.notes


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).filter(
            lambda text: text == text.rstrip() and text
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_texts_come_back_from_every_format(tmp_path, texts):
    table = text_table(texts)
    write_csv(table, tmp_path / "h.csv")
    with (tmp_path / "h.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv_module.reader(file)][1:] == texts
    write_jsonl(table, tmp_path / "h.jsonl")
    lines = (tmp_path / "h.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["content"] for line in lines] == texts
    write_spss(table, tmp_path / "h.sav")
    assert read_sav(tmp_path / "h.sav")[0]["content"].tolist() == texts
    write_stata(table, tmp_path / "h.dta")
    assert read_dta(tmp_path / "h.dta")[0]["content"].tolist() == texts


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(max_size=40), min_size=2, max_size=4),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
)
def test_any_names_and_labels_can_be_written(tmp_path, names, label):
    study = Lighthouse()
    for name in names:
        study.span(study.coder(name), "The lamp", subject=value("lamp"))
    study.group(*study.spans)
    units = make_data_set(study.data(), ABOUT).table("units_report")
    labelled = DataTable("t", label, (DataColumn("kind", label, "category", labels={1: label}),),
                         ((1,),))  # fmt: skip
    for table in (units, labelled):
        write_spss(table, tmp_path / "n.sav", file_label=label)
        write_stata(table, tmp_path / "n.dta", file_label=label)
        columns = [c.name for c in table.without_words().columns]
        assert list(read_sav(tmp_path / "n.sav")[0].columns) == columns
        assert list(read_dta(tmp_path / "n.dta")[0].columns) == columns


# --- files and scripts ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", DATA_FORMATS, ids=lambda form: form.name)
def test_the_python_script_loads_every_table(tmp_path, form, lights):
    written = write_data(lights, tmp_path / "out", form)
    script = next(path for path in written.paths if path.name == "load.py")
    tables = runpy.run_path(str(script))["tables"]
    wanted = {t.name: len(t.rows) for t in lights.tables if t.name != "dictionary"}
    found = {name: len(frame) for name, frame in tables.items() if name in wanted}
    assert found == wanted
    spans = tables["spans"]
    assert spans["figure_low"].max() == 97
    assert spans["figure_high_open"].max() == 1
    assert spans["text"].tolist() == ["The lamp", "Nine ships", "The lamp of"]
    if form.name not in ("sav", "dta"):
        assert spans["report_subject_label"][0] == "Keeper, or =crew"
        assert tables["articles"]["title"].tolist() == ["=SUM(1)"]


def test_semicolons_reach_the_scripts(tmp_path, lights):
    write_data(lights, tmp_path, data_format("csv"), csv=CsvForm(semicolon=True))
    tables = runpy.run_path(str(tmp_path / "load.py"))["tables"]
    assert tables["spans"]["figure_low"].max() == 97


@pytest.mark.parametrize("form", DATA_FORMATS, ids=lambda form: form.name)
def test_the_r_script_loads_every_table(tmp_path, form, lights):
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not installed (apt: r-base-core r-cran-haven r-cran-readxl)")
    needs = {"sav": "haven", "dta": "haven", "xlsx": "readxl", "jsonl": "jsonlite"}.get(
        form.name, "utils"
    )
    write_data(lights, tmp_path, form)
    check = f"""
        if (!requireNamespace("{needs}", quietly = TRUE)) quit(status = 3)
        options(warn = 2)
        source("load.R")
        s <- tables[["spans"]]
        stopifnot(length(tables) == {len(lights.tables) - 1}, nrow(s) == 3)
        stopifnot(identical(as.character(s$text), c("The lamp", "Nine ships", "The lamp of")))
        stopifnot(as.numeric(s$figure_low)[2] == 97)
        m <- s$report_subject
        if ("{form.name}" %in% c("sav", "dta")) stopifnot(is.na(m[3]), !is.na(m[1]))
        if ("{form.name}" == "sav") stopifnot(as.numeric(unclass(m))[3] == 97)
        if ("{form.name}" == "dta") stopifnot(haven::na_tag(m)[3] == "a")
        if ("{form.name}" %in% c("sav", "dta"))
          stopifnot("Not applicable" %in% names(attr(m, "labels")))
    """
    (tmp_path / "check.R").write_text(check, "utf-8")
    done = subprocess.run(
        [rscript, "--vanilla", "check.R"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if done.returncode == 3:
        pytest.skip(f"R's package {needs} is not installed (apt: r-cran-{needs})")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("form", DATA_FORMATS, ids=lambda form: form.name)
def test_a_path_with_the_ending_is_the_table_of_spans(tmp_path, form, lights):
    path = tmp_path / f"study{form.suffix}"
    written = write_data(lights, path, form)
    assert written.paths[0] == path
    names = {p.name for p in written.paths}
    assert {"study_load.R", "study_load.py"} < names
    if form.name != "xlsx":
        assert {"study_dictionary.csv", "study_about.txt", f"study_articles{form.suffix}"} < names
    tables = runpy.run_path(str(tmp_path / "study_load.py"))["tables"]
    assert len(tables["spans"]) == 3


def test_another_ending_is_no_folder(tmp_path, lights):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(ExportError, match=r"does not end in \.csv"):
        write_data(lights, tmp_path / "notes.txt", data_format("csv"))


def test_an_unknown_format_is_named():
    with pytest.raises(ExportError, match="no format 'ods'.*xlsx, csv, sav, dta, jsonl"):
        data_format("ods")


def test_a_missing_package_names_the_extra(tmp_path, lights, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(ExportError, match=r"pyreadstat.*refusal-annotator\[statistics\]"):
        write_data(lights, tmp_path, data_format("sav"))
    assert not list(tmp_path.iterdir())
    assert data_format("csv").why_not() is None


# --- LibreOffice ----------------------------------------------------------------------------------


def test_libreoffice_runs_no_formula_and_reads_the_same_workbook(tmp_path, lights):
    table = text_table(HOSTILE)
    write_csv(table, tmp_path / "hostile.csv")
    write_csv(table, tmp_path / "safe.csv", CsvForm(excel_safe=True))
    data = DataSet((*lights.tables, table), ABOUT)
    write_data_workbook(data, tmp_path / "book.xlsx")
    convert(tmp_path, "hostile.csv", "--infilter=CSV:44,34,UTF8,1,,0,true")
    convert(tmp_path, "safe.csv", "book.xlsx")
    safe = load_workbook(tmp_path / "out" / "safe.xlsx").worksheets[0]
    assert not [c for row in safe.iter_rows() for c in row if c.data_type == "f"]
    cells = list(load_workbook(tmp_path / "out" / "hostile.xlsx").worksheets[0]["A"])[1:]
    assert [cell.value.replace("_x005F_", "_") for cell in cells] == HOSTILE
    ours, theirs = load_workbook(tmp_path / "book.xlsx"), read_values(tmp_path / "out/book.xlsx")
    for sheet in ours.worksheets:
        mine = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert same(mine, theirs[sheet.title]), sheet.title


def convert(folder: Path, *arguments: str) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.fail("LibreOffice is not installed (apt: libreoffice-calc)")
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", "out"),
            *arguments,
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )


def read_values(path: Path):
    book = load_workbook(path)
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)] for s in book}


def same(mine, theirs):
    plain = [[str(v).replace("_x005F_", "_") for v in row] for row in mine]
    return plain == [[str(v).replace("_x005F_", "_") for v in row] for row in theirs]
