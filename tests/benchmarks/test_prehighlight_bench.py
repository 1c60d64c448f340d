"""Words per second of the default pipeline on one core; run with `make bench`."""

from __future__ import annotations

import time
from uuid import UUID

import pytest

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight import Pipeline
from refusal_annotator.resources import codebook_path, sample_project_dir

pytestmark = pytest.mark.bench

VERSION_ID = UUID("00000000-0000-4000-8000-000000000003")
WANTED = 20_000
ROUNDS = 8


def test_words_per_second() -> None:
    started = time.perf_counter()
    pipeline = Pipeline(load_codebook(codebook_path("refusal_news").read_text("utf-8")))
    loading = time.perf_counter() - started
    texts = [p.read_text("utf-8") for p in sorted(sample_project_dir().glob("articles/*.txt"))]
    n_words = sum(len(text.split()) for text in texts)

    def once() -> float:
        # Processor time: what else the machine does is no matter of ours.
        started = time.process_time()
        for text in texts:
            pipeline.run(text, article_version_id=VERSION_ID)
        return time.process_time() - started

    once()  # fills the tokenizer's cache and the pattern caches
    speed = n_words / min(once() for _ in range(ROUNDS))
    print(f"\npre-highlighting: {speed:,.0f} words/s on one core; made ready in {loading:.2f} s")
    assert speed > WANTED


def test_time_grows_with_the_text_and_not_faster() -> None:
    pipeline = Pipeline(load_codebook(codebook_path("refusal_news").read_text("utf-8")))
    path = sorted(sample_project_dir().glob("articles/*.txt"))[0]
    text = path.read_text("utf-8") + "\n\n"

    def seconds(times: int) -> float:
        started = time.perf_counter()
        pipeline.run(text * times, article_version_id=VERSION_ID)
        return time.perf_counter() - started

    seconds(2)
    short, long = seconds(10), seconds(100)
    print(f"\n10 x {len(text)} characters {short:.3f} s, 100 x {long:.3f} s")
    assert long < 25 * short
