"""Opening a long article and adding one span to it, with everything painted; run with `make
bench`."""

from __future__ import annotations

import random
import statistics
import time
from uuid import UUID

import pytest

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import ArticleContent, SpanMark
from refusal_annotator.ui.theme import theme_manager
from tests.benchmarks.limits import slowness

pytestmark = pytest.mark.bench

TYPES = [("a", "#0072B2", "A"), ("b", "#009E73", "B"), ("c", "#E69F00", "C"), ("d", "#CC79A7", "D")]
WORDS = (
    "harbour pilot boat tide crew order office Monday said that the of under twelve about refused "
    "letter “shift” night company lawyer asked again none left pier before"
).split()


def long_text(length: int, *, paragraph: int = 700) -> str:
    rng = random.Random(7)
    parts: list[str] = []
    size, in_paragraph = 0, 0
    while size < length:
        word = rng.choice(WORDS)
        in_paragraph += len(word) + 1
        glue = "\n\n" if in_paragraph > paragraph else " "
        if glue != " ":
            in_paragraph = 0
        parts.append(word + glue)
        size += len(word) + len(glue)
    return "".join(parts)[:length]


def tokens_of(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


def random_marks(tokens: list[tuple[int, int]], count: int) -> list[SpanMark]:
    rng = random.Random(11)
    styles = [theme_manager().theme.span(key) for key, _, _ in TYPES]
    marks = []
    for n in range(count):
        kind = rng.choices(range(4), (4, 4, 1, 1))[0]
        first = rng.randrange(len(tokens) - 20)
        last = first + (rng.randrange(6, 16) if kind == 0 else rng.randrange(0, 4))
        marks.append(
            SpanMark(
                UUID(int=n),
                ((tokens[first][0], tokens[last][1]),),
                styles[kind],
                side="left" if kind == 0 else "right",
                label="24–99" if kind == 2 else "",
            )
        )
    return marks


def show(qtbot, content: ArticleContent, marks: list[SpanMark]) -> tuple[ArticleView, float]:
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.viewport().repaint()
    began = time.perf_counter()
    view.set_article(content)
    view.set_marks(marks)
    view.set_numbers({mark.id: n for n, mark in enumerate(marks) if mark.side == "left"})
    view.viewport().repaint()
    return view, time.perf_counter() - began


def add_times(view: ArticleView, tokens: list[tuple[int, int]], count: int = 60) -> list[float]:
    style = theme_manager().theme.span("b")
    times = []
    for n in range(count):
        start, end = tokens[(n * 3) % 150][0], tokens[(n * 3) % 150 + 2][1]
        mark = SpanMark(UUID(int=10**9 + n), ((start, end),), style)
        began = time.perf_counter()
        view.update_marks([mark])
        view.viewport().repaint()
        times.append(1000 * (time.perf_counter() - began))
    return times


@pytest.mark.parametrize(
    ("length", "spans", "paragraph", "open_limit", "add_limit"),
    [
        (100_000, 2_000, 700, 0.2, 16),
        (200_000, 5_000, 700, 0.2, 16),
        (500_000, 10_000, 700, 0.2, 16),
        (500_000, 10_000, 10**9, 1.0, 50),
    ],
)
def test_open_and_add(qtbot, length, spans, paragraph, open_limit, add_limit) -> None:
    theme_manager().set_types(TYPES)
    text = long_text(length, paragraph=paragraph)
    tokens = tokens_of(text)
    marks = random_marks(tokens, spans)
    content = ArticleContent(text, tokens)
    view, opened = show(qtbot, content, marks)
    times = sorted(add_times(view, tokens))
    middle, worst = statistics.median(times), times[int(0.99 * len(times))]
    steps = []
    bar = view.verticalScrollBar()
    for n in range(60):
        began = time.perf_counter()
        bar.setValue(n * 60)
        view.viewport().repaint()
        steps.append(1000 * (time.perf_counter() - began))
    shape = "one paragraph" if paragraph > length else "paragraphs"
    print(
        f"\n{length:,} characters, {spans:,} spans, {shape}: open {opened:.3f} s, "
        f"add one with repaint median {middle:.1f} ms, p99 {worst:.1f} ms, "
        f"scroll step median {statistics.median(steps):.1f} ms"
    )
    busy = slowness()
    assert opened < open_limit * busy
    assert middle < add_limit * busy
