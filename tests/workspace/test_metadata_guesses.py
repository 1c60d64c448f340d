"""Guesses at what a page says about its article, by the variables of the codebook."""

from __future__ import annotations

from pathlib import Path

from refusal_annotator.workspace.metadata_guesses import metadata_guesses
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import new_project

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
