"""Further places of the same words or entity, and tagging those that are kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.entities import merge_entities, new_entity, set_aliases
from refusal_annotator.workspace.occurrences import (
    find_occurrences,
    occurrences_of,
    shared_values,
    tag_all,
)
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk, new_project

TEXT = (
    "🚢 Tern Line waits\n\n"
    "The Tern Line waits. Its owner, tern\nline of Port Ellery, and the Tern waited; the Terns "
    "did not. “Tern Line”, it says, is the Line. A stern Tern.\n\n"
    "More of the Tern Line\n"
)


@pytest.fixture
def quay(tmp_path: Path, closing: list[OpenProject]) -> Desk:
    shutil.rmtree(tmp_path / "quay", ignore_errors=True)
    made = new_project(tmp_path / "quay", skua=TEXT)
    closing.append(made)
    return Desk(made)


def found(desk: Desk, *spellings: str) -> list[tuple[str, bool]]:
    return [(o.quote, o.alike) for o in find_occurrences(desk.session, "Vessel", spellings)]


def test_whole_tokens_are_found_whatever_their_capitals_and_spaces(quay: Desk) -> None:
    assert found(quay, "Tern Line") == [
        ("Tern Line", True),
        ("Tern Line", True),
        ("tern\nline", False),
        ("Tern Line", True),
        ("Tern Line", True),
    ]
    assert [quote for quote, _ in found(quay, "Tern")] == ["Tern"] * 2 + ["tern"] + ["Tern"] * 4


def test_the_longer_spelling_wins(quay: Desk) -> None:
    quotes = [quote for quote, _ in found(quay, "Tern", "Tern Line")]
    assert quotes == [
        "Tern Line",
        "Tern Line",
        "tern\nline",
        "Tern",
        "Tern Line",
        "Tern",
        "Tern Line",
    ]


def test_what_is_coded_with_the_type_or_not_coded_at_all_is_left_out(quay: Desk) -> None:
    quay.tag("Vessel", "The Tern Line")
    start = quay.session.text.index("More of")
    quay.do(coding.add_zone, "menu", start, len(quay.session.text) - 1)
    assert len(found(quay, "Tern Line")) == 3
    quay.tag("Notice", "Tern Line waits", kind="delay")
    assert len(found(quay, "Tern Line")) == 3


def test_each_place_shows_what_stands_around_it_in_whole_words(quay: Desk) -> None:
    third = find_occurrences(quay.session, "Vessel", ["Tern Line"])[2]
    assert third.before.endswith("Its owner, ")
    assert third.after.startswith(" of Port Ellery, and the")
    assert "\n" not in third.before + third.after
    for place in find_occurrences(quay.session, "Vessel", ["Tern Line"]):
        assert quay.session.text[place.start : place.end] == place.quote


def test_all_spellings_of_the_entity_are_found_after_a_merger_too(quay: Desk) -> None:
    project = quay.project
    for name in ("Tern Line", "Port Ellery"):
        project.apply(new_entity(project, name)[1])
    line, port = sorted(project.entities(), key=lambda e: e.name, reverse=True)
    project.apply(set_aliases(project, line.id, ["Terns"]))
    project.apply(merge_entities(project, line.id, [port.id]))
    made = quay.do(coding.tag, "Vessel", 2, 11, values={"who": value("tern_line")})
    span = coding.created_annotation(made)
    quotes = [o.quote for o in occurrences_of(quay.session, span, project.entity_index())]
    assert quotes == ["Tern Line", "tern\nline", "Port Ellery", "Terns", "Tern Line", "Tern Line"]
    assert shared_values(quay.session, span) == {"who": value("tern_line")}


def test_the_places_kept_are_tagged_as_one_act(quay: Desk) -> None:
    before = quay.state()
    places = find_occurrences(quay.session, "Vessel", ["Tern Line"])[:3]
    made = quay.do(tag_all, "Vessel", places, values={"who": value("tern_line")})
    assert made.label == "Tag 3 more as actor"
    spans = quay.session.ordered()
    assert [a.quote for a in spans] == [p.quote for p in places]
    assert len({a.sequence for a in spans}) == 3
    assert all(a.values["who"] == value("tern_line") for a in spans)
    assert len(find_occurrences(quay.session, "Vessel", ["Tern Line"])) == 2
    quay.undo()
    assert quay.state() == before
    quay.redo()
    assert len(quay.session.annotations) == 3


def test_no_place_and_a_place_that_was_coded_meanwhile_are_refused(quay: Desk) -> None:
    with pytest.raises(AnnotatorError, match="no place is chosen"):
        tag_all(quay.session, "Vessel", [])
    places = find_occurrences(quay.session, "Vessel", ["Tern Line"])
    quay.do(tag_all, "Vessel", places[:1])
    with pytest.raises(AnnotatorError, match="tagged as actor already"):
        tag_all(quay.session, "Vessel", places)
    assert find_occurrences(quay.session, "Vessel", ["", " "]) == ()
