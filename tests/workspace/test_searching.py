"""Search over all articles of a project, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refusal_annotator.domain.changes import edits
from refusal_annotator.storage import searching as index
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.searching import SearchHit, search_corpus
from tests.workspace.ferry import import_texts

GULL = "🙂 Gull Line: the night-shift crew won’t sail.\n\nThe crew asked for a café on the pier.\n"
NEVA = "Экипаж «Невы» отказался выйти в море. The crew of the Neva stayed."


@pytest.fixture
def birds(on_both: OpenProject, tmp_path: Path) -> OpenProject:
    """Four articles, two of them with letters that make trouble."""
    import_texts(on_both, tmp_path / "birds", gull=GULL, neva=NEVA)
    return on_both


def found(project: OpenProject, query: str, **options: int) -> list[tuple[str, str]]:
    return [(hit.article, hit.quote) for hit in search_corpus(project, query, **options).hits]


def texts(project: OpenProject) -> dict[str, str]:
    return {
        article.key: project.store.version_of(article.id).text for article in project.articles()
    }


def test_words_rows_and_beginnings_are_found_where_they_stand(birds: OpenProject) -> None:
    assert found(birds, "NEVA crew") == [("neva", "crew"), ("neva", "Neva")]
    assert found(birds, '"crew of the"') == [("neva", "crew of the")]
    assert found(birds, '"of crew the"') == []
    assert found(birds, "отказ*") == [("neva", "отказался")]
    assert found(birds, "невы") == [("neva", "Невы")]
    assert found(birds, "night-shift") == [("gull", "night-shift")]
    assert found(birds, "won't") == [("gull", "won’t")]
    assert found(birds, "cafe") == [("gull", "café")]
    assert found(birds, "gull zebra") == []
    written = texts(birds)
    for hit in search_corpus(birds, "crew").hits:
        assert written[hit.article][hit.start : hit.end] == hit.quote == "crew"


def test_a_hit_says_where_it_is_and_what_stands_around_it(birds: OpenProject) -> None:
    (hit,) = search_corpus(birds, "café").hits
    assert isinstance(hit, SearchHit)
    assert hit.start == GULL.index("café")
    assert hit.snippet.startswith("… the night-shift crew won’t sail. The crew asked for a café on")
    assert hit.article_id == birds.find_article("gull").id


@pytest.mark.parametrize(
    "query",
    ['"', "'", "crew'; --", "a & | !", "crew:*", "NEAR(crew, 2)", "\\", "\0", "^{crew}", "%"],
)
def test_signs_are_text_and_no_operators(birds: OpenProject, query: str) -> None:
    search_corpus(birds, query)
    assert found(birds, f"{query} zebra") == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=30))
def test_no_query_is_wrong(project: OpenProject, query: str) -> None:
    written = texts(project)
    for hit in search_corpus(project, query).hits:
        assert hit.quote == written[hit.article][hit.start : hit.end]


def test_there_may_be_more_than_is_shown(birds: OpenProject) -> None:
    all_of = search_corpus(birds, "the")
    assert (len(all_of.hits) > 4, all_of.more, all_of.n_articles) == (True, False, 4)
    few = search_corpus(birds, "the", limit=3)
    assert (few.hits, few.more) == (all_of.hits[:3], True)
    each = search_corpus(birds, "the", per_article=1)
    assert [hit.article for hit in each.hits] == ["skua", "tern", "gull", "neva"]
    assert each.more


def test_a_deleted_article_is_not_found(birds: OpenProject) -> None:
    gull = birds.find_article("gull")
    birds.study_act("Delete an article", edits("article", gull, deleted=True))
    assert [article for article, _ in found(birds, "crew")].count("gull") == 0
    assert ("neva", "crew") in found(birds, "crew")


def test_words_beyond_measure_are_found_too(
    birds: OpenProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_MOST_BYTES", 20)
    word = "kelp" * 40
    import_texts(birds, tmp_path / "more", long=f"A word of {word} length, and an anchorage.")
    assert found(birds, word) == [("long", word)]
    assert found(birds, f"{word[:-1]}") == []
    assert found(birds, "anchorage") == [("long", "anchorage")]
