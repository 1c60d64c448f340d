"""Tokens, sentences, paragraphs and graphemes, on lines such as news have."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.borders import (
    BORDER_RULES_VERSION,
    compute_borders,
    covered,
    is_grapheme_border,
    snap,
)
from refusal_annotator.domain.spans import Span

ZWJ = "\u200d"
FIREFIGHTER = f"👩🏽{ZWJ}🚒"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
GRAPHEMES = [
    "a",
    "Z",
    "7",
    "é",
    "e\u0301",
    "o\u0308\u0304",
    "🙂",
    FIREFIGHTER,
    "🇫🇮",
    "👍🏽",
    "1\ufe0f\u20e3",
]
GRAPHEMES += [SCOTLAND, "❤\ufe0f", "क\u093f", "ن\u064e", ".", ",", "“", "’", "-"]
graphemes = st.lists(st.sampled_from([*GRAPHEMES, " ", "\n", "\xa0"]), max_size=25)


def tokens(text):
    return [text[start:end] for start, end in compute_borders(text).tokens]


def sentences(text):
    return [text[start:end] for start, end in compute_borders(text).sentences]


# --- tokens ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine pilots, said Holm.", ["Nine", "pilots", ",", "said", "Holm", "."]),
        ("don't can’t Holm's unions’", ["don't", "can’t", "Holm", "'s", "unions", "’"]),
        ("1,234.5 and 12,5 km", ["1,234.5", "and", "12,5", "km"]),
        ("3.14159 12,3456 1.5.2026", ["3.14159", "12,3456", "1.5.2026"]),
        ("10\xa0000 and 10\u202f000\u202f000", ["10\xa0000", "and", "10\u202f000\u202f000"]),
        ("7 2026", ["7", "2026"]),
        ("$1.5bn, 40%", ["$", "1.5", "bn", ",", "40", "%"]),
        ("12–15 half-hour", ["12", "–", "15", "half", "-", "hour"]),
        ("the U.S. army", ["the", "U", ".", "S", ".", "army"]),
        ("cafe\u0301s re\u0301sume\u0301's", ["cafe\u0301s", "re\u0301sume\u0301", "'s"]),
        ("co\xadop\xaderate", ["co\xadop\xaderate"]),
        ("می\u200cخواهم نَفَر", ["می\u200cخواهم", "نَفَر"]),
        ("किताबें पढ़ीं", ["किताबें", "पढ़ीं"]),
        (
            f"{FIREFIGHTER}🇫🇮🇸🇪 👍🏽1\ufe0f\u20e3",
            [FIREFIGHTER, "🇫🇮", "🇸🇪", "👍🏽", "1\ufe0f\u20e3"],
        ),
        ("a_b __ x", ["a", "_", "b", "__", "x"]),
        ("", []),
        (" \n\t\xa0", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@given(graphemes)
def test_tokens_are_sorted_disjoint_whole_graphemes_and_hold_all_but_white_space(parts):
    text = "".join(parts)
    found = compute_borders(text).tokens
    assert all(start < end for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    outside = set(range(len(text))) - {i for start, end in found for i in range(start, end)}
    assert all(text[i].isspace() for i in outside)
    for start, end in found:
        assert is_grapheme_border(text, start)
        assert is_grapheme_border(text, end)


@given(st.text(max_size=40))
def test_borders_of_any_text_are_sorted_disjoint_and_the_same_again(text):
    borders = compute_borders(text)
    assert borders == compute_borders(text)
    assert borders.rules_version == BORDER_RULES_VERSION
    for found in (borders.tokens, borders.sentences, borders.paragraphs):
        assert all(0 <= start < end <= len(text) for start, end in found)
        assert all(a[1] <= b[0] for a, b in pairwise(found))
    for start, end in borders.tokens:
        assert not text[start].isspace()
        assert is_grapheme_border(text, start)
        assert is_grapheme_border(text, end)


@given(st.lists(st.sampled_from(["café", "Zoë's", "naïve", "12", "Å", "."]), max_size=8))
def test_composed_and_decomposed_spellings_have_the_same_tokens(words):
    text = " ".join(words)
    apart = unicodedata.normalize("NFD", text)
    assert [unicodedata.normalize("NFC", token) for token in tokens(apart)] == tokens(text)


# --- snapping -------------------------------------------------------------------------------------


def test_a_selection_grows_to_the_tokens_that_it_touches():
    text = "Nine pilots refused."
    borders = compute_borders(text)

    def snapped(start, end):
        span = snap(borders, start, end)
        return span and text[span.start : span.end]

    assert snapped(2, 3) == "Nine"
    assert snapped(3, 6) == "Nine pilots"
    assert snapped(4, 5) is None, "between two words there is nothing to tag"
    assert snapped(7, 7) == "pilots", "a caret stands for the word it is in"
    assert snapped(0, 99) == text
    assert snapped(50, 60) is None


@given(graphemes, st.integers(0, 30), st.integers(0, 30))
def test_a_snapped_span_covers_the_touched_tokens_and_stays_when_snapped_again(parts, start, more):
    text = "".join(parts)
    borders = compute_borders(text)
    span = snap(borders, start, start + more)
    touched = [t for t in borders.tokens if t[0] < max(start + more, start + 1) and start < t[1]]
    if not touched:
        assert span is None
        return
    assert span is not None
    assert span == Span(touched[0][0], touched[-1][1])
    assert snap(borders, span.start, span.end) == span


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), max_size=8), st.integers(0, 60))
def test_covered_finds_exactly_the_pieces_that_share_a_code_point(steps, start):
    pieces, here = [], 0
    for gap, length in steps:
        pieces.append((here + gap, here + gap + length))
        here += gap + length
    first, last = covered(pieces, start, start + 3)
    assert pieces[first:last] == [p for p in pieces if p[0] < start + 3 and start < p[1]]


# --- graphemes ------------------------------------------------------------------------------------


@given(graphemes)
def test_borders_lie_between_what_a_reader_sees_as_one_and_nowhere_inside(parts):
    text = "".join(parts)
    borders, here = {0}, 0
    for part in parts:
        here += len(part)
        borders.add(here)
    assert {i for i in range(len(text) + 1) if is_grapheme_border(text, i)} == borders


def test_flags_pair_from_the_left():
    text = "🇫🇮🇸🇪🇳"
    assert [i for i in range(6) if is_grapheme_border(text, i)] == [0, 2, 4, 5]


def test_a_mark_with_nothing_to_sit_on_stands_alone():
    assert is_grapheme_border("\n\u0301", 1)
    assert is_grapheme_border("a\u200d b", 2)


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        ["Nine pilots refused.", "The port closed!", "Who pays?", "Nobody knows…", "Rain fell."],
        ["Dr. Aino Lind left.", "Prof. Berg stayed.", "Mr. and Mrs. Holm slept."],
        ["Lt. Col. J. R. Hale spoke.", "Then Sgt. Maj. Oro did."],
        ["The ship left at 5 p.m. Monday.", "It came back at 9 a.m. The crew slept."][:1],
        ["It came back at 9 a.m.", "The crew slept."],
        ["They fled to the U.S.", "The consul helped them."],
        ["A U.S. Navy boat towed the U.N. Envoy."],
        ["No. 5 pier burned.", "No.", "It did not."],
        ["On Jan. 5 it froze.", "It thawed in Feb.", "Nobody sailed before."],
        ["Acme Inc. Chairman Rolf Oro resigned.", "Acme Inc.", "They sold it."][:1],
        ["He works for Acme Inc.", "They pay badly."],
        ["“We will not sail.”", "The union cheered."],
        ["“Will you sail?” asked Vera.", "“Never!” they cried."],
        ["He wrote: “Stop.", "Go home.”", "Nobody did."],
        ["(The port said nothing.)", "The union did."],
        ["HELSBY, March 3 (Seawire) — Two boats sank.", "None were insured."],
        ["It cost 3.5 million, i.e. Too much for most.", "So they left."],
        ["Rates rose 2.5 per cent. in a year."],
        ["He paused... then went on.", "“So did we.”"],
        ["1. The first rule holds.", "2. So does the second."],
        ["• First point.", "• Second point."],
        ["Plan B.", "Then plan C."],
        ["J. A. Hale and A. Oro signed.", "I did not."],
        ["Ships, pilots vs. Owners: a long row."],
        ["„Wir fahren nicht.“", "Das war alles."],
        ["¿Quién paga?", "Nadie."],
    ],
)
def test_sentences_of_one_paragraph(expected):
    assert sentences(" ".join(expected)) == expected


def test_an_abbreviation_opens_a_paragraph_or_a_sentence():
    assert sentences("They left.\nDr. Lind stayed. Mrs. Holm too.\n\n  St. Olav closed.") == [
        "They left.",
        "Dr. Lind stayed.",
        "Mrs. Holm too.",
        "St. Olav closed.",
    ]


def test_paragraphs_are_lines_without_the_space_around_them():
    text = "  Title \n\n \xa0 \nFirst. Second.\n\tLast"
    borders = compute_borders(text)
    assert [text[s:e] for s, e in borders.paragraphs] == ["Title", "First. Second.", "Last"]
    assert sentences(text) == ["Title", "First.", "Second.", "Last"]


@given(st.lists(st.sampled_from([*"aB. !?…”“()\n0", "Dr. ", "U.S. ", "The "]), max_size=40))
def test_sentences_fill_their_paragraphs_but_for_space_between(parts):
    text = "".join(parts)
    borders = compute_borders(text)
    for start, end in borders.paragraphs:
        inside = [s for s in borders.sentences if start <= s[0] and s[1] <= end]
        assert (inside[0][0], inside[-1][1]) == (start, end)
        for before, after in pairwise(inside):
            assert text[before[1] : after[0]].isspace()
    assert sum(len(sentences(text[s:e])) for s, e in borders.paragraphs) == len(borders.sentences)


def test_a_paragraph_of_a_novels_length_takes_no_square_of_its_length():
    text = "The pilots of the harbour refused to sail, said Dr. Lind of the U.S. Navy. " * 8000
    borders = compute_borders(text)
    assert len(borders.sentences) == 8000
    assert len(borders.paragraphs) == 1
