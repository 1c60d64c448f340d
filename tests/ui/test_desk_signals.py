"""Panels are told once of each act, however much it changes; what they are told is true by then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workspace.ferry import Desk, new_project

TEXT = (
    "The Skua is late, says the pier. The Tern and the Gull sail at nine.\n\n"
    "Nobody waits for twelve crates of salt, and the office asks for a letter before noon.\n"
)


@pytest.fixture
def study(window, tmp_path: Path):
    """The window on a project with one article and its suggestions."""
    with new_project(tmp_path / "ferries", skua=TEXT) as project:
        ada = Desk(project)
        ada.suggest(*(ada.suggestion("Vessel", words) for words in ("Skua", "Tern", "Gull")))
    assert window.open_project(tmp_path / "ferries", ada.coder.id)
    window.code.open_article(ada.article.id)
    return window


@pytest.fixture
def told(study):
    """What the desk says from now on: whether the selection changed."""
    found: list[bool] = []
    study.desk.shown_changed.connect(found.append)
    return found


def test_tagging_is_told_once(study, told):
    desk = study.desk
    start, end = desk.session.borders.tokens[20]
    assert desk.acts.tag(desk.codebook.span_types[1].id, start, end)
    assert told == [True]
    assert study.code.inspector.coding.quote.text() == desk.selected.quote


def test_accepting_and_going_on_is_told_once(study, told):
    desk = study.desk
    desk.show_suggestion(desk.suggestions[0].id)
    told.clear()
    desk.deciding.accept_and_go_on()
    assert told == [True]
    assert desk.suggestion is desk.suggestions[desk.deciding.place_of(desk.suggestion)]
    assert study.code.inspector.suggestion.quote.text() == desk.suggestion.quote


def test_undo_of_what_is_selected_is_told_once(study, told):
    desk = study.desk
    start, end = desk.session.borders.tokens[20]
    desk.acts.tag(desk.codebook.span_types[1].id, start, end)
    told.clear()
    desk.undo()
    assert told == [True]
    assert desk.selected is None


def test_the_rest_of_the_sentence_is_counted_from_here(study, told):
    desk = study.desk
    for suggestion in desk.suggestions:
        desk.show_suggestion(suggestion.id)
        sentences = desk.session.borders.sentences
        ends = [e for s, e in sentences if s <= suggestion.start < e]
        end = max([suggestion.end, *ends])
        own = [s for s in desk.suggestions if suggestion.start <= s.start and s.end <= end]
        assert desk.deciding.rest_of_sentence() == len(own)


def test_rows_of_the_inspector_are_those_of_the_type_shown(study, told):
    """Rows are put by and used again, so going back and forth must not mix them up."""
    desk, fields = study.desk, study.code.inspector.coding.fields
    text, tokens = desk.session.text, desk.session.borders.tokens
    words = iter([token for token in tokens[5:] if text[slice(*token)].isalpha()])
    for span_type in [*desk.codebook.span_types] * 2:
        assert desk.acts.tag(span_type.id, *next(words))
        cells = desk.selected.values
        asked = [a for a in desk.codebook.attributes_of(span_type.id) if a.is_asked]
        wanted = [a.id for a in asked if a.is_visible(cells)]
        assert [row.attribute.id for row in fields.rows] == wanted
        column = fields.layout()
        shown = [column.itemAt(n).widget() for n in range(column.count())]
        assert [w for w in shown if not w.isHidden()] == list(fields.rows)


def test_lists_follow_an_act_after_a_moment(study, told, qtbot):
    """The list of articles is read anew away from the window."""
    desk = study.desk
    start, end = desk.session.borders.tokens[20]
    desk.acts.tag(desk.codebook.span_types[1].id, start, end)
    desk.acts.toggle_doubt()

    def doubts() -> int:
        row = study.code.queue.model.index_of(desk.session.article.id)
        return study.code.queue.model.article(row).n_doubts

    qtbot.waitUntil(lambda: doubts() == 1)
