"""Making, opening and closing a database, and what is refused with a sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.storage.addresses import DatabaseAddress, parse_address
from refusal_annotator.storage.sqlite import ProjectLock, copy_database
from refusal_annotator.storage.store import ProjectStore
from tests.builders import act, make, make_coder
from tests.storage.conftest import OpenStore
from tests.storage.study import Study, address_of, all_rows, saved, url_of


def sentence(call: Callable[[], object], said: str) -> None:
    """The call fails with a sentence that says so and names a way out; nothing else comes up."""
    with pytest.raises(ProjectError, match=said) as caught:
        call()
    text = str(caught.value)
    assert text.endswith(".")
    assert "Traceback" not in text
    assert "sqlalche" not in text
    assert "(Background" not in text


# --- making and opening ---------------------------------------------------------------------------


def test_what_was_saved_is_there_after_reopening(open_store: OpenStore, database_url: str):
    store = open_store(database_url, create=True)
    study = Study.in_store(store)
    rows, history = all_rows(store), store.journal()
    store.close()
    again = open_store(database_url)
    assert all_rows(again) == rows
    assert again.journal() == history
    assert again.meta() == {"project_id": "p1"}
    assert again.visit(study.ada.id, study.article.id) == (7, 2.5)


def test_a_database_is_never_made_over_another(open_store: OpenStore, database_url: str):
    store = open_store(database_url, create=True)
    saved(store, act(make(make_coder())))
    sentence(lambda: open_store(database_url, create=True), "exists already|holds tables already")
    assert len(store.values(Coder)) == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    address = DatabaseAddress(file=tmp_path / "none" / "project.db")
    sentence(lambda: ProjectStore.create(address), "could not be made: No such file")
    sentence(lambda: ProjectStore.open(address), "is not there")


def test_names_with_spaces_and_marks_are_opened_as_they_are(tmp_path: Path):
    for name in ("a b.db", "é#1.db", "100%?.db", "o'dd & file.db"):
        address = DatabaseAddress(file=tmp_path / name)
        store = ProjectStore.create(address)
        saved(store, act(make(make_coder(name))))
        store.close()
        reader = ProjectStore.open(address, read_only=True)
        assert reader.values(Coder)[0].name == name
        reader.close()
    assert sorted(p.name for p in tmp_path.glob("*.db")) == sorted(
        ["a b.db", "é#1.db", "100%?.db", "o'dd & file.db"]
    )


def test_a_server_that_does_not_answer_is_told():
    address = DatabaseAddress(url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    sentence(lambda: ProjectStore.open(address), "database server cannot be reached")
    sentence(lambda: ProjectStore.create(address), "could not be made")


def test_sqlite_survives_a_power_cut_and_checks_references(sqlite_address: DatabaseAddress):
    store = ProjectStore.create(sqlite_address)
    with store._engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    store.close()
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


# --- what is no database of ours ------------------------------------------------------------------


def test_a_newer_database_is_refused_and_left_alone(open_store: OpenStore, database_url: str):
    store = open_store(database_url, create=True)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9001'")
    store.close()
    for read_only in (False, True):
        sentence(
            lambda ro=read_only: open_store(database_url, read_only=ro),
            r"newer version of Refusal Annotator \(schema 9001; this program knows up to \d+\)",
        )


def test_an_empty_or_foreign_database_is_refused(new_database: Callable[[], str]):
    empty, foreign = new_database(), new_database()
    for url, statements in (
        (empty, []),
        (foreign, ["CREATE TABLE notes (id INTEGER)", "INSERT INTO notes VALUES (1)"]),
    ):
        address = address_of(url)
        if address.file is not None:
            address.file.touch()
        with_engine(address, statements)
        sentence(lambda a=address: ProjectStore.open(a), "no database of Refusal Annotator")


def test_a_database_without_its_mark_is_refused(open_store: OpenStore, database_url: str):
    store = open_store(database_url, create=True)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    store.close()
    sentence(lambda: open_store(database_url), "or it is not complete")


@pytest.mark.parametrize(
    "content", [b"not a database, but text " * 100, b"PK\x03\x04" + b"\0" * 5000]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    sqlite_address: DatabaseAddress, content: bytes
):
    file = sqlite_address.file
    assert file is not None
    file.write_bytes(content)
    sentence(lambda: ProjectStore.open(sqlite_address), "cannot be read: file is not a database")
    assert file.read_bytes() == content


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(sqlite_address: DatabaseAddress, share: float):
    file = sqlite_address.file
    assert file is not None
    store = ProjectStore.create(sqlite_address)
    Study.in_store(store)
    store.close()
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share) // 4096 * 4096])
    sentence(lambda: ProjectStore.open(sqlite_address), "damaged: it was cut off|malformed")


def test_damage_found_only_while_reading_is_a_sentence_too(sqlite_address: DatabaseAddress):
    file = sqlite_address.file
    assert file is not None
    store = ProjectStore.create(sqlite_address)
    Study.in_store(store)
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'annotation'"
        ).fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    store = ProjectStore.open(sqlite_address)
    sentence(lambda: store.values(Annotation), "cannot be read: .*malformed.*backups folder")
    store.close()


# --- reading only ---------------------------------------------------------------------------------


def test_who_opens_for_reading_sees_what_is_saved_and_changes_nothing(
    study: Study, open_store: OpenStore
):
    reader = open_store(url_of(study.store), read_only=True)
    assert all_rows(reader) == all_rows(study.store)
    for write in (
        lambda: reader.apply(study.annotate()),
        lambda: reader.join([]),
        lambda: reader.set_meta(a="b"),
        lambda: reader.save_visit(study.ada.id, study.article.id, caret=1, seconds=1),
        lambda: reader.replace_suggestions([]),
    ):
        sentence(write, "open for reading only; nothing was changed")
    saved(study.store, study.annotate())
    assert len(reader.values(Annotation)) == 4
    reader.flush()
    assert reader.unsaved == 0


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="modes of folders are POSIX's")
def test_a_copy_on_a_disc_that_cannot_be_written_can_be_read(tmp_path: Path):
    # A folder of its own: a second test run would close pytest's to other users meanwhile.
    with tempfile.TemporaryDirectory() as shared:
        Path(shared).chmod(0o755)
        read_where_nothing_can_be_written(tmp_path / "disc", Path(shared) / "copy")


def read_where_nothing_can_be_written(folder: Path, copy: Path) -> None:
    folder.mkdir()
    store = ProjectStore.create(DatabaseAddress(file=folder / "project.db"))
    Study.in_store(store)
    store.close()
    shutil.copytree(folder, copy)
    (copy / "project.db").chmod(0o444)
    copy.chmod(0o555)
    code = (
        "from pathlib import Path; import os, sys\n"
        "from refusal_annotator.storage.store import ProjectStore\n"
        "from refusal_annotator.storage.addresses import DatabaseAddress\n"
        "from refusal_annotator.domain.annotations import Annotation\n"
        "def count(file):\n"
        "    store = ProjectStore.open(DatabaseAddress(file=Path(file)), read_only=True)\n"
        "    number = len(store.values(Annotation)); store.close(); return number\n"
        # Once as who we are: what is imported late may lie where another user cannot read.
        "count(sys.argv[1])\n"
        "os.geteuid() == 0 and (os.setegid(65534), os.seteuid(65534))\n"
        "print(count(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder / "project.db"), str(copy / "project.db")],
        capture_output=True,
        text=True,
        check=False,
    )
    copy.chmod(0o755)
    assert done.stdout == "3\n", done.stderr
    assert [p.name for p in copy.iterdir()] == ["project.db"]


# --- copies and locks -----------------------------------------------------------------------------


def test_a_copy_is_whole_while_others_write(sqlite_address: DatabaseAddress, tmp_path: Path):
    store = ProjectStore.create(sqlite_address)
    study = Study.in_store(store)
    for _ in range(30):
        store.apply(study.annotate())
    target = tmp_path / "backups" / "copy.db"
    store.copy_to(target)
    store.flush()
    copy = ProjectStore.open(DatabaseAddress(file=target))
    journaled = {c.row_id for s in copy.journal() for c in s.changes if c.table == "annotation"}
    assert {a.id for a in copy.values(Annotation)} == journaled
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    copy.close()
    store.close()
    assert not list(tmp_path.glob("**/*.part"))


def test_a_copy_that_cannot_be_made_is_told(sqlite_address: DatabaseAddress, tmp_path: Path):
    store = ProjectStore.create(sqlite_address)
    (tmp_path / "file").write_text("x")
    sentence(lambda: store.copy_to(tmp_path / "file" / "copy.db"), "could not be made")
    store.close()
    assert sqlite_address.file is not None
    missing = sqlite_address.file.with_name("none.db")
    sentence(lambda: copy_database(missing, tmp_path / "copy.db"), "could not be made")


def test_a_servers_database_is_not_copied_by_us(postgres_url: str):
    store = ProjectStore(DatabaseAddress(url=postgres_url))
    sentence(lambda: store.copy_to(Path("x.db")), "backed up with pg_dump")
    store.close()


def test_a_lock_keeps_a_second_window_off_until_it_is_given_back(tmp_path: Path):
    first, second = ProjectLock(tmp_path / "project.lock"), ProjectLock(tmp_path / "project.lock")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_a_lock_ends_with_the_process_that_held_it(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path\n"
        "from refusal_annotator.storage.sqlite import ProjectLock\n"
        "lock = ProjectLock(Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
    )
    path = tmp_path / "project.lock"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not ProjectLock(path).acquire()
        holder.kill()
    lock = ProjectLock(path)
    assert lock.acquire()
    lock.release()


# --- addresses ------------------------------------------------------------------------------------


def test_an_address_is_a_file_of_the_folder_or_a_server(tmp_path: Path):
    assert parse_address("project.db", tmp_path) == DatabaseAddress(file=tmp_path / "project.db")
    found = parse_address("postgresql://ada@db.example/pier", tmp_path)
    assert found.url == "postgresql+psycopg://ada@db.example/pier"
    assert not found.is_file
    assert found.shown == "db.example/pier"
    assert parse_address("postgres://db/pier", tmp_path).shown.endswith("db/pier")


@pytest.mark.parametrize(
    "written", ["postgresql://ada:secret@db/pier", "postgresql://db/pier?password=secret"]
)
def test_a_password_in_the_project_file_is_refused_and_not_repeated(written: str, tmp_path: Path):
    with pytest.raises(ProjectError, match="holds a password") as caught:
        parse_address(written, tmp_path)
    assert "secret" not in str(caught.value)


def test_another_kind_of_database_is_refused(tmp_path: Path):
    sentence(lambda: parse_address("mysql://db/pier", tmp_path), "of the kind 'mysql'")


def with_engine(address: DatabaseAddress, statements: list[str]) -> None:
    store = ProjectStore(address)
    with store._engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    store.close()
