"""Further places of a coding: reviewed and tagged as one step."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.workspace.occurrences import occurrences_of


@pytest.fixture
def coding(study):
    """A mention is selected whose name stands elsewhere too, uncoded."""
    study.go("code")
    desk = study.desk
    for article in study.code.queue.model.order():
        study.code.open_article(article.id)
        alike = Counter((a.type, a.quote) for a in desk.session.ordered())
        if not alike or alike.most_common(1)[0][1] < 3:
            continue
        if desk.is_finished:
            desk.acts.reopen()
        wanted = alike.most_common(1)[0][0]
        first, *others = [a for a in desk.session.ordered() if (a.type, a.quote) == wanted]
        for each in others:
            desk.select(each.id)
            desk.acts.delete()
        desk.select(first.id)
        return study
    raise AssertionError("the sample has no words that are coded thrice")


def test_places_are_listed_ticked_and_tagged_as_one_step(coding, qtbot):
    before = len(coding.desk.session.annotations)
    chosen = coding.desk.selected
    qtbot.keyClick(coding.code.view, Qt.Key.Key_T)
    panel = coding.occurring.panel
    assert panel.isVisible()
    assert panel.list.hasFocus()
    assert chosen.quote[:30] in panel.title.whole_text
    wanted = panel.ticked
    assert panel.tag.text() == f"Tag {len(wanted)} places"
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert not panel.isVisible()
    made = [a for a in coding.desk.session.ordered() if a.quote in {p.quote for p in wanted}]
    assert len(coding.desk.session.annotations) == before + len(wanted)
    assert {p.start for p in wanted} <= {a.start for a in made}
    assert coding.desk.selected.id == chosen.id
    assert "Tag" in coding.status.text
    coding.desk.undo()
    assert len(coding.desk.session.annotations) == before


def test_a_place_without_its_tick_is_left_alone(coding, qtbot):
    coding.occurring.start()
    panel = coding.occurring.panel
    count = len(panel.ticked)
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert len(panel.ticked) in (count - 1, count + 1)
    panel.none.click()
    assert panel.ticked == ()
    assert not panel.tag.isEnabled()
    qtbot.keyClick(panel.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.ticked) == panel.list.model().rowCount()


def test_esc_leaves_without_tagging(coding, qtbot):
    before = len(coding.desk.session.annotations)
    coding.occurring.start()
    qtbot.keyClick(coding.occurring.panel.list, Qt.Key.Key_Escape)
    assert not coding.occurring.panel.isVisible()
    assert len(coding.desk.session.annotations) == before
    assert coding.code.view.hasFocus()


def test_words_that_stand_only_once_are_told(coding):
    session = coding.desk.session
    index = coding.bridge.project.entity_index()
    lone = next(a for a in session.ordered() if not occurrences_of(session, a.id, index))
    coding.desk.select(lone.id)
    coding.occurring.start()
    assert not coding.occurring.panel.isVisible()
    assert "nowhere else" in coding.status.text
