"""Pre-highlights whole corpora over several processes, with progress, and cancellable."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Zone
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight.base import Prehighlights
from refusal_annotator.prehighlight.learner import Learned
from refusal_annotator.prehighlight.pipeline import Pipeline

# A chunk is about a second of work: cancelling waits no longer, and sending costs little.
_CHUNK_CHARACTERS = 120_000
# Below this a second process takes longer to start than it saves.
_WORTH_A_PROCESS = 1_500_000
_QUEUED_CHUNKS = 2

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Job:
    """One text to pre-highlight."""

    version_id: UUID
    key: str
    text: str
    zones: tuple[Zone, ...] = ()


def prehighlight_many(
    codebook_text: str,
    jobs: Sequence[Job],
    *,
    trained: str | None = None,
    learned: Learned | None = None,
    n_processes: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Prehighlights] | None:
    """Pre-highlight texts, in order; None when cancelled.

    `n_processes` is None for as many as are worth it: one for a small corpus, and one where this
    process may start no others. A caller that is the main module of a program of its own must guard
    its start with ``if __name__ == "__main__"``, for the processes are spawned.
    """
    n = _processes(jobs) if n_processes is None else max(1, n_processes)
    if n == 1:
        return _in_this_process(codebook_text, jobs, trained, learned, progress, cancelled)
    return _in_processes(codebook_text, jobs, trained, learned, n, progress, cancelled)


def _processes(jobs: Sequence[Job]) -> int:
    if multiprocessing.current_process().daemon:
        return 1
    size = sum(len(job.text) for job in jobs)
    return max(1, min(os.cpu_count() or 1, size // _WORTH_A_PROCESS + 1))


def _in_this_process(
    codebook_text: str,
    jobs: Sequence[Job],
    trained: str | None,
    learned: Learned | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[Prehighlights] | None:
    pipeline = Pipeline(load_codebook(codebook_text), trained=trained, learned=learned)
    found = []
    for number, job in enumerate(jobs):
        if cancelled and cancelled():
            return None
        if progress:
            progress(number, len(jobs), job.key)
        found.append(_run(pipeline, job))
    if progress:
        progress(len(jobs), len(jobs), "")
    return found


def _in_processes(
    codebook_text: str,
    jobs: Sequence[Job],
    trained: str | None,
    learned: Learned | None,
    n_processes: int,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[Prehighlights] | None:
    found: list[Prehighlights | None] = [None] * len(jobs)
    waiting = _chunks(jobs)
    done = 0
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(
        n_processes, context, initializer=_make_ready, initargs=(codebook_text, trained, learned)
    )
    try:
        running: dict[Future[list[Prehighlights]], int] = {}
        while True:
            while len(running) < n_processes * _QUEUED_CHUNKS:
                chunk = next(waiting, None)
                if chunk is None:
                    break
                running[executor.submit(_run_chunk, chunk[1])] = chunk[0]
            if not running:
                break
            finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
            if cancelled and cancelled():
                return None
            for future in finished:
                first = running.pop(future)
                results = future.result()
                found[first : first + len(results)] = results
                done += len(results)
                if progress:
                    progress(done, len(jobs), jobs[first].key)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    if progress:
        progress(len(jobs), len(jobs), "")
    return [result for result in found if result is not None]


def _chunks(jobs: Sequence[Job]) -> Iterator[tuple[int, list[Job]]]:
    first, chunk, size = 0, list[Job](), 0
    for index, job in enumerate(jobs):
        chunk.append(job)
        size += len(job.text)
        if size >= _CHUNK_CHARACTERS:
            yield first, chunk
            first, chunk, size = index + 1, [], 0
    if chunk:
        yield first, chunk


_ready: dict[str, Any] = {}


def _make_ready(codebook_text: str, trained: str | None, learned: Learned | None) -> None:
    _ready["pipeline"] = Pipeline(load_codebook(codebook_text), trained=trained, learned=learned)


def _run_chunk(chunk: Sequence[Job]) -> list[Prehighlights]:
    pipeline: Pipeline = _ready["pipeline"]
    return [_run(pipeline, job) for job in chunk]


def _run(pipeline: Pipeline, job: Job) -> Prehighlights:
    return pipeline.run(job.text, article_version_id=job.version_id, confirmed_zones=job.zones)
