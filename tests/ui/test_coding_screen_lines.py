"""Every line of the coding screen's plan on keys and on assistive use, with the tests that hold it.

The words are our own; the order is that of the plan. A test that is renamed or lost is found here.
"""

from __future__ import annotations

import ast
from functools import cache

import pytest

from tests.conftest import CHECKOUT

CODING, SCREENS, PANELS = "ui/coding", "ui/screens", "ui/panels"
VIEW = f"{CODING}/test_article_view.py"
KEYS = f"{CODING}/test_keys.py"
ASSISTIVE = f"{CODING}/test_assistive.py"
TAGGING, PARTS = f"{CODING}/test_tagging.py", f"{CODING}/test_parts.py"
BACK, ACTIONS = "ui/test_coming_back.py", "ui/test_actions.py"
BY_HAND = "journeys/test_by_hand.py"

LINES: dict[str, tuple[str, ...]] = {
    # Caret and selection
    "Left and Right go by token, with Alt by character, with Ctrl by sentence": (
        f"{VIEW}::test_arrows_go_by_token_character_and_sentence",
    ),
    "Shift extends by the same unit": (
        f"{VIEW}::test_shift_selects_whole_tokens_over_an_emoji",
        f"{CODING}/test_selection.py::test_a_selection_grows_by_whole_tokens_and_comes_back",
    ),
    "full stop and comma grow and shrink by token, phrase, clause, sentence, paragraph": (
        "ui/test_growing.py::test_it_grows_by_token_phrase_clause_sentence_paragraph",
        "ui/test_growing.py::test_it_shrinks_the_same_way_back",
    ),
    "the mouse snaps alike: drag, double click, triple click": (
        f"{VIEW}::test_a_drag_snaps_to_tokens",
        f"{VIEW}::test_clicks_take_word_sentence_and_paragraph",
    ),
    "the snapped extent is seen while dragging": (
        f"{VIEW}::test_the_snapped_extent_is_seen_while_dragging",
    ),
    "Alt while dragging takes characters": (f"{VIEW}::test_alt_takes_single_characters",),
    "Home, End and pages move": (f"{KEYS}::test_home_and_end_and_pages_move",),
    "Ctrl+F searches, F3 goes to the next hit": (
        f"{KEYS}::test_ctrl_f_searches_and_f3_finds_the_next",
    ),
    "by tokens a selection is snapped and trimmed as its type says": (
        f"{TAGGING}::test_what_was_selected_by_tokens_is_snapped_and_trimmed",
    ),
    "by characters it is tagged as it is": (
        f"{TAGGING}::test_what_was_selected_by_characters_is_tagged_as_it_is",
        f"{TAGGING}::test_trimmed_signs_stay_where_they_were_selected_by_characters",
    ),
    "no character of several code points is ever split": (
        f"{VIEW}::test_shift_and_alt_never_split_an_emoji",
    ),
    "Ctrl+Shift+Enter adds a part": (
        f"{PARTS}::test_a_held_selection_and_the_next_one_become_one_coding",
        f"{PARTS}::test_the_selected_coding_gets_a_part_while_the_caret_goes_about",
    ),
    "several parts only where the type may have them": (
        f"{PARTS}::test_a_type_of_one_stretch_refuses_with_a_sentence",
    ),
    # Apply and describe
    "1 to 9 apply a type": (f"{KEYS}::test_a_digit_applies_its_type",),
    "keys of types come from the codebook, collisions are refused": (
        f"{ACTIONS}::test_types_of_every_codebook_get_free_keys",
        f"{ACTIONS}::test_a_collision_is_refused",
    ),
    "Q is the last type": (f"{KEYS}::test_q_applies_the_last_type_again",),
    "R is the numbered list of what was done lately": (
        f"{KEYS}::test_r_lists_what_was_done_lately",
        "ui/dialogs/test_palette.py::test_what_was_done_lately_is_done_again_by_a_digit",
    ),
    "the slash finds types, values, actors and commands": (
        "ui/dialogs/test_palette.py::test_slash_opens_it_and_esc_gives_the_focus_back",
        "ui/dialogs/test_palette.py::test_a_value_is_set_by_a_few_letters",
        "ui/dialogs/test_palette.py::test_a_command_and_an_article_are_run",
    ),
    "Enter on a span opens the first required field that is empty": (
        f"{KEYS}::test_enter_opens_the_first_required_empty_field",
    ),
    "shown keys pick a value, Tab and Shift+Tab go between fields": (
        f"{KEYS}::test_a_shown_key_picks_a_value_and_tab_goes_on",
    ),
    "Shift+Tab reaches what links are asked": (
        f"{CODING}/test_link_fields.py::"
        "test_shift_tab_leads_from_the_first_field_to_the_last_of_the_links",
        f"{CODING}/test_link_fields.py::test_escape_in_a_links_field_leads_back_to_the_text",
    ),
    "actors complete while typing": (
        f"{KEYS}::test_an_actor_is_found_by_typing",
        "ui/editors/test_editors.py::test_a_known_entity_is_found_by_another_spelling",
    ),
    "L shows letters at what can be linked": (f"{KEYS}::test_l_shows_letters_and_a_letter_links",),
    "in link mode new words become the target": (
        f"{KEYS}::test_new_words_become_the_target_of_a_link",
    ),
    "Ctrl+Enter saves and goes to the next open item": (
        f"{KEYS}::test_ctrl_enter_goes_to_the_next_open_item",
    ),
    "Esc is one step back and never loses text": (
        f"{KEYS}::test_escape_goes_one_step_back_and_loses_no_words",
    ),
    "F doubts, C writes, Del deletes, undo brings back": (
        f"{KEYS}::test_f_flags_c_writes_del_deletes_and_undo_brings_back",
    ),
    "comments and history have keys": (
        f"{PANELS}/test_folds.py::test_a_comment_is_written_changed_and_deleted",
        f"{PANELS}/test_folds.py::test_the_history_names_what_was_done_before_and_after",
    ),
    "a required field that is empty is a dot, no dialog; finishing needs all or a reason": (
        f"{KEYS}::test_a_document_is_finished_only_when_nothing_is_missing_or_with_a_reason",
        f"{PANELS}/test_finishing.py::test_open_fields_are_named_and_a_reason_finishes",
    ),
    # Suggestions
    "suggestions are dashed and without a fill": (
        f"{VIEW}::test_a_suggestion_has_a_line_but_no_fill",
    ),
    "N and P go through suggestions": (f"{KEYS}::test_n_and_p_go_through_suggestions",),
    "A accepts, X rejects, S skips": (f"{KEYS}::test_a_accepts_x_rejects_s_skips",),
    "E accepts and edits": (f"{KEYS}::test_e_accepts_and_opens_the_first_field",),
    "Shift+A accepts the rest of the sentence, one undo step": (
        f"{KEYS}::test_shift_a_accepts_the_rest_of_the_sentence_as_one_step",
    ),
    "a supervisor hides them in a random share": (
        f"{PANELS}/test_pace_and_hiding.py::"
        "test_a_supervisor_hides_suggestions_and_sees_what_was_drawn",
    ),
    # Edges
    "brackets pick an edge, arrows and Alt move it, Enter keeps, Esc puts back": (
        f"{VIEW}::test_an_edge_moves_by_keys_and_is_kept_or_put_back",
        "journeys/test_first_day.py::test_an_edge_moves_by_words_and_esc_puts_it_back",
    ),
    "handles for the mouse on the selected span": (
        f"{VIEW}::test_a_handle_moves_the_edge_of_the_selected_span",
    ),
    "edges of a span of several parts": (f"{PARTS}::test_moving_an_edge_keeps_the_parts",),
    # Overlaps
    "O goes through the spans under the caret and says which of how many": (
        f"{ASSISTIVE}::test_o_goes_through_what_overlaps_and_says_which_of_how_many",
    ),
    "T tags further places alike, one undo step": (
        f"{PANELS}/test_occurrence_panel.py::test_places_are_listed_ticked_and_tagged_as_one_step",
    ),
    # Undo, going about
    "undo and redo are named and take every act": (
        f"{KEYS}::test_undo_and_redo_take_all_acts_by_their_names",
    ),
    "undo stays in its article": (
        f"{SCREENS}/test_screens.py::test_undo_never_touches_an_article_that_is_not_seen",
    ),
    "Ctrl+PgDn opens the next article": (f"{KEYS}::test_ctrl_page_down_opens_the_next_article",),
    "J, K, D and M go to codings, doubts and missing fields": (
        f"{KEYS}::test_j_k_d_m_go_from_coding_to_coding",
        f"{CODING}/test_link_fields.py::test_the_next_missing_field_may_be_a_links",
    ),
    "after finishing the next article comes unless a key stays": (
        f"{PANELS}/test_finishing.py::test_the_next_article_comes_after_a_moment",
        f"{PANELS}/test_finishing.py::test_any_key_stays_and_does_nothing_else",
    ),
    "the exact place is found again": (
        "ui/test_visits.py::test_an_article_opens_again_where_it_was_left",
        f"{BACK}::test_the_article_the_caret_the_page_and_the_coding_are_as_before",
        f"{BACK}::test_the_inspector_is_as_before",
    ),
    "F11 fades all but the sentence, the backlight what is not coded": (
        f"{KEYS}::test_f11_and_the_backlight_fade_by_command",
    ),
    "the caret passes over what is not coded": (f"{VIEW}::test_the_caret_jumps_over_zones",),
    "Ctrl+M and arrows go by the minimap, and a click": (
        f"{ASSISTIVE}::test_ctrl_m_and_arrows_go_through_the_article",
        f"{ASSISTIVE}::test_left_and_right_go_from_tick_to_tick",
        f"{CODING}/test_find_and_minimap.py::test_a_click_on_the_minimap_goes_there",
    ),
    "Ctrl with plus, minus and 0 zooms the text alone": (
        f"{KEYS}::test_ctrl_plus_minus_and_0_change_the_text_alone",
        f"{VIEW}::test_zoom_changes_the_text_alone_and_keeps_the_place",
    ),
    "sentences are numbered where a coder wants it": (
        f"{KEYS}::test_sentences_are_numbered_on_request",
    ),
    # Assistive use
    "readers get text, caret and selection of a real text widget": (
        f"{ASSISTIVE}::test_readers_get_the_text_the_caret_and_the_selection",
        f"{ASSISTIVE}::test_codings_never_change_what_readers_read",
    ),
    "on entering a span its type and values are announced": (
        f"{ASSISTIVE}::test_entering_a_coding_announces_its_type_words_and_values",
        f"{ASSISTIVE}::test_moving_inside_a_coding_is_not_announced_again_but_coming_back_is",
    ),
    "refusals, edges and link mode are announced": (
        f"{ASSISTIVE}::test_a_refusal_and_the_modes_are_announced",
        f"{ASSISTIVE}::test_link_mode_announces_the_letters",
    ),
    "a table twin of all spans under the same commands": (
        f"{PANELS}/test_codings_table.py::test_a_row_is_what_the_commands_mean",
        f"{PANELS}/test_codings_table.py::test_a_row_says_in_words_what_the_text_shows",
    ),
    "every control has a name": (
        f"{ASSISTIVE}::test_every_control_of_every_screen_has_a_name",
        f"{SCREENS}/test_screens.py::test_every_control_has_a_name",
    ),
    "Tab goes round in a sane order": (
        f"{ASSISTIVE}::test_tab_goes_from_list_to_text_to_inspector_and_round",
        f"{ASSISTIVE}::test_tab_reaches_the_fields_from_above_to_below",
    ),
    "no fact is shown by hover or colour alone": (
        f"{VIEW}::test_bars_numbers_and_values_stand_in_the_margins",
        "ui/test_patterns.py::test_every_pattern_is_another_picture",
    ),
    "single letters can be remapped or turned off": (
        f"{KEYS}::test_letters_can_be_turned_off_and_the_rest_still_works",
        f"{PANELS}/test_key_settings.py::test_a_command_gets_the_key_that_is_pressed",
    ),
    "reduced motion is honoured": (f"{KEYS}::test_reduced_motion_jumps_without_moving",),
    "the question mark lists the keys": (
        f"{KEYS}::test_question_mark_lists_the_keys",
        f"{ACTIONS}::test_the_list_of_keys_follows_the_commands",
    ),
    "contrast of every pair and under three kinds of colour vision": (
        "ui/test_theme_palette.py::test_every_pair_has_contrast",
        "ui/test_theme_palette.py::test_the_study_is_told_apart_in_every_kind_of_vision",
    ),
    "an article is coded whole by keys, and alike by the mouse": (
        f"{BY_HAND}::test_what_was_meant_is_what_is_there_after_a_restart",
    ),
}


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((CHECKOUT / "tests" / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("line", LINES)
def test_each_line_has_tests_that_are_there(line):
    assert LINES[line]
    for named in LINES[line]:
        path, _, name = named.partition("::")
        assert name in names_in(path), named
