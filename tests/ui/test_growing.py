"""Growing a selection takes one unit more, shrinking goes the same way back."""

from __future__ import annotations

import pytest

from refusal_annotator.domain.text import compute_borders
from refusal_annotator.ui.growing import Growth

TEXT = (
    "The harbour office closed at 1,200 boats, said Vera Holm; nobody asked why. It rained.\n\n"
    "A second paragraph stands here."
)


@pytest.fixture
def growth():
    borders = compute_borders(TEXT)
    return Growth(
        TEXT,
        tokens=borders.tokens,
        sentences=borders.sentences,
        paragraphs=borders.paragraphs,
    )


def place(words):
    start = TEXT.index(words)
    return (start, start + len(words))


def steps_from(growth, extent, phrases=()):
    shown = []
    while (extent := growth.grow(extent, phrases)) is not None:
        shown.append(TEXT[extent[0] : extent[1]])
    return shown


def test_it_grows_by_token_phrase_clause_sentence_paragraph(growth):
    caret = TEXT.index("Holm") + 2
    assert steps_from(growth, (caret, caret), [place("Vera Holm")]) == [
        "Holm",
        "Vera Holm",
        "said Vera Holm",
        "The harbour office closed at 1,200 boats, said Vera Holm; nobody asked why.",
        "The harbour office closed at 1,200 boats, said Vera Holm; nobody asked why. It rained.",
    ]


def test_a_comma_in_a_figure_ends_no_clause(growth):
    caret = TEXT.index("office")
    assert steps_from(growth, (caret, caret))[1] == "The harbour office closed at 1,200 boats"


def test_it_shrinks_the_same_way_back(growth):
    caret = TEXT.index("Holm") + 2
    wide = (caret, caret)
    path = [wide]
    while (wider := growth.grow(wide)) is not None:
        wide = wider
        path.append(wide)
    for expected in reversed(path[:-1]):
        wide = growth.shrink(wide)
        assert wide == expected


def test_without_a_step_before_it_shrinks_to_what_begins_there(growth):
    start, end = place("A second paragraph stands here.")
    first = growth.shrink((start, end))
    assert TEXT[first[0] : first[1]] == "A second paragraph stands here"
    assert growth.shrink(place("Vera")) is None
