from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.exchange.coding_files import CodingFileError, read_coding_file
from tests.exchange.harbour import coding, parse, with_span


def test_a_file_is_read_with_its_keys_and_what_else_it_holds() -> None:
    file = parse(coding(not_tally=[{"start": 3, "why": "date"}]))
    assert file.article == "pier.txt"
    assert [span.id for span in file.spans] == ["P1", "K1", "T1"]
    assert file.extras == {"not_tally": [{"start": 3, "why": "date"}]}
    assert file.keys[:2] == ("article", "sha256")
    assert file.keys[-1] == "not_tally"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([], "the file takes an object, not a list"),
        ({"spans": []}, "the file has no 'article'"),
        ({"article": "x"}, "the file has no 'spans'"),
        (coding(article=""), "article is an empty text"),
        (coding(coded_types="Plea"), "coded_types takes a list, not text"),
        (coding(spans=[3]), r"spans\[0\] takes an object, not a whole number"),
        (with_span(0, id=7), r"spans\[0\]\.id takes text, not a whole number"),
        (with_span(1, start="3"), r"spans\[1\] \(K1\)\.start takes a whole number, not text"),
        (with_span(1, end=True), r"\(K1\)\.end takes a whole number, not true or false"),
        (with_span(1, end=4.0), r"\(K1\)\.end takes a whole number, not a number with decimals"),
        (with_span(1, surface=None), r"\(K1\)\.surface takes text, not null"),
        (with_span(1, doubt="yes"), r"\(K1\)\.doubt takes true or false"),
        (with_span(1, parts=[[1, 2, 3]]), r"\(K1\)\.parts\[0\] takes \[start, end\]"),
        (coding(relations=[{"type": "same", "from": "P1"}]), r"relations\[0\] has no 'to'"),
        (
            coding(relations=[{"type": "same", "from": "P1", "to": "P1", "to_article": "x"}]),
            "'to_article' has no place",
        ),
        (
            coding(relations=[{"type": "same", "from": "P1", "to": "K1", "order": "1"}]),
            r"relations\[0\]\.order takes a whole number",
        ),
        (coding(boilerplate=[[1, 2]]), r"boilerplate\[0\] takes \[start, end, kind\]"),
        (coding(article_variables=[]), "article_variables takes an object"),
        (coding(cross_article=[{"type": "same", "from": "P1", "to": "x"}]), "has no 'to_article'"),
    ],
)
def test_a_wrong_structure_is_refused_by_its_path(content: Any, reason: str) -> None:
    with pytest.raises(CodingFileError, match=reason) as caught:
        parse(content)
    assert str(caught.value).startswith("ada.json was not imported and nothing was changed")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(CodingFileError):
        read_coding_file(data, name="x.json")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text("a1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(coding())), ANYTHING)
def test_any_entry_is_read_or_refused_in_a_sentence(key: str, content: Any) -> None:
    try:
        parse(coding(**{key: content}))
    except CodingFileError as error:
        assert key in str(error) or "Infinity" in str(error) or "too large" in str(error)
