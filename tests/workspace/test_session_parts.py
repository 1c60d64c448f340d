"""What is said of an article before its codings are read is what is said after, on either
database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest

from refusal_annotator.domain.changes import make_change_set, now
from refusal_annotator.storage.store import SuggestionRun
from refusal_annotator.workspace import coding, coding_zones, session_reading, suggesting
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession
from tests.benchmarks.long_study import long_text, random_suggestions, spans_and_links
from tests.workspace.ferry import Desk, import_texts, snapshot

LENGTH = 5_000


@pytest.fixture
def place(on_both: OpenProject, tmp_path: Path, monkeypatch) -> tuple[OpenProject, UUID, UUID]:
    """A project, an article and a coder who coded, decided, deleted and set zones in it."""
    project = on_both
    import_texts(project, tmp_path / "long-texts", long=long_text(LENGTH))
    desk = Desk(project, key="long")
    session = desk.session
    filling = [*coding.ensure_coding(session)[0], *spans_and_links(session, 90)]
    filling = [c for c in filling if c.table != "link"]
    project.apply(
        make_change_set("Fill", filling, coder_id=desk.coder.id, article_id=desk.article.id)
    )
    run = SuggestionRun(session.version.id, "t", now(), tuple(random_suggestions(session, 120)), ())
    project.flush()
    project.store.replace_suggestions([run])
    project.forget_sessions()
    act_at_random(desk)
    project.flush()
    # However short: rows stay unread until somebody asks for them.
    monkeypatch.setattr(session_reading, "SHORT", 0)
    return project, desk.article.id, desk.coder.id


def act_at_random(desk: Desk) -> None:
    rng = random.Random(5)
    session = desk.session
    for act in [suggesting.accept, suggesting.reject, suggesting.skip] * 8:
        desk.do(act, rng.choice(session.open_suggestions()).id)
    for annotation in rng.sample(session.ordered(), 12):
        desk.do(coding.untag, annotation.id)
    for annotation in rng.sample(session.ordered(), 12):
        desk.do(coding.set_doubt, annotation.id, True)
    free = next(
        start
        for start, end in session.borders.tokens
        if not any(a.start < end + 30 and start - 30 < a.end for a in session.ordered())
    )
    desk.do(coding_zones.add_zone, "menu", free, free + 3)
    for start in (100, 900, 2_000):
        desk.do(coding.tag, "Tally", start, start + 20)


def read(place: tuple[OpenProject, UUID, UUID]) -> ArticleSession:
    project, article_id, coder_id = place
    made = project._read_session(article_id, coder_id)
    assert made.late is not None
    return made


def test_numbers_and_places_are_known_before_anything_is_read(place):
    early, whole = read(place), read(place)
    whole.prepare()
    assert whole.late is None
    assert early.n_annotations == len(whole.annotations) > 80
    assert early.n_open == len(whole.open_suggestions()) > 40
    for type_id in ("Notice", "Vessel", "Tally"):
        own = [(a.start, a.end, a.id) for a in whole.ordered() if a.type == type_id]
        assert sorted(early.places(type_id)) == sorted(own) == sorted(whole.places(type_id))
    assert early.late is not None


def test_what_is_near_is_the_same_read_or_not(place):
    early, whole = read(place), read(place)
    whole.prepare()
    units = [*whole.ordered(), *whole.open_suggestions()]
    for start in range(0, LENGTH, 250):
        near = [unit for kind in early.near(start, start + 300) for unit in kind]
        later = [unit for kind in whole.near(start, start + 300) for unit in kind]
        assert sorted(u.id for u in near) == sorted(u.id for u in later)
        ids = {unit.id for unit in near}
        others = [unit for unit in units if unit.id not in ids]
        assert not [u for u in others if u.start < start + 300 and u.end > start]
        for unit in near:
            assert not [o for o in others if o.start <= unit.end and unit.start <= o.end]
    assert early.late is not None


@pytest.mark.parametrize("steps", [0, 1, 2, 1_000])
def test_who_asks_gets_all_however_much_was_read(place, steps):
    whole, begun = read(place), read(place)
    work = begun.preparing()
    for _, _ in zip(range(steps), work, strict=False):
        pass
    assert snapshot(begun) == snapshot(whole)
    assert begun.deleted == whole.deleted
    assert len(begun.deleted) == 12
    for _ in work:
        pass
    assert snapshot(begun) == snapshot(whole)
    assert begun.ordered() == whole.ordered()


def test_a_change_between_two_steps_is_kept(place):
    project, article_id, coder_id = place
    project.forget_sessions()
    session = project.session(article_id, coder_id)
    work: Iterator[None] = session.preparing()
    next(work)
    gone = session.near(0, 400)[0][0]
    project.apply(coding.untag(session, gone.id))
    for _ in work:
        pass
    assert gone.id not in session.annotations
    assert gone.id not in {a.id for a in session.ordered()}
    project.flush()
    assert snapshot(session) == snapshot(read(place))


def test_two_threads_may_ask_at_once(place):
    session, found = read(place), []
    threads = [Thread(target=lambda: found.append(snapshot(session))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [snapshot(read(place))] * 4


def test_what_cannot_be_read_is_met_again_by_whoever_asks_next(place, monkeypatch):
    session = read(place)
    rows = session.late._rows.annotations
    with monkeypatch.context() as broken:
        broken.setattr(rows, "_rows", [(*row[:4], "no number", *row[5:]) for row in rows._rows])
        for _ in range(2):
            with pytest.raises(ValueError, match="start"):
                session.ordered()
    assert snapshot(session) == snapshot(read(place))
