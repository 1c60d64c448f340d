"""Rows and journal in one transaction: optimistic checks, constraints, undo, what is kept."""

from __future__ import annotations

import json
import threading
from uuid import uuid4

import pytest
from sqlalchemy import select

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import CREATE, ChangeSet, edit, edits, make_change_set
from refusal_annotator.domain.codebook_versions import CodebookVersion
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError, ProjectError, StaleError
from refusal_annotator.domain.folding import fold
from refusal_annotator.domain.history import history_of
from refusal_annotator.domain.variables import value
from refusal_annotator.storage import journal, tables
from refusal_annotator.storage.store import ProjectStore
from tests.builders import (
    act,
    make,
    make_annotation,
    make_article,
    make_coder,
    make_link,
    make_version,
)
from tests.storage.conftest import NewStore, OpenStore
from tests.storage.study import Study, all_rows, saved, url_of


def refused(store: ProjectStore, change_set: ChangeSet, said: str) -> AnnotatorError:
    """Apply what must fail; everything must be as before."""
    before, journaled = all_rows(store), store.journal()
    ticket = store.apply(change_set)
    with pytest.raises(AnnotatorError, match=said) as caught:
        store.flush()
    assert ticket.done and not ticket.saved
    store.resume()
    assert all_rows(store) == before
    assert store.journal() == journaled
    return caught.value


# --- optimistic checks ----------------------------------------------------------------------------


def test_an_edit_of_what_has_moved_since_is_refused_with_a_sentence(study: Study):
    store, demand = study.store, study.demand
    saved(store, act(edits("annotation", demand, doubt=True)))
    stale = act(edits("annotation", demand, doubt=True), label="Mark as doubtful")
    error = refused(store, stale, "“Mark as doubtful” was not done: doubt has been changed since")
    assert isinstance(error, StaleError)
    assert str(error).endswith("Look at its present value and decide again.")


def test_a_change_set_is_written_whole_or_not_at_all(study: Study):
    saved(study.store, act(edits("annotation", study.party, doubt=False)))
    more = make_annotation(study.version, study.ada, "sail")
    mixed = act(
        make(more),
        edits("annotation", study.demand, doubt=True),
        edits("annotation", study.party, doubt=False),
    )
    refused(study.store, mixed, "doubt has been changed since")


def test_an_edit_of_what_is_not_here_is_refused(study: Study):
    stranger = make_annotation(study.version, study.ada)
    refused(study.store, act(edits("annotation", stranger, doubt=True)), "is not in this project")


def test_making_what_is_here_already_is_refused(study: Study):
    again = act(make(study.demand), label="Tag demand")
    error = refused(study.store, again, "“Tag demand” was not done: .* here already")
    assert isinstance(error, StaleError)


def test_a_before_value_is_compared_within_a_set_too(study: Study):
    made = make_annotation(study.version, study.ada, "sail")
    wrong = act(make(made), [edit("annotation", made.id, "doubt", True, False)])
    refused(study.store, wrong, "doubt has been changed since")
    right = act(make(made), [edit("annotation", made.id, "doubt", False, True)])
    saved(study.store, right)
    assert study.store.values(Annotation, id=made.id)[0].doubt


def test_values_of_unlike_variables_do_not_block_each_other(study: Study):
    topic = edit("annotation", study.demand.id, "values/topic", value("pay"), value("rest"))
    cue = edit("annotation", study.demand.id, "values/cue", {"empty": True}, value("asked"))
    saved(study.store, act([topic]), act([cue]))
    (demand,) = study.store.values(Annotation, id=study.demand.id)
    assert demand.values["topic"] == value("rest")
    assert demand.values["cue"] == value("asked")
    assert demand.revision == 3


def test_of_two_windows_that_change_one_thing_one_is_refused(study: Study, open_store: OpenStore):
    second = open_store(url_of(study.store))
    barrier = threading.Barrier(2)
    errors: list[AnnotatorError] = []

    def race(store: ProjectStore, topic: str) -> None:
        change = edit("annotation", study.demand.id, "values/topic", value("pay"), value(topic))
        barrier.wait()
        store.apply(act([change]))
        try:
            store.flush()
        except AnnotatorError as error:
            errors.append(error)

    racers = [
        threading.Thread(target=race, args=pair)
        for pair in ((study.store, "rest"), (second, "sleep"))
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert [type(error) for error in errors] == [StaleError]
    (demand,) = second.values(Annotation, id=study.demand.id)
    assert demand.values["topic"] in (value("rest"), value("sleep"))
    assert demand.revision == 2
    assert not second.conflicts()


def test_two_windows_write_different_things_side_by_side(study: Study, open_store: OpenStore):
    stores = [study.store, open_store(url_of(study.store))]
    threads = [
        threading.Thread(target=lambda s=store: [s.apply(study.annotate()) for _ in range(10)])
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.flush()
    assert len(study.store.values(Annotation, coder_id=study.ada.id)) == 22
    numbered = [(s.replica, s.counter) for s in study.store.journal()]
    assert len(set(numbered)) == len(numbered)


# --- what the database itself refuses -------------------------------------------------------------


def test_nobody_links_to_another_coders_span(study: Study):
    own, theirs = study.demand, study.bens
    for source, target in ((own, theirs), (theirs, own)):
        link = make_link(source, target, coder_id=study.ada.id)
        refused(study.store, act(make(link)), "belongs to another coder")
    moved = edits("link", study.link, to_id=theirs.id)
    refused(study.store, act(moved), "belongs to another coder")
    claimed = edits("annotation", study.party, coder_id=study.ben.id)
    refused(study.store, act(claimed), "belongs to another coder")


def test_a_link_to_what_is_not_here_waits_or_is_refused(study: Study):
    absent = make_annotation(study.version, study.ada)
    refused(study.store, act(make(make_link(study.demand, absent))), "not in this project")
    saved(study.store, act(make(absent), edits("link", study.pending, to_id=absent.id)))
    assert study.store.values(Link, id=study.pending.id)[0].to_id == absent.id


def test_references_may_come_in_any_order_within_a_set(store: ProjectStore):
    coder, article = make_coder(), make_article()
    version = make_version(article)
    one = make_annotation(version, coder)
    other = make_annotation(version, coder, "sail")
    saved(store, act(make(make_link(one, other), other, one, version, coder, article)))
    assert len(store.values(Link)) == 1


def test_nothing_that_is_referred_to_can_be_removed(study: Study):
    with (
        pytest.raises(Exception, match=r"(?i)foreign key|violates"),
        study.store._engine.begin() as c,
    ):
        c.exec_driver_sql(f"DELETE FROM article WHERE key = '{study.article.key}'")
    assert len(study.store.values(Article)) == 2


# --- the journal ----------------------------------------------------------------------------------


def test_the_journal_says_who_did_what_when_and_what_it_was_before(study: Study):
    (change,) = edits("annotation", study.demand, doubt=True)
    made = make_change_set(
        "Mark", [change], coder_id=study.ada.id, article_id=study.article.id, codebook_version=3
    )
    saved(study.store, made)
    last = study.store.journal()[-1]
    assert (last.id, last.label, last.coder_id) == (made.id, "Mark", study.ada.id)
    assert (last.article_id, last.time, last.codebook_version) == (study.article.id, made.time, 3)
    assert last.replica == study.store.replica
    (stored,) = last.changes
    assert (stored.field, stored.before, stored.after) == ("doubt", False, True)
    made_by = next(c for c in study.store.journal()[0].changes if c.row_id == study.demand.id)
    assert stored.parents == (made_by.id,)


def test_rows_are_the_fold_of_the_journal(study: Study):
    store, demand = study.store, study.demand
    saved(store, act(edits("annotation", demand, doubt=True, source_id=None)))
    saved(store, act([edit("annotation", demand.id, "values/topic", value("pay"), None)]))
    (now,) = store.values(Annotation, id=demand.id)
    place = {"start": 0, "end": 1, "quote": "🚢", "parts": None}
    saved(store, act(edits("annotation", now, **place)))
    folded = fold(change for change_set in store.journal() for change in change_set.changes)
    rows = {(name, i): row for name, found in all_rows(store).items() for i, row in found.items()}
    assert {key: row.fields for key, row in folded.items()} == rows
    assert not any(row.conflicts for row in folded.values())


def test_counters_grow_over_all_that_the_database_has_seen(study: Study, new_store: NewStore):
    other = Study.in_store(new_store())
    for _ in range(5):
        saved(other.store, other.annotate())
    position = study.store.position()
    study.store.join(other.store.journal())
    study.store.flush()
    assert study.store.position() == other.store.position() > position
    saved(study.store, study.annotate())
    assert study.store.position() == other.store.position() + 1


def test_a_text_is_kept_once_and_put_back_for_a_merge(study: Study):
    with study.store._read() as connection:
        rows = connection.execute(select(journal.CHANGE).where(journal.CHANGE.c.field == CREATE))
        written = {row.row_id: json.dumps(row.after) for row in rows}
    assert "Nine pilots refused to sail" not in written[study.version.id]
    assert study.version.text_sha256 in written[study.version.id]
    whole = {c.row_id: c.after for s in study.store.journal() for c in s.changes}
    assert whole[study.version.id]["text"] == study.version.text
    (codebook,) = study.store.values(CodebookVersion)
    assert whole[codebook.id]["text"] == codebook.text
    assert "Demand" not in written[codebook.id]


def test_a_resolution_that_keeps_what_is_shown_is_written_too(study: Study):
    before = edit("annotation", study.demand.id, "doubt", False, False)
    saved(study.store, act([before], label="Keep"))
    assert study.store.journal()[-1].changes[0].after is False
    assert study.store.values(Annotation, id=study.demand.id)[0].revision == 2


# --- undo -----------------------------------------------------------------------------------------


def test_undo_and_redo_are_read_off_the_journal_after_a_restart(
    study: Study, open_store: OpenStore
):
    store, ada, article_id = study.store, study.ada, study.article.id
    tagged = study.annotate()
    marked = act(edits("annotation", study.demand, doubt=True), coder=ada, article_id=article_id)
    before = all_rows(store)
    saved(store, tagged, marked)
    after = all_rows(store)
    store.close()
    again = open_store(url_of(store))
    for expected in (marked, tagged):
        history = history_of(again.acts(ada.id, article_id))
        assert history.undoable[-1] == expected.id
        saved(again, again.change_set(history.undoable[-1]).inverse())
    made = tagged.changes[0].row_id
    assert again.values(Annotation, id=made) == []
    undone = all_rows(again)
    assert undone["annotation"].pop(made)["deleted"] is True
    assert _plain(undone) == _plain(before)
    for _ in range(2):
        history = history_of(again.acts(ada.id, article_id))
        saved(again, again.change_set(history.redoable[-1]).again())
    assert _plain(all_rows(again)) == _plain(after)
    history = history_of(again.acts(ada.id, article_id))
    assert history.undoable == (tagged.id, marked.id)
    assert [a.label for a in again.acts(ada.id, article_id)][:2] == ["Tag", "Do something"]


def test_histories_of_coders_articles_and_the_study_are_apart(study: Study):
    store = study.store
    bens = act(
        edits("annotation", study.bens, doubt=True), coder=study.ben, article_id=study.article.id
    )
    adas = study.annotate()
    study_act = act(make(make_article("03_mole")), coder=study.ada)
    saved(store, bens, adas, study_act)
    assert [a.id for a in store.acts(study.ada.id, study.article.id)] == [adas.id]
    assert [a.id for a in store.acts(study.ben.id, study.article.id)] == [bens.id]
    assert [a.id for a in store.acts(study.ada.id, None)][-1] == study_act.id
    assert store.acts(study.ada.id, study.other_article.id) == []


def test_undo_of_a_field_that_has_moved_since_is_refused(study: Study):
    first = act(edits("annotation", study.demand, source_id="C2"))
    saved(study.store, first)
    (now,) = study.store.values(Annotation, id=study.demand.id)
    saved(study.store, act(edits("annotation", now, source_id="C3")))
    refused(
        study.store, study.store.change_set(first.id).inverse(), "source_id has been changed since"
    )


def test_undo_of_an_import_hides_its_articles_and_keeps_their_texts(store: ProjectStore):
    article = make_article()
    imported = act(make(article, make_version(article)))
    saved(store, imported, imported.inverse())
    assert store.values(Article) == []
    assert store.version_heads() == []
    saved(store, imported.again())
    assert store.version_of(article.id).text
    with pytest.raises(ProjectError, match="has no text; import it again"):
        store.version_of(uuid4())


def test_every_write_names_a_table_that_is_journaled(study: Study):
    unknown = act([edit("annotation", study.demand.id, "no_such_field", None, 1)])
    refused(study.store, unknown, "fault of its own")
    assert {c.table for s in study.store.journal() for c in s.changes} == set(all_rows(study.store))
    assert tables.CoderRow.__tablename__ == "coder"
    assert study.store.values(Coder, name="Ada")
    assert study.store.values(ArticleVersion)


def _plain(rows: dict) -> dict:
    """Rows but for how often they were changed."""
    return {
        name: {i: {**row, "revision": 0} for i, row in found.items()}
        for name, found in rows.items()
    }
