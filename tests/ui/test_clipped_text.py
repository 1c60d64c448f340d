"""No words are cut off in any state of any screen, at the smallest size and two usual ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QWidget

from tests.journeys.inputs import settle, until
from tests.ui.clipping import faults
from tests.workspace.ferry import Desk

SIZES = ((1000, 640), (1280, 800), (1440, 900))
SLOW = 60_000


def coding_states(window) -> Iterator[str]:
    code, desk = window.code, window.desk
    window.go("code")
    yield "no article is open"
    done = next(a for a in code.queue.model.order() if a.status == "finished")
    code.open_article(done.id)
    yield "a finished article"
    desk.acts.reopen()
    for span_type in desk.codebook.span_types:
        own = next((a for a in desk.session.ordered() if a.type == span_type.id), None)
        if own is not None:
            desk.select(own.id)
            yield f"a coding of type {span_type.id}"
            code.acts.edit_field()
            yield f"a field of type {span_type.id}"
            code.view.setFocus()
    desk.select(next(iter(desk.numbers)))
    for name, act in (
        ("the definition", code.acts.toggle_definition),
        ("comments", code.acts.toggle_comments),
        ("history", code.acts.toggle_history),
        ("link mode", code.acts.toggle_link),
    ):
        act()
        yield name
    desk.links.leave()
    window.across.start()
    yield "links to other articles, being read"
    across = window.across.panel
    until(lambda: across.model.rowCount() > 0, "codings of other articles are read")
    yield "links to other articles"
    across.take()
    until(lambda: across.model.rowCount() > 0, "codings of other articles are read again")
    yield "a link to another article, just made"
    window.across.leave()
    yield "a link to another article"
    actor = desk.codebook.type_by_role("actor").id
    desk.select(next(a.id for a in desk.session.ordered() if a.type == actor))
    window.occurring.start()
    yield "further places"
    window.occurring.panel.hide()
    desk.select(next(iter(desk.numbers)))
    code.acts.pick_edge("start")
    yield "an edge"
    code.view.pick_edge(None)
    desk.select(None)
    code.acts.toggle_article_form()
    yield "the form of the article"
    window.finishing.finish()
    yield "finishing"
    window.finishing.leave()
    suggest(window)
    code.acts.step_suggestion(True)
    yield "a suggestion"
    desk.select(None)
    window.codings_table.toggle()
    yield "the table of codings"
    window.codings_table.leave()
    code.open_search()
    yield "the search"
    window.overlays.show_keys()
    yield "the list of keys"
    window.overlays.leave()
    window.overlays.show_palette()
    yield "the palette"
    window.overlays.leave()


def suggest(window) -> None:
    """Two suggestions in the open article, of the longest label and of the leading type."""
    own = Desk(window.bridge.project, window.coder, window.desk.session.article.key)
    types = sorted(own.session.codebook.span_types, key=lambda t: -len(t.label))
    free = [own.session.text[a:b] for a, b in own.session.borders.sentences[-3:-1]]
    own.suggest(*(own.suggestion(t.id, words) for t, words in zip(types, free, strict=False)))
    window.desk.refresh()


def study_states(window) -> Iterator[str]:
    for screen in ("corpus", "codebook", "actors", "settings", "agreement", "compare"):
        window.go(screen)
        yield screen
    window.go("corpus")
    for page in ("suggestions", "metadata", "text"):
        window.corpus.show_page(page)
        if page == "metadata":
            until(lambda: window.corpus.metadata.model.rowCount() > 0, "the pages are read")
        yield f"corpus, {page}"
    for page in ("keys", "pace", "hiding", "look"):
        window.show_settings_page(page)
        yield f"settings, {page}"


def computed_states(window) -> Iterator[str]:
    window.go("agreement")
    until(lambda: window.agreement.report is not None, "agreement is computed")
    yield "agreement with figures"
    window.go("compare")
    window.compare.list.setCurrentIndex(window.compare.model.index(0))
    yield "a disagreement"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("states", [coding_states, study_states, computed_states])
def test_all_words_can_be_read_whole(study, size, states: Callable):
    study.resize(*size)
    settle()
    found = []
    for state in states(study):
        settle()
        found += [f"{state}: {fault}" for fault in faults(study)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_start_screen_can_be_read_whole(window, size):
    window.resize(*size)
    settle()
    assert not faults(window)


def test_what_is_cut_off_is_found(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(300, 200)
    label, button = QLabel("Nobody reads this whole", holder), QPushButton("Nor this one", holder)
    label.setGeometry(0, 0, 40, 20)
    button.setGeometry(0, 30, 30, 30)
    low = QLabel("Far out", holder)
    low.setGeometry(0, 190, 200, 30)
    table = QTableWidget(1, 1, holder)
    table.setHorizontalHeaderLabels(["A very long head of a column"])
    table.setColumnWidth(0, 30)
    table.setGeometry(0, 70, 200, 90)
    with qtbot.waitExposed(holder):
        holder.show()
    QTest.keyClick(holder, Qt.Key.Key_Shift)
    found = "\n".join(faults(holder))
    for words in ("Nobody reads", "Nor this", "A very long head"):
        assert words in found
