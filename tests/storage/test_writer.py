"""The writer thread: order, tickets, and taking back what hangs on a failure."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import edit, edits
from refusal_annotator.domain.errors import AnnotatorError, ProjectError, StaleError
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.storage.writer import Ticket, Writer
from tests.builders import act
from tests.storage.study import Study, all_rows, saved


class Log:
    """What a window is told, in its order."""

    def __init__(self) -> None:
        self.saved: list[int] = []
        self.failed: list[tuple[str, list[int]]] = []

    def on_saved(self, ticket: Ticket) -> None:
        assert ticket.saved
        self.saved.append(ticket.number)

    def on_failed(self, error: AnnotatorError, tickets: tuple[Ticket, ...]) -> None:
        assert all(ticket.done and not ticket.saved for ticket in tickets)
        self.failed.append((str(error), [ticket.number for ticket in tickets]))


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def writer(log: Log) -> Iterator[Writer]:
    made = Writer(on_saved=log.on_saved, on_failed=log.on_failed)
    yield made
    made.stop()


def raising(error: Exception) -> Callable[[], None]:
    def job() -> None:
        raise error

    return job


# --- the queue ------------------------------------------------------------------------------------


def test_jobs_run_one_after_the_other_in_their_order(writer: Writer, log: Log):
    done: list[int] = []
    tickets = [writer.submit(lambda i=i: done.append(i), payload=i) for i in range(200)]
    writer.flush()
    assert done == list(range(200))
    assert [t.number for t in tickets] == log.saved == list(range(1, 201))
    assert all(t.saved and t.payload == i for i, t in enumerate(tickets))
    assert writer.pending == 0


def test_a_ticket_is_saving_until_its_job_is_done(writer: Writer):
    gate = threading.Event()
    ticket = writer.submit(gate.wait)
    assert not ticket.done and not ticket.saved
    assert not ticket.wait(0.01)
    assert writer.pending == 1
    gate.set()
    assert ticket.wait(5)
    assert ticket.saved


def test_a_failure_takes_back_that_one_and_all_behind_it(writer: Writer, log: Log):
    gate, done = threading.Event(), []
    before = writer.submit(lambda: done.append("before"))
    held = writer.submit(lambda: gate.wait(5))
    bad = writer.submit(raising(StaleError("It was not done: it moved.")))
    behind = [writer.submit(lambda: done.append("behind")) for _ in range(5)]
    gate.set()
    with pytest.raises(StaleError, match="it moved"):
        writer.flush()
    assert done == ["before"]
    assert before.saved and held.saved
    assert [t.error for t in (bad, *behind)] == [bad.error] * 6
    assert all(t.done and not t.saved for t in (bad, *behind))
    assert log.failed == [("It was not done: it moved.", [3, 4, 5, 6, 7, 8])]
    assert writer.pending == 0


def test_nothing_is_taken_until_the_failure_is_dealt_with(writer: Writer, log: Log):
    bad = writer.submit(raising(StaleError("It moved.")))
    assert bad.wait(5)
    for _ in range(2):
        with pytest.raises(StaleError, match="It moved"):
            writer.flush()
        with pytest.raises(StaleError, match="It moved"):
            writer.submit(lambda: None)
    assert isinstance(writer.halted, StaleError)
    writer.resume()
    assert writer.halted is None
    after = writer.submit(lambda: None)
    writer.flush()
    assert after.saved
    assert log.saved == [after.number]


def test_stopping_finishes_the_queue_and_then_takes_nothing(log: Log):
    writer, done = Writer(on_saved=log.on_saved, on_failed=log.on_failed), []
    for i in range(50):
        writer.submit(lambda i=i: done.append(i))
    writer.stop()
    assert done == list(range(50))
    with pytest.raises(ProjectError, match="The project is closed; nothing was changed"):
        writer.submit(lambda: None)
    writer.flush()
    writer.stop()


def test_stopping_behind_a_failure_ends_the_thread(log: Log):
    writer, gate = Writer(on_saved=log.on_saved, on_failed=log.on_failed), threading.Event()
    writer.submit(lambda: gate.wait(5))
    writer.submit(raising(OSError("disk")))
    last = writer.submit(lambda: None)
    stopper = threading.Thread(target=writer.stop)
    stopper.start()
    gate.set()
    stopper.join(5)
    assert not stopper.is_alive()
    assert last.done and not last.saved


@pytest.mark.parametrize("ends_well", [True, False])
def test_a_listener_that_fails_does_not_end_the_thread(
    ends_well: bool, caplog: pytest.LogCaptureFixture
):
    def listener(*news: Any) -> None:
        raise RuntimeError("a fault of the window")

    writer = Writer(on_saved=listener, on_failed=listener)
    writer.submit((lambda: None) if ends_well else raising(OSError("disk")))
    if not ends_well:
        with pytest.raises(AnnotatorError):
            writer.flush()
        writer.resume()
    assert writer.submit(lambda: None).wait(5)
    writer.flush()
    writer.stop()
    assert "a listener of the writer failed" in caplog.text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            sqlite3.OperationalError("database or disk is full"),
            "The disk is full; free some space.",
        ),
        (OSError(28, "No space left on device"), "The disk is full"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "is read-only; check"),
        (sqlite3.OperationalError("database is locked"), "Another program holds the database"),
        (sqlite3.DatabaseError("database disk image is malformed"), "is damaged; see the backups"),
        (sqlite3.OperationalError("unable to open database file"), "is not there any more"),
        (sqlite3.IntegrityError("FOREIGN KEY constraint failed"), "belongs to another coder"),
        (sqlite3.OperationalError("disk I/O error"), "The database says: disk I/O error."),
        (OSError(), "The database says: OSError."),
        (KeyError("secret words of an article"), r"a fault of its own \(KeyError\)"),
    ],
)
def test_what_a_database_says_becomes_a_sentence_without_content(
    writer: Writer, log: Log, error: Exception, said: str, caplog: pytest.LogCaptureFixture
):
    writer.submit(raising(error))
    with pytest.raises(ProjectError, match=said) as caught:
        writer.flush()
    text = str(caught.value)
    assert text.startswith("The last change is not saved. ")
    assert text.endswith("It was taken back, and all before it is safe.")
    assert "secret" not in text
    assert caught.value.__cause__ is error
    assert not [r for r in caplog.records if r.levelname != "DEBUG" and "secret" in r.getMessage()]


def test_two_threads_that_write_first_share_one_writer(study: Study):
    barrier = threading.Barrier(8)
    found: list[Writer] = []

    def first_write() -> None:
        barrier.wait()
        found.append(study.store.writer)

    study.store.close()
    threads = [threading.Thread(target=first_write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


# --- faults of the database -----------------------------------------------------------------------


def five_with_a_fault_at_the_third(study: Study, plant: Callable[[], object]) -> list[Ticket]:
    """Queue five acts of which the third meets a planted fault; give back their tickets."""
    tickets = [study.store.apply(study.annotate()) for _ in range(2)]
    study.store.flush()
    gate = threading.Event()
    study.store.writer.submit(lambda: gate.wait(5))
    plant()
    tickets += [study.store.apply(study.annotate()) for _ in range(3)]
    gate.set()
    return tickets


def check_taken_back(study: Study, tickets: list[Ticket], said: str) -> None:
    store = study.store
    with pytest.raises(ProjectError, match=said):
        store.flush()
    assert [t.saved for t in tickets] == [True, True, False, False, False]
    shown = {t.payload.changes[0].row_id for t in tickets if t.saved}
    mine = {a.id for a in store.values(Annotation, coder_id=study.ada.id)}
    assert mine == shown | {study.demand.id, study.party.id}
    assert store.journal()[-1].id == tickets[1].payload.id
    assert store.unsaved == 0


@pytest.mark.parametrize("when", ["commit", "journal", "row"])
def test_a_full_disk_at_any_moment_of_a_commit_leaves_no_half_of_it(study: Study, when: str):
    store = study.store

    def fault(*args: Any) -> None:
        if when == "commit" or (
            args[2].lstrip('"').startswith("INSERT INTO")
            and (" change " in args[2].replace('"', " ")) == (when == "journal")
        ):
            raise OSError(28, "No space left on device")

    name = "commit" if when == "commit" else "before_cursor_execute"
    tickets = five_with_a_fault_at_the_third(
        study, lambda: event.listen(store._engine, name, fault)
    )
    check_taken_back(study, tickets, "The disk is full; free some space")
    event.remove(store._engine, name, fault)
    store.resume()
    saved(store, study.annotate())
    assert len(store.values(Annotation, coder_id=study.ada.id)) == 5


def test_a_connection_that_breaks_is_made_again_after_the_failure(study: Study):
    store = study.store

    def fault(connection: Any) -> None:
        if not connection.get_execution_options().get("reading"):
            connection.connection.driver_connection.close()

    tickets = five_with_a_fault_at_the_third(
        study, lambda: event.listen(store._engine, "begin", fault)
    )
    check_taken_back(study, tickets, "not saved|cannot be read")
    event.remove(store._engine, "begin", fault)
    store.resume()
    saved(store, study.annotate())
    assert len(store.values(Annotation, coder_id=study.ada.id)) == 5


@pytest.fixture
def sqlite_study(sqlite_address: DatabaseAddress) -> Iterator[Study]:
    study = Study.in_store(ProjectStore.create(sqlite_address))
    yield study
    study.store.close()


def test_sqlites_own_word_for_a_full_disk(sqlite_study: Study):
    store = sqlite_study.store
    pool = store._engine

    def limit(connection: Any) -> None:
        driver = connection.connection.driver_connection
        (pages,) = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count={pages}")

    event.listen(pool, "begin", limit)
    before = all_rows(store)
    tickets: list[Ticket] = []
    with pytest.raises(ProjectError, match="The disk is full; free some space"):
        while len(tickets) < 50:
            tickets.append(store.apply(sqlite_study.annotate(source_id="x" * 9000)))
        store.flush()
    shown = {t.payload.changes[0].row_id for t in tickets if t.saved}
    assert {*all_rows(store)["annotation"]} == {*before["annotation"]} | shown
    event.remove(pool, "begin", limit)
    store._engine.dispose()
    store.resume()
    saved(store, sqlite_study.annotate())


def test_a_file_that_became_read_only(sqlite_study: Study):
    store = sqlite_study.store

    def fault(connection: Any) -> None:
        connection.connection.driver_connection.execute("PRAGMA query_only=ON")

    tickets = five_with_a_fault_at_the_third(
        sqlite_study, lambda: event.listen(store._engine, "begin", fault)
    )
    check_taken_back(
        sqlite_study, tickets, "The project folder is read-only; check its permissions"
    )
    event.remove(store._engine, "begin", fault)


def test_a_database_that_another_program_holds(
    sqlite_address: DatabaseAddress, monkeypatch: pytest.MonkeyPatch
):
    from refusal_annotator.storage import sqlite

    hurried = [p for p in sqlite._PRAGMAS if "busy_timeout" not in p] + ["PRAGMA busy_timeout=20"]
    monkeypatch.setattr(sqlite, "_PRAGMAS", tuple(hurried))
    study = Study.in_store(ProjectStore.create(sqlite_address))
    with closing(sqlite3.connect(str(sqlite_address.file), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ticket = study.store.apply(study.annotate())
        with pytest.raises(ProjectError, match="Another program holds the database; close it"):
            study.store.flush()
        assert not ticket.saved
        assert len(study.store.values(Annotation)) == 3, "reading goes on meanwhile"
        other.execute("ROLLBACK")
    study.store.resume()
    saved(study.store, study.annotate())
    study.store.close()


def test_what_was_made_on_top_of_a_stale_change_goes_with_it(study: Study):
    store = study.store
    first = act(edits("annotation", study.demand, source_id="C2"))
    stale = act(edits("annotation", study.demand, source_id="C3"))
    on_top = act([edit("annotation", study.demand.id, "source_id", "C3", "C4")])
    innocent = study.annotate()
    tickets = [store.apply(s) for s in (first, stale, on_top, innocent)]
    with pytest.raises(StaleError, match="source_id has been changed since"):
        store.flush()
    assert [t.saved for t in tickets] == [True, False, False, False]
    (demand,) = store.values(Annotation, id=study.demand.id)
    assert demand.source_id == "C2"
