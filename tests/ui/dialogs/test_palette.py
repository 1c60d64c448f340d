"""The palette in the window: by keys from a few letters to what was wanted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.ui.dialogs.palette import PaletteOverlay


@pytest.fixture
def coding(study):
    """The sample study on an article that is open and can be changed."""
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.acts.reopen()
    return study


def overlay_of(window):
    found = window.overlays.current
    assert isinstance(found, PaletteOverlay)
    return found


def opened(window, qtbot, query, command="palette"):
    window.actions_.refresh()
    window.actions_.action(command).trigger()
    palette = overlay_of(window)
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, query)
    return palette


def test_slash_opens_it_and_esc_gives_the_focus_back(coding, qtbot):
    coding.code.view.setFocus()
    qtbot.keyClick(coding.code.view, Qt.Key.Key_Slash)
    palette = overlay_of(coding)
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert coding.code.view.hasFocus()


def test_a_value_is_set_by_a_few_letters(coding, qtbot):
    desk = coding.desk
    desk.select(next(iter(desk.numbers)))
    attribute = next(
        a
        for a in desk.codebook.attributes_of(desk.selected.type)
        if a.has_categories and a.is_asked and not a.holds_list and a.is_visible({})
    )
    wanted = attribute.categories[-1]
    palette = opened(coding, qtbot, f"{attribute.label} {wanted.shown}")
    assert palette.current().text == f"{attribute.label}: {wanted.shown}"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert desk.selected.values[attribute.id] == {"v": wanted.id}


def test_a_command_and_an_article_are_run(coding, qtbot):
    palette = opened(coding, qtbot, "corpus")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert coding.screen_name == "corpus"
    target = coding.code.queue.model.order()[0]
    palette = opened(coding, qtbot, target.title)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert coding.screen_name == "code"
    assert coding.desk.session.article.id == target.id


def test_tab_goes_to_the_next_group(coding, qtbot):
    palette = opened(coding, qtbot, "")
    first = palette.current().group
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.current().group != first
    qtbot.keyClick(palette.field, Qt.Key.Key_Backtab)
    assert palette.current().group == first


def test_nothing_found_is_said(coding, qtbot):
    palette = opened(coding, qtbot, "qqqzzz")
    assert palette.none.isVisible()
    assert palette.current() is None
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_what_was_done_lately_is_done_again_by_a_digit(coding, qtbot):
    desk, view = coding.desk, coding.code.view
    type_id = desk.codebook.span_types[-1].id
    borders = desk.session.borders
    free = [
        t
        for t in borders.tokens
        if desk.session.text[t[0] : t[1]].isalpha()
        and not any(z.start <= t[0] < z.end for z in desk.session.zones)
    ]
    view.set_selection(*free[-3])
    coding.code.acts.tag(type_id)
    before = len(desk.session.annotations)
    view.set_selection(*free[-1])
    palette = opened(coding, qtbot, "1", command="recent")
    assert not palette.isVisible()
    assert len(desk.session.annotations) == before + 1
    assert desk.selected.type == type_id


def test_an_actor_names_the_selected_mention_or_leads_to_the_next_one(coding, qtbot):
    desk = coding.desk
    entity = coding.actor_names.listed()[0]
    span_type = next(t for t in desk.codebook.span_types if t.attribute_by_role("entity"))
    attribute_id = span_type.attribute_by_role("entity").id
    mention = next(a for a in desk.session.ordered() if a.type == span_type.id)
    desk.select(mention.id)
    palette = opened(coding, qtbot, entity.name)
    entry = next(h.entry for h in palette.hits() if h.entry.id == ("actor", entity.key))
    palette.take(entry)
    assert desk.selected.values[attribute_id] == {"v": entity.key}
    desk.select(None)
    coding.code.view.set_caret(0)
    palette = opened(coding, qtbot, entity.name)
    palette.take(next(h.entry for h in palette.hits() if h.entry.id == ("actor", entity.key)))
    assert desk.selected.values[attribute_id] == {"v": entity.key}
