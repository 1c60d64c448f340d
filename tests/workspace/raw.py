"""Statements past the program: to plant faults, to hold the database, to damage rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from refusal_annotator.workspace.project import OpenProject

_FAULT = {
    "sqlite": (
        "CREATE TRIGGER fault BEFORE INSERT ON change_set WHEN NEW.label LIKE '{label}' "
        "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.label LIKE '{label}' THEN RAISE EXCEPTION 'no space left on device'; END IF; "
        "RETURN NEW; END $$",
        "CREATE TRIGGER fault BEFORE INSERT ON change_set FOR EACH ROW EXECUTE FUNCTION fault()",
    ),
}
_MEND = {
    "sqlite": ("DROP TRIGGER fault",),
    "postgresql": ("DROP TRIGGER fault ON change_set", "DROP FUNCTION fault()"),
}
_HOLD = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE change_set IN SHARE MODE"}


def execute(project: OpenProject, *statements: str) -> None:
    """Run statements on the project's database and commit them, foreign keys not looked at."""
    address = project.store.address
    if address.file is not None:
        with closing(sqlite3.connect(address.file)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        return
    import psycopg

    with psycopg.connect(_plain(project)) as server:
        for statement in statements:
            server.execute(statement.encode())


@contextmanager
def fault(project: OpenProject, label: str) -> Iterator[None]:
    """Let every commit of an act fail whose label is like this."""
    kind = _kind(project)
    execute(project, *(statement.format(label=label) for statement in _FAULT[kind]))
    yield
    execute(project, *_MEND[kind])


@contextmanager
def held(project: OpenProject) -> Iterator[None]:
    """Keep others from writing, so that what is applied stays queued."""
    address = project.store.address
    if address.file is not None:
        with closing(sqlite3.connect(address.file, isolation_level=None)) as connection:
            connection.execute(_HOLD["sqlite"])
            yield
            connection.execute("ROLLBACK")
        return
    import psycopg

    with psycopg.connect(_plain(project)) as server:
        server.execute(_HOLD["postgresql"].encode())
        yield
        server.rollback()


def _kind(project: OpenProject) -> str:
    return "sqlite" if project.store.address.is_file else "postgresql"


def _plain(project: OpenProject) -> str:
    return (project.store.address.url or "").replace("+psycopg", "")
