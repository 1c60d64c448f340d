"""Editors: every kind of variable has one; keys, Enter and missing kinds give the right cells."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.codebook import Level, load_codebook
from refusal_annotator.domain.variables import value
from refusal_annotator.resources import codebook_path
from refusal_annotator.ui.editors import EDITORS, EditorContext, Named, make_editor


@pytest.fixture(scope="module")
def codebook():
    return load_codebook(codebook_path("refusal_news").read_text("utf-8"))


@pytest.fixture
def context(codebook):
    made = []
    known = (Named("holm", "Vera Holm", ("Holm",)), Named("port_office", "Port office"))

    def add(name):
        made.append(name)
        return name.lower().replace(" ", "_")

    context = EditorContext(codebook, lambda: known, add)
    return context, made


@pytest.fixture
def open_editor(qtbot, context):
    def make(attribute, cell=None):
        editor = make_editor(attribute, context[0])
        qtbot.addWidget(editor)
        got: list[object] = []
        setattr(editor, "got", got)  # noqa: B010
        editor.committed.connect(got.append)
        editor.set_cell(cell)
        editor.show()
        qtbot.waitExposed(editor)
        editor.setFocus()
        return editor

    return make


def attribute_of(codebook, type_id, level, *, multiple=False, role=None):
    pool = codebook.article_variables if type_id is None else codebook.span_type(type_id).attributes
    return next(
        a
        for a in pool
        if a.level == level and a.multiple == multiple and (role is None or a.role == role)
    )


def test_every_level_has_an_editor():
    assert set(EDITORS) == set(Level)


@pytest.mark.parametrize("level", [Level.NOMINAL, Level.ORDINAL])
def test_a_category_is_chosen_by_its_key(qtbot, codebook, open_editor, level):
    attribute = attribute_of(codebook, "Claim", level)
    editor = open_editor(attribute)
    with qtbot.waitSignal(editor.done):
        qtbot.keyClick(editor.options, "2")
    chosen = next(c for c in attribute.categories if c.code == 2)
    assert editor.got == [value(chosen.id)]


def test_a_missing_kind_is_one_of_the_choices(qtbot, codebook, open_editor):
    attribute = codebook.span_type("Claim").attribute("verification")
    editor = open_editor(attribute)
    qtbot.keyClick(editor.options, "b")
    assert editor.got == [{"m": "not_applicable"}]


def test_backspace_clears_a_category(qtbot, codebook, open_editor):
    attribute = attribute_of(codebook, "Claim", Level.NOMINAL)
    editor = open_editor(attribute, value(attribute.categories[0].id))
    qtbot.keyClick(editor.options, Qt.Key.Key_Backspace)
    assert editor.got == [None]


def test_several_categories_toggle_in_the_order_of_the_codebook(qtbot, codebook, open_editor):
    attribute = attribute_of(codebook, None, Level.MULTI_SELECT)
    first, second = attribute.categories[0], attribute.categories[1]
    editor = open_editor(attribute, value([second.id]))
    qtbot.keyClick(editor.options, str(first.code))
    assert editor.got[-1] == value([first.id, second.id])
    editor.set_cell(editor.got[-1])
    qtbot.keyClick(editor.options, str(first.code))
    assert editor.got[-1] == value([second.id])


@pytest.mark.parametrize(
    ("typed", "expected"), [("1,200", 1200), ("20", 20), ("0.5", 0.5), ("1 000", 1000)]
)
def test_numbers_are_read_as_people_write_them(qtbot, codebook, open_editor, typed, expected):
    editor = open_editor(attribute_of(codebook, "Number", Level.RATIO, role="value_low"))
    qtbot.keyClicks(editor.edit, typed)
    with qtbot.waitSignal(editor.done):
        qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    assert editor.got == [value(expected)]


def test_a_wrong_number_stays_and_is_explained(qtbot, codebook, open_editor):
    editor = open_editor(attribute_of(codebook, "Number", Level.RATIO, role="value_low"))
    qtbot.keyClicks(editor.edit, "many")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    assert editor.got == []
    assert editor.edit.text() == "many"
    assert "number" in editor.field.problem.text()


def test_a_bound_may_be_open(qtbot, codebook, open_editor):
    editor = open_editor(attribute_of(codebook, "Number", Level.RATIO, role="value_high"))
    qtbot.keyClick(editor.edit, Qt.Key.Key_Down)
    qtbot.keyClick(editor.options, "o")
    assert editor.got == [{"open": True}]


def test_a_date_may_be_known_in_part(qtbot, codebook, open_editor):
    editor = open_editor(attribute_of(codebook, None, Level.INTERVAL))
    qtbot.keyClicks(editor.edit, "2024-13")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    assert editor.got == []
    editor.edit.clear()
    qtbot.keyClicks(editor.edit, "2024-05")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    assert editor.got == [value("2024-05")]


def test_a_known_entity_is_found_by_another_spelling(qtbot, codebook, open_editor, context):
    editor = open_editor(attribute_of(codebook, "Actor", Level.LINK))
    qtbot.keyClicks(editor.edit, "holm")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    assert editor.got == [value("holm")]
    assert context[1] == []


def test_a_new_entity_is_made(qtbot, codebook, open_editor, context):
    editor = open_editor(attribute_of(codebook, "Actor", Level.LINK))
    qtbot.keyClicks(editor.edit, "Lena Orr")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    assert context[1] == ["Lena Orr"]
    assert editor.got == [value("lena_orr")]


def test_a_list_of_entities_grows_and_shrinks(qtbot, codebook, open_editor):
    attribute = next(
        a for a in codebook.article_variables if a.level == Level.LINK and a.holds_list
    )
    editor = open_editor(attribute, value(["port_office"]))
    qtbot.keyClicks(editor.line.edit, "Holm")
    qtbot.keyClick(editor.line.edit, Qt.Key.Key_Return)
    assert editor.got[-1] == value(["port_office", "holm"])


def test_esc_leaves_and_stores_nothing(qtbot, codebook, open_editor):
    editor = open_editor(attribute_of(codebook, "Claim", Level.TEXT), value("said"))
    qtbot.keyClicks(editor.edit, "told")
    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(editor.edit, Qt.Key.Key_Escape)
    assert editor.got == []
    assert editor.edit.text() == "said"


def test_tab_speaks_for_the_whole_editor(qtbot, codebook, open_editor):
    editor = open_editor(attribute_of(codebook, "Claim", Level.NOMINAL))
    with qtbot.waitSignal(editor.tabbed) as there:
        qtbot.keyClick(editor.options, Qt.Key.Key_Tab)
    assert there.args == [True]
