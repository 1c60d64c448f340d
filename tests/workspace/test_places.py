"""Places in a project: typed ones, linked ones, and which project a link belongs to."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.place_links import PlaceLink, parse_address
from refusal_annotator.workspace.places import (
    find_article,
    find_place,
    known_project,
    link_to,
)
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.project_file import read_project_file
from refusal_annotator.workspace.projects import build_sample, recent_projects, remember
from refusal_annotator.workspace.reliability import agreement_input, export_workbook
from refusal_annotator.workspace.settings import change_settings, load_settings
from tests.workspace.ferry import SKUA, new_project


def test_a_typed_place_becomes_a_link_and_leads_back(project: OpenProject) -> None:
    start = SKUA.index("Twelve hands")
    link = link_to(project, f"skua:{start}-{start + 12}")
    assert link.project_id == project.project_id
    found = find_place(project, parse_address(link.address))
    assert found.extent == (start, start + 12) and not found.note
    skua = project.find_article("skua")
    assert skua is not None and found.article_id == skua.id
    assert find_place(project, link_to(project, "skua")).extent is None


@pytest.fixture
def numbered(tmp_path: Path, closing: list[OpenProject]) -> OpenProject:
    names = ("003_quay", "012_harbour", "012_pier", "notes")
    made = new_project(tmp_path / "numbered", **{n: f"{n} sails.\n" for n in names})
    closing.append(made)
    return made


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("003_quay", "003_quay"),
        ("003_quay.txt", "003_quay"),
        ("3", "003_quay"),
        ("003", "003_quay"),
        ("012_h", "012_harbour"),
        ("NOTE", "notes"),
    ],
)
def test_an_article_by_name_key_beginning_or_number(
    numbered: OpenProject, written: str, key: str
) -> None:
    assert find_article(numbered, written).key == key


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("12", "names more than one article of this project; there is 012_harbour, 012_pier"),
        ("4", "names no article of this project; there is 003_quay, 012_harbour"),
        ("", "names no article"),
        ("quay", "names no article"),
    ],
)
def test_a_name_that_means_no_one_article(numbered: OpenProject, written: str, why: str) -> None:
    with pytest.raises(AnnotatorError, match=why):
        find_article(numbered, written)


def test_a_typed_place_beyond_the_end(project: OpenProject) -> None:
    with pytest.raises(AnnotatorError, match=r"skua has \d+ characters, so there is no place 1 to"):
        link_to(project, "skua:1-99999")


def test_a_linked_place_beyond_the_end_leads_to_the_article(project: OpenProject) -> None:
    whole = link_to(project, "tern")
    found = find_place(project, PlaceLink(whole.project_id, whole.article_id, 5, 99_999))
    assert (found.article_id, found.extent) == (whole.article_id, None)
    assert found.note.startswith("Place 5 to 99999 lies beyond the end of this text, which has")


def test_a_linked_article_that_is_not_there(project: OpenProject) -> None:
    with pytest.raises(AnnotatorError, match="deleted, or added to another copy"):
        find_place(project, PlaceLink(project.project_id, uuid4(), 1, 2))


def test_the_project_of_a_link_is_found_among_those_opened_here(project: OpenProject) -> None:
    assert known_project(project.project_id) is None
    remember(project)
    known = known_project(project.project_id)
    assert known is not None
    assert (known.folder, known.name, known.there) == (project.folder.resolve(), "Ferries", True)


def test_a_project_that_was_moved_is_known_to_be_gone(project: OpenProject) -> None:
    remember(project)
    project.close()
    project.folder.rename(project.folder.with_name("elsewhere"))
    known = known_project(project.project_id)
    assert known is not None and not known.there and known.name == "Ferries"
    with OpenProject.open(project.folder.with_name("elsewhere")) as moved:
        remember(moved)
    again = known_project(project.project_id)
    assert again is not None and again.there and again.folder.name == "elsewhere"


def test_another_project_in_the_old_folder_is_not_taken_for_it(
    project: OpenProject, tmp_path: Path
) -> None:
    remember(project)
    project.close()
    shutil.rmtree(project.folder)
    new_project(project.folder).close()
    known = known_project(project.project_id)
    assert known is not None and not known.there
    assert known_project(read_project_file(project.folder).id) is not None


def test_projects_remembered_before_ids_were_kept_are_found_by_their_folder(
    project: OpenProject,
) -> None:
    remember(project)
    entry = load_settings().recent[0]
    change_settings(recent=(entry.model_copy(update={"id": None}),))
    assert len(recent_projects()) == 1
    known = known_project(project.project_id)
    assert known is not None and known.there


def test_links_of_the_workbook_lead_to_what_was_compared(tmp_path: Path) -> None:
    build_sample(tmp_path / "sample")
    with OpenProject.open(tmp_path / "sample", read_only=True) as sample:
        report = export_workbook(sample, tmp_path / "a.xlsx")
        sheet = load_workbook(tmp_path / "a.xlsx")["SpanDiff"]
        links = [
            parse_address(cell.hyperlink.target)
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink and cell.hyperlink.target
        ]
        assert len(links) == len(report.disagreements) > 50
        versions = {a.id: a for a in agreement_input(sample).articles}
        keys: dict[UUID, str] = {a.id: a.key for a in sample.articles()}
        for link, found in zip(links, report.disagreements, strict=True):
            place = find_place(sample, link)
            assert keys[place.article_id] == found.article and not place.note
            if place.extent is not None:
                start, end = place.extent
                assert versions[found.article_id].text[start:end].strip()
