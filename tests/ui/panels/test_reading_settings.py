"""Reading settings take effect at once and are remembered."""

from __future__ import annotations

import pytest

from refusal_annotator.workspace.settings import load_settings


@pytest.fixture
def reading(study):
    study.code.open_article(study.code.queue.model.order()[0].id)
    return study


def choose(study, name, words):
    group = study.settings_screen.look._groups[name]
    next(b for b in group.buttons() if b.text() == words).click()


def test_the_measure_changes_the_width_of_the_text(reading):
    before = reading.code.view.setting.measure_width
    choose(reading, "reading_measure", "60")
    assert reading.code.view.setting.measure == 60
    assert reading.code.view.setting.measure_width < before
    assert load_settings().reading_measure == 60


def test_lines_move_apart_and_come_back(reading):
    view = reading.code.view
    usual, height = view.setting.line_pitch, view.document().size().height()
    choose(reading, "reading_line_spacing", "Wider")
    assert view.setting.line_pitch == pytest.approx(1.3 * usual, abs=1)
    assert view.document().size().height() > height
    choose(reading, "reading_line_spacing", "Usual")
    assert view.setting.line_pitch == usual


def test_spacing_for_dyslexia_widens_letters_words_and_lines(reading):
    view = reading.code.view
    usual = view.setting.line_pitch
    choose(reading, "reading_dyslexia", "On")
    font = view.document().defaultFont()
    assert font.letterSpacing() == pytest.approx(103)
    assert view.setting.line_pitch == pytest.approx(1.2 * usual, abs=1)
    assert reading.settings_screen.look.sample.font().letterSpacing() == pytest.approx(103)


def test_the_caret_stays_where_it_is(reading):
    view = reading.code.view
    view.set_caret(len(reading.desk.session.text) // 2)
    caret = view.caret()
    choose(reading, "reading_line_spacing", "Wide")
    choose(reading, "reading_measure", "75")
    assert view.caret() == caret


def test_sentence_numbers_are_a_setting_too(reading):
    choose(reading, "sentence_numbers", "Shown")
    assert reading.code.view.state.sentence_starts
    assert reading.actions_.action("sentence_numbers").isChecked()
    assert load_settings().sentence_numbers
    choose(reading, "sentence_numbers", "Hidden")
    assert not reading.code.view.state.sentence_starts
