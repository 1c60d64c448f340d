from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from refusal_annotator.ui.offsets import OffsetMap

FAMILY = "\U0001f468‍\U0001f469‍\U0001f467"
PIECES = st.sampled_from(
    ["a", "é", "é", "\U0001f600", FAMILY, "\U0001d54f", "ß", " ", " ", "\n", "中", "א"]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
def test_every_position_comes_back(text: str) -> None:
    offsets = OffsetMap(text)
    for position in range(len(text) + 1):
        assert offsets.to_code_point(offsets.to_qt(position)) == position


@given(TEXTS, st.data())
def test_the_document_selects_the_same_characters(text: str, data: st.DataObject) -> None:
    document = QTextDocument()
    document.setPlainText(text)
    offsets = OffsetMap(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cursor = QTextCursor(document)
    cursor.setPosition(offsets.to_qt(start))
    cursor.setPosition(offsets.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
    shown = cursor.selectedText().replace("\u2029", "\n").replace(" ", " ")
    assert shown == text[start:end].replace(" ", " ")


@given(TEXTS)
def test_the_document_is_as_long_as_the_map_says(text: str) -> None:
    document = QTextDocument()
    document.setPlainText(text)
    # One more for the end of the last block.
    assert document.characterCount() == OffsetMap(text).qt_length + 1


def test_inside_a_surrogate_pair_is_the_place_before_it() -> None:
    offsets = OffsetMap("a\U0001f600b")
    assert [offsets.to_code_point(n) for n in range(5)] == [0, 1, 1, 2, 3]


def test_plain_text_needs_no_map() -> None:
    offsets = OffsetMap("plain text")
    assert offsets.to_qt(7) == 7
    assert offsets.to_code_point(7) == 7
