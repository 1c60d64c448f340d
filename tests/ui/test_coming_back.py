"""After a crash a coder finds the same article, caret, page and inspector."""

from __future__ import annotations

import pytest

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace import last_place
from refusal_annotator.workspace.settings import config_folder
from tests.journeys.inputs import settle, until


@pytest.fixture
def crash(qtbot, sample, tmp_path):
    """What is on the disk a moment after the last key, opened by a new window."""
    windows = []

    def go_down(window):
        place = config_folder() / last_place.FILE_NAME
        before = place.stat().st_mtime_ns if place.exists() else 0
        until(lambda: place.exists() and place.stat().st_mtime_ns > before, "the place is kept")
        until(lambda: window.save_mark.state == "saved", "all is saved")
        settle()
        kept = place.read_bytes()
        coder = window.coder.id
        window.close_project()
        # As if the end of the program had not come to its duties.
        place.write_bytes(kept)
        made = MainWindow()
        made.looks.change(reduced_motion=True)
        made.resize(window.size())
        made.show()
        qtbot.waitExposed(made)
        windows.append(made)
        assert made.open_project(sample, coder)
        settle()
        return made

    yield go_down
    for made in windows:
        made.close()
        made.deleteLater()


@pytest.fixture
def begun(study):
    """An article that is begun, in its middle, with a coding selected."""
    study.go("code")
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.acts.reopen()
    return study


def test_the_article_the_caret_the_page_and_the_coding_are_as_before(begun, crash):
    target = begun.desk.session.ordered()[-3]
    begun.desk.select(target.id)
    settle()
    bar = begun.code.view.verticalScrollBar()
    bar.setValue(max(0, bar.value() - 30))
    scrolled, caret = bar.value(), begun.code.view.caret()
    article = begun.desk.session.article.id
    again = crash(begun)
    assert again.screen_name == "code"
    assert again.desk.session.article.id == article
    assert again.desk.selected.id == target.id
    assert again.code.view.caret() == caret
    assert again.code.view.verticalScrollBar().value() == scrolled


def test_the_inspector_is_as_before(begun, crash):
    begun.desk.select(begun.desk.session.ordered()[0].id)
    begun.code.acts.toggle_definition()
    begun.code.inspector.coding.history.toggle()
    begun.code.acts.edit_field()
    opened = begun.code.inspector.coding.fields.open_id
    again = crash(begun)
    inspector = again.code.inspector
    assert inspector.coding.definition_fold.is_unfolded
    assert inspector.coding.history.fold.is_unfolded
    assert not inspector.coding.comments.fold.is_unfolded
    assert inspector.coding.fields.open_id == opened != ""


def test_the_form_of_the_article_and_a_selection_are_as_before(begun, crash):
    begun.desk.select(None)
    begun.code.inspector.toggle_article(True)
    begun.code.view.set_selection(300, 340)
    begun.code.view.report_selection()
    again = crash(begun)
    assert again.code.inspector.shows_article
    assert again.code.view.selection() == (300, 340)


def test_a_finished_article_is_not_opened_again(study, crash):
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.code.view.set_caret(40)
    study.code.view.report_selection()
    assert crash(study).desk.session is None


def test_a_damaged_file_costs_only_the_place(study, sample):
    config_folder().mkdir(exist_ok=True, parents=True)
    (config_folder() / last_place.FILE_NAME).write_text("{", "utf-8")
    coder = study.coder.id
    study.close_project()
    assert study.open_project(sample, coder)
    assert study.desk.session is None


def test_places_of_many_projects_do_not_pile_up(tmp_path):
    from uuid import uuid4

    coder = uuid4()
    place = last_place.LastPlace(article_id=uuid4(), caret=3, anchor=3)
    for n in range(last_place.MAX_PLACES + 5):
        last_place.keep_place(tmp_path / str(n), coder, place)
    assert last_place.last_place(tmp_path / "0", coder) is None
    assert last_place.last_place(tmp_path / "44", coder) == place
    last_place.keep_place(tmp_path / "44", coder, None)
    assert last_place.last_place(tmp_path / "44", coder) is None
