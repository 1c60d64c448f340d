"""Addresses of places: what we make is read back, and nothing else is."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.place_links import (
    LONGEST_ADDRESS,
    PlaceLink,
    PlaceLinkError,
    in_words,
    parse_address,
    parse_place,
)

PROJECT = "1d0c9b8a-7f6e-4d5c-8b4a-392817060504"
ARTICLE = "0f1e2d3c-4b5a-4697-8876-655443322110"
OPEN = f"refusal-annotator://open/{PROJECT}/{ARTICLE}"

numbers = st.integers(0, 10**9 - 1)
extents = st.one_of(st.none(), st.tuples(numbers, numbers).map(sorted).map(tuple))
links = st.builds(
    lambda project, article, extent: PlaceLink(project, article, *(extent or (None, None))),
    st.uuids(),
    st.uuids(),
    extents,
)


@given(links)
def test_what_is_written_is_read_back(link: PlaceLink) -> None:
    address = link.address
    assert parse_address(address) == link
    assert address.isascii() and address.isprintable() and " " not in address
    assert len(address) <= 121 < LONGEST_ADDRESS
    # Nothing that a spreadsheet, a shell or a browser would read as its own.
    assert not set(address) & set("\"'`$%&;|<>#\\()*!")


@given(links)
def test_capitals_and_a_last_slash_make_no_difference(link: PlaceLink) -> None:
    where, sign, query = link.address.partition("?")
    loud = where.upper().replace("://OPEN/", "://open/")
    assert parse_address(f"{loud}/{sign}{query}") == link


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "does not begin with refusal-annotator://open/"),
        ("https://example.org/", "does not begin with refusal-annotator://open/"),
        (f"file:///{PROJECT}/{ARTICLE}", "does not begin with"),
        (f" {OPEN}", "does not begin with"),
        (f"refusal-annotator://run/{PROJECT}/{ARTICLE}", "asks for something else"),
        (f"refusal-annotator://open@evil/{PROJECT}/{ARTICLE}", "asks for something else"),
        ("refusal-annotator://open/../../etc/passwd", "names no project and article"),
        (f"refusal-annotator://open/{PROJECT}", "names no project and article"),
        (f"refusal-annotator://open/{PROJECT}/{ARTICLE}/delete", "names no project and article"),
        (f"refusal-annotator://open/{PROJECT}/{ARTICLE[:-1]}", "names no project and article"),
        (f"{OPEN}?at=", "names no place"),
        (f"{OPEN}?at=1-2&then=quit", "names no place"),
        (f"{OPEN}?at=-1", "names no place"),
        (f"{OPEN}?at=1234567890", "names no place"),
        (f"{OPEN}?at=\u0661\u0662", "names no place"),
        (f"{OPEN}?at=1-2#x", "names no place"),
        (f"{OPEN}?at=1-2\n", "names no place"),
        (f"{OPEN}?at=9-4", "ends before it starts"),
        (f"{OPEN}?{'a' * 200}", "too long"),
    ],
)
def test_anything_else_is_refused_by_name(address: str, why: str) -> None:
    with pytest.raises(PlaceLinkError) as refused:
        parse_address(address)
    assert why in str(refused.value)
    assert str(refused.value).isascii() and len(str(refused.value)) < 250


@given(st.one_of(st.text(max_size=200), st.text(max_size=80).map(lambda t: OPEN + t)))
def test_no_text_gets_through_but_a_place(text: str) -> None:
    try:
        link = parse_address(text)
    except PlaceLinkError as refused:
        assert "\n" not in str(refused)
    else:
        assert link.project_id and link.article_id == UUID(ARTICLE)
        assert text.removeprefix(OPEN).strip("/?at=-0123456789") == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("003:29-118", ("003", (29, 118))),
        ("003:29", ("003", (29, 29))),
        (" 003 : 29 – 118 ", ("003", (29, 118))),
        (":7-9", ("", (7, 9))),
        ("003", ("003", None)),
        ("Report: the river", ("Report: the river", None)),
        ("a:b:5", ("a:b", (5, 5))),
        ("", ("", None)),
    ],
)
def test_typed_places(written: str, read: tuple[str, tuple[int, int] | None]) -> None:
    assert parse_place(written) == read


def test_a_typed_place_that_ends_before_it_starts() -> None:
    with pytest.raises(PlaceLinkError, match="Write the smaller number first"):
        parse_place("003:118-29")


@pytest.mark.parametrize("place", [(None, 3), (3, None), (-1, 3), (5, 4), (0, 10**9)])
def test_a_place_is_whole_and_in_order(place: tuple[int | None, int | None]) -> None:
    with pytest.raises(PlaceLinkError):
        PlaceLink(UUID(PROJECT), UUID(ARTICLE), *place)


def test_words_for_a_place() -> None:
    assert in_words((29, 118)) == "place 29 to 118"
    assert in_words((29, 29)) == "place 29"
    assert in_words(None) == ""
