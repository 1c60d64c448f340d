"""Links that lead out of the workbook: into the text, as the program shows it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

import pytest
from openpyxl import load_workbook

from refusal_annotator.agreement.report import compare
from refusal_annotator.agreement.retest import as_retest
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.place_links import parse_address
from refusal_annotator.domain.variables import value
from refusal_annotator.export import Facts, write_workbook
from refusal_annotator.export import workbook_sheet as sheets
from tests.agreement.conftest import CODEBOOK, Builder

PROJECT = UUID("2e1d0c9b-8a7f-4e6d-9c5b-4a3928170605")
SPACE = UUID("30405060-7080-4090-8a0b-1c2d3e4f5061")
FACTS = Facts("Rivers", datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "test", project_id=PROJECT)
COLUMN = "Open in tool"


@pytest.fixture(scope="module")
def material():
    """Two coders over six texts who differ in kinds, edges and whether there is a span."""
    study = Builder(load_codebook(CODEBOOK))
    for number in range(6):
        name = f"a{number}"
        kinds = ("flood", "repair" if number % 2 else "flood")
        for coder, kind in zip(("Ann", "Ben"), kinds, strict=True):
            words = "The river Elm rose" if coder == "Ann" else "river Elm rose"
            spans = [("Event", words, {"kind": value(kind)})]
            if coder == "Ann":
                spans.append(("River", "Elm", {}))
            tone = "calm" if coder == "Ann" or number else "loud"
            study.coding(coder, spans, article=name, values={"tone": value(tone)})
    built = study.build()
    articles = tuple(replace(a, article_id=uuid5(SPACE, a.name)) for a in built.articles)
    return replace(built, articles=articles)


def written(material, path, facts=FACTS, **options):
    report = compare(material)
    write_workbook(report, material, path, facts, **options)
    return report, load_workbook(path, rich_text=True)


def opened(sheet):
    """Address of each row's link, with the row as a dictionary."""
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if COLUMN in [cell.value for cell in row])
    at = [cell.value for cell in heads].index(COLUMN)
    names = [cell.value for cell in heads]
    found = []
    for row in rows[heads[0].row :]:
        if row[at].value is not None:
            values = dict(zip(names, [str(c.value) for c in row], strict=False))
            found.append((row[at], values))
    return found


def test_each_disagreement_leads_to_its_place(material, tmp_path):
    report, book = written(material, tmp_path / "a.xlsx")
    rows = opened(book["SpanDiff"])
    assert len(rows) == len(report.disagreements)
    names = {uuid5(SPACE, a.name): a.name for a in material.articles}
    for (cell, row), found in zip(rows, report.disagreements, strict=True):
        link = parse_address(cell.hyperlink.target)
        assert cell.value == "Open" and cell.hyperlink.location is None
        assert (link.project_id, names[link.article_id]) == (PROJECT, row["Article"])
        place = None if found.kind == "article" else (found.start, found.end)
        assert link.extent == place


def test_units_and_texts_have_links_beside_those_within(material, tmp_path):
    _, book = written(material, tmp_path / "a.xlsx")
    units = opened(book["Disagreements"])
    assert units
    for cell, row in units:
        extent = parse_address(cell.hyperlink.target).extent
        assert (extent is None) == (row["Unit"] == "article")
    inner = [c for row in book["Disagreements"].iter_rows() for c in row if c.hyperlink]
    assert [c for c in inner if c.hyperlink.location]
    texts = opened(book["Spans"])
    assert {parse_address(cell.hyperlink.target).extent for cell, _ in texts} == {None}
    assert {row["Article"] for _, row in texts} == {a.name for a in material.articles}
    settings = {row[0].value: row[1].value for row in book["Settings"].iter_rows()}
    assert "opened before" in str(settings[COLUMN])


def test_links_show_neither_names_nor_texts_in_a_blind_book(material, tmp_path):
    _, plain = written(material, tmp_path / "a.xlsx")
    _, blind = written(material, tmp_path / "b.xlsx", blind=True)
    addresses = [
        [cell.hyperlink.target for cell, _ in opened(book["SpanDiff"])] for book in (plain, blind)
    ]
    assert addresses[0] == addresses[1]
    assert not [a for a in addresses[0] if "Ann" in a or "Elm" in a or "a0" in a.split("?")[0][-4:]]


def test_without_a_project_there_is_no_column(material, tmp_path):
    plain = replace(FACTS, project_id=None)
    nowhere = tuple(replace(article, article_id=None) for article in material.articles)
    loose = replace(material, articles=nowhere)
    for number, (given, facts) in enumerate(((material, plain), (loose, FACTS))):
        _, book = written(given, tmp_path / f"{number}.xlsx", facts)
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert COLUMN not in [c.value for c in cells]
        assert not [c for c in cells if c.hyperlink and c.hyperlink.target]


def test_a_coder_against_herself_leads_to_the_same_article(material, tmp_path):
    again = as_retest(material, [(material.coders[0].id, material.coders[1].id)])
    _, book = written(again, tmp_path / "a.xlsx")
    known = {uuid5(SPACE, a.name) for a in material.articles}
    found = {parse_address(c.hyperlink.target).article_id for c, _ in opened(book["SpanDiff"])}
    assert found == known


def test_more_links_than_a_sheet_may_hold(material, tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_TOOL_LINKS", 3)
    monkeypatch.setattr(sheets, "MOST_LINKS", 2)
    report, book = written(material, tmp_path / "a.xlsx")
    rows = opened(book["SpanDiff"])
    assert len(rows) == len(report.disagreements) > 3
    assert [bool(cell.hyperlink) for cell, _ in rows[:4]] == [True, True, True, False]
    assert rows[3][0].value.startswith('=HYPERLINK("refusal-annotator://open/')
    sheet = book["Disagreements"]
    within = [c for row in sheet.iter_rows() for c in row if c.hyperlink and c.hyperlink.location]
    assert len(within) == 2
    notes = [str(row[0].value) for row in sheet.iter_rows()]
    assert [n for n in notes if "rows do not lead to another sheet" in n]


def test_both_kinds_of_links_together_stay_under_the_limit_of_excel():
    assert sheets.MOST_LINKS + sheets.MOST_TOOL_LINKS <= 65_530


def test_rows_beside_the_workbook_hold_the_address(material, tmp_path, monkeypatch):
    monkeypatch.setattr("refusal_annotator.export.workbook_units.MOST_ROWS", 2)
    written(material, tmp_path / "a.xlsx")
    with (tmp_path / "a SpanDiff.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and all(parse_address(row[COLUMN]).project_id == PROJECT for row in rows)
