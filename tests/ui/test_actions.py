"""Commands as data: no key means two things, menus and the list of keys follow the table."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import NamedTuple

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.resources import codebook_names, codebook_path
from refusal_annotator.ui.actions import (
    COMMANDS,
    MENUS,
    Actions,
    CollisionError,
    Command,
    refuse_collisions,
    type_commands,
)


class Made(NamedTuple):
    actions: Actions
    done: list[tuple[object, ...]]
    parent: QWidget


@pytest.fixture
def made(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[tuple[object, ...]] = []

    def note(name: str) -> Callable[..., object]:
        return lambda *given: done.append((name, *given))

    calls = {c.calls: note(c.calls) for c in COMMANDS} | {"tag": note("tag")}
    conditions = {c.when: lambda: True for c in COMMANDS}
    made = Actions(parent, calls=calls, conditions=conditions)
    return Made(made, done, parent)


def test_no_two_commands_share_a_key_where_both_could_be_meant():
    refuse_collisions(COMMANDS)


@pytest.mark.parametrize("name", codebook_names())
def test_types_of_every_codebook_get_free_keys(name):
    codebook = load_codebook(codebook_path(name).read_text("utf-8"))
    refuse_collisions([*COMMANDS, *type_commands(codebook)])


@pytest.mark.parametrize(
    ("one", "other"), [("window", "code"), ("code", "text"), ("code", "code"), ("window", "text")]
)
def test_a_collision_is_refused(one, other):
    commands = [
        Command("a", "A", "a", ("X",), scope=one),
        Command("b", "B", "b", ("x",), scope=other),
    ]
    with pytest.raises(CollisionError, match="a and b"):
        refuse_collisions(commands)


def test_a_key_may_serve_two_screens():
    refuse_collisions(
        [
            Command("a", "A", "a", ("J",), scope="code"),
            Command("b", "B", "b", ("J",), scope="compare"),
        ]
    )


def test_a_type_whose_key_is_a_command_keeps_the_command():
    text = codebook_path("minimal").read_text("utf-8").replace('hotkey: "1"', "hotkey: a")
    commands = type_commands(load_codebook(text))
    assert [c.keys for c in commands] == [(), ("2",)]


def test_menus_hold_every_command_once(made, qtbot):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    menus = made.actions.fill_menus(bar, MENUS)
    shown = [a for menu in menus.values() for a in menu.actions() if not a.isSeparator()]
    wanted = [c.id for c in COMMANDS if c.menu]
    assert sorted(a.objectName() for a in shown) == sorted(wanted)


def test_nothing_stays_of_menus_that_were_built_before(made, qtbot):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    for _ in range(3):
        made.actions.fill_menus(bar, MENUS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    menus = [each for each in gc.get_referents(bar) if isinstance(each, QMenu)]
    assert [menu for menu in menus if not shiboken6.isValid(menu)] == []


def test_the_list_of_keys_follows_the_commands(made):
    made.actions.set_codebook(load_codebook(codebook_path("minimal").read_text("utf-8")))
    sections = dict(made.actions.sections())
    code = {words: keys for keys, words in sections["Code"]}
    assert code["apply a type"] == ("1", "2")
    assert code["link"] == ("L",)


def test_letters_can_be_switched_off(made):
    made.actions.set_letters(False)
    assert made.actions.action("accept").shortcuts() == []
    assert made.actions.action("undo").shortcuts() != []
    made.actions.set_letters(True)
    assert made.actions.action("accept").shortcuts() != []


def test_a_trigger_calls_what_the_table_says(made):
    made.actions.action("go_corpus").trigger()
    made.actions.set_codebook(load_codebook(codebook_path("minimal").read_text("utf-8")))
    made.actions.action("tag:Party").trigger()
    assert made.done == [("go", "corpus"), ("tag", "Party")]
