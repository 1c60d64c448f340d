"""Words per second of the default pipeline on one core; run with `make bench`."""

from __future__ import annotations

import resource
import time
from uuid import UUID

import pytest

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight import Pipeline
from refusal_annotator.prehighlight.parallel import Job, prehighlight_many
from refusal_annotator.resources import codebook_path, sample_project_dir

pytestmark = pytest.mark.bench

VERSION_ID = UUID("00000000-0000-4000-8000-000000000003")
WANTED = 20_000
ROUNDS = 8
CORPUS, WORDS_EACH, FEW, MEASURED = 10_000, 500, 100, 600
N_PROCESSES = 2
MOST_SECONDS = 180


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


def test_a_corpus_over_two_processes() -> None:
    """A part of the corpus is measured and the rest taken as like it.

    Both figures are printed: by the clock, which other work on the machine lengthens, and by
    processor time of all processes, shared by two cores, which is what is asserted.
    """
    source = codebook_path("refusal_news").read_text("utf-8")
    words = " ".join(
        p.read_text("utf-8") for p in sorted(sample_project_dir().glob("articles/*.txt"))
    ).split(" ")
    jobs = []
    for n in range(MEASURED):
        first = (n * 173) % len(words)
        piece = (words * (2 + WORDS_EACH // len(words)))[first : first + WORDS_EACH]
        jobs.append(Job(UUID(int=n + 1), str(n), " ".join(piece)))
    few, many = _seconds(source, jobs[:FEW]), _seconds(source, jobs)
    # Starting the processes is paid once: the rest grows with the articles.
    by_clock, by_cpu = (
        a + (b - a) * (CORPUS - FEW) / (MEASURED - FEW) for a, b in zip(few, many, strict=True)
    )
    print(
        f"\n{MEASURED} articles of {WORDS_EACH} words over {N_PROCESSES} processes: "
        f"{many[0]:.1f} s by the clock, {many[1]:.1f} s of each core; {CORPUS:,} articles: "
        f"{by_clock:.0f} s by the clock of this machine, {by_cpu:.0f} s of each core"
    )
    assert by_cpu < MOST_SECONDS


def _seconds(source: str, jobs: list[Job]) -> tuple[float, float]:
    """By the clock, and of processor time of each of the processes."""
    started, cpu = time.perf_counter(), _processor_seconds()
    found = prehighlight_many(source, jobs, n_processes=N_PROCESSES)
    assert found is not None
    assert len(found) == len(jobs)
    spent = _processor_seconds() - cpu
    return time.perf_counter() - started, spent / N_PROCESSES


def _processor_seconds() -> float:
    """Processor time of this process and of those that it has ended."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime
