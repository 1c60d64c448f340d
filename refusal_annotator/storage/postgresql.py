"""What is special about PostgreSQL: the driver, and times of the server."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import NoSuchModuleError, OperationalError, ProgrammingError

from refusal_annotator.domain.errors import ProjectError


def make_engine(url: str) -> Engine:
    """Engine on a server; AnnotatorError where the driver is not installed."""
    try:
        return create_engine(url, pool_size=4, max_overflow=8, pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as error:
        raise ProjectError(
            "This project lies on a PostgreSQL server, and the driver is not installed. "
            "Install refusal-annotator[team]."
        ) from error


def read_schema_version(engine: Engine) -> str | None:
    """Alembic's mark, or None where there is none."""
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    except ProgrammingError:
        return None
    except OperationalError as error:
        raise ProjectError(
            "The database server cannot be reached. Check the network and the address in "
            "project.toml; nothing was changed."
        ) from error
    return str(found[0]) if found else None
