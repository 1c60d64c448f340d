"""Changing keys in the settings: by pressing them, with menus and list following."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.workspace.settings import load_settings


@pytest.fixture
def keys(study):
    study.go("settings")
    study.settings_screen.tabs["keys"].click()
    return study.settings_screen.keys


def choose(keys, command_id):
    keys.table.setCurrentIndex(keys.model.index(keys.model.row_of(command_id), 0))


def shown(keys, command_id):
    return keys.model.index(keys.model.row_of(command_id), 2).data()


def test_a_command_gets_the_key_that_is_pressed(keys, study, qtbot):
    choose(keys, "doubt")
    qtbot.keyClick(keys.table, Qt.Key.Key_Return)
    assert keys.catcher.hasFocus()
    assert "Mark as doubtful" in keys.catcher.accessibleName()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_Y)
    assert shown(keys, "doubt") == "Y"
    assert study.actions_.action("doubt").shortcut().toString() == "Y"
    assert load_settings().keys == {"doubt": ("Y",)}
    listed = {short: caps for _, rows in study.actions_.sections() for caps, short in rows}
    assert listed["doubt"] == ("Y",)
    assert keys.table.hasFocus()


def test_the_new_key_works_and_the_old_one_does_not(keys, study, qtbot):
    choose(keys, "doubt")
    keys.begin()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_Y)
    study.go("code")
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.acts.reopen()
    study.desk.select(study.desk.session.ordered()[0].id)
    before = study.desk.selected.doubt
    qtbot.keyClick(study.code.view, Qt.Key.Key_F)
    assert study.desk.selected.doubt == before
    qtbot.keyClick(study.code.view, Qt.Key.Key_Y)
    assert study.desk.selected.doubt != before


def test_buttons_show_the_new_key(keys, study, qtbot):
    for command, key in (("doubt", Qt.Key.Key_Y), ("accept", Qt.Key.Key_G)):
        choose(keys, command)
        keys.begin()
        qtbot.keyClick(keys.catcher, key)
    assert study.code.inspector.doubt.toolTip() == "Mark as doubtful  (Y)"
    assert study.code.decisions.accept._key == "G"
    keys.reset_all.click()
    assert study.code.inspector.doubt.toolTip() == "Mark as doubtful  (F)"
    assert study.code.decisions.accept._key == "A"


def test_a_key_that_another_command_has_is_refused_by_its_name(keys, qtbot):
    choose(keys, "doubt")
    keys.begin()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_C)
    assert "“Write a note”" in keys.catcher.more.text()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_1)
    assert "the codebook gives" in keys.catcher.more.text()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_Left)
    assert "moves in text" in keys.catcher.more.text()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_Escape)
    assert shown(keys, "doubt") == "F"
    assert load_settings().keys == {}


def test_signs_and_combinations_are_caught_as_they_are_written(keys, qtbot):
    choose(keys, "doubt")
    keys.begin()
    qtbot.keyClick(keys.catcher, Qt.Key.Key_Control)
    qtbot.keyClick(
        keys.catcher,
        Qt.Key.Key_D,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    )
    assert load_settings().keys == {"doubt": ("Ctrl+Alt+D",)}


def test_a_key_is_taken_away_and_put_back(keys, study, qtbot):
    choose(keys, "doubt")
    qtbot.keyClick(keys.table, Qt.Key.Key_Delete)
    assert shown(keys, "doubt") == "—"
    assert not keys.remove.isEnabled()
    keys.reset.click()
    assert shown(keys, "doubt") == "F"
    assert load_settings().keys == {}
    assert not keys.reset.isEnabled()


def test_all_usual_keys_come_back_at_once(keys, study, qtbot):
    for command in ("doubt", "note"):
        choose(keys, command)
        keys.take_away()
    keys.reset_all.click()
    assert (shown(keys, "doubt"), shown(keys, "note")) == ("F", "C")
    assert not keys.reset_all.isEnabled()


def test_the_search_finds_by_words_and_by_key(keys, qtbot):
    qtbot.keyClicks(keys.search, "doubtful")
    assert keys.command().id == "doubt"
    keys.search.setText("zzz")
    assert keys.none.isVisible()
    assert not keys.change.isEnabled()


def test_types_have_the_keys_of_the_codebook(keys):
    assert all(not keys.model.command(n).id.startswith("tag:") for n in range(20))
