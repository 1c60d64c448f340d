"""Keys of a user's own: which may be chosen, and that no two commands ever share one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.ui.commands import COMMANDS
from refusal_annotator.ui.commands.model import refuse_collisions
from refusal_annotator.ui.commands.remapping import RESERVED, changed, refusal, rekeyed

BY_ID = {command.id: command for command in COMMANDS}
IDS = sorted(BY_ID)
KEYS = sorted({key for command in COMMANDS for key in command.keys} | {"Ctrl+T", "Y", "F8"})


def test_a_choice_replaces_the_usual_keys():
    made = {c.id: c for c in rekeyed(COMMANDS, {"doubt": ("Y",)})}
    assert made["doubt"].keys == ("Y",)
    assert made["note"].keys == BY_ID["note"].keys


def test_two_commands_may_swap_their_keys():
    doubt, note = BY_ID["doubt"].keys, BY_ID["note"].keys
    made = {c.id: c for c in rekeyed(COMMANDS, {"doubt": note, "note": doubt})}
    assert (made["doubt"].keys, made["note"].keys) == (note, doubt)


def test_a_choice_that_collides_after_an_update_is_passed_over():
    assert rekeyed(COMMANDS, {"doubt": BY_ID["note"].keys}) == list(COMMANDS)


def test_the_other_command_is_named():
    sentence = refusal(BY_ID["doubt"], BY_ID["note"].keys[0], COMMANDS)
    assert "Write a note" in sentence
    assert "change that one first" in sentence
    assert "moves in text" in refusal(BY_ID["doubt"], "Left", COMMANDS)
    assert refusal(BY_ID["doubt"], "Ctrl+Alt+D", COMMANDS) is None
    assert refusal(BY_ID["doubt"], "", COMMANDS) is not None


def test_keys_of_screens_that_are_never_seen_together_may_be_alike():
    # J steps through codings, and through disagreements on the screen that compares.
    assert refusal(BY_ID["next_disagreement"], BY_ID["next_coding"].keys[0], COMMANDS) is None


def test_the_usual_keys_are_no_choice():
    doubt = BY_ID["doubt"]
    own = changed({}, doubt, ("Y",), doubt.keys)
    assert own == {"doubt": ("Y",)}
    assert changed(own, doubt, doubt.keys, doubt.keys) == {}


@given(st.dictionaries(st.sampled_from(IDS), st.lists(st.sampled_from(KEYS), max_size=2)))
def test_whatever_the_settings_say_no_key_means_two_commands(own):
    made = rekeyed(COMMANDS, own)
    refuse_collisions(made)
    assert [c.id for c in made] == [c.id for c in COMMANDS]


def test_no_usual_key_is_reserved_outside_a_screen():
    wide = {key for c in COMMANDS if c.scope != "text" for key in c.keys}
    assert not wide & RESERVED
