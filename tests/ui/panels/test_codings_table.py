"""The table twin: every coding in words, under the same commands as the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.annotations import Suggestion, suggestion_id
from refusal_annotator.domain.changes import now
from refusal_annotator.domain.spans import Span
from refusal_annotator.storage.store import SuggestionRun
from refusal_annotator.ui.models.codings import HEADS


@pytest.fixture
def coding(study):
    study.go("code")
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.acts.reopen()
    study.actions_.action("codings_table").trigger()
    return study


def cells(table, row):
    return {h: table.model.index(row, n).data() for n, h in enumerate(HEADS)}


def row_of(study, annotation):
    return study.codings_table.model.row_of(annotation.id)


def test_every_coding_and_suggestion_has_a_row_in_the_order_of_the_text(coding):
    table, session = coding.codings_table, coding.desk.session
    assert table.isVisible()
    assert table.table.hasFocus()
    assert table.model.rowCount() == len(session.annotations) + len(coding.desk.suggestions)
    sentences = [int(cells(table, n)["Sentence"]) for n in range(table.model.rowCount())]
    assert sentences == sorted(sentences)
    quotes = {cells(table, n)["Text"] for n in range(table.model.rowCount())}
    assert {" ".join(a.quote.split()) for a in session.ordered()} <= quotes


def test_a_row_says_in_words_what_the_text_shows(coding):
    session = coding.desk.session
    linked = next(a for a in session.ordered() if session.links_from(a.id))
    said = cells(coding.codings_table, row_of(coding, linked))
    assert said["Coding"] == coding.desk.title(linked)
    link = session.links_from(linked.id)[0]
    assert session.codebook.relation(link.type).label in said["Links"]
    assert ": " in said["Values"]
    index = coding.codings_table.model.index(row_of(coding, linked), 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Text: ")


def test_a_row_is_what_the_commands_mean(coding, qtbot):
    table = coding.codings_table.table
    first, second = coding.desk.session.ordered()[:2]
    table.setCurrentIndex(coding.codings_table.model.index(row_of(coding, first), 0))
    assert coding.desk.selected.id == first.id
    before = first.doubt
    qtbot.keyClick(table, Qt.Key.Key_F)
    assert coding.desk.selected.doubt != before
    qtbot.wait(10)
    said = cells(coding.codings_table, row_of(coding, first))
    assert said["Doubt"] == ("" if before else "doubt")
    coding.desk.select(second.id)
    assert table.currentIndex().row() == row_of(coding, second)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: row_of(coding, second) < 0)
    assert second.id not in coding.desk.session.annotations


@pytest.fixture
def suggested(study):
    """An article with suggestions on its first words, and no codings."""
    study.go("code")
    fresh = next(a for a in study.code.queue.model.order() if a.status == "to_do")
    project = study.bridge.project
    session = project.session(fresh.id, study.coder.id)
    type_id = project.codebook.span_types[1].id
    free = [t for t in session.borders.tokens if session.in_zone(Span(*t)) is None]
    words = [t for t in free if t[1] - t[0] > 4][:5]
    found = tuple(
        Suggestion(
            id=suggestion_id(session.version.id, type_id, (place,)),
            article_version_id=session.version.id,
            type=type_id,
            start=place[0],
            end=place[1],
            quote=session.text[place[0] : place[1]],
            score=0.9,
            source="rules test",
        )
        for place in words
    )
    project.store.replace_suggestions([SuggestionRun(session.version.id, "test", now(), found, ())])
    project.forget_sessions()
    study.code.open_article(fresh.id)
    assert len(study.desk.suggestions) == 5
    return study


def test_a_suggestion_is_decided_from_its_row(suggested, qtbot):
    study = suggested
    study.actions_.action("codings_table").trigger()
    table = study.codings_table
    target = study.desk.suggestions[2]
    table.table.setCurrentIndex(table.model.index(table.model.row_of(target.id), 0))
    assert study.desk.suggestion.id == target.id
    assert cells(table, table.model.row_of(target.id))["Coding"].startswith("Suggested")
    qtbot.keyClick(table.table, Qt.Key.Key_A)
    assert study.desk.session.accepted_from(target.id) is not None
    qtbot.waitUntil(lambda: table.model.row_of(target.id) < 0)


def test_enter_opens_the_first_field_and_esc_puts_the_table_away(coding, qtbot):
    table = coding.codings_table
    table.table.setCurrentIndex(table.model.index(0, 0))
    qtbot.keyClick(table.table, Qt.Key.Key_Escape)
    assert not table.isVisible()
    coding.actions_.action("codings_table").trigger()
    coding.actions_.action("codings_table").trigger()
    assert not table.isVisible()


def test_the_table_is_only_seen_while_coding(coding):
    coding.go("corpus")
    assert not coding.codings_table.isVisible()
    coding.go("code")
    assert coding.codings_table.isVisible()
    coding.close_project()
    assert not coding.codings_table.isVisible()


def test_an_article_without_codings_says_so(study):
    study.go("code")
    fresh = next(a for a in study.code.queue.model.order() if a.status == "to_do")
    study.code.open_article(fresh.id)
    assert not study.desk.suggestions
    study.actions_.action("codings_table").trigger()
    assert study.codings_table.empty.isVisible()


def test_all_columns_are_in_sight_and_the_rail_is_whole_in_the_smallest_window(coding, qtbot):
    coding.resize(1000, 640)
    table = coding.codings_table.table
    head = table.horizontalHeader()
    qtbot.waitUntil(lambda: head.length() <= table.viewport().width())
    widths = [head.sectionSize(column) for column in range(head.count())]
    assert min(widths) >= 60
    qtbot.waitUntil(lambda: coding.rail.height() >= coding.rail.minimumSizeHint().height())
    coding.resize(1440, 900)
    qtbot.waitUntil(lambda: coding.codings_table.height() == 300)
    assert head.sectionSize(1) == 300
