"""What a link is asked, reached and filled from the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def linked(hands):
    """Two notices, the first one linked with the second as the same; the first is selected."""
    second = hands.tag("Twelve hands are missing", "1")
    hands.tag("The ferry Skua will not sail on Monday", "1")
    hands.key("l")
    while hands.desk.linking.relation.id != "same":
        hands.key("Tab")
    hands.key(hands.desk.linking.letters[second.id].lower(), "Escape")
    return hands


def link(hands):
    return next(iter(hands.desk.session.links.values()))


def link_fields(hands):
    row = hands.inspector.coding.link_rows["same"]
    return next(iter(row.fields.values()))


def test_shift_tab_leads_from_the_first_field_to_the_last_of_the_links(linked):
    own, asked = linked.inspector.coding.fields, link_fields(linked)
    linked.key("Return")
    assert own.open_id == "kind"
    linked.key("shift+Tab")
    assert (own.open_id, asked.open_id) == ("", "closeness")
    linked.key("Tab")
    assert (own.open_id, asked.open_id) == ("kind", "")
    linked.key("shift+Tab", "2")
    assert link(linked).values["closeness"] == {"v": "loose"}


def test_the_links_own_fields_follow_what_is_chosen_there(linked):
    asked = link_fields(linked)
    linked.key("Return", "shift+Tab", "2")
    linked.key("Escape") if not linked.view.hasFocus() else None
    linked.key("Return", "shift+Tab")
    assert asked.open_id == "why"
    linked.type("other words")
    linked.key("shift+Tab")
    assert asked.open_id == "closeness"
    assert link(linked).values["why"] == {"v": "other words"}
    linked.key("shift+Tab")
    assert linked.view.hasFocus()


def test_escape_in_a_links_field_leads_back_to_the_text(linked):
    linked.key("Return", "shift+Tab", "Escape")
    assert linked.view.hasFocus()
    assert not link_fields(linked).open_id
    assert linked.desk.selected is not None


def test_the_last_answer_leads_on_to_what_links_still_lack_then_to_the_text(linked):
    linked.key("Return")
    linked.key("1")
    assert link_fields(linked).open_id == "closeness"
    linked.key("1")
    assert linked.view.hasFocus()
    assert not linked.desk.missing_of(linked.desk.selected.id)


def test_the_next_missing_field_may_be_a_links(linked):
    linked.desk.acts.set_value("kind", {"v": "delay"})
    linked.caret_to("The harbour office")
    linked.desk.select(None)
    linked.key("m")
    assert link_fields(linked).open_id == "closeness"


def test_only_one_editor_is_open_whoever_is_clicked(linked, qtbot):
    own, asked = linked.inspector.coding.fields, link_fields(linked)
    linked.key("Return")
    qtbot.mouseClick(asked.rows[0], Qt.MouseButton.LeftButton)
    assert (own.open_id, asked.open_id) == ("", "closeness")
    qtbot.mouseClick(own.rows[0], Qt.MouseButton.LeftButton)
    assert (own.open_id, asked.open_id) == ("kind", "")
