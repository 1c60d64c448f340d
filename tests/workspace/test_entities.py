"""An actor who is not in the registry yet is added while coding."""

from __future__ import annotations

from uuid import uuid4

import pytest

from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.domain.entities import Entity, entity_id
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.entities import (
    actors_of,
    merge_entities,
    new_entity,
    rename_entity,
    set_aliases,
    set_entity_class,
    split_entity,
)
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.study_history import (
    StudyHistory,
    redo_study,
    study_history,
    undo_study,
)
from tests.workspace.ferry import Desk


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


# --- renamed, merged, split -----------------------------------------------------------------------


@pytest.fixture
def crew(desk: Desk) -> Desk:
    """Ada's mentions of a paper under its key and of an office as written."""
    for name in ("Quay Post", "Harbour office", "The pilot"):
        _, act = new_entity(desk.project, name, desk.coder.id)
        desk.project.apply(act)
    desk.do(coding.tag, "Vessel", *desk.place("Quay Post"), values={"who": value("quay_post")})
    words = desk.place("harbour office")
    desk.do(coding.tag, "Vessel", *words, values={"who": value("harbour office")})
    return desk


def entity_of(desk: Desk, key: str) -> Entity:
    return next(e for e in desk.project.entities() if e.key == key)


def counts(desk: Desk, coder: Coder | None = None) -> dict[str, int]:
    return {a.entity.key: a.n_codings for a in actors_of(desk.project, coder or desk.coder)}


def test_a_coder_counts_their_own_codings_and_a_supervisor_all(crew: Desk) -> None:
    boss = crew.project.add_coder("Vera", CoderRole.SUPERVISOR)
    ben = crew.project.add_coder("Ben")
    assert counts(crew) == {"harbour_office": 1, "quay_post": 1, "the_pilot": 0}
    assert counts(crew, boss) == counts(crew)
    assert set(counts(crew, ben).values()) == {0}


def test_a_merger_holds_for_reading_and_is_taken_back_as_one_act(crew: Desk) -> None:
    project, ada = crew.project, crew.coder.id
    into, *others = (entity_of(crew, k).id for k in ("quay_post", "harbour_office", "the_pilot"))
    project.apply(merge_entities(project, into, others, ada))
    (only,) = actors_of(project, crew.coder)
    assert only.spellings == ("Quay Post", "Harbour office", "The pilot")
    assert only.n_codings == 2
    assert project.entity_index().resolve("THE PILOT") == "quay_post"
    label = "Merge Harbour office, The pilot into Quay Post"
    assert study_history(project, ada).undo.label == label
    undo_study(project, ada)
    assert len(actors_of(project, crew.coder)) == 3
    assert study_history(project, ada).redo.label == label
    redo_study(project, ada)
    assert len(actors_of(project, crew.coder)) == 1


def test_merging_what_is_one_already_is_refused(crew: Desk) -> None:
    project = crew.project
    post, office = entity_of(crew, "quay_post"), entity_of(crew, "harbour_office")
    project.apply(merge_entities(project, post.id, [office.id]))
    with pytest.raises(AnnotatorError, match="Nothing was merged: choose at least two"):
        merge_entities(project, office.id, [post.id])
    with pytest.raises(AnnotatorError, match="not here any more"):
        merge_entities(project, post.id, [uuid4()])


def test_a_merged_entity_is_split_off_under_its_name(crew: Desk) -> None:
    project = crew.project
    post, office = entity_of(crew, "quay_post"), entity_of(crew, "harbour_office")
    project.apply(merge_entities(project, post.id, [office.id]))
    split = split_entity(project, post.id, ["harbour OFFICE"], crew.coder.id)
    project.apply(split.change_set)
    assert split.entity.id == office.id
    assert counts(crew) == {"harbour_office": 1, "quay_post": 1, "the_pilot": 0}


def test_a_spelling_is_split_off_with_the_codings_that_are_written_so(crew: Desk) -> None:
    project, ada = crew.project, crew.coder.id
    post = entity_of(crew, "quay_post")
    project.apply(set_aliases(project, post.id, ["captain", "Post  of the Quay"], ada))
    crew.do(coding.tag, "Vessel", *crew.place("captain"), values={"who": value("quay_post")})
    ben = Desk(project, "Ben")
    ben.do(coding.tag, "Vessel", *ben.place("captain"), values={"who": value("quay_post")})
    split = split_entity(project, post.id, ["Captain"], ada)
    project.apply(split.change_set)
    assert (split.entity.key, split.n_moved, split.n_left) == ("captain", 1, 1)
    assert entity_of(crew, "quay_post").aliases == ("Post of the Quay",)
    assert counts(crew)["captain"] == 1
    assert counts(crew, ben.coder) == {
        "captain": 0,
        "harbour_office": 0,
        "quay_post": 1,
        "the_pilot": 0,
    }
    undo_study(project, ada)
    assert "captain" not in counts(crew)
    assert counts(crew)["quay_post"] == 2


def test_a_split_of_what_is_no_spelling_or_the_name_is_refused(crew: Desk) -> None:
    post = entity_of(crew, "quay_post")
    for spellings, sentence in (
        ([], "choose the spellings"),
        (["Tern"], "tern is no spelling of Quay Post"),
        (["quay post"], "Rename the actor first"),
    ):
        with pytest.raises(AnnotatorError, match=sentence):
            split_entity(crew.project, post.id, spellings)


def test_the_old_name_stays_as_a_spelling(crew: Desk) -> None:
    project = crew.project
    office = entity_of(crew, "harbour_office")
    project.apply(rename_entity(project, office.id, " Port authority ", crew.coder.id))
    renamed = entity_of(crew, "harbour_office")
    assert (renamed.name, renamed.aliases) == ("Port authority", ("Harbour office",))
    assert counts(crew)["harbour_office"] == 1
    with pytest.raises(AnnotatorError, match="a spelling of Quay Post already. Merge the two"):
        rename_entity(project, office.id, "quay post")
    with pytest.raises(AnnotatorError, match="a spelling of Quay Post already. Merge the two, or"):
        set_aliases(project, office.id, ["Quay post"])


def test_a_class_is_set_and_taken_off(crew: Desk) -> None:
    project = crew.project
    for given, wanted in ((" press ", "press"), ("", None)):
        post = entity_of(crew, "quay_post")
        project.apply(set_entity_class(project, post.id, given, crew.coder.id))
        assert entity_of(crew, "quay_post").entity_class == wanted


def test_the_history_of_the_registry_holds_no_other_acts_on_the_study(desk: Desk) -> None:
    assert desk.project.undo_label(desk.coder.id, None) == "Add a coder"
    assert study_history(desk.project, desk.coder.id) == StudyHistory()
    assert undo_study(desk.project, desk.coder.id) is None
    assert redo_study(desk.project, desk.coder.id) is None


def test_mergers_are_taken_back_on_both_databases(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    for name in ("Quay Post", "The Post"):
        on_both.apply(new_entity(on_both, name, desk.coder.id)[1])
    first, second = on_both.entities()
    on_both.apply(merge_entities(on_both, first.id, [second.id], desk.coder.id))
    assert len(actors_of(on_both, desk.coder)) == 1
    undo_study(on_both, desk.coder.id)
    assert len(actors_of(on_both, desk.coder)) == 2
    undo_study(on_both, desk.coder.id)
    undo_study(on_both, desk.coder.id)
    assert actors_of(on_both, desk.coder) == []
