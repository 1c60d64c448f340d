"""Tables of values coded elsewhere: both forms, and everything that is refused by its cell."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.importing.grids import address
from refusal_annotator.importing.reliability_table import (
    TableError,
    TableOptions,
    read_reliability_table,
)


def from_text(text, name="codes.csv", encoding="utf-8", **options):
    return read_reliability_table(name, text.encode(encoding), TableOptions(**options))


def from_rows(rows, change=None, **options):
    return read_reliability_table("codes.xlsx", workbook({"Codes": rows}, change),
                                  TableOptions(**options))  # fmt: skip


def workbook(sheets, change=None):
    book: Any = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if change:
            change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def values(table):
    data = table.data
    return [[None if c < 0 else data.labels[c] for c in row] for row in data.codes.tolist()]


def problems(text, **options):
    with pytest.raises(TableError) as caught:
        from_text(text, **options)
    return caught.value.problems


WIDE = "unit,Ann,Ben\nu1,1,1\nu2,2,\nu3,3,2\n"


def test_units_by_coders():
    table = from_text(WIDE, level="interval")
    assert (table.form, table.data.coders, table.data.units) == (
        "units x coders", ("Ann", "Ben"), ("u1", "u2", "u3"),
    )  # fmt: skip
    assert values(table) == [[1, 2, 3], [1, None, 2]]


@pytest.mark.parametrize(
    "text",
    [
        "unit,coder,value\nu1,Ann,1\nu1,Ben,1\nu2,Ann,2\nu3,Ann,3\nu3,Ben,2\n",
        "Rater;Score;Article\nAnn;1;u1\nBen;1;u1\nAnn;2;u2\nAnn;3;u3\nBen;2;u3\n",
    ],
)
def test_the_long_form_gives_the_same(text):
    table = from_text(text, level="interval")
    assert table.form == "long"
    assert values(table) == values(from_text(WIDE, level="interval"))


def test_columns_of_the_long_form_can_be_named():
    text = "text,who,tone,topic\na,Ann,1,x\na,Ben,2,y\nb,Ann,1,x\nb,Ben,1,x\n"
    table = from_text(text, level="ordinal", unit="text", coder="who", value="tone")
    assert values(table) == [[1, 1], [2, 1]]
    assert "Columns that were not read: topic." in table.notes


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(AnnotatorError, match="no column 'judge'; it has unit, Ann, Ben"):
        from_text(WIDE, coder="judge")
    assert problems(WIDE, value="Ann") == ("row 1 names no column for coder",)


def test_without_a_column_of_units_rows_have_numbers():
    table = from_text("Ann,Ben\nyes,yes\nno,yes\n")
    assert table.data.units == ("row 2", "row 3")


def test_a_first_column_of_unlike_values_is_not_guessed_at():
    text = "Nr,Ann,Ben\n" + "".join(f"{n},1,2\n" for n in range(1, 7))
    assert problems(text) == (
        "A1, “Nr”, heads 6 values that are all different: it may be a coder, or it may name the "
        "units",
    )
    assert from_text(text, unit="Nr").data.coders == ("Ann", "Ben")
    assert from_text(text, unit="-").data.coders == ("Nr", "Ann", "Ben")


@pytest.mark.parametrize(("delimiter", "name"), [(";", "a.csv"), ("\t", "a.tsv"), ("|", "a.txt")])
def test_delimiters(delimiter, name):
    table = from_text(WIDE.replace(",", delimiter), name=name, level="ratio")
    assert values(table)[0] == [1, 2, 3]


def test_excels_first_line_names_the_delimiter_and_rows_keep_their_numbers():
    text = "sep=;\r\nunit;A;B\r\n1;x;-1\r\n"
    assert problems(text, level="ratio") == (
        "B3 holds “x”", "C3 is -1, and a ratio scale has no negative value",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    table = from_text("unit,Änne,Ben\n1,großzügig,großzügig\n2,knapp,für\n", encoding=encoding)
    assert table.data.coders == ("Änne", "Ben")
    assert "großzügig" in table.data.labels


def test_decimal_commas_are_read_where_they_are_said():
    text = "unit;A;B\n1;1,5;2\n2;0,25;3\n"
    assert "say so with --decimal ," in problems(text, level="ratio")[0]
    assert values(from_text(text, level="ratio", decimal=","))[0] == [1.5, 0.25]


def test_what_is_no_number_is_named_by_its_cell():
    text = "unit,A,B\n1,7,8\n2,NA,1.234.5\n3,1e3,007\n4,inf,$5\n"
    assert problems(text, level="ratio") == (
        "B3 holds “NA”", "C3 holds “1.234.5”", "C4 holds “007”", "B5 holds “inf”", "C5 holds “$5”",
    )  # fmt: skip
    kept = from_text("unit,A,B\n1,7,8\n2,NA,-\n", level="ratio", missing=("na", "-"))
    assert values(kept) == [[7, None], [8, None]]


def test_negative_values_have_no_place_on_a_ratio_scale():
    text = "unit,A,B\n1,-7,8\n2,1,-0.5\n"
    assert len(problems(text, level="ratio")) == 2
    assert values(from_text(text, level="interval"))[0] == [-7, 1]


def test_words_among_numbers_are_named():
    assert problems("unit,A,B\n1,1,2\n2,x,2\n3,2,1\n", level="nominal") == (
        "B3 holds “x”, a word among numbers",
    )
    assert problems("unit,A,B\n1,yes,no\n2,no,2\n3,no,no\n", level="nominal") == (
        "C3 holds “2”, a number among words",
    )


def test_words_for_nothing_are_categories_until_somebody_says_so():
    text = "unit,A,B\n1,yes,NA\n2,no,no\n"
    table = from_text(text, level="nominal")
    assert any("“NA” counts as a category (1 cells)" in note for note in table.notes)
    assert values(from_text(text, level="nominal", missing=("NA",))) == [
        ["yes", "no"],
        [None, "no"],
    ]


def test_categories_that_differ_in_case_are_told():
    table = from_text("unit,A,B\n1,Yes,yes\n2,no,no\n", level="nominal")
    assert "“Yes”, “yes” count as 2 categories." in table.notes


def test_the_order_of_words_is_never_guessed():
    text = "unit,A,B\n1,low,high\n2,middle,low\n"
    assert problems(text, level="ordinal")[0] == "B2 holds “low”"
    table = from_text(text, level="ordinal", order=("low", "middle", "high"))
    assert table.data.labels == ("low", "middle", "high")
    assert problems(text, level="ordinal", order=("low", "high")) == (
        "B3 holds “middle”, which is not in the order given",
    )


def test_sets():
    table = from_text('unit;A;B\n1;"x;y";"y; x"\n2;{};x\n3;;x\n', level="multi_select")
    assert values(table) == [
        [frozenset("xy"), frozenset(), None], [frozenset("xy"), frozenset("x"), frozenset("x")],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("unit,A,B\n1,x\n", "row 2 has 2 cells, and the head has 3"),
        ("unit,A,B\n1,x,y,z\n", "D2 holds “z” beside the head's 3 columns"),
        ("unit,A,\n1,x,y\n", "C1 is empty, and the column below has values"),
        ("unit,A,B\n,x,y\n", "A2 is empty, and the row has values"),
        ("unit,A,A\n1,x,y\n", "B1 and C1 name the same coder, A"),
        ("unit,A,B\n1,x,y\n1,x,y\n", "A2 and A3 name the same unit, 1"),
        ("1,2,3\n1,2,3\n", "row 1 holds numbers and no names of coders"),
        ("unit,A\n1,x\n", "it has values of 1 coder, and two are needed"),
        ("unit,A,B\n", "it has a head and no rows"),
        ("unit,A,B\n1,,\n2,,\n", "it holds no value"),
        ("unit,coder,value\n1,A,x\n1,A,y\n1,B,x\n",
         "C3 is a second value of A on 1; the first is C2"),
        ("unit,coder,value\n1,,x\n1,B,x\n", "B2 is empty: no coder"),
    ],
)  # fmt: skip
def test_wrong_shapes_are_named(text, problem):
    assert problem in problems(text)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ods", b"x", "Save it as .csv or .xlsx"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"PK\x03\x04zzzz", "office document"),
        ("a.csv", b"one\ntwo\n", "no delimiter"),
        ("a.csv", b"a,b;c\n1,2;3\n", "several delimiters"),
        ("a.csv", b'a,b\n"x" y,2\n', "cannot be read"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 old", "no workbook that can be read"),
        ("a.xlsx", b"PK\x03\x04 broken", "no workbook that can be read"),
    ],
)
def test_files_that_are_no_table(name, content, reason):
    with pytest.raises(AnnotatorError, match=reason):
        read_reliability_table(name, content)


def test_an_unknown_level_names_those_there_are():
    with pytest.raises(AnnotatorError, match="'cardinal'.*nominal, ordinal, interval, ratio"):
        from_text(WIDE, level="cardinal")


# --- workbooks ------------------------------------------------------------------------------------

BOOK = [["unit", "Ann", "Ben"], ["u1", 1, 1.5], ["u2", 2, None], ["u3", 3, 97]]


def test_a_workbook_gives_the_same_as_text():
    table = from_rows(BOOK, level="ratio")
    assert values(table) == [[1, 2, 3], [1.5, None, 97]]
    assert table.sheet == "Codes"


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("3", "C3 holds “3” as text"),
        ("three", "C3 holds “three”"),
        (True, "C3 holds “True”, which is no number"),
        (date(2024, 5, 6), "C3 holds a date or time, 2024-05-06 00:00:00"),
        (-1, "C3 is -1, and a ratio scale has no negative value"),
    ],
)
def test_cells_of_another_type_are_named(cell, problem):
    rows = [list(row) for row in BOOK]
    rows[2][2] = cell
    with pytest.raises(TableError) as caught:
        from_rows(rows, level="ratio")
    assert caught.value.problems == (problem,)


def test_a_number_as_text_among_numbers_is_no_category_of_its_own():
    rows = [list(row) for row in BOOK]
    rows[2][2] = "1"
    with pytest.raises(TableError) as caught:
        from_rows(rows, level="nominal")
    assert caught.value.problems == ("C3 holds “1”, a word among numbers",)


def test_truth_values_are_categories():
    table = from_rows([["unit", "A", "B"], [1, True, False], [2, True, True]])
    assert set(table.data.labels) == {"TRUE", "FALSE"}
    assert table.data.units == ("1", "2")


def test_a_formula_without_a_stored_result_is_named():
    def change(sheet):
        sheet["C3"] = "=1+1"

    with pytest.raises(AnnotatorError, match="C3 holds a formula whose result is not stored"):
        from_rows(BOOK, change)


def test_errors_and_merged_cells_are_named():
    def error(sheet):
        sheet["C3"].value = "#DIV/0!"
        sheet["C3"].data_type = "e"

    with pytest.raises(AnnotatorError, match="C3 hold an error"):
        from_rows(BOOK, error)
    with pytest.raises(AnnotatorError, match="A2:A3 are merged"):
        from_rows(BOOK, lambda sheet: sheet.merge_cells("A2:A3"))


def test_several_sheets_want_a_choice():
    content = workbook({"First": BOOK, "Second": [["x", "y"], [1, 2]], "Empty": []})
    with pytest.raises(AnnotatorError, match="several sheets: First, Second"):
        read_reliability_table("a.xlsx", content)
    with pytest.raises(AnnotatorError, match="no sheet 'Third'; it has First, Second, Empty"):
        read_reliability_table("a.xlsx", content, TableOptions(sheet="Third"))
    table = read_reliability_table("a.xlsx", content, TableOptions(sheet="First", level="ratio"))
    assert table.data.coders == ("Ann", "Ben")


def test_formatted_but_empty_cells_do_not_count_and_hidden_rows_do():
    def change(sheet):
        sheet["H20"] = " "
        sheet.row_dimensions[3].hidden = True

    table = from_rows(BOOK, change, level="ratio")
    assert table.data.coders == ("Ann", "Ben")
    assert "Hidden rows are counted, too: 1." in table.notes


def test_escaped_characters_are_read_as_they_were_meant():
    table = from_rows([["unit", "A", "B"], [1, "_x0041_b", "Ab"], [2, "c", "c"]])
    assert set(table.data.labels) == {"Ab", "c"}


# --- properties -----------------------------------------------------------------------------------


@given(st.integers(0, 20_000), st.integers(0, 800))
def test_addresses_are_those_of_a_spreadsheet(row, column):
    from openpyxl.utils import get_column_letter

    assert address(row, column) == f"{get_column_letter(column + 1)}{row + 1}"


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=3, max_size=3),
        min_size=1,
        max_size=12,
    ).filter(lambda rows: any(v is not None for row in rows for v in row))
)
def test_wide_and_long_and_workbook_give_the_same(rows):
    coders = ["Ann", "Ben", "Cy"]
    wide = "unit,Ann,Ben,Cy\n" + "".join(
        f"u{n}," + ",".join("" if v is None else str(v) for v in row) + "\n"
        for n, row in enumerate(rows)
    )
    long = "unit,coder,value\n" + "".join(
        f"u{n},{coder},{'' if v is None else v}\n"
        for n, row in enumerate(rows)
        for coder, v in zip(coders, row, strict=True)
    )
    book = [["unit", *coders], *([f"u{n}", *row] for n, row in enumerate(rows))]
    first = values(from_text(wide, level="interval"))
    assert first == values(from_text(long, level="interval"))
    assert first == values(from_rows(book, level="interval"))
