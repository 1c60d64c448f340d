"""The keys of the coding screen in a whole window, one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.ui.dialogs.keys import KeysOverlay
from refusal_annotator.ui.dialogs.palette import PaletteOverlay
from tests.journeys.inputs import settle
from tests.workspace.ferry import Desk

FERRY, CAPTAIN, OFFICE = "The ferry Skua will not sail", "its captain", "The harbour office"


@pytest.fixture
def suggested(hands):
    """Three suggestions: two in one sentence, one in the next."""
    desk = Desk(hands.window.bridge.project, "Ada")
    desk.suggest(
        desk.suggestion("Notice", FERRY),
        desk.suggestion("Vessel", CAPTAIN),
        desk.suggestion("Vessel", "the Quay Post"),
    )
    hands.desk.refresh()
    hands.view.setFocus()
    settle()
    return hands


def quotes(hands):
    return sorted(a.quote for a in hands.desk.session.annotations.values())


# --- move and search -------------------------------------------------------------------------


def test_home_and_end_and_pages_move(hands):
    hands.caret_to("not sail")
    hands.chord(Qt.Key.Key_End)
    end = hands.view.caret()
    hands.key("Home")
    assert hands.view.caret() < hands.place("not sail")[0] < end
    hands.window.code.pane.setMaximumHeight(200)
    settle()
    hands.key("ctrl+Home")
    before = hands.view.caret()
    hands.chord(Qt.Key.Key_PageDown)
    assert hands.view.caret() > before
    hands.chord(Qt.Key.Key_PageUp)
    assert hands.view.caret() <= hands.place("stays in port")[1]


def test_ctrl_f_searches_and_f3_finds_the_next(hands):
    hands.caret_to("The ferry")
    hands.key("ctrl+f")
    bar = hands.window.code.pane.find_bar
    assert bar.isVisible()
    hands.type("quay post")
    first = hands.view.state.current_hit
    hands.chord(Qt.Key.Key_F3)
    assert hands.view.state.current_hit != first
    hands.key("Escape", "Escape")
    assert hands.view.hasFocus()


# --- apply and describe ----------------------------------------------------------------------


@pytest.mark.parametrize(("key", "type_id"), [("1", "Notice"), ("2", "Vessel"), ("3", "Tally")])
def test_a_digit_applies_its_type(hands, key, type_id):
    assert hands.tag("Twelve hands", key).type == type_id


def test_q_applies_the_last_type_again(hands):
    hands.tag(CAPTAIN, "2")
    hands.select(OFFICE)
    hands.key("q")
    assert hands.desk.selected.type == "Vessel"
    assert hands.desk.selected.quote == OFFICE


def test_r_lists_what_was_done_lately(hands):
    hands.tag(CAPTAIN, "2")
    hands.key("r")
    assert hands.window.findChild(PaletteOverlay).isVisible()
    hands.key("Escape")
    assert hands.view.hasFocus()


def test_enter_opens_the_first_required_empty_field(hands):
    hands.tag(FERRY, "1")
    hands.key("Return")
    assert hands.inspector.coding.fields.open_id == "kind"


def test_a_shown_key_picks_a_value_and_tab_goes_on(hands):
    hands.tag(FERRY, "1")
    hands.key("Return", "2")
    assert hands.desk.selected.values["kind"] == {"v": "strike"}
    assert hands.view.hasFocus()
    hands.key("Return", "Tab")
    assert hands.inspector.coding.fields.open_id == "cause"
    hands.key("shift+Tab")
    assert hands.inspector.coding.fields.open_id == "kind"


def test_an_actor_is_found_by_typing(hands):
    hands.tag(CAPTAIN, "2")
    hands.key("Return")
    hands.type("Skua captain")
    hands.key("Return")
    assert hands.desk.selected.values["who"]
    hands.tag("The pilot", "2")
    hands.key("Return")
    hands.type("skua")
    assert any("Skua captain" in o.text for o in options(hands))


def options(hands):
    model = hands.inspector.coding.fields.editor.options.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def test_l_shows_letters_and_a_letter_links(hands):
    hands.tag(CAPTAIN, "2")
    hands.tag(FERRY, "1")
    hands.key("l")
    assert set(hands.view.state.hints.values()) == {"A"}
    hands.key("a")
    assert len(hands.desk.session.links) == 1


def test_new_words_become_the_target_of_a_link(hands):
    hands.tag(FERRY, "1")
    hands.key("l")
    hands.select(CAPTAIN)
    hands.key("Return")
    assert CAPTAIN in quotes(hands)
    assert len(hands.desk.session.links) == 1


def test_ctrl_enter_goes_to_the_next_open_item(hands):
    hands.tag(FERRY, "1")
    hands.key("Escape", "ctrl+Home")
    hands.chord(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hands.inspector.coding.fields.open_id == "kind"


def test_escape_goes_one_step_back_and_loses_no_words(hands):
    hands.tag(FERRY, "1")
    fields = hands.inspector.coding.fields
    hands.key("Return", "2", "Return", "Tab", "Escape")
    assert not fields.open_id
    assert hands.view.hasFocus()
    assert hands.desk.selected is not None
    hands.key("Escape")
    assert hands.desk.selected is None
    assert quotes(hands) == [FERRY]


def test_f_flags_c_writes_del_deletes_and_undo_brings_back(hands):
    hands.tag(CAPTAIN, "2")
    hands.key("f")
    assert hands.desk.selected.doubt
    hands.key("c")
    hands.type("who is it")
    hands.key("Return")
    assert hands.desk.selected.values[hands.desk.codebook.note_id] == {"v": "who is it"}
    hands.view.setFocus()
    hands.key("Delete")
    assert quotes(hands) == []
    hands.key("ctrl+z")
    assert quotes(hands) == [CAPTAIN]


# --- suggestions -----------------------------------------------------------------------------


def test_n_and_p_go_through_suggestions(suggested):
    suggested.key("n")
    assert suggested.desk.suggestion.quote == FERRY
    suggested.key("n")
    assert suggested.desk.suggestion.quote == CAPTAIN
    suggested.key("p")
    assert suggested.desk.suggestion.quote == FERRY


def test_a_accepts_x_rejects_s_skips(suggested):
    suggested.key("n", "a")
    assert quotes(suggested) == [FERRY]
    assert suggested.desk.suggestion.quote == CAPTAIN
    suggested.key("x")
    assert CAPTAIN not in [s.quote for s in suggested.desk.suggestions]
    suggested.key("s")
    assert len(suggested.desk.suggestions) == 1
    assert quotes(suggested) == [FERRY]


def test_e_accepts_and_opens_the_first_field(suggested):
    suggested.key("n", "e")
    assert suggested.desk.selected.quote == FERRY
    assert suggested.inspector.coding.fields.open_id == "kind"


def test_shift_a_accepts_the_rest_of_the_sentence_as_one_step(suggested):
    suggested.key("n", "shift+a")
    assert quotes(suggested) == sorted([FERRY, CAPTAIN])
    assert len(suggested.desk.suggestions) == 1
    suggested.key("ctrl+z")
    assert quotes(suggested) == []


# --- navigation ------------------------------------------------------------------------------


def test_j_k_d_m_go_from_coding_to_coding(hands):
    hands.tag(FERRY, "1")
    hands.tag(CAPTAIN, "2")
    hands.key("f", "Escape")
    hands.key("ctrl+Home", "j")
    assert hands.desk.selected.quote == FERRY
    hands.key("j")
    assert hands.desk.selected.quote == CAPTAIN
    hands.key("k")
    assert hands.desk.selected.quote == FERRY
    hands.key("d")
    assert hands.desk.selected.quote == CAPTAIN
    hands.key("m")
    assert hands.inspector.coding.fields.open_id


def test_ctrl_page_down_opens_the_next_article(hands):
    first = hands.desk.session.article.id
    hands.chord(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert hands.desk.session.article.id != first
    hands.chord(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert hands.desk.session.article.id == first


def test_undo_and_redo_take_all_acts_by_their_names(hands):
    hands.tag(FERRY, "1")
    hands.key("Return", "2")
    assert hands.desk.undo_label() == "Set kind"
    hands.key("ctrl+z", "ctrl+z")
    assert quotes(hands) == []
    hands.key("ctrl+y", "ctrl+y")
    assert quotes(hands) == [FERRY]
    assert hands.desk.session.ordered()[0].values["kind"] == {"v": "strike"}


# --- reading ---------------------------------------------------------------------------------


def test_f11_and_the_backlight_fade_by_command(hands):
    hands.caret_to("not sail")
    hands.chord(Qt.Key.Key_F11)
    assert hands.view.state.focus_extent is not None
    hands.chord(Qt.Key.Key_F11)
    assert hands.view.state.focus_extent is None
    hands.window.actions_.action("backlight").trigger()
    assert hands.view.extraSelections()


def test_ctrl_plus_minus_and_0_change_the_text_alone(hands):
    size, head = hands.view.setting.size, hands.inspector.head.height()
    hands.chord(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert hands.view.setting.size > size
    hands.chord(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    hands.chord(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert hands.view.setting.size < size
    hands.chord(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert (hands.view.setting.size, hands.inspector.head.height()) == (size, head)


def test_a_document_is_finished_only_when_nothing_is_missing_or_with_a_reason(hands):
    hands.tag(FERRY, "1")
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    hands.chord(Qt.Key.Key_F, held)
    assert hands.desk.session.status != CodingStatus.FINISHED
    assert hands.window.finishing.panel.isVisible()


def test_reduced_motion_jumps_without_moving(hands):
    assert not hands.view.animated
    hands.window.code.pane.setMaximumHeight(200)
    settle()
    hands.view.scroll_to_position(len(hands.view.content.text) - 1)
    assert hands.view.verticalScrollBar().value() > 0
    assert not hands.view._jump.is_gliding


def test_letters_can_be_turned_off_and_the_rest_still_works(hands):
    hands.tag(CAPTAIN, "2")
    hands.window.looks.change(single_letter_keys=False)
    hands.desk.select(None)
    hands.caret_to("The ferry")
    hands.key("j")
    assert hands.desk.selected is None
    hands.chord(Qt.Key.Key_F9)
    assert not hands.window.code.queue.isVisible()


def test_question_mark_lists_the_keys(hands):
    hands.chord(Qt.Key.Key_Question)
    assert hands.window.findChild(KeysOverlay).isVisible()
    hands.key("Escape")
    assert hands.view.hasFocus()


def test_sentences_are_numbered_on_request(hands):
    def at_the_edge():
        view = hands.view
        box = view.geometry_map.line_at(view.offsets.to_qt(hands.place("The pilot")[0]))
        image = view.viewport().grab().toImage()
        columns = range(view.text_left - 86, view.text_left - 66)
        return {
            image.pixel(x, box.baseline - 4 - view.verticalScrollBar().value()) for x in columns
        }

    assert len(at_the_edge()) == 1
    hands.window.actions_.action("sentence_numbers").trigger()
    assert len(at_the_edge()) > 1
    assert hands.window.actions_.action("sentence_numbers").isChecked()
    hands.window.code.step_article(True)
    assert hands.view.state.sentence_starts
    hands.window.actions_.action("sentence_numbers").trigger()
    assert not hands.view.state.sentence_starts
