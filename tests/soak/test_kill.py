"""`kill -9` at any moment loses nothing that was shown as saved, and leaves no half of an act."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID

import pytest

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.folding import fold
from refusal_annotator.domain.text import check_anchor
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.store import ProjectStore
from tests.builders import act, make, make_article, make_codebook_version, make_coder, make_version
from tests.storage.study import all_rows

pytestmark = pytest.mark.soak

CHECKOUT = Path(__file__).resolve().parents[2]
N_KILLS = 250
KILLS_PER_DATABASE = 5
LONGEST_LIFE = 0.3


def test_kill_at_any_moment_loses_nothing_shown_as_saved(soak_share: float, tmp_path: Path):
    n_kills = max(1, round(N_KILLS * soak_share))
    starts = range(0, n_kills, KILLS_PER_DATABASE)
    # Two at a time: a killed process gives the other its core while this one checks.
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(
                lambda start: kill_in_a_row(
                    tmp_path / f"{start}.db", start, min(KILLS_PER_DATABASE, n_kills - start)
                ),
                starts,
            )
        )
    shown = [n for per_database in done for n in per_database]
    assert len(shown) == n_kills
    # Kills that hit nothing would prove nothing.
    assert sum(n > 0 for n in shown) >= n_kills // 2
    print(f"{n_kills} kills; {sum(shown)} acts were shown as saved, and all are there")


def kill_in_a_row(file: Path, seed: int, times: int) -> list[int]:
    """Kill one writer after another on one database; gives back what each had shown as saved."""
    store = ProjectStore.create(DatabaseAddress(file=file))
    article = make_article()
    values = [make_coder(), make_codebook_version(), article, make_version(article)]
    store.apply(act(make(*values), label=f"{len(values)} changes"))
    store.close()
    known: set[UUID] = set()
    counts = []
    for number in range(times):
        dice = random.Random(seed + number)
        shown = list(write_and_be_killed(file, seed + number, dice))
        known |= set(shown)
        check(file, known)
        counts.append(len(shown))
    return counts


def write_and_be_killed(file: Path, seed: int, dice: random.Random) -> Iterator[UUID]:
    """Run the writing process, kill it at a random moment, and give back what it had printed."""
    command = [sys.executable, "-m", "tests.soak.writing_process", str(file), str(seed)]
    # Each start would compile every module anew where the environment forbids to keep them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(file.parent / "compiled")
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        # One in ten dies while it opens the database that the one before left behind.
        if dice.random() < 0.9:
            assert process.stdout.readline() == "ready\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=dice.uniform(0, LONGEST_LIFE))
        assert process.poll() is None, "it must not end by itself"
        process.kill()
        for line in process.stdout.read().splitlines():
            # The last line may have been cut off while it was printed: that was not shown.
            number, _, change_set = line.partition(" ")
            if number.isdigit() and len(change_set) == 36:
                yield UUID(change_set)


def check(file: Path, shown: set[UUID]) -> None:
    """All that was shown is there, whole, and everything fits."""
    store = ProjectStore.open(DatabaseAddress(file=file))
    journal = store.journal()
    here = {change_set.id for change_set in journal}
    assert shown <= here, f"{len(shown - here)} acts shown as saved are lost"
    for change_set in journal:
        assert change_set.label == f"{len(change_set.changes)} changes", "half an act was kept"
    # Each run of the writer counts on from the last, with no hole.
    assert [s.counter for s in journal] == list(range(1, len(journal) + 1))
    folded = fold(change for change_set in journal for change in change_set.changes)
    rows = {(name, i): row for name, found in all_rows(store).items() for i, row in found.items()}
    assert {key: row.fields for key, row in folded.items()} == rows
    texts = {version.id: version for version in store.values(ArticleVersion)}
    for annotation in store.values(Annotation, deleted=True):
        text = texts[annotation.article_version_id].text
        assert check_anchor(text, annotation.all_parts, annotation.quote) is None
    for version_id, version in list(texts.items())[-3:]:
        borders = store.borders(version_id)
        assert borders is None or borders.paragraphs[-1][1] <= len(version.text)
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
