"""The actors of the sample study: found, renamed, merged, split and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def actors(study):
    study.actions_.action("go_actors").trigger()
    assert study.screen_name == "actors"
    return study.actors


def names(actors):
    return [actors.model.index(row, 0).data() for row in range(actors.model.rowCount())]


def choose(actors, *wanted):
    rows = [names(actors).index(name) for name in wanted]
    actors._select([actors.model.actor(row).entity.id for row in rows])


def test_the_table_names_all_actors_with_their_codings(actors, study):
    assert len(names(actors)) == study.bridge.project.entity_index().heads().__len__()
    counts = [int(actors.model.index(row, 2).data()) for row in range(actors.model.rowCount())]
    assert sum(counts) > 0
    assert f"{len(names(actors))} actors" in study.status.text
    assert actors.card.empty.isVisible()


def test_the_search_looks_at_every_spelling(actors, qtbot):
    actor = next(a for a in map(actors.model.actor, range(actors.model.total)) if a.merged == ())
    alias = next((s for s in actor.spellings if s != actor.name), actor.name)
    qtbot.keyClicks(actors.search, alias)
    assert actor.name in names(actors)
    qtbot.keyClicks(actors.search, " xyzzy")
    assert names(actors) == []
    assert actors.empty.isVisible()
    qtbot.keyClick(actors.search, Qt.Key.Key_Escape)
    assert names(actors)


def test_two_actors_become_one_by_key_and_two_again(actors, study, qtbot):
    first, second = names(actors)[:2]
    before = len(names(actors))
    choose(actors, first, second)
    assert actors.card.merge_button.isVisible()
    qtbot.keyClick(actors.table, Qt.Key.Key_M)
    assert len(names(actors)) == before - 1
    (left,) = actors.chosen()
    assert {first, second} <= set(left.spellings)
    assert "Merge" in study.status.text
    offered = {n.name: n.aliases for n in study.actor_names.listed()}
    assert {first, second} <= {left.name, *offered[left.name]}
    study.actions_.action("undo").trigger()
    assert len(names(actors)) == before
    assert study.actions_.action("redo").isEnabled()
    study.actions_.action("redo").trigger()
    assert len(names(actors)) == before - 1


def test_the_name_that_is_chosen_stays(actors):
    first, second = names(actors)[:2]
    choose(actors, first, second)
    wanted = next(a for a in actors.chosen() if a.entity.id != actors.card._stays)
    actors.card.choices.chosen.emit(wanted.entity.id)
    actors.card.merge_button.click()
    assert actors.chosen()[0].name == wanted.name


def test_a_new_name_is_kept_on_enter_and_put_back_on_esc(actors, study, qtbot):
    choose(actors, names(actors)[0])
    old = actors.card.name.text()
    qtbot.keyClick(actors.table, Qt.Key.Key_F2)
    qtbot.keyClicks(actors.card.name, "Harbour watch")
    qtbot.keyClick(actors.card.name, Qt.Key.Key_Escape)
    assert actors.card.name.text() == old
    actors.card.name.selectAll()
    qtbot.keyClicks(actors.card.name, "Harbour watch")
    qtbot.keyClick(actors.card.name, Qt.Key.Key_Return)
    assert actors.chosen()[0].name == "Harbour watch"
    assert old in actors.chosen()[0].spellings
    assert study.actors.undo_label.startswith("Rename")


def test_a_name_of_another_actor_is_refused_with_the_way_out(actors, study, qtbot):
    first, second = names(actors)[:2]
    choose(actors, first)
    actors.card.name.selectAll()
    qtbot.keyClicks(actors.card.name, second)
    qtbot.keyClick(actors.card.name, Qt.Key.Key_Return)
    assert "Merge the two instead" in study.status.text
    assert actors.card.name.text() == first


def test_ticked_spellings_are_split_off_or_removed(actors, study, qtbot):
    choose(actors, names(actors)[0])
    for spelling in ("Night shift", "Day shift"):
        qtbot.keyClicks(actors.card.more, spelling)
        qtbot.keyClick(actors.card.more, Qt.Key.Key_Return)
    assert not actors.card.split_button.isEnabled()
    actors.card.spellings.chosen.emit("Night shift")
    assert actors.card.split_button.text() == "Split off 1 spelling"
    actors.card.split_button.click()
    assert "Night shift" in names(actors)
    actors.card.spellings.chosen.emit("Day shift")
    actors.card.remove.click()
    assert "Day shift" not in actors.chosen()[0].spellings


def test_nothing_is_changed_in_a_project_that_is_only_read(window, sample):
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id, read_only=True)
    window.go("actors")
    choose(window.actors, *names(window.actors)[:2])
    assert not window.actors.card.merge_button.isEnabled()
    assert not window.actions_.action("merge_actors").isEnabled()
    choose(window.actors, names(window.actors)[0])
    assert window.actors.card.name.isReadOnly()
