"""Finding entries by a few letters: what is found, what comes first, where the letters stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.workspace.palette import Entry, find_entries, fold


def entries(*texts, group="Actors", also=()):
    return [Entry(("x", text), group, text, also=also) for text in texts]


def texts(found):
    return [hit.entry.text for _, hits in found for hit in hits]


def test_a_beginning_comes_before_a_word_and_that_before_a_part():
    found = find_entries(entries("Nearby river", "The River Union", "River guard", "Driver"), "riv")
    assert texts(found) == ["River guard", "Nearby river", "The River Union", "Driver"]


def test_every_word_must_be_there_in_any_order():
    assert texts(find_entries(entries("Harbour union", "Harbour office"), "uni har")) == [
        "Harbour union"
    ]


def test_accents_and_capitals_make_no_difference():
    ((_, (hit,)),) = find_entries(entries("Zoë Ünal"), "unal")
    assert [hit.entry.text[a:b] for a, b in hit.places] == ["Ünal"]


def test_first_letters_of_words_find_it():
    assert texts(find_entries(entries("Go to the next article"), "gna")) == [
        "Go to the next article"
    ]


def test_an_alias_finds_and_says_so():
    ((_, (hit,)),) = find_entries(entries("Quay Gazette", also=("the tide paper",)), "tide")
    assert (hit.spelling, hit.places) == ("the tide paper", ())


def test_groups_keep_their_order_and_are_cut():
    many = [*entries("B one", "B two", group="Types"), *entries(*[f"a {n}" for n in range(9)])]
    found = find_entries(many, "", per_group=3)
    assert [(title, len(hits)) for title, hits in found] == [("Types", 2), ("Actors", 3)]


@given(st.text(max_size=30), st.text(min_size=1, max_size=6))
def test_places_lie_inside_the_text_and_hold_the_letters(text, query):
    for _, hits in find_entries(entries(text), query):
        for hit in hits:
            letters = "".join(fold(hit.entry.text[a:b]) for a, b in hit.places)
            assert letters.replace(" ", "") or not query.strip()
            assert all(0 <= a < b <= len(text) for a, b in hit.places)


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)
