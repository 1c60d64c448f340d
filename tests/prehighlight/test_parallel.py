from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from uuid import UUID

import pytest

from refusal_annotator.prehighlight.parallel import (
    Job,
    PrehighlightError,
    prehighlight_many,
    worth_processes,
)
from refusal_annotator.resources import codebook_path

SOURCE = codebook_path("refusal_news").read_text("utf-8")
JOBS = [
    Job(UUID(int=n + 1), f"article {n}", f"Tereza Holm said {n + 20} pilots stayed ashore. " * 400)
    for n in range(8)
]


def test_several_processes_find_the_same_in_the_same_order() -> None:
    told: list[tuple[int, int, str]] = []
    alone = prehighlight_many(SOURCE, JOBS, n_processes=1)
    shared = prehighlight_many(
        SOURCE, JOBS, n_processes=2, progress=lambda *step: told.append(step)
    )
    assert alone is not None
    assert shared is not None
    assert [r.suggestions for r in shared] == [r.suggestions for r in alone]
    assert told[-1][:2] == (8, 8)


def test_a_run_over_processes_can_be_cancelled() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return True

    assert prehighlight_many(SOURCE, JOBS, n_processes=2, cancelled=cancelled) is None
    assert asked


def test_a_small_corpus_stays_in_this_process() -> None:
    found = prehighlight_many(SOURCE, JOBS[:1])
    assert found is not None
    assert len(found) == 1


def test_how_many_processes_a_corpus_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert worth_processes(JOBS) == 1
    assert worth_processes(JOBS * 20) > 1
    assert worth_processes(JOBS * 1_000) == 4


def test_a_process_that_dies_gives_a_sentence() -> None:
    def kill_one() -> None:
        for _ in range(400):
            children = multiprocessing.active_children()
            if children and children[0].pid:
                os.kill(children[0].pid, signal.SIGTERM)
                return
            time.sleep(0.02)

    thread = threading.Thread(target=kill_one)
    thread.start()
    with pytest.raises(PrehighlightError, match="ended unexpectedly"):
        prehighlight_many(SOURCE, JOBS, n_processes=2)
    thread.join()
