"""An actor who is not in the registry yet is added while coding."""

from __future__ import annotations

import pytest

from refusal_annotator.domain.entities import entity_id
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.entities import new_entity
from refusal_annotator.workspace.project import OpenProject


def test_a_new_entity_gets_a_key_of_its_own(on_both: OpenProject) -> None:
    for name, key in (
        ("  The Quay\nPost ", "the_quay_post"),
        ("The Quay, Post", "the_quay_post_2"),
    ):
        entity, act = new_entity(on_both, name)
        on_both.apply(act)
        assert (entity.key, entity.id) == (key, entity_id(on_both.project_id, key))
    on_both.flush()
    assert [e.name for e in on_both.entities()] == ["The Quay Post", "The Quay, Post"]
    assert on_both.entity_index().resolve("the quay post") == "the_quay_post"


def test_a_spelling_that_is_known_is_not_added(project: OpenProject) -> None:
    _, act = new_entity(project, "Seawire")
    project.apply(act)
    with pytest.raises(AnnotatorError, match="SEAWIRE is a spelling of Seawire already"):
        new_entity(project, "SEAWIRE")
    with pytest.raises(AnnotatorError, match="the name is empty"):
        new_entity(project, " \n")


def test_an_entity_that_was_taken_back_can_be_added_again(project: OpenProject) -> None:
    for _ in range(2):
        _, act = new_entity(project, "Seawire")
        project.apply(act)
        project.flush()
        project.undo(None, None)
        project.flush()
    assert project.entities() == []
