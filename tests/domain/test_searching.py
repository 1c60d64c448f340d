"""What a query says, and where a text holds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.searching import Term, parse_query, places_of, words_of


def quotes(text: str, query: str) -> list[str]:
    """The places that a query finds, as they are written."""
    return [text[start:end] for start, end in places_of(text, parse_query(query))]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("quay tide", (Term(("quay",)), Term(("tide",)))),
        ('"the quay" tid*', (Term(("the", "quay")), Term(("tid",), prefix=True))),
        ("“The quay”", (Term(("the", "quay")),)),
        ('"the quay', (Term(("the", "quay")),)),
        ('"the qu"*', (Term(("the", "qu"), prefix=True),)),
        ("night-shift don’t", (Term(("night", "shift")), Term(("don", "t")))),
        ("quay QUAY", (Term(("quay",)),)),
        ("OR NOT", (Term(("or",)), Term(("not",)))),
        ("", ()),
        ('*  "" - ()" : ^', ()),
    ],
)
def test_a_query_is_words_rows_of_words_and_beginnings(query: str, terms: tuple[Term, ...]) -> None:
    assert parse_query(query) == terms


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The Quay and the quay.", "quay", ["Quay", "quay"]),
        ("Quayside quay", "quay*", ["Quayside", "quay"]),
        ("A quayside", "quay", []),
        ("the tide, the tide table", '"tide table"', ["tide table"]),
        ("the tide\n\ntable", '"tide table"', ["tide\n\ntable"]),
        ("🙂🙂 Der Kähn, a café", "kahn cafe", ["Kähn", "café"]),
        ("За\u0301мок у реки", "замок", ["За\u0301мок"]),
        ("Матросы отказались выйти", "отказ* матросы", ["Матросы", "отказались"]),
        ("the night-shift crew didn’t", "night-shift didn't", ["night-shift", "didn’t"]),
        ("a soft hy\u00adphen", "hyphen", ["hy\u00adphen"]),
        ("Straße STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("tide but no harbour", "tide quay", []),
        ("night shift night", '"night shift" night', ["night shift", "night"]),
    ],
)
def test_places_are_exact_and_all_terms_are_there(text: str, query: str, found: list[str]) -> None:
    assert quotes(text, query) == found


@given(st.text(), st.text())
def test_no_query_is_wrong_and_places_are_in_order(text: str, query: str) -> None:
    places = places_of(text, parse_query(query))
    flat = [at for place in places for at in place]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text(min_size=1), st.data())
def test_words_of_a_text_in_a_row_are_found_in_it(text: str, data: st.DataObject) -> None:
    words = words_of(text)
    first = data.draw(st.integers(0, len(words)))
    row = words[first : data.draw(st.integers(first, len(words)))]
    assert bool(places_of(text, [Term(tuple(row))] if row else ())) == bool(row)
