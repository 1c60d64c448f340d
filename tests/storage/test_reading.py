"""What is read beside the journaled values: suggestions, borders, counts, visits, sources."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.changes import edits
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.storage.store import Attachments, ProjectStore, Source, SuggestionRun
from tests.builders import (
    NOON,
    act,
    make,
    make_article,
    make_suggested_link,
    make_suggestion,
    make_version,
)
from tests.storage.study import Study, saved


def run_of(version: ArticleVersion, *found: object, version_name: str = "rules 2") -> SuggestionRun:
    return SuggestionRun(version.id, version_name, NOON, tuple(found), ())  # type: ignore[arg-type]


# --- suggestions ----------------------------------------------------------------------------------


def test_suggestions_come_by_place_with_their_links(study: Study):
    found = study.store.suggestions(study.version.id)
    assert found == [study.second_suggestion, study.suggestion]
    (link,) = study.store.suggested_links(study.version.id)
    assert (link.from_id, link.to_id) == (study.suggestion.id, study.second_suggestion.id)
    assert study.store.suggestions(study.other_version.id) == []
    assert study.store.suggestion_runs() == {study.version.id: ("rules 1", 2)}


def test_a_new_run_replaces_what_the_last_one_found_in_that_text_only(study: Study):
    other = make_suggestion(study.other_version, "Pilots")
    study.store.replace_suggestions([run_of(study.other_version, other)])
    better = make_suggestion(study.version, "sail", score=1.0)
    study.store.replace_suggestions([run_of(study.version, better)])
    study.store.flush()
    assert study.store.suggestions(study.version.id) == [better]
    assert study.store.suggested_links(study.version.id) == []
    assert study.store.suggestions(study.other_version.id) == [other]
    assert study.store.suggestion_runs() == {
        study.version.id: ("rules 2", 1),
        study.other_version.id: ("rules 2", 1),
    }
    study.store.replace_suggestions([run_of(study.version)])
    study.store.flush()
    assert study.store.suggestions(study.version.id) == []
    assert study.store.suggestion_runs()[study.version.id] == ("rules 2", 0)


def test_a_suggestion_found_twice_in_a_run_counts_once(study: Study):
    first = make_suggestion(study.version, "sail")
    again = make_suggestion(study.version, "sail", score=0.9)
    other = make_suggestion(study.version, "Vera Holm")
    link = make_suggested_link(first, other)
    run = SuggestionRun(study.version.id, "rules 2", NOON, (first, again, other), (link, link))
    study.store.replace_suggestions([run])
    study.store.flush()
    assert [s.score for s in study.store.suggestions(study.version.id)] == [0.9, 0.5]
    assert study.store.suggested_links(study.version.id) == [link]
    assert study.store.suggestion_runs()[study.version.id] == ("rules 2", 2)


def test_suggestions_are_no_codings_and_not_in_the_journal(study: Study):
    before = study.store.journal()
    study.store.replace_suggestions([run_of(study.version)])
    study.store.flush()
    assert study.store.journal() == before
    assert not {c.table for s in before for c in s.changes} & {"suggestion", "suggested_link"}


# --- texts ----------------------------------------------------------------------------------------


def test_borders_are_kept_with_the_text_they_belong_to(study: Study):
    assert study.store.borders(study.version.id) == compute_borders(study.version.text)
    assert study.store.borders(uuid4()) is None


def test_heads_of_versions_come_without_texts_and_the_latest_wins(study: Study):
    newer = make_version(study.article, "Corrected.", imported_at=NOON + timedelta(days=1))
    saved(study.store, act(make(newer)))
    heads = study.store.version_heads()
    assert all("text" not in head for head in heads)
    assert heads[-1]["id"] == newer.id
    assert study.store.version_of(study.article.id).text == "Corrected."
    saved(study.store, act(edits("article_version", newer, deleted=True)))
    assert study.store.version_of(study.article.id).id == study.version.id


def test_of_texts_imported_at_one_moment_list_and_article_show_the_same(study: Study):
    twins = [make_version(study.article, f"Text {i}", imported_at=NOON) for i in range(4)]
    saved(study.store, act(make(*twins)))
    last = [h["id"] for h in study.store.version_heads() if h["article_id"] == study.article.id][-1]
    assert study.store.version_of(study.article.id).id == last


def test_a_source_is_kept_once(store: ProjectStore):
    first = Source("a" * 64, "pier.txt", 4, b"\0\xff\r\n")
    again = Source("a" * 64, "copy of pier.txt", 4, b"other")
    for sources in ((first, first), (again,)):
        store.apply(act(make(make_article())), Attachments(sources=sources))
    store.flush()
    assert store.source_hashes() == {"a" * 64: "pier.txt"}


def test_attachments_go_with_a_change_set_that_fails(study: Study):
    article = make_article()
    version = make_version(article)
    doomed = act(make(article, version), make(study.demand))
    more = Attachments(
        sources=(Source("b" * 64, "x.txt", 1, b"x"),),
        borders={version.id: compute_borders(version.text)},
    )
    assert not study.store.apply(doomed, more).wait(5) or study.store.writer.halted
    study.store.resume()
    assert "b" * 64 not in study.store.source_hashes()
    assert study.store.borders(version.id) is None


# --- counts, visits, entries ----------------------------------------------------------------------


def test_counts_are_by_coder_and_leave_out_what_is_deleted(study: Study):
    place, ada, ben = study.version.id, study.ada.id, study.ben.id
    assert study.store.counts("annotation", "article_version_id") == {
        (place, ada): 2,
        (place, ben): 1,
    }
    assert study.store.counts("link", "type") == {("raised_by", ada): 2}
    assert study.store.doubt_counts() == {(place, ada): 1}
    saved(study.store, act(edits("annotation", study.party, deleted=True)))
    assert study.store.counts("annotation", "article_version_id")[place, ada] == 1
    assert study.store.doubt_counts() == {}


def test_visits_add_up_their_time_and_keep_the_last_place(study: Study):
    store, ada, article = study.store, study.ada.id, study.article.id
    assert store.visit(ada, article) == (7, 2.5)
    store.save_visit(ada, article, caret=3, seconds=1.25)
    store.flush()
    assert store.visit(ada, article) == (3, 3.75)
    assert store.visit(study.ben.id, article) == (0, 0.0)


def test_entries_of_the_project_are_replaced_one_by_one(store: ProjectStore):
    store.set_meta(name="A", owner="x")
    store.set_meta(name="B")
    store.flush()
    assert store.meta() == {"name": "B", "owner": "x"}


def test_an_empty_store_answers_everything_with_nothing(store: ProjectStore):
    assert store.meta() == store.suggestion_runs() == store.source_hashes() == {}
    assert store.counts("annotation", "article_version_id") == store.doubt_counts() == {}
    assert store.version_heads() == store.journal() == store.conflicts() == []
    assert store.acts(uuid4(), None) == store.acts(uuid4(), uuid4()) == []
    assert store.position() == 0
    assert store.unsaved == 0
    store.flush()
    store.resume()
