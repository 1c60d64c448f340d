"""The lines on the screen are found from wherever the page was before."""

from __future__ import annotations

import random

import pytest

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import ArticleContent


@pytest.mark.parametrize("glue", [" ", "\n\n"], ids=["one paragraph", "paragraphs"])
def test_the_lines_shown_are_those_at_the_place(qtbot, glue: str) -> None:
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.set_article(ArticleContent(glue.join(f"The tide number {n} came in." for n in range(900))))
    qtbot.wait(50)
    bar, rng = view.verticalScrollBar(), random.Random(3)
    places = [0, bar.maximum(), *(rng.randrange(bar.maximum()) for _ in range(30)), 0]
    for place in places:
        bar.setValue(place)
        lines = view.page().lines
        top, bottom = place, place + view.viewport().height()
        assert lines[0].baseline <= top + 60
        assert lines[-1].baseline >= bottom - 60
        starts = [line.start for line in lines]
        assert starts == sorted(set(starts))
        middle = view.position_at(view.viewport().rect().center())
        assert lines[0].start <= middle <= lines[-1].end + 1
