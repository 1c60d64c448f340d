"""An article that is read before it is asked for is the same as one that is read then."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from refusal_annotator.workspace import coding
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession
from tests.workspace.ferry import Desk, new_project, snapshot

TEXTS = {"skua": "The Skua is late, says the pier.", "tern": "The Tern sails."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with new_project(tmp_path / "study", **TEXTS) as project:
        Desk(project).tag("Vessel", "Skua")
    return tmp_path / "study"


def place_of(project: OpenProject) -> tuple[UUID, UUID]:
    article = project.find_article("skua")
    assert article is not None
    return article.id, project.coders()[0].id


def test_what_was_read_ahead_is_what_is_opened(folder: Path):
    with OpenProject.open(folder) as project:
        place = place_of(project)
        project.read_ahead(*place)
        ahead = project.session(*place)
        assert snapshot(ahead) == snapshot(project._read_session(*place))
        project.read_ahead(*place)
        assert project.session(*place) is ahead


def test_a_change_while_it_is_read_is_not_lost(folder: Path, monkeypatch):
    with OpenProject.open(folder) as project:
        place = place_of(project)
        read = project._read_session

        def read_and_change(*key: UUID) -> ArticleSession:
            old = read(*key)
            project.apply(coding.tag(read(*key), "Vessel", 22, 31))
            return old

        monkeypatch.setattr(project, "_read_session", read_and_change)
        project.read_ahead(*place)
        monkeypatch.undo()
        assert len(project.session(*place).annotations) == 2
