"""Rows and domain values: the same fields, whole round trips, one check before both databases."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from refusal_annotator.domain.annotations import (
    Annotation,
    Link,
    SuggestedLink,
    Suggestion,
    SuggestionDecision,
)
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, ChangeSet, edit, edits
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.storage import tables
from refusal_annotator.storage.rows import JOURNALED, table_of
from refusal_annotator.storage.storable import require_storable
from refusal_annotator.storage.store import Attachments, ProjectStore, Source, SuggestionRun
from tests.builders import (
    NOON,
    TABLES,
    act,
    make,
    make_article,
    make_coder,
    make_suggestion,
    make_version,
)
from tests.storage.study import Study, all_rows, saved

NOT_JOURNALED = {
    tables.SuggestionRow: Suggestion,
    tables.SuggestedLinkRow: SuggestedLink,
}


# --- the same fields ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", JOURNALED)
def test_rows_have_the_fields_of_their_domain_values(name):
    _, kind = JOURNALED[name]
    assert {column.name for column in table_of(name).c} == set(kind.model_fields)
    assert table_of(name).name == name
    assert TABLES[kind] == name


@pytest.mark.parametrize("row", NOT_JOURNALED)
def test_rows_outside_the_journal_have_them_too(row: Any):
    assert {c.name for c in row.__table__.c} == set(NOT_JOURNALED[row].model_fields)


def test_the_journal_has_the_fields_of_changes_and_sets():
    change = {c.name for c in tables.ChangeRow.__table__.c}  # type: ignore[attr-defined]
    assert change == {*Change.model_fields, "change_set_id"}
    sets = {c.name for c in tables.ChangeSetRow.__table__.c}  # type: ignore[attr-defined]
    assert sets == set(ChangeSet.model_fields) - {"changes"}


def test_no_foreign_key_cascades_and_whole_numbers_have_64_bits():
    for table in SQLModel.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.ondelete is None
            assert key.onupdate is None
        for column in table.c:
            if column.type.python_type is int and not isinstance(column.type, LargeBinary):
                assert column.type.compile().startswith("BIGINT"), f"{table.name}.{column.name}"


# --- round trips ----------------------------------------------------------------------------------


def test_every_kind_of_value_comes_back_as_it_was(study: Study):
    assert {type(v) for v in study.values} == {kind for _, kind in JOURNALED.values()}
    for kind in {type(v) for v in study.values}:
        wanted = {
            v.id: v.model_copy(update={"revision": 1}) for v in study.values if type(v) is kind
        }
        assert {v.id: v for v in study.store.values(kind)} == wanted


def test_absent_null_and_the_kinds_of_cells_stay_apart(study: Study):
    (demand,) = study.store.values(Annotation, id=study.demand.id)
    assert demand.values == study.demand.values
    (article,) = study.store.values(Article, id=study.article.id)
    assert article.metadata == {"outlet": "The Quay", "page": None}
    (coding,) = study.store.values(ArticleCoding)
    assert coding.extras == {"editor": None, "pages": [1, 2]}
    assert coding.unfinished_reason is None
    (pending,) = study.store.values(Link, id=study.pending.id)
    assert pending.to_id is None
    assert pending.pending_target == {"article": "03_far", "span": "C9"}


def test_values_are_asked_for_by_equality_and_membership(study: Study):
    store, mine = study.store, study.ada.id
    assert [a.id for a in store.values(Annotation, coder_id=study.ben.id)] == [study.bens.id]
    both = store.values(
        Annotation, article_version_id=study.version.id, coder_id=[mine, study.ben.id]
    )
    assert len(both) == 3
    assert [a.id for a in both] == sorted(a.id for a in both)
    assert store.values(Annotation, id=[]) == []
    assert len(store.values(Link, from_id=(study.demand.id, uuid4()))) == 2
    saved(store, act(edits("annotation", study.bens, deleted=True)))
    assert store.values(Annotation, coder_id=study.ben.id) == []
    assert len(store.values(Annotation, coder_id=study.ben.id, deleted=True)) == 1


def test_text_comes_back_code_point_by_code_point(store: ProjectStore):
    text = (
        "e\u0301 ﬁ \u200f👩\u200d🚒🇫🇮 \u00a0\x0b\x0c \U0010ffff 'quote' \"x\" \\ % :name ?\n" * 50
    )
    article = make_article("odd ' \" \\ ; -- %s")
    version = make_version(article, text)
    saved(store, act(make(article, version)))
    assert store.version_of(article.id).text == text
    assert store.values(Article)[0].key == article.key


def test_figures_come_back_exactly(store: ProjectStore):
    figures = [0, -0.5, 97, 0.1, 1e-7, 2**63 - 1, -(2**63), 2**53 + 1, 3.0, 123456.789]
    article = make_article(metadata={"figures": figures})
    saved(store, act(make(article)))
    (back,) = store.values(Article)
    assert back.metadata["figures"] == figures


def test_large_places_fit_both_databases(study: Study):
    far = study.annotate(start=3_000_000_000, end=3_000_000_009, sequence=2**40)
    saved(study.store, far)
    (back,) = study.store.values(Annotation, id=far.changes[0].row_id)
    assert (back.start, back.sequence) == (3_000_000_000, 2**40)


# --- times ----------------------------------------------------------------------------------------


def test_times_come_back_in_utc_to_the_microsecond(store: ProjectStore):
    written = datetime(2026, 3, 1, 1, 30, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
    article = make_article()
    version = make_version(article, imported_at=written)
    made = act(make(article, version))
    saved(store, made)
    (back,) = store.values(ArticleVersion)
    assert back.imported_at == written
    assert back.imported_at.tzinfo == UTC
    assert back.imported_at.isoformat() == "2026-02-28T20:00:00.123456+00:00"
    (head,) = store.journal()
    assert head.time == made.time
    assert head.time.tzinfo == UTC


def test_a_time_that_was_edited_can_be_edited_again_and_undone(study: Study):
    (coding,) = study.store.values(ArticleCoding)
    late = act(edits("article_coding", coding, finished_at=NOON + timedelta(hours=3)))
    saved(study.store, late)
    saved(study.store, late.inverse())
    (back,) = study.store.values(ArticleCoding)
    assert back.finished_at == NOON


def test_a_time_without_a_zone_is_refused(store: ProjectStore):
    article = make_article()
    version = make_version(article, imported_at=NOON.replace(tzinfo=None))
    store.apply(act(make(article, version)))
    with pytest.raises(AnnotatorError):
        store.flush()
    store.resume()
    assert store.values(Article) == []


# --- one check before both databases --------------------------------------------------------------


UNSTORABLE = [
    ("a\0b", "NUL"),
    ("a\ud800", "surrogate"),
    (math.nan, "not finite"),
    (math.inf, "not finite"),
    (2**63, "too large"),
    (-(2**63) - 1, "too large"),
    (1e17, "too large"),
]


@pytest.mark.parametrize(("content", "said"), UNSTORABLE, ids=[said for _, said in UNSTORABLE])
def test_what_one_database_could_not_hold_is_refused_before_it_is_queued(
    study: Study, content: Any, said: str
):
    before, store = all_rows(study.store), study.store
    values = {"topic": {"v": content}}
    for changes in (
        edits("annotation", study.demand, values=values),
        make(study.demand.model_copy(update={"id": uuid4(), "values": {"x": [content]}})),
    ):
        with pytest.raises(AnnotatorError, match=said) as caught:
            store.apply(act(list(changes)))
        assert str(caught.value).endswith("Nothing was changed.")
    assert store.unsaved == 0
    store.flush()
    assert all_rows(store) == before


@pytest.mark.parametrize("content", ["a\0b", "a\udfff"])
def test_no_way_into_the_database_is_left_unchecked(study: Study, content: str):
    store, article = study.store, make_article()
    version = make_version(article)
    ways = [
        lambda: store.apply(act(make(article), label=content)),
        lambda: store.apply(act([edit("article", article.id, f"metadata/{content}", None, 1)])),
        lambda: store.apply(
            act(make(article)), Attachments(sources=(Source("0" * 64, content, 1),))
        ),
        lambda: store.join([act(make(make_coder(content)))]),
        lambda: store.set_meta(name=content),
        lambda: store.replace_suggestions(
            [SuggestionRun(version.id, "1", NOON, (make_suggestion(version, why=content),), ())]
        ),
    ]
    for way in ways:
        with pytest.raises(AnnotatorError, match="cannot be stored"):
            way()
    score = make_suggestion(version, score=math.nan)
    with pytest.raises(AnnotatorError, match="not finite"):
        store.replace_suggestions([SuggestionRun(version.id, "1", NOON, (score,), ())])
    with pytest.raises(AnnotatorError, match="not finite"):
        store.save_visit(study.ada.id, study.article.id, caret=0, seconds=math.inf)
    store.flush()


def test_the_check_looks_into_everything_and_lets_the_rest_pass():
    require_storable({"a": [1, (2.5, None, True), {"b": "🙂"}]})
    for hidden in ({"a": [{"b": "\0"}]}, {"\0": 1}, [(("\ud800",),)]):
        with pytest.raises(AnnotatorError):
            require_storable(hidden)


def test_rows_of_every_kind_are_plain_values_outside_the_store(study: Study):
    (coder,) = study.store.values(Coder, name="Ada")
    study.store.close()
    assert coder.name == "Ada"
    assert isinstance(coder.id, UUID)
    assert SuggestionDecision.model_config.get("frozen")
