"""Makes the schema, brings an older one up to date, refuses a newer one.

Alembic is imported only when a database is older than this program: at every other start its mark
is read and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.storage import searching, tables  # noqa: F401  (fills SQLModel.metadata)

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS: Sequence[str] = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]


def create_schema(engine: Engine) -> None:
    """Make all tables in an empty database, marked as up to date."""
    with engine.begin() as connection:
        SQLModel.metadata.create_all(connection)
        searching.make_index(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def check_version(found: str | None, *, name: str) -> bool:
    """Whether the database must be brought up to date; raises where it is newer or foreign."""
    if found is None:
        raise ProjectError(
            f"{name} is no database of Refusal Annotator, or it is not complete. "
            "Open the folder of a project, or put back a copy from its backups folder."
        )
    if found not in REVISIONS:
        raise ProjectError(
            f"{name} was written by a newer version of Refusal Annotator (schema {found}; this "
            f"program knows up to {HEAD}). Install the newer version; nothing was changed."
        )
    return found != HEAD


def is_filled(engine: Engine) -> bool:
    """Whether the database holds any table."""
    with engine.connect() as connection:
        return bool(inspect(connection).get_table_names())


def upgrade(engine: Engine) -> None:
    """Run the migrations; every row stays, or nothing happens."""
    with engine.connect() as connection:
        # Rebuilding a table with foreign keys on would delete the rows that point to it.
        _set_foreign_keys(connection, on=False)
        try:
            before = row_counts(connection)
            _run_alembic(connection)
            lost = _lost_rows(connection, before)
            if lost:
                raise ProjectError(
                    f"Bringing the database up to date would have lost rows of {', '.join(lost)}. "
                    "Nothing was changed; the copy made before lies in backups."
                )
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        finally:
            _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name != "sqlite":
        return
    # Within a transaction SQLite ignores this, and SQLAlchemy would begin one: ask the driver.
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def row_counts(connection: Connection) -> dict[str, int]:
    """Number of rows of every table."""
    names = [
        name
        for name in inspect(connection).get_table_names()
        if name != "alembic_version" and not searching.is_index(name)
    ]
    return {
        name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one())
        for name in names
    }


def backup_name(moment: datetime | None = None) -> str:
    """Name of the copy made before a migration."""
    return f"before-upgrade-{(moment or datetime.now(UTC)):%Y%m%d-%H%M%S}.db"


def _run_alembic(connection: Connection, target: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    # The value is interpolated: a percent sign in the path would be read as a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _lost_rows(connection: Connection, before: dict[str, int]) -> list[str]:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            return sorted({str(row[0]) for row in broken})
    after = row_counts(connection)
    return sorted(name for name, count in before.items() if after.get(name, 0) < count)
