"""Articles come in: from folders and tables, once each, with their sources kept byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.text import canonical_text
from refusal_annotator.workspace.corpus import (
    ImportReport,
    import_articles,
    known_texts,
    preview_import,
    without_known,
)
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import SKUA, Desk, new_project

HARBOUR = (
    "The harbour is frozen.\r\nNo ferry sails — 3° below zero; “stay home”, says the mayor.\r\n"
)
TABLE = """\
id,text,outlet,date,section
a1,"The tug waits,
and so does its crew.",The Quay,2031-02-03,news
a2,"The tug waits,
and so does its crew.",Seawire,2031-02-04,wire
a3,The pier is closed.,The Quay,2031-02,news
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder in several encodings, with what cannot be an article."""
    folder = tmp_path / "in"
    (folder / "inner").mkdir(parents=True)
    (folder / "utf8.txt").write_bytes(b"\xef\xbb\xbf" + HARBOUR.encode())
    (folder / "windows.txt").write_bytes(HARBOUR.replace("3°", "4°").encode("cp1252"))
    (folder / "inner" / "utf16.txt").write_bytes(HARBOUR.replace("3°", "5°").encode("utf-16"))
    (folder / "table.csv").write_bytes(TABLE.encode())
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "twin.txt").write_bytes(HARBOUR.encode())
    return folder


def take_in(project: OpenProject, *paths: Path, **options: Any) -> ImportReport:
    return import_articles(project, preview_import(project, list(paths)), **options)


def texts(project: OpenProject) -> dict[str, str]:
    return {
        line.key: project.store.version_of(line.id).text
        for line in project.articles()
        if line.key not in ("skua", "tern")
    }


def test_a_folder_comes_in_and_the_rest_is_named(on_both: OpenProject, files: Path) -> None:
    report = take_in(on_both, files)

    harbour = canonical_text(HARBOUR)
    assert texts(on_both) == {
        "utf16": harbour.replace("3°", "5°"),
        "table-1": "The tug waits,\nand so does its crew.",
        "table-2": "The tug waits,\nand so does its crew.",
        "table-3": "The pier is closed.",
        "twin": harbour,
        "windows": harbour.replace("3°", "4°"),
    }
    assert list(report.imported) == list(texts(on_both))
    left_out = {problem.name: problem.reason for problem in report.problems}
    assert left_out.keys() == {"empty.txt", "picture.txt", "utf8.txt"}
    assert left_out["utf8.txt"] == "it has the same text as twin.txt"
    assert any(note.startswith("windows.txt:") for note in report.notes)
    assert "table.csv, row 2: the same text as table.csv, row 1, published apart" in report.notes


def test_every_source_is_kept_byte_for_byte(project: OpenProject, files: Path) -> None:
    take_in(project, files)
    for path in (files / "windows.txt", files / "inner" / "utf16.txt", files / "table.csv"):
        data = path.read_bytes()
        kept = project.folder / "sources" / hashlib.sha256(data).hexdigest()
        assert kept.read_bytes() == data
    assert not list(project.folder.glob("sources/*.part"))
    row = hashlib.sha256(b"The pier is closed.").hexdigest()
    assert (project.folder / "sources" / row).read_bytes() == b"The pier is closed."


def test_on_a_server_sources_lie_in_the_database(
    tmp_path: Path, new_postgres_database: Callable[[], str], closing: list[OpenProject]
) -> None:
    import psycopg

    url = new_postgres_database()
    project = new_project(tmp_path / "p", database=url, skua=SKUA)
    closing.append(project)
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        rows = server.execute("SELECT sha256, content FROM source").fetchall()
    assert rows == [(hashlib.sha256(SKUA.encode()).hexdigest(), SKUA.encode())]
    assert not list((project.folder / "sources").iterdir())


def test_metadata_of_tables_and_of_a_list_beside(project: OpenProject, files: Path) -> None:
    more = {"twin.txt": {"outlet": "The Mole", "date": "2031-02-01", "byline": ""}}
    take_in(project, files, extra_metadata=more)
    lines = {line.key: line for line in project.articles()}
    assert (lines["table-2"].outlet, lines["table-2"].date) == ("Seawire", "2031-02-04")
    assert (lines["twin"].outlet, lines["twin"].date) == ("The Mole", "2031-02-01")
    article = project.find_article("table-1")
    assert article is not None
    assert article.metadata["section"] == "news"
    assert article.source_name == "table.csv, row 1"


def test_columns_are_named_by_a_mapping(project: OpenProject, tmp_path: Path) -> None:
    path = tmp_path / "artikel.csv"
    path.write_text("Inhalt;Blatt\nDie Fähre wartet.;Die Mole\n", "utf-8")
    batch = preview_import(project, [path], mapping={"text": "Inhalt", "outlet": "Blatt"})
    import_articles(project, batch)
    assert project.articles()[-1].outlet == "Die Mole"
    assert texts(project) == {"artikel-1": "Die Fähre wartet."}


def test_the_same_files_again_bring_nothing_new(project: OpenProject, files: Path) -> None:
    first = take_in(project, files)
    again = take_in(project, files, files / "table.csv")
    assert again.imported == ()
    repeated = {p.name: p.reason for p in again.problems if p.kind == "duplicate"}
    assert repeated["windows.txt"] == "it is in the project already, as windows"
    # Two publications of one text are both known.
    assert repeated["table.csv, row 2"] == "it is in the project already, as table-2"
    assert len(texts(project)) == len(first.imported)


def test_a_renamed_or_recoded_file_is_recognised(project: OpenProject, tmp_path: Path) -> None:
    path = tmp_path / "other name.txt"
    path.write_bytes(SKUA.replace("\n", "\r\n").encode("utf-16"))
    (problem,) = take_in(project, path).problems
    assert problem.reason == "it is in the project already, as skua"


def test_a_reprint_from_another_outlet_is_an_article_of_its_own(
    project: OpenProject, files: Path, tmp_path: Path
) -> None:
    take_in(project, files / "table.csv")
    path = tmp_path / "later.csv"
    path.write_text("text,outlet,date\nThe pier is closed.,The Mole,2031-02\n", "utf-8")
    report = take_in(project, path)
    assert report.imported == ("later-1",)
    assert report.notes == ("later.csv, row 1: the same text as table-3, published apart",)


def test_names_do_not_clash(project: OpenProject, tmp_path: Path) -> None:
    path = tmp_path / "SKUA.txt"
    path.write_text("Another ferry of this name.", "utf-8")
    assert take_in(project, path).imported == ("SKUA_2",)
    article = project.find_article("SKUA_2")
    assert article is not None
    assert article.source_name == "SKUA.txt"


def test_cancelling_imports_nothing(project: OpenProject, files: Path) -> None:
    asked: list[int] = []

    def soon() -> bool:
        asked.append(1)
        return len(asked) > 2

    position = project.store.position()
    batch = preview_import(project, [files])
    report = import_articles(project, batch, cancelled=soon)
    assert (report.cancelled, report.imported) == (True, ())
    stopped = preview_import(project, [files], cancelled=lambda: True)
    assert import_articles(project, stopped).cancelled
    assert project.store.position() == position
    assert texts(project) == {}
    assert import_articles(project, batch).imported


def test_progress_names_each_file_and_ends(project: OpenProject, files: Path) -> None:
    told: list[tuple[int, int, str]] = []
    take_in(project, files / "table.csv", progress=lambda *step: told.append(step))
    names = ["table.csv, row 1", "table.csv, row 2", "table.csv, row 3", ""]
    assert told == [(done, 3, name) for done, name in enumerate(names)]


def test_an_import_that_was_undone_can_be_done_again(on_both: OpenProject, files: Path) -> None:
    take_in(on_both, files / "windows.txt")
    on_both.undo(None, None)
    assert texts(on_both) == {}
    take_in(on_both, files / "windows.txt")
    assert texts(on_both).keys() == {"windows"}
    line = on_both.articles()[-1]
    session = on_both.session(line.id, Desk(on_both).coder.id)
    assert session.borders.tokens


def test_a_source_that_cannot_be_kept_stops_the_import(project: OpenProject, files: Path) -> None:
    folder = project.folder / "sources"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("a file in the way", "utf-8")
    with pytest.raises(ProjectError, match="Nothing was imported: a source file cannot be kept"):
        take_in(project, files / "windows.txt")
    assert texts(project) == {}


def test_order_is_that_of_the_import(project: OpenProject, files: Path) -> None:
    take_in(project, files / "windows.txt")
    take_in(project, files / "twin.txt")
    sequences = [a.sequence for a in project.store.values(Article)]
    assert sorted(sequences) == [0, 1, 2, 3]
    assert [line.key for line in project.articles()] == ["skua", "tern", "windows", "twin"]


def test_what_is_known_can_be_told_apart_elsewhere(project: OpenProject, files: Path) -> None:
    """A window reads files in another process: it asks for what is known first."""
    batch = preview_import(project, [files / "twin.txt"])
    import_articles(project, batch)
    assert without_known(batch, known_texts(project)).items == ()
