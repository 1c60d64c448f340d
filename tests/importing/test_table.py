from __future__ import annotations

import csv
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.importing import ImportRefused, Reading
from refusal_annotator.importing.table import TABLE


def read(data: str | bytes, *, name: str = "press.csv", **mapping: str) -> Reading:
    raw = data.encode() if isinstance(data, str) else data
    return TABLE.read(name, raw, mapping=mapping or None)


def test_one_article_a_row_with_metadata_by_name() -> None:
    reading = read(
        "ID,Title,Body,Source,Date,Author,Section\n"
        "7,Bakers stay home,The ovens are cold.,The Quay,2031-05-02,A. Holm,Local\n"
    )
    (item,) = reading.items
    assert item.stem == "press-1"
    assert item.name == "press.csv, row 1"
    assert item.text == "The ovens are cold."
    assert item.metadata == {
        "id": "7",
        "headline": "Bakers stay home",
        "outlet": "The Quay",
        "date": "2031-05-02",
        "byline": "A. Holm",
        "Section": "Local",
    }


def test_the_row_has_its_own_hash_and_the_table_is_kept() -> None:
    data = 'text\n"Über den Kai.\r\nZweite Zeile."\n'
    reading = read(data)
    (item,) = reading.items
    assert item.source_bytes == "Über den Kai.\r\nZweite Zeile.".encode()
    assert item.source_sha256 == hashlib.sha256(item.source_bytes).hexdigest()
    assert item.text == "Über den Kai.\nZweite Zeile."
    assert reading.origin is not None
    assert reading.origin.data == data.encode()
    assert item.origin_sha256 == reading.origin.sha256 == hashlib.sha256(data.encode()).hexdigest()


@pytest.mark.parametrize("header", ["text", "TEXT", " Text ", "Body", "content", "Full text"])
def test_the_text_column_is_known_by_its_name(header: str) -> None:
    assert read(f"{header},n\nThe gate is shut.,1\n").items[0].text == "The gate is shut."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found(delimiter: str, line_end: str) -> None:
    cells = ["title", "text", "outlet"], ["Ferry", '"One, two; three | four"', "Quay"]
    data = line_end.join(delimiter.join(row) for row in cells) + line_end
    (item,) = read(data).items
    assert item.text == "One, two; three | four"
    assert item.metadata == {"headline": "Ferry", "outlet": "Quay"}


def test_a_delimiter_line_of_excel_and_utf_16() -> None:
    data = "sep=;\r\ntext;date\r\n“Nein”, sagte sie.;2031\r\n;2032\r\n"
    reading = read(b"\xff\xfe" + data.encode("utf-16-le"))
    assert reading.items[0].text == "“Nein”, sagte sie."
    assert reading.problems[0].name == "press.csv, row 2 (line 4)"


def test_quoted_line_breaks_count_as_lines_but_not_as_rows() -> None:
    reading = read('text,n\n"One\ntwo\nthree",1\n\n"",2\nfour,3\n')
    assert [item.stem for item in reading.items] == ["press-1", "press-3"]
    assert [str(problem) for problem in reading.problems] == [
        "press.csv, row 2 (line 6): its text cell is empty"
    ]


def test_a_cell_beyond_the_usual_limit_and_the_limit_put_back() -> None:
    before = csv.field_size_limit()
    text = "word " * 60_000
    assert read(f'text,n\n"{text}",1\n').items[0].text == text
    assert csv.field_size_limit() == before


def test_mapping_wins_over_names() -> None:
    (item,) = read("text,Artikel,Blatt\nteaser,Der Kai ist leer.,Kurier\n", text="artikel").items
    assert item.text == "Der Kai ist leer."
    assert item.metadata == {"text (2)": "teaser", "Blatt": "Kurier"}


def test_a_wrong_mapping_is_explained() -> None:
    with pytest.raises(ImportRefused, match=r"no column “Artikel”.*“text”, “n”"):
        read("text,n\na,1\n", text="Artikel")
    with pytest.raises(AnnotatorError, match=r"“outlets”.*headline, outlet"):
        read("text,n\na,1\n", outlets="n")


def test_no_text_column_is_explained_with_the_columns_there_are() -> None:
    with pytest.raises(ImportRefused, match="no column for the text; its columns are “a”, “b”"):
        read("a,b\n1,2\n")


def test_a_row_with_too_many_cells_is_not_imported_cut() -> None:
    reading = read("text,n\nThe bakers, who left,1\nfine,2,,\n")
    assert [item.text for item in reading.items] == ["fine"]
    assert "3 cells and the header 2" in reading.problems[0].reason


def test_an_open_quotation_mark_swallows_no_rows() -> None:
    with pytest.raises(ImportRefused, match=r"do not pair up.*begins on line 3"):
        read('text,n\nfine,1\n"open,2\nnext,3\n')


def test_tab_separated_text_with_bare_marks() -> None:
    reading = read('text\tn\n"Stop" he said\t1\n"Go\t2\n', name="press.tsv")
    assert [item.text for item in reading.items] == ['"Stop" he said', '"Go']


def test_headers_without_or_with_the_same_name() -> None:
    (item,) = read("text,,Title,headline,x,x\na,b,c,d,e,f\n").items
    assert item.metadata == {
        "column 2": "b",
        "headline": "d",
        "Title": "c",
        "x": "e",
        "x (2)": "f",
    }


def test_a_header_alone_is_said() -> None:
    with pytest.raises(ImportRefused, match="no rows"):
        read("text,n\n")


@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).map(
            lambda cell: "x" + cell
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_text_comes_back_exact(texts: list[str], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["text", "n"], *([t, "1"] for t in texts)])
    assert [item.text for item in read(out.getvalue()).items] == texts
