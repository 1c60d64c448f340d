"""Canonical text, quotes and their anchors, and what is trimmed off a selection."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from refusal_annotator.domain.borders import is_grapheme_border
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import (
    canonical_text,
    check_anchor,
    check_storable,
    count_words,
    quote_of,
    require_anchor,
    sha256_of,
    text_sha256,
    trim,
)

ALL = ("space", "quotes", "brackets", "final_punctuation")
# Small pieces that meet in hard ways; hypothesis seldom puts them side by side by itself.
pieces = st.one_of(
    st.sampled_from(["a", "é", "7", " ", "\n", *"()[]“”‘’\"'.,!…"]),
    st.sampled_from(
        ["🙂", "👩\u200d🚒", "🇫🇮", "👍🏽", "U.S.", "don't", "e\u0301", "\u0301", "\u200d"]
    ),
)
tricky = st.lists(pieces, max_size=14).map("".join)


# --- canonical text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("a\r\nb\rc\x85d\u2028e\u2029f\n", "a\nb\nc\nd\ne\nf\n"),
        ("\r\r\n\n", "\n\n\n"),
        ("\ufeffText", "Text"),
        ("\ufeff\ufeffText", "Text"),
        ("\0\ufeffText", "Text"),
        ("a\0\r\0\nb", "a\nb"),
        ("a\ufeffb", "a\ufeffb"),
        ("  two  spaces \xa0\t\x0b\x0c\n", "  two  spaces \xa0\t\x0b\x0c\n"),
        ("e\u0301 ﬁ ½ \u200b", "e\u0301 ﬁ ½ \u200b"),
        ("", ""),
    ],
)
def test_canonical_text_changes_line_ends_bom_and_nul_and_nothing_else(raw, canonical):
    assert canonical_text(raw) == canonical


@given(st.text(alphabet=st.sampled_from("ab\r\n\x85\u2028\u2029\0\ufeff 🙂"), max_size=30))
def test_canonical_text_is_stable_and_keeps_every_other_character(raw):
    text = canonical_text(raw)
    assert canonical_text(text) == text
    assert not {"\r", "\x85", "\u2028", "\u2029", "\0"} & set(text)
    assert [c for c in raw if c in "ab🙂 "] == [c for c in text if c in "ab🙂 "]
    assert (
        text.count("\n")
        == len(
            raw.replace("\0", "")
            .replace("\r\n", "\n")
            .translate({ord(c): "\n" for c in "\r\x85\u2028\u2029"})
            .split("\n")
        )
        - 1
    )


def test_hashes_are_those_of_the_utf8_bytes():
    assert text_sha256("né🙂") == sha256_of("né🙂".encode())
    assert sha256_of(b"").startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize(
    ("text", "said"), [("a\0b", "NUL"), ("a\ud83db", "surrogate"), ("\udfff", "surrogate")]
)
def test_what_one_database_could_not_hold_is_named(text, said):
    assert said in check_storable(text)


@given(st.text())
def test_any_text_without_nul_and_surrogates_is_storable(text):
    reason = check_storable(text)
    assert (reason is None) == ("\0" not in text)


# --- anchors --------------------------------------------------------------------------------------


def test_a_quote_counts_code_points_after_emoji():
    text = "🙂👩\u200d🚒 nine left"
    assert quote_of(text, [(5, 9)]) == "nine"
    assert check_anchor(text, [(5, 9)], "nine") is None


def test_parts_are_compared_one_by_one_and_joined_by_an_ellipsis():
    text = "They will, he said, never sail."
    parts = [(0, 9), (20, 30)]
    assert quote_of(text, parts) == "They will … never sail"
    assert check_anchor(text, parts, "They will … never sail") is None
    assert check_anchor(text, parts, "They will never sail") is not None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([(0, 99)], "0-99 lies outside the text of 9 characters"),
        ([(-1, 3)], "-1-3 lies outside"),
        ([(3, 3)], "3-3 lies outside"),
        ([(5, 2)], "5-2 lies outside"),
        ([(5, 7), (0, 2)], "the parts 5-7 and 0-2 are not in order"),
        ([(0, 4), (3, 6)], "the parts 0-4 and 3-6 are not in order"),
        ([(1, 4)], "the text there is “ine”, not “nin”"),
    ],
)
def test_a_wrong_anchor_is_told_with_what_stands_there(parts, said):
    assert said in check_anchor("nine left", parts, "nin")


def test_a_wrong_anchor_raises_a_sentence_that_cuts_long_quotes():
    with pytest.raises(AnnotatorError) as caught:
        require_anchor("x" * 500, [(0, 400)], "y" * 400)
    assert str(caught.value).startswith("The quote does not match the text: ")
    assert str(caught.value).endswith("Nothing was changed.")
    assert len(str(caught.value)) < 250
    require_anchor("nine", [(0, 4)], "nine")


# --- trimming -------------------------------------------------------------------------------------


def trimmed(text, *names):
    span = trim(text, Span(0, len(text)), names or ALL)
    return span and text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("  nine pilots. ", "nine pilots"),
        ("“nine pilots”", "nine pilots"),
        ("“nine pilots.”", "nine pilots"),
        ("(“nine” pilots)", "“nine” pilots"),
        ("“nine", "nine"),
        ("nine”", "nine"),
        ("nine)", "nine"),
        ("twelve (dozen)", "twelve (dozen)"),
        ("(some) pilots", "(some) pilots"),
        ("“No” vote", "“No” vote"),
        ("“Yes” and “no”", "“Yes” and “no”"),
        ('"Yes" and "no"', '"Yes" and "no"'),
        ('"Yes and no"', "Yes and no"),
        ("'We don't sail'", "We don't sail"),
        ("(a) and (b)", "(a) and (b)"),
        ("((nested))", "nested"),
        ("[(f(x))]", "f(x)"),
        ("«de nuit»", "de nuit"),
        ("„nachts“", "nachts"),
        ("… pilots …", "… pilots"),
        ("the U.S.", "the U.S."),
        ("Acme Ltd.", "Acme Ltd."),
        ("at 5 p.m.,", "at 5 p.m."),
        ("plan B.", "plan B"),
        ("pilots?!…", "pilots"),
        (" “…” ", None),
        ("()", None),
        ("\xa0\n", None),
    ],
)
def test_marks_go_alone_or_as_a_pair_and_never_half_of_one(text, left):
    assert trimmed(text) == (left if left != "" else None)


def test_only_what_the_span_type_names_is_trimmed():
    text = " “(nine)”. "
    assert trimmed(text, "space") == "“(nine)”."
    assert trimmed(text, "space", "final_punctuation") == "“(nine)”"
    assert trimmed(text, "space", "final_punctuation", "quotes") == "(nine)"
    assert trim(text, Span(0, len(text)), ()) == Span(0, len(text))


def test_a_mark_that_carries_an_accent_is_not_split_from_it():
    text = "nine!\ufe0f"
    assert trimmed(text) == text
    assert trimmed("(\u0301nine") == "(\u0301nine"


@given(tricky.filter(bool), st.sets(st.sampled_from(ALL)))
@example("('a)'", {"quotes", "brackets"})
def test_trimming_is_settled_after_one_go_and_stays_inside(text, names):
    span = Span(0, len(text))
    once = trim(text, span, tuple(names))
    if once is None:
        return
    assert trim(text, once, tuple(names)) == once
    taken = text[: once.start] + text[once.end :]
    assert not any(char.isalnum() and char not in "U.S" for char in taken)
    if all(is_grapheme_border(text, i) for i in (0, len(text))):
        assert is_grapheme_border(text, once.start)
        assert is_grapheme_border(text, once.end)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Four crews – and no more", 5),
        ("It's 20–40 % of them.", 4),
        ("\U0001f6a2 \u201cNo.\u201d", 1),
    ],
)
def test_words_are_what_stands_between_white_space_and_holds_a_letter_or_figure(text, words):
    assert count_words(text) == words
