"""Pre-highlights whole corpora over several processes, with progress, and cancellable."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Zone
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.prehighlight.base import Prehighlights
from refusal_annotator.prehighlight.handing import Handed, Place, take
from refusal_annotator.prehighlight.learner import Learned
from refusal_annotator.prehighlight.pipeline import Pipeline

# A chunk is about a second of work: cancelling waits no longer, and sending costs little.
_CHUNK_CHARACTERS = 120_000
# Below this a second process takes longer to start than it saves.
_WORTH_A_PROCESS = 1_500_000
_QUEUED_CHUNKS = 2

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


class PrehighlightError(AnnotatorError):
    """A run that came to no end."""


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
    n = worth_processes(jobs) if n_processes is None else max(1, n_processes)
    if n == 1:
        return _in_this_process(codebook_text, jobs, trained, learned, progress, cancelled)
    packed = prehighlight_elsewhere(
        codebook_text,
        jobs,
        trained=trained,
        learned=learned,
        n_processes=n,
        progress=progress,
        cancelled=cancelled,
    )
    return None if packed is None else [pickle.loads(each) for each in packed]


def worth_processes(jobs: Sequence[Job]) -> int:
    """How many processes a corpus is worth; one where this process may start no others."""
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


def prehighlight_elsewhere(
    codebook_text: str,
    jobs: Sequence[Job],
    *,
    trained: str | None = None,
    learned: Learned | None = None,
    n_processes: int,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[bytes] | None:
    """Pre-highlight texts in other processes only; None when cancelled.

    Returns one packed `Prehighlights` for each text, so that a caller with a window can unpack them
    one by one, and does not load spaCy here.
    """
    found: list[bytes] = [b""] * len(jobs)
    context = multiprocessing.get_context("spawn")
    settings = Handed((codebook_text, trained, learned))
    laid = {settings}
    executor = ProcessPoolExecutor(
        n_processes, context, initializer=_make_ready, initargs=(settings.place,)
    )
    done = 0
    try:
        for first, packed in _results(executor, jobs, n_processes, laid, cancelled):
            found[first : first + len(packed)] = packed
            done += len(packed)
            if progress:
                progress(done, len(jobs), jobs[first].key)
        if cancelled and cancelled():
            return None
    except BrokenProcessPool as error:
        raise PrehighlightError(
            "Suggestions were not made: one of the processes that look for them ended "
            "unexpectedly, perhaps for want of memory. Nothing was stored. Close other programs "
            "and start again."
        ) from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        for handed in laid:
            handed.drop()
    if progress:
        progress(len(jobs), len(jobs), "")
    return found


def _results(
    executor: ProcessPoolExecutor,
    jobs: Sequence[Job],
    n_processes: int,
    laid: set[Handed],
    cancelled: Cancelled | None,
) -> Iterator[tuple[int, list[bytes]]]:
    """Where a finished chunk begins, and what was found in it; ends early when cancelled.

    `laid` are the chunks that no process has done with.
    """
    waiting = _chunks(jobs)
    running: dict[Future[list[bytes]], tuple[int, Handed]] = {}
    while True:
        while len(running) < n_processes * _QUEUED_CHUNKS:
            chunk = next(waiting, None)
            if chunk is None:
                break
            handed = Handed(chunk[1])
            laid.add(handed)
            running[executor.submit(_run_chunk, handed.place)] = chunk[0], handed
        if not running:
            return
        finished, _ = wait(running, timeout=0.1, return_when=FIRST_COMPLETED)
        if cancelled and cancelled():
            return
        for future in finished:
            first, handed = running.pop(future)
            packed = future.result()
            laid.discard(handed)
            handed.drop()
            yield first, packed


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


def _make_ready(settings: Place) -> None:
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    codebook_text, trained, learned = take(settings)
    _ready["pipeline"] = Pipeline(load_codebook(codebook_text), trained=trained, learned=learned)


def _end_with_parent() -> None:
    """Leave when the process that asked is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_chunk(place: Place) -> list[bytes]:
    pipeline: Pipeline = _ready["pipeline"]
    chunk: list[Job] = take(place)
    return [pickle.dumps(_run(pipeline, job), pickle.HIGHEST_PROTOCOL) for job in chunk]


def _run(pipeline: Pipeline, job: Job) -> Prehighlights:
    return pipeline.run(job.text, article_version_id=job.version_id, confirmed_zones=job.zones)
