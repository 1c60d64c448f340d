"""Names of columns: legal everywhere, unlike each other, still to be recognised."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.export.data_names import LENGTH, Names

LEGAL = re.compile(r"[a-z][a-z0-9_]{0,31}")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Claim topic", "claim_topic"),
        ("Über-Größe", "uber_groe"),
        ("3rd", "v_3rd"),
        ("with", "with_v"),
        ("END", "end_v"),
        ("str12", "str12_v"),
        ("東京", "v"),
        ("", "v"),
        ("x" * 50, "x" * 32),
    ],
)
def test_names(wanted, name):
    assert Names().take(wanted) == name


def test_names_are_unlike_whatever_their_case():
    names = Names()
    assert [names.take(x) for x in ("Topic", "topic", "TOPIC")] == ["topic", "topic_2", "topic_3"]


def test_a_suffix_survives_shortening():
    names = Names()
    long = "a_very_long_name_of_a_variable_that_ends"
    taken = [names.take(long, "_missing"), names.take(long + "x", "_missing")]
    assert all(name.endswith("_missing") and len(name) <= LENGTH for name in taken)
    assert len(set(taken)) == 2


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["", "_open", "_ada"]))))
def test_any_names_are_legal_and_unlike(wanted):
    names = Names()
    taken = [names.take(text, suffix) for text, suffix in wanted]
    assert all(LEGAL.fullmatch(name) for name in taken)
    assert len({name.lower() for name in taken}) == len(taken)
