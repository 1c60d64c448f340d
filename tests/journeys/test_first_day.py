"""The main job in the window: a project, an article, codings, undo; and all is there next time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def types_of(window):
    return [a.type for a in window.desk.session.ordered()]


def test_study_codebook_from_import_to_reopening(window, hands, new_project, article_file, qtbot):
    folder = new_project("refusal_news")
    assert window.screen_name == "corpus"
    hands.import_file(article_file)
    hands.open_first()

    # Four types by their keys, snapped to words.
    hands.drag("orty pilots of the harb")
    hands.press("2")
    assert hands.quote() == "Forty pilots of the harbour"
    hands.drag("Forty", 1)
    hands.press("3")
    assert hands.quote() == "Forty"
    hands.drag("Forty pilots of the harbour of Port Ellery have refused to bring in ships")
    hands.press("1")
    claim = window.desk.selected
    hands.drag("reckless")
    hands.press("4")
    assert sorted(types_of(window)) == ["Actor", "Claim", "Number", "Stance"]

    # Attributes by the keys that the options show; the first empty field comes by Enter.
    window.desk.select(claim.id)
    window.code.view.setFocus()
    hands.press(Qt.Key.Key_Return)
    fields = window.code.inspector.coding.fields
    assert fields.open_id == "claim_type"
    hands.press("2")
    qtbot.waitUntil(lambda: fields.open_id == "topic")
    assert window.desk.selected.values["claim_type"] == {"v": "quantity"}
    hands.press(Qt.Key.Key_Escape)
    assert window.code.view.hasFocus()

    # A link by letter: the claim's speaker.
    hands.press("l")
    assert window.desk.linking is not None
    letter = next(iter(window.desk.linking.letters.values()))
    hands.press(letter.lower())
    assert [link.type for link in window.desk.session.links.values()] == ["speaker"]
    hands.press(Qt.Key.Key_Escape)
    assert window.desk.mode == "read"

    # Doubt, note, article variable.
    hands.press("f")
    assert window.desk.selected.doubt
    hands.press("c")
    hands.press("ask Ben")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.selected.values.get("note") == {"v": "ask Ben"})
    window.code.view.setFocus()
    hands.press("v")
    form = window.code.inspector.article.fields
    assert form.open_id == "publication_date_basis"
    hands.press("1")
    assert window.desk.session.coding.values["publication_date_basis"]["v"] == "in_text"
    hands.press(Qt.Key.Key_Escape)

    # Delete, undo, redo.
    window.desk.select(claim.id)
    window.code.view.setFocus()
    hands.press(Qt.Key.Key_Delete)
    assert "Claim" not in types_of(window)
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert "Claim" in types_of(window)
    assert [link.type for link in window.desk.session.links.values()] == ["speaker"]
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert "Claim" not in types_of(window)
    hands.press(Qt.Key.Key_Z, CONTROL)
    before = window.desk.session
    state = {a.id: a for a in before.annotations.values()}
    links = dict(before.links)
    hands.saved()

    window.close_project()
    assert window.screen_name == ""
    assert window.open_project(folder)
    hands.open_first()
    after = window.desk.session
    assert {a.id: a for a in after.annotations.values()} == state
    assert after.links == links
    assert after.coding.values["publication_date_basis"]["v"] == "in_text"
    # Undo knows the last act after the restart too.
    window.undoing.name_acts()
    assert window.desk.undo_label() is not None


def test_another_topic_works_the_same(window, hands, new_project, article_file, qtbot):
    new_project("minimal")
    hands.import_file(article_file)
    hands.open_first()
    assert list(window.code.toolbar.types) == ["Demand", "Party"]
    hands.drag("Vera Holm")
    hands.press("2")
    hands.drag("Nobody sleeps on the night boats")
    hands.press("1")
    assert hands.quote() == "Nobody sleeps on the night boats"
    assert window.code.inspector.coding.lacking.isVisible()
    hands.press(Qt.Key.Key_Return)
    hands.press("2")
    qtbot.waitUntil(lambda: window.code.view.hasFocus())
    assert window.desk.selected.values["subject"] == {"v": "hours"}
    hands.press("l")
    hands.press("a")
    assert window.desk.session.missing_in_article() == ()
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F, CONTROL | SHIFT)
    assert window.desk.is_finished
    assert not window.code.toolbar.types["Demand"].isEnabled()


def test_suggestions_are_accepted_and_rejected_by_keys(
    window, hands, new_project, article_file, qtbot
):
    new_project("refusal_news")
    hands.import_file(article_file)
    window.corpus.prehighlight()
    qtbot.waitUntil(
        lambda: bool(window.corpus._articles) and bool(window.corpus._articles[0].n_suggestions),
        timeout=60_000,
    )
    hands.open_first()
    waiting = len(window.desk.suggestions)
    assert waiting > 3
    hands.press("n")
    first = window.desk.suggestion
    assert window.code.decisions.isVisible()
    hands.press("a")
    made = [a for a in window.desk.session.annotations.values() if a.suggestion_id == first.id]
    assert [a.origin for a in made] == ["accepted"]
    second = window.desk.suggestion
    hands.press("x")
    assert second.id not in {s.id for s in window.desk.suggestions}
    third = window.desk.suggestion
    hands.press("s")
    assert window.desk.suggestion.id != third.id
    assert third.id in {s.id for s in window.desk.suggestions}
    hands.press("p")
    hands.press("e")
    assert window.desk.selected.origin == "accepted"
    assert window.code.inspector.coding.fields.open_id
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert second.id in {s.id for s in window.desk.suggestions}
    assert made[0].id in window.desk.session.annotations


@pytest.mark.parametrize("edge", ["[", "]"])
def test_an_edge_moves_by_words_and_esc_puts_it_back(
    window, hands, new_project, article_file, edge
):
    new_project("minimal")
    hands.import_file(article_file)
    hands.open_first()
    hands.drag("speaks for the union")
    hands.press("2")
    quote = hands.quote()
    window.code.view.setFocus()
    hands.press(edge)
    assert window.code.banner.isVisible()
    hands.press(Qt.Key.Key_Left)
    hands.press(Qt.Key.Key_Escape)
    assert hands.quote() == quote
    hands.press(edge)
    hands.press(Qt.Key.Key_Left)
    hands.press(Qt.Key.Key_Return)
    wanted = {"[": "who speaks for the union", "]": "speaks for the"}
    assert hands.quote() == wanted[edge]
