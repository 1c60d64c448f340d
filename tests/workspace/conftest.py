"""Projects to work in: on a file, and on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from refusal_annotator.resources import codebook_path
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import SKUA, TERN, Desk, new_project


@pytest.fixture
def closing() -> Iterator[list[OpenProject]]:
    """Projects put into this list are closed after the test."""
    opened: list[OpenProject] = []
    yield opened
    for project in opened:
        project.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a project with two articles, to be copied: quicker than making one."""
    folder = tmp_path_factory.mktemp("template") / "ferries"
    new_project(folder, skua=SKUA, tern=TERN).close()
    return folder


@pytest.fixture
def project(template: Path, tmp_path: Path, closing: list[OpenProject]) -> OpenProject:
    """A project with two articles, on SQLite."""
    shutil.copytree(template, tmp_path / "ferries")
    opened = OpenProject.open(tmp_path / "ferries")
    closing.append(opened)
    return opened


@pytest.fixture
def desk(project: OpenProject) -> Desk:
    """Ada at the first article, on SQLite."""
    return Desk(project)


@pytest.fixture
def study_desk(tmp_path: Path, closing: list[OpenProject]) -> Desk:
    """Ada at an article of a project with the first study's codebook."""
    text = codebook_path("refusal_news").read_text("utf-8")
    made = new_project(tmp_path / "study", codebook=text, skua=SKUA)
    closing.append(made)
    return Desk(made)


@pytest.fixture
def on_both(
    tmp_path: Path, new_database: Callable[[], str], closing: list[OpenProject]
) -> OpenProject:
    """A project with two articles, once on SQLite and once on PostgreSQL."""
    made = new_project(tmp_path / "ferries", database=new_database(), skua=SKUA, tern=TERN)
    closing.append(made)
    return made


@pytest.fixture
def reopen(closing: list[OpenProject]) -> Callable[[OpenProject], OpenProject]:
    """Close a project and open its folder again."""

    def again(project: OpenProject, *, read_only: bool = False) -> OpenProject:
        project.close()
        opened = OpenProject.open(project.folder, read_only=read_only)
        closing.append(opened)
        return opened

    return again
