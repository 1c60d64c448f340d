"""What a selection becomes: snapped and trimmed by tokens, as it is by characters."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_what_was_selected_by_characters_is_tagged_as_it_is(hands, way):
    words = "erry Skua will not sa"
    if way == "keyboard":
        hands.select(words, by_characters=True)
    else:
        hands.drag(words, by_characters=True)
    assert "by character" in hands.said
    hands.key("1")
    assert hands.desk.selected.quote == words


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_trimmed_signs_stay_where_they_were_selected_by_characters(hands, way):
    words = "“Twelve hands are missing,”"
    if way == "keyboard":
        hands.select(words, by_characters=True)
    else:
        hands.drag(words, by_characters=True)
    hands.key("2")
    assert hands.desk.selected.quote == words


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_what_was_selected_by_tokens_is_snapped_and_trimmed(hands, way):
    if way == "keyboard":
        hands.select("“Twelve hands are missing,”")
    else:
        hands.drag("“Twelve hands are missi")
    hands.key("2")
    assert hands.desk.selected.quote == "Twelve hands are missing"


def test_characters_decide_until_the_selection_ends(hands):
    hands.select("erry", by_characters=True)
    hands.key("shift+Right")
    assert hands.selected_words() == "erry Skua"
    hands.key("1")
    assert hands.desk.selected.quote == "erry Skua"
    assert hands.tag("on Monday", "1").quote == "on Monday"


def test_a_larger_text_keeps_how_a_selection_was_made(hands):
    hands.select("erry", by_characters=True)
    hands.view.zoom(1)
    assert hands.view.selects_characters
    hands.key("1")
    assert hands.desk.selected.quote == "erry"


def test_a_target_that_is_made_in_link_mode_is_tagged_as_it_was_selected(hands):
    hands.tag("The ferry Skua will not sail", "1")
    hands.key("l")
    hands.select("aptain", by_characters=True)
    hands.key("Return")
    made = [a.quote for a in hands.desk.session.annotations.values() if a.type == "Vessel"]
    assert made == ["aptain"]
