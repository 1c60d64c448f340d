"""Places in the palette: an article and numbers, or the address of a link, typed or pasted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.ui.dialogs.palette import PaletteOverlay
from refusal_annotator.workspace.places import link_to


def opened(window, query, command="palette"):
    window.actions_.refresh()
    window.actions_.action(command).trigger()
    palette = window.overlays.current
    assert isinstance(palette, PaletteOverlay)
    palette.field.insert(query)
    return palette


def title_of(window, key):
    return next(a.title for a in window.code.queue.model.order() if a.key.startswith(key))


def place_of(window):
    view = window.code.view
    return window.desk.session.article.key[:2], view.anchor(), view.caret()


@pytest.mark.parametrize(
    ("query", "words", "place"),
    [
        ("05:29-118", "place 29 to 118", ("05", 29, 118)),
        ("5:29–118", "place 29 to 118", ("05", 29, 118)),
        ("05:29", "place 29", ("05", 29, 29)),
        ("daily trumpet:29", "place 29", ("05", 29, 29)),
    ],
)
def test_a_place_is_typed_and_gone_to(study, qtbot, query, words, place):
    study.go("corpus")
    palette = opened(study, query)
    assert palette.current().text == f"Go to {words} of {title_of(study, '05')}"
    assert palette.current().group == "Places"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert study.screen_name == "code"
    assert place_of(study) == place


def test_without_an_article_it_is_the_open_one(study, qtbot):
    first = study.code.queue.model.order()[0]
    study.code.open_article(first.id)
    palette = opened(study, ":7-9", "go_to_place")
    assert [hit.entry.text for hit in palette.hits()] == [f"Go to place 7 to 9 of {first.title}"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert place_of(study) == (first.key[:2], 7, 9)


def test_several_articles_that_could_be_meant_are_offered(study, qtbot):
    palette = opened(study, "er:10")
    places = [h.entry for h in palette.hits() if h.entry.group == "Places"]
    assert 1 < len(places) <= 3
    assert all(entry.note for entry in places)


def test_go_to_place_says_what_to_type_until_it_is_a_place(study, qtbot):
    palette = opened(study, "5", "go_to_place")
    assert not palette.hits() and "3:29-118" in palette.none.text()
    assert palette.accessibleName() == "Go to place"
    qtbot.keyClicks(palette.field, ":118-29")
    assert not palette.hits()
    qtbot.keyClick(palette.field, Qt.Key.Key_Backspace)
    assert not palette.hits()


def test_a_link_is_pasted(study, qtbot):
    link = link_to(study.bridge.project, "03:5-20")
    palette = opened(study, f" {link.address} ")
    assert palette.current().text == "Go to place 5 to 20 of this link"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert place_of(study) == ("03", 5, 20)


def test_a_pasted_link_to_another_project_says_what_is_missing(study, qtbot):
    palette = opened(study, PlaceLink(uuid4(), uuid4()).address)
    assert palette.current().text == "Go to the article of this link"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert "never opened here" in study.places.bar.sentence


def test_a_colon_in_what_is_sought_leaves_the_rest_as_it_is(study, qtbot):
    palette = opened(study, "theme: dark")
    assert palette.current().group == "Commands"
