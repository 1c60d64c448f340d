"""What is special about SQLite: pragmas, locking, backups."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

BUSY_TIMEOUT_MS = 5_000

# WAL with FULL costs 0.25 ms a commit more than NORMAL and is what survives a power cut.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


def make_engine(file: Path, *, read_only: bool = False) -> Engine:
    """Engine on a file; every transaction takes the write lock at once unless read-only."""
    mode = "?mode=ro" if read_only else "?mode=rwc"
    # An address of `file:` form needs its own escaping of characters such as # and ?.
    address = f"{file.resolve().as_uri()}{mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)

    engine = create_engine(
        "sqlite://", creator=connect, pool_size=4, max_overflow=8, poolclass=_pool()
    )
    pragmas = _PRAGMAS[2:] if read_only else _PRAGMAS

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        immediate = not read_only and not connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def read_schema_version(file: Path) -> str | None:
    """Alembic's mark, read without SQLAlchemy or Alembic; None where there is none."""
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        return found[0] if found else None


def copy_database(file: Path, target: Path) -> None:
    """Consistent copy, also while others write."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        source.backup(copy)
    unfinished.replace(target)


class ProjectLock:
    """Keeps a second window off a project; the system drops it when the process ends.

    An exclusive transaction on a database of its own works on every system alike, and holds no
    lock on the project's data.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the lock; False where somebody holds it."""
        connection = sqlite3.connect(
            self._file, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _pool() -> Any:
    from sqlalchemy import QueuePool

    return QueuePool
