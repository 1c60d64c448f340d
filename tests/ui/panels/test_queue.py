"""The list of articles: what is pointed at is read before it is opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def queue(study):
    study.go("code")
    return study.code.queue


def is_read(study, article_id):
    return (article_id, study.coder.id) in study.bridge.project._sessions


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_an_article_is_read_when_mouse_or_cursor_rest_on_it(study, queue, qtbot, by):
    wanted = queue.model.order()[3]
    index = queue.model.index_of(wanted.id)
    assert not is_read(study, wanted.id)
    if by == "mouse":
        qtbot.mouseMove(queue.list.viewport(), queue.list.visualRect(index).center())
    else:
        queue.list.setCurrentIndex(queue.model.index(index.row() - 1, 0))
        qtbot.keyClick(queue.list, Qt.Key.Key_Down)
        assert queue.list.currentIndex() == index
    qtbot.waitUntil(lambda: is_read(study, wanted.id))
    assert study.desk.session is None or study.desk.session.article.id != wanted.id


def test_a_closed_project_is_not_read(study, queue, qtbot):
    wanted = queue.model.order()[3]
    index = queue.model.index_of(wanted.id)
    qtbot.mouseMove(queue.list.viewport(), queue.list.visualRect(index).center())
    with qtbot.assertNotEmitted(queue.approached, wait=200):
        study.close_project()
