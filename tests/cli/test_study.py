"""What a supervisor asks on the command line: hide suggestions, see the pace."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from refusal_annotator.domain.changes import now
from refusal_annotator.workspace.hiding import hidden_articles
from refusal_annotator.workspace.pace import add_period
from refusal_annotator.workspace.project import OpenProject
from tests.cli.conftest import Run
from tests.workspace.ferry import SKUA, TERN, new_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two articles and two coders."""
    with new_project(tmp_path / "ferries", skua=SKUA, tern=TERN) as made:
        made.add_coder("Ada")
        made.add_coder("Ben")
    return tmp_path / "ferries"


def test_suggestions_are_hidden_from_one_coder_or_from_all(run: Run, project: Path) -> None:
    ran = run("hide-suggestions", project, "--coder", "ada", "--share", "1", "--seed", "5")
    assert ran.lines == ["Ada: 2 of 2 articles without suggestions"]
    ran = run("hide-suggestions", project, "--share", "1", "--seed", "5")
    assert len(ran.lines) == 2
    with OpenProject.open(project) as opened:
        assert len(hidden_articles(opened)) == 4


def test_a_wrong_share_or_name_is_told(run: Run, project: Path) -> None:
    assert run("hide-suggestions", project, "--share", "20", "--seed", "5").code == 2
    ran = run("hide-suggestions", project, "--coder", "Eve", "--share", "1", "--seed", "5")
    assert (ran.code, "Eve codes nothing here; there is Ada, Ben" in ran.err) == (1, True)


def test_the_pace_is_printed_by_coder_and_article(run: Run, project: Path) -> None:
    with OpenProject.open(project) as opened:
        ada, article = opened.find_coder("Ada"), opened.find_article("skua")
        add_period(opened, ada.id, article.id, now(), 1800)
        opened.flush()
    lines = [line.split("\t") for line in run("pace", project).lines]
    assert lines[0] == ["Ada", "all articles", "30 min", "0 codings", "0 an hour"]
    assert lines[1][2] == "30 min"
    assert lines[2] == ["Ben", "all articles", "0 s", "0 codings"]


def test_the_pace_is_written_as_a_table(run: Run, project: Path, tmp_path: Path) -> None:
    with OpenProject.open(project) as opened:
        ada, article = opened.find_coder("Ada"), opened.find_article("skua")
        add_period(opened, ada.id, article.id, now(), 1800)
        opened.flush()
    file = tmp_path / "pace.csv"
    assert run("pace", project, "-o", file).lines == [str(file)]
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [(r["coder"], r["seconds"], r["codings"], r["codings_per_hour"]) for r in rows] == [
        ("Ada", "1800.0", "0", "0.0")
    ]
    ran = run("pace", project, "-o", tmp_path / "nowhere" / "pace.csv")
    assert (ran.code, "cannot be written" in ran.err) == (1, True)


def test_the_corpus_is_searched(run: Run, project: Path) -> None:
    found = json.loads(run("search", project, "captain*", "--json").out)
    with OpenProject.open(project) as opened:
        text = opened.store.version_of(opened.find_article("skua").id).text
    hits = [hit for hit in found["hits"] if hit["article"] == "skua"]
    assert hits
    assert all(text[hit["start"] : hit["end"]] == hit["text"] for hit in hits)
    line = run("search", project, "captain*").lines[0].split("\t")
    assert (line[0], line[1]) == ("skua", f"{hits[0]['start']}-{hits[0]['end']}")
    ran = run("search", project, "captain*", "--limit", "1")
    assert (len(ran.lines), ran.code) == (1, 0)
    ran = run("search", project, '"*')
    assert (ran.lines, ran.code, "no word in that query" in ran.err) == ([], 0, True)
