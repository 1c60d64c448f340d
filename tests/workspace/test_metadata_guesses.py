"""Guesses at what a page says about its article, by the variables of the codebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import plain, value
from refusal_annotator.workspace import coding_article
from refusal_annotator.workspace.metadata_guesses import (
    confirm_guesses,
    guess_cell,
    metadata_grid,
    metadata_guesses,
    role_labels,
)
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk, new_project

PAGE = """Ferry Skua stays in port for a fourth night

By Marta Olsen
3 May 2031

The ferry will not sail on Monday, its captain said at noon.

The port office did not answer two calls on Monday evening.

Crews met in the hall of the union for an hour on Tuesday.

Get the Quay Post app
"""


def test_guesses_stand_by_role_with_the_variable_they_belong_to(
    tmp_path: Path, closing: list[OpenProject]
) -> None:
    project = new_project(tmp_path / "ferries", page=PAGE, other="The ferry came.\n")
    closing.append(project)
    page, other = sorted(metadata_guesses(project), key=lambda row: row.key != "page")
    assert {role: g.value for role, g in page.guesses.items()} == {
        "headline": "Ferry Skua stays in port for a fourth night",
        "byline": "Marta Olsen",
        "outlet": "Quay Post",
        "publication_date": "2031-05-03",
    }
    assert page.guesses["headline"].variable_id == "headline"
    assert page.guesses["publication_date"].variable_id == "day"
    assert page.guesses["byline"].variable_id is None
    guess = page.guesses["outlet"]
    assert PAGE[guess.start : guess.end] == "Quay Post"
    assert other.guesses == {}
    (only,) = metadata_guesses(project, [page.article_id])
    assert only == page


@pytest.fixture
def ferries(tmp_path: Path, closing: list[OpenProject]) -> OpenProject:
    project = new_project(tmp_path / "grid", page=PAGE, other="The ferry came.\n")
    closing.append(project)
    return project


def states(project: OpenProject, desk: Desk) -> dict[str, str]:
    rows = metadata_grid(project, desk.coder.id)
    (row,) = [row for row in rows if row.key == "page"]
    return {role: cell.state for role, cell in row.cells.items()}


def test_the_grid_tells_what_can_be_confirmed(ferries: OpenProject) -> None:
    desk = Desk(ferries, key="page")
    assert states(ferries, desk) == {
        "headline": "open",
        "publication_date": "open",
        "byline": "no_variable",
        "outlet": "no_variable",
    }
    assert role_labels(ferries)["publication_date"] == "Day"
    assert role_labels(ferries)["original_outlet"] == "Original outlet"


def test_confirming_is_one_act_that_can_be_taken_back(ferries: OpenProject) -> None:
    desk = Desk(ferries, key="page")
    (row,) = metadata_grid(ferries, desk.coder.id, [desk.article.id])
    desk.do(confirm_guesses, row.open_texts, ferries.entity_index())
    assert plain(desk.session.coding.values["headline"]) == row.cells["headline"].text
    assert plain(desk.session.coding.values["day"]) == "2031-05-03"
    assert states(ferries, desk)["headline"] == "filled"
    assert ferries.undo_label(desk.coder.id, desk.article.id) == "Confirm what the page says"
    ferries.undo(desk.coder.id, desk.article.id)
    assert states(ferries, desk)["headline"] == "open"


def test_what_is_filled_is_not_overwritten(ferries: OpenProject) -> None:
    desk = Desk(ferries, key="page")
    desk.do(coding_article.set_article_value, "headline", value("My own words"))
    (row,) = metadata_grid(ferries, desk.coder.id, [desk.article.id])
    cell = row.cells["headline"]
    assert (cell.state, cell.present) == ("filled", "My own words")
    assert set(row.open_texts) == {"day"}
    texts = {"headline": "From the page", "day": "2031-05-04"}
    desk.do(confirm_guesses, texts, ferries.entity_index())
    assert plain(desk.session.coding.values["headline"]) == "My own words"
    assert plain(desk.session.coding.values["day"]) == "2031-05-04"


def test_each_coder_confirms_alone(ferries: OpenProject) -> None:
    ada, ben = Desk(ferries, key="page"), Desk(ferries, "Ben", key="page")
    ada.do(confirm_guesses, {"headline": "Ada’s"}, ferries.entity_index())
    assert states(ferries, ada)["headline"] == "filled"
    assert states(ferries, ben)["headline"] == "open"


def test_a_finished_article_and_a_value_that_is_none(ferries: OpenProject) -> None:
    desk = Desk(ferries, key="page")
    with pytest.raises(AnnotatorError, match="no such date"):
        confirm_guesses(desk.session, {"day": "some time in spring"}, ferries.entity_index())
    desk.do(coding_article.finish, reason="enough for the test")
    assert states(ferries, desk)["headline"] == "finished"
    with pytest.raises(AnnotatorError, match="finished"):
        confirm_guesses(desk.session, {"headline": "Late"}, ferries.entity_index())


def test_names_become_the_entities_they_mean(study_desk: Desk) -> None:
    project = study_desk.project
    book = project.codebook
    outlet, byline = book.variable_by_role("outlet"), book.variable_by_role("byline")
    assert outlet is not None
    assert byline is not None
    index = project.entity_index()
    assert plain(guess_cell(outlet, "Quay Post", index)) == "Quay Post"
    assert plain(guess_cell(byline, "Marta Olsen and  Per Lund", index)) == [
        "Marta Olsen",
        "Per Lund",
    ]
    texts = {outlet.id: "Quay Post", byline.id: "Marta Olsen"}
    study_desk.do(confirm_guesses, texts, index)
    assert plain(study_desk.session.coding.values[byline.id]) == ["Marta Olsen"]
