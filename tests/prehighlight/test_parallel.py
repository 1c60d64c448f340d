from __future__ import annotations

from uuid import UUID

from refusal_annotator.prehighlight.parallel import Job, prehighlight_many
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
