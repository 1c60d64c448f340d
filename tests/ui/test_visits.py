"""A coder finds the place again, and the time of work is counted without the pauses."""

from __future__ import annotations

from refusal_annotator.ui import visits


def test_an_article_opens_again_where_it_was_left(study):
    first, second = (a.id for a in study.code.queue.model.order()[:2])
    view = study.code.view
    study.code.open_article(first)
    view.set_caret(600)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    scrolled = view.verticalScrollBar().value()
    study.code.open_article(second)
    assert view.caret() != 600
    study.bridge.project.flush()
    study.code.open_article(first)
    assert view.caret() == 600
    assert view.verticalScrollBar().value() == scrolled


def test_the_place_is_found_again_after_the_project_was_closed(study, sample):
    first = study.code.queue.model.order()[0].id
    coder = study.coder.id
    study.code.open_article(first)
    study.code.view.set_caret(600)
    study.close_project()
    assert study.open_project(sample, coder)
    study.code.open_article(first)
    assert study.code.view.caret() == 600


def test_another_coder_stands_elsewhere(study):
    first = study.code.queue.model.order()[0].id
    study.code.open_article(first)
    begin = study.code.view.caret()
    study.code.view.set_caret(600)
    other = next(c for c in study.bridge.project.coders() if c.id != study.coder.id)
    study.set_coder(other)
    study.bridge.project.flush()
    study.code.open_article(first)
    assert study.code.view.caret() == begin


def test_the_time_of_work_is_counted_without_long_pauses(study, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(visits.time, "monotonic", lambda: clock[0])
    first, second = (a.id for a in study.code.queue.model.order()[:2])
    study.code.open_article(first)
    for pause in (20, 40, 300, 10):
        clock[0] += pause
        study.desk.select(None)
    study.code.open_article(second)
    study.bridge.project.flush()
    _, seconds = study.bridge.project.visit(study.coder.id, first)
    assert seconds == 70
