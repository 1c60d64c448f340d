"""An article view with a small article of our own, and helpers that act as a person would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from refusal_annotator.domain.text import compute_borders
from refusal_annotator.ui.coding.article_pane import ArticlePane
from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import ArticleContent, SpanMark, ZoneMark
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import CODEBOOK, SKUA, TERN, new_project

if TYPE_CHECKING:
    from tests.ui.coding.desk import DeskHands

TYPES = [("t1", "#0072B2", "One"), ("t2", "#009E73", "Two"), ("t3", "#E69F00", "Three")]
HEADLINE = "Pilots of the harbour refuse night runs"
TEXT = (
    "Quay Herald \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Port\n\n"
    f"{HEADLINE}\n\n"
    "By Ada Holm\n\n"
    "Around nine pilots \N{PENSIVE FACE} stayed ashore on Monday, said Vera Lind. "
    "“No boat is ready,” she told the Coast Wire.\n\n"
    "The port office denied it. It named no figures.\n\n"
    "Advertisement"
)


def extent(quote: str, nth: int = 0) -> tuple[int, int]:
    """Where a quote stands in the article."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(quote, at + 1)
    return at, at + len(quote)


def content() -> ArticleContent:
    borders = compute_borders(TEXT)
    zones = [
        ZoneMark(*extent("Quay Herald \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Port"), "nav"),
        ZoneMark(*extent("By Ada Holm"), "by-line"),
        ZoneMark(*extent("Advertisement"), "advertisement"),
    ]
    return ArticleContent(
        TEXT, borders.tokens, extent(HEADLINE), zones, borders.sentences, borders.paragraphs
    )


def mark(n: int, *quotes: str, kind: int = 0, **more: object) -> SpanMark:
    """A mark over these words."""
    side = "left" if kind == 0 else "right"
    parts = tuple(extent(q) for q in quotes)
    style = theme_manager().theme.span(TYPES[kind][0])
    return SpanMark(UUID(int=n), parts, style, side, **more)  # type: ignore[arg-type]


@pytest.fixture
def pane(qtbot) -> Iterator[ArticlePane]:
    manager = theme_manager()
    manager.set_types(TYPES)
    manager.set_mode("light")
    made = ArticlePane()
    made.view.animated = False
    qtbot.addWidget(made)
    made.resize(820, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.view.set_article(content())
    made.view.setFocus()
    yield made


@pytest.fixture
def view(pane: ArticlePane) -> ArticleView:
    return pane.view


@pytest.fixture(scope="session")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two articles whose notices may have several parts; to be copied."""
    folder = tmp_path_factory.mktemp("ferries") / "ferries"
    codebook = CODEBOOK.replace("role: claim\n", "role: claim\n    discontinuous: true\n")
    project = new_project(folder, codebook=codebook, skua=SKUA, tern=TERN)
    project.add_coder("Ada")
    project.close()
    return folder


@pytest.fixture
def hands(window, ferries: Path, tmp_path: Path) -> DeskHands:
    """Ada at the first of two articles, in a whole window."""
    from tests.ui.coding.desk import DeskHands

    folder = tmp_path / "ferries"
    shutil.copytree(ferries, folder)
    with OpenProject.open(folder) as project:
        coder = next(c for c in project.coders() if c.name == "Ada")
        article = project.find_article("skua")
    assert window.open_project(folder, coder.id)
    assert article is not None
    window.code_article(article.id)
    return DeskHands(window)


def point(view: ArticleView, position: int) -> QPoint:
    """The middle of the character at a place, in the viewport."""
    here = view.geometry_map.line_at(view.offsets.to_qt(position))
    x = view.geometry_map.x_at(view.offsets.to_qt(position), here)
    following = view.geometry_map.x_at(view.offsets.to_qt(position + 1), here)
    y = here.baseline - 5 - view.verticalScrollBar().value()
    return QPoint((x + max(x + 2, following)) // 2, y)


def edge_point(view: ArticleView, position: int) -> QPoint:
    """The left edge of the character at a place."""
    here = view.geometry_map.line_at(view.offsets.to_qt(position))
    x = view.geometry_map.x_at(view.offsets.to_qt(position), here)
    return QPoint(x, here.baseline - 5 - view.verticalScrollBar().value())


def drag(
    view: ArticleView,
    start: int,
    end: int,
    *,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    release: bool = True,
) -> None:
    """Drag with the mouse from one place in the text to another."""
    area, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(area, left, modifier, edge_point(view, start))
    QTest.mouseMove(area, edge_point(view, (start + end) // 2))
    _move(view, edge_point(view, end), modifier)
    if release:
        QTest.mouseRelease(area, left, modifier, edge_point(view, end))


def _move(view: ArticleView, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    # QTest.mouseMove carries no modifier and, without a window manager, no button.
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        modifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def press(view: ArticleView, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key in the text."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(view, key, held)
