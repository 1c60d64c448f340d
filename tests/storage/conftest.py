"""Open stores on either database, and a small filled project."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlmodel import SQLModel

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.store import ProjectStore
from tests.storage.study import Study, address_of

OpenStore = Callable[..., ProjectStore]
NewStore = Callable[[], ProjectStore]


@pytest.fixture
def open_store() -> Iterator[OpenStore]:
    """Open or create a store by the URL of its database; all are closed after the test."""
    stores: list[ProjectStore] = []

    def opened(url: str, *, create: bool = False, **options: Any) -> ProjectStore:
        make = ProjectStore.create if create else ProjectStore.open
        stores.append(make(address_of(url), **options))
        return stores[-1]

    yield opened
    for store in stores:
        with suppress(AnnotatorError):
            store.close()


@pytest.fixture(scope="session")
def postgres_stores() -> list[str]:
    """URLs of databases with our schema, made once: making one takes longer than most tests.

    They are not dropped one by one: the whole server goes at the end of the run.
    """
    return []


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path, open_store: OpenStore) -> NewStore:
    """Make an empty store per call: once on SQLite, once on PostgreSQL."""
    made = 0

    def new() -> ProjectStore:
        nonlocal made
        made += 1
        if request.param == "sqlite":
            return open_store(f"sqlite:///{tmp_path.as_posix()}/copy{made}.db", create=True)
        urls: list[str] = request.getfixturevalue("postgres_stores")
        if made > len(urls):
            urls.append(_new_postgres(request.getfixturevalue("postgres_url")))
        _empty(urls[made - 1])
        return open_store(urls[made - 1])

    return new


@pytest.fixture
def store(new_store: NewStore) -> ProjectStore:
    """Empty store: once on SQLite, once on PostgreSQL."""
    return new_store()


@pytest.fixture
def study(store: ProjectStore) -> Study:
    """Two coders, two articles and a little of everything, in a store on either database."""
    return Study.in_store(store)


@pytest.fixture
def sqlite_address(tmp_path: Path) -> DatabaseAddress:
    """Address of an SQLite database that is not there yet."""
    return DatabaseAddress(file=tmp_path / "project.db")


def _new_postgres(postgres_url: str) -> str:
    name = f"store_{uuid.uuid4().hex}"
    with psycopg.connect(_plain(postgres_url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    ProjectStore.create(address_of(url)).close()
    return url


def _empty(url: str) -> None:
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(f"TRUNCATE {names}".encode())


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")
