"""A query over a large corpus; run with `make bench`."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from refusal_annotator.domain.changes import creation
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.searching import search_corpus
from tests.benchmarks.limits import best_of
from tests.builders import CODEBOOK, make_article, make_version

pytestmark = pytest.mark.bench

N_ARTICLES, N_WORDS = 10_000, 500
LIMIT_MS = 100.0
# Common words, a rare one, a beginning, words in a row, all of them at once, nothing.
QUERIES = ("w3", "w7 w11 w13", "w19995", "w1999*", '"w2 w5"', 'w1 "w2 w5" w19*', "zebra")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenProject]:
    """Articles whose words are as rare as words are: the nth stands one time in n."""
    folder = tmp_path_factory.mktemp("search") / "corpus"
    made = OpenProject.create(folder, name="Corpus", codebook_text=CODEBOOK)
    rng = random.Random(7)
    words = [f"w{n}" for n in range(1, 20_001)]
    weights = [1 / n for n in range(1, 20_001)]
    for start in range(0, N_ARTICLES, 500):
        changes = []
        for number in range(start, start + 500):
            article = make_article(f"article_{number:05d}", sequence=number)
            text = " ".join(rng.choices(words, weights, k=N_WORDS))
            changes += [creation("article", article)]
            changes += [creation("article_version", make_version(article, text))]
        made.study_act("Import", changes)
    made.flush()
    yield made
    made.close()


@pytest.mark.parametrize("query", QUERIES)
def test_search(project: OpenProject, query: str) -> None:
    def measure() -> list[float]:
        took = []
        for _ in range(9):
            began = time.perf_counter()
            search_corpus(project, query, per_article=5)
            took.append(1000 * (time.perf_counter() - began))
        return took

    found = search_corpus(project, query, per_article=5)
    figure = best_of(measure, LIMIT_MS)
    print(f"\nsearch {N_ARTICLES:,} articles for {query}: {len(found.hits)} places, {figure}")
    assert figure.holds


def test_size_of_the_index(project: OpenProject) -> None:
    project.flush()
    file = Path(project.folder / "project.db")
    print(f"\ndatabase of {N_ARTICLES:,} articles with its index: {file.stat().st_size >> 20} MB")
