"""Working time and hidden suggestions in the window."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.domain.pace import WorkPeriod


@pytest.fixture
def coding(study):
    study.go("code")
    study.code.open_article(study.code.queue.model.order()[0].id)
    return study


def periods(study):
    study.bridge.project.flush()
    return study.bridge.project.store.values(WorkPeriod)


def test_inputs_make_a_stretch_that_is_kept_when_the_article_is_left(coding):
    start = time.monotonic() - 100
    for moment in (0, 20, 30, 95, 100):
        coding.pace_clock.touch(start + moment)
    here = coding.desk.session.article.id
    coding.code.open_article(coding.code.queue.model.order()[1].id)
    found = sorted(periods(coding), key=lambda p: p.began)
    assert [(p.article_id, p.seconds) for p in found] == [(here, 30), (here, 5)]
    assert {p.coder_id for p in found} == {coding.coder.id}


def test_keys_of_the_real_window_count(coding, qtbot):
    coding.pace_clock.stop()
    handle = coding.windowHandle()
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    time.sleep(0.02)
    qtbot.keyClick(handle, Qt.Key.Key_Right)
    assert coding.pace_clock.seconds > 0


def test_nothing_counts_on_another_screen(coding):
    coding.go("corpus")
    for moment in range(5):
        coding.pace_clock.touch(time.monotonic() + moment)
    coding.pace_clock.stop()
    assert periods(coding) == []


def test_time_makes_no_agreement_stale_and_no_undo(coding):
    coding.pace_clock.touch(time.monotonic() - 50)
    coding.pace_clock.touch(time.monotonic())
    coding.pace_clock.stop()
    assert coding.desk.undo_label() is None


def test_a_coder_sees_their_own_pace(coding):
    coding.pace_clock.touch(time.monotonic() - 30)
    coding.pace_clock.touch(time.monotonic() - 1)
    coding.pace_clock.stop()
    coding.actions_.action("pace").trigger()
    page = coding.settings_screen.pace
    assert page.isVisible()
    assert page.summary.text().startswith("You: 29 s")
    assert page.model.index(0, 1).data() == "All articles"


def test_without_time_the_page_says_so(study):
    study.show_settings_page("pace")
    assert study.settings_screen.pace.empty.isVisible()


# --- hidden suggestions ---------------------------------------------------------------------------


def test_only_a_supervisor_is_offered_to_hide_suggestions(study):
    tab = study.settings_screen.tabs["hiding"]
    people = [c for c in study.bridge.project.coders() if c.kind == "human"]
    for coder in people:
        study.set_coder(coder)
        assert tab.isVisibleTo(study.settings_screen) == (coder.role == CoderRole.SUPERVISOR)


def test_a_supervisor_hides_suggestions_and_sees_what_was_drawn(study, qtbot):
    project = study.bridge.project
    vera = project.add_coder("Vera", CoderRole.SUPERVISOR)
    study.set_coder(vera)
    study.go("settings")
    study.settings_screen.tabs["hiding"].click()
    page = study.settings_screen.hiding
    row = next(n for n in range(page.model.rowCount()) if page.model.index(n, 0).data() == "Vera")
    page.table.setCurrentIndex(page.model.index(row, 0))
    page.share.setCurrentIndex(page.share.findData(100))
    page.seed.setText("17")
    assert page.draw.text() == "Hide from Vera"
    page.draw.click()
    total = len(project.articles())
    assert page.model.index(row, 3).data() == f"{total} of {total} articles"
    assert page.model.index(row, 2).data() == "17"
    assert "Vera" in study.status.text
    page.share.setCurrentIndex(page.share.findData(0))
    assert page.draw.text() == "Show Vera all suggestions"
    page.seed.clear()
    assert not page.draw.isEnabled()


def test_articles_that_came_from_elsewhere_are_drawn_when_the_project_is_opened(
    study, sample, tmp_path
):
    from refusal_annotator.domain.hiding import HiddenDraw
    from refusal_annotator.workspace.corpus import import_articles, preview_import
    from refusal_annotator.workspace.hiding import hide_suggestions
    from refusal_annotator.workspace.project import OpenProject

    coder = study.coder
    study.close_project()
    with OpenProject.open(sample) as project:
        hide_suggestions(project, coder, share=0.5, seed=1)
        known = len(project.articles())
        text = tmp_path / "late.txt"
        text.write_text("The ferry sails again\n\nThe pier is open.\n", "utf-8")
        import_articles(project, preview_import(project, [text]))
        project.flush()
        assert len(project.store.values(HiddenDraw)) == known
    study.open_project(sample, coder.id)
    study.bridge.project.flush()
    assert len(study.bridge.project.store.values(HiddenDraw)) == known + 1
