"""What is special about SQLite: pragmas, locking, backups."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, QueuePool, create_engine, event

from refusal_annotator.domain.errors import ProjectError

BUSY_TIMEOUT_MS = 5_000

# WAL with FULL costs 0.25 ms a commit more than NORMAL and is what survives a power cut.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


def make_file(file: Path) -> None:
    """Make an empty database file."""
    try:
        file.touch(exist_ok=False)
    except OSError as error:
        raise ProjectError(
            f"The database {file} could not be made: {error.strerror}. "
            "Choose a folder that is there and can be written to."
        ) from error


def make_engine(file: Path, *, read_only: bool = False) -> Engine:
    """Engine on a file; every transaction takes the write lock at once unless read-only."""
    address = _reading_address(file) if read_only else f"{_address(file)}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=8
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
    """Alembic's mark, read without SQLAlchemy or Alembic; None where there is none.

    Raises ProjectError for a file that was cut off, which SQLite itself would notice late.
    """
    with closing(sqlite3.connect(_reading_address(file), uri=True)) as connection:
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    held = file.stat().st_size
    if held < pages * size and not _log_of(file).exists():
        raise ProjectError(
            f"The database {file} is damaged: it was cut off at {held:,} of {pages * size:,} "
            "bytes. Put back a copy from the backups folder."
        )
    return found[0] if found else None


def copy_database(file: Path, target: Path) -> None:
    """Consistent copy, also while others write; ProjectError where it cannot be made."""
    unfinished = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(_reading_address(file), uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy)
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise ProjectError(
            f"The copy {target} could not be made: {error}. Free some space or check the "
            "folder's permissions."
        ) from error


def _address(file: Path) -> str:
    # An address of `file:` form has its own escaping of characters such as # and ?.
    return file.resolve().as_uri()


def _reading_address(file: Path) -> str:
    """Address for reading; from a place that cannot be written to, as a disc, without a log."""
    address = f"{_address(file)}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        # SQLite would make the files of its log beside the database even to read it.
        kept_from = any(words in str(error) for words in ("readonly", "unable to open"))
        if kept_from and file.exists() and not _log_of(file).exists():
            return f"{address}&immutable=1"
    except sqlite3.DatabaseError:
        pass  # Whoever reads next says what is wrong with it.
    return address


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


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
