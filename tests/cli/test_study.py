"""What a supervisor asks on the command line: hide suggestions, see the pace."""

from __future__ import annotations

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
