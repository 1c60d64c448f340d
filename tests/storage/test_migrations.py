"""Older databases: brought up to date with every row, after a copy; models equal migrations."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Connection, Float, LargeBinary, Uuid, insert, inspect, text
from sqlmodel import SQLModel

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.searching import parse_query
from refusal_annotator.storage import schema
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.column_types import UtcDateTime
from refusal_annotator.storage.searching import is_index
from refusal_annotator.storage.sqlite import read_schema_version
from refusal_annotator.storage.store import ProjectStore
from tests.builders import NOON
from tests.storage.conftest import OpenStore
from tests.storage.study import Study, address_of, all_rows, saved

Raw = dict[str, list[dict[str, Any]]]


def differences(store: ProjectStore) -> list[Any]:
    """What Alembic would change to make the database as the models say."""
    with store._engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_of_the_models}
        context = MigrationContext.configure(connection, opts=options)
        return compare_metadata(context, SQLModel.metadata)


def is_of_the_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether Alembic may compare it: the index over the words is made beside the models."""
    return kind not in ("table", "index") or not is_index(name or "")


def at_revision(url: str, revision: str) -> ProjectStore:
    """Unopened store whose database is as that revision left it, empty."""
    address = address_of(url)
    if address.file is not None:
        address.file.touch()
    store = ProjectStore(address)
    with store._engine.begin() as connection:
        schema._run_alembic(connection, revision)
    return store


def fill(connection: Connection) -> None:
    """Two rows in every table there is, which refer to each other."""
    here = inspect(connection)
    for table in SQLModel.metadata.sorted_tables:
        if not here.has_table(table.name):
            continue
        known = {column["name"] for column in here.get_columns(table.name)}
        columns = [column for column in table.c if column.name in known]
        for index in range(2):
            row = {column.name: content_for(column, index) for column in columns}
            connection.execute(insert(table).values(row))


def content_for(column: Any, index: int) -> Any:
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return content_for(target, index)
    kinds: list[tuple[type, Any]] = [
        (Uuid, uuid5(NAMESPACE_URL, f"{column.table.name}.{column.name}.{index}")),
        (UtcDateTime, NOON.replace(hour=index)),
        (JSON, {"kept": [index, None, "🙂"]}),
        (Boolean, index == 0),
        (Float, index + 0.5),
        (LargeBinary, bytes([0, 255, index])),
    ]
    for kind, content in kinds:
        if isinstance(column.type, kind):
            return content
    return index + 1 if column.type.python_type is int else f"{column.name} {index} “é🙂”"


def raw_rows(connection: Connection) -> Raw:
    """Every row of every table, as the database holds it."""
    names = sorted(schema.row_counts(connection))
    rows = {
        name: [dict(r._mapping) for r in connection.execute(text(f'SELECT * FROM "{name}"'))]
        for name in names
    }
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def without_new_columns(after: Raw, before: Raw) -> Raw:
    return {
        name: sorted(({k: row[k] for k in rows[0]} for row in after[name]), key=repr)
        for name, rows in before.items()
    }


# --- the models are the migrations ----------------------------------------------------------------


def test_the_list_of_revisions_is_the_chain_of_the_scripts():
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    chain = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(chain)) == tuple(schema.REVISIONS)
    assert chain[0] == schema.HEAD


def test_a_new_database_is_what_the_models_say(open_store: OpenStore, database_url: str):
    store = open_store(database_url, create=True)
    assert differences(store) == []
    assert schema.check_version(schema.HEAD, name="x") is False


def test_a_migrated_database_is_what_the_models_say(database_url: str):
    store = at_revision(database_url, "head")
    assert differences(store) == []
    store.close()


def test_a_new_and_a_migrated_database_refuse_and_index_alike(new_database: Callable[[], str]):
    def shape(store: ProjectStore) -> dict[str, Any]:
        with store._engine.connect() as connection:
            here = inspect(connection)
            found = {
                name: (
                    sorted(str(key) for key in here.get_foreign_keys(name)),
                    sorted(str(index) for index in here.get_indexes(name)),
                    sorted(str(unique) for unique in here.get_unique_constraints(name)),
                    [(c["name"], str(c["type"]), c["nullable"]) for c in here.get_columns(name)],
                )
                for name in here.get_table_names()
                if name != "alembic_version"
            }
        store.close()
        return found

    made = shape(ProjectStore.create(address_of(new_database())))
    assert made == shape(at_revision(new_database(), "head"))


# --- from every revision --------------------------------------------------------------------------


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_a_filled_database_of_any_revision_keeps_every_row(
    database_url: str, tmp_path: Path, revision: str
):
    old = at_revision(database_url, revision)
    with old._engine.begin() as connection:
        fill(connection)
    with old._engine.connect() as connection:
        before = raw_rows(connection)
    old.close()
    assert all(len(rows) == 2 for rows in before.values())
    backups = tmp_path / "backups"
    store = ProjectStore.open(address_of(database_url), backups=backups)
    with store._engine.connect() as connection:
        after = raw_rows(connection)
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert version == schema.HEAD
    assert without_new_columns(after, before) == before
    assert differences(store) == []
    store.close()
    copies = list(backups.glob("before-upgrade-*.db"))
    if revision == schema.HEAD or store.address.file is None:
        assert copies == []
        return
    (copy,) = copies
    assert read_schema_version(copy) == revision
    kept = ProjectStore(DatabaseAddress(file=copy))
    with kept._engine.connect() as connection:
        assert raw_rows(connection) == before
    kept.close()


def test_a_copy_goes_beside_the_file_where_no_folder_is_named(sqlite_address: DatabaseAddress):
    file = sqlite_address.file
    assert file is not None
    at_revision(f"sqlite:///{file.as_posix()}", schema.REVISIONS[0]).close()
    ProjectStore.open(sqlite_address).close()
    assert len(list((file.parent / "backups").glob("before-upgrade-*.db"))) == 1


def test_an_older_database_is_not_changed_by_who_only_reads(database_url: str):
    store = at_revision(database_url, schema.REVISIONS[0])
    store.close()
    with pytest.raises(ProjectError, match="written by an older version.*Open it for writing once"):
        ProjectStore.open(address_of(database_url), read_only=True)
    with store._engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    store.close()
    assert found == schema.REVISIONS[0]


# --- a revision of tomorrow -----------------------------------------------------------------------


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Add a revision with this body to the program."""

    def add(body: str) -> None:
        scripts = tmp_path / "with 100% more" / "migrations"
        shutil.copytree(schema.MIGRATIONS, scripts)
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        (scripts / "versions" / "9000_tomorrow.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n\n"
            f"revision = '9000'\ndown_revision = '{schema.HEAD}'\n\n\ndef upgrade():\n{lines}\n",
            encoding="utf-8",
        )
        monkeypatch.setattr(schema, "MIGRATIONS", scripts)
        monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9000"))
        monkeypatch.setattr(schema, "HEAD", "9000")

    return add


def test_rebuilding_a_table_keeps_what_refers_to_it(
    study: Study, open_store: OpenStore, tomorrow: Callable[[str], None]
):
    rows, address = all_rows(study.store), study.store.address
    study.store.close()
    tomorrow(
        "with op.batch_alter_table('article', recreate='auto') as batch:\n"
        "    batch.alter_column('source_name', existing_type=sa.Text(), nullable=True)\n"
        "with op.batch_alter_table('annotation', recreate='auto') as batch:\n"
        "    batch.alter_column('quote', existing_type=sa.Text(), nullable=True)\n"
    )
    store = ProjectStore.open(address)
    assert all_rows(store) == rows
    saved(store, study.annotate())
    foreign = study.annotate()
    wrong = {**foreign.changes[0].after, "article_version_id": str(study.ada.id)}
    broken = foreign.changes[0].model_copy(update={"after": wrong})
    store.apply(foreign.model_copy(update={"changes": (broken,)}))
    with pytest.raises(ProjectError, match="not in this project"):
        store.flush()  # References are still checked after the rebuilding.
    store.close()
    undo_revision(address)


def test_a_revision_that_fails_half_way_changes_nothing(
    study: Study, tomorrow: Callable[[str], None]
):
    rows, address = all_rows(study.store), study.store.address
    study.store.close()
    tomorrow(
        "op.add_column('article', sa.Column('extra', sa.Text(), nullable=True))\n"
        "op.execute(sa.text(\"UPDATE article SET title = 'lost'\"))\n"
        "op.execute(sa.text('SELECT * FROM no_such_table'))\n"
    )
    with pytest.raises(ProjectError, match="cannot be read: .*no_such_table"):
        ProjectStore.open(address)
    unopened(address, rows)


def test_a_revision_that_would_lose_rows_is_refused(study: Study, tomorrow: Callable[[str], None]):
    rows, address = all_rows(study.store), study.store.address
    study.store.close()
    tomorrow("op.execute(sa.text('DELETE FROM link'))")
    with pytest.raises(ProjectError, match="would have lost rows of link. Nothing was changed"):
        ProjectStore.open(address)
    unopened(address, rows)


def test_a_revision_that_would_break_references_is_refused(
    sqlite_address: DatabaseAddress, tomorrow: Callable[[str], None]
):
    store = ProjectStore.create(sqlite_address)
    Study.in_store(store)
    rows = all_rows(store)
    store.close()
    tomorrow("op.execute(sa.text(\"UPDATE link SET coder_id = 'nobody'\"))")
    with pytest.raises(ProjectError, match="would have lost rows of link"):
        ProjectStore.open(sqlite_address)
    unopened(sqlite_address, rows)


def unopened(address: DatabaseAddress, rows: dict[str, Any]) -> None:
    """The database is as it was, and the program of today opens it."""
    store = ProjectStore(address)
    with store._engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        names = {column["name"] for column in inspect(connection).get_columns("article")}
    assert version == schema.REVISIONS[-2]
    assert "extra" not in names
    assert all_rows(store) == rows
    assert store.values(Annotation)
    store.close()


def undo_revision(address: DatabaseAddress) -> None:
    """Give a database that other tests use its old shape back."""
    if address.file is None:
        store = ProjectStore(address)
        with store._engine.begin() as connection:
            connection.execute(text("ALTER TABLE article ALTER COLUMN source_name SET NOT NULL"))
            connection.execute(text("ALTER TABLE annotation ALTER COLUMN quote SET NOT NULL"))
            connection.execute(
                text("UPDATE alembic_version SET version_num = :old"), {"old": schema.REVISIONS[-2]}
            )
        store.close()


def test_texts_of_an_older_database_can_be_searched(database_url: str, tmp_path: Path):
    old = at_revision(database_url, "0003")
    with old._engine.begin() as connection:
        fill(connection)
    old.close()
    store = ProjectStore.open(address_of(database_url), backups=tmp_path / "backups")
    assert len(store.articles_with(parse_query("text 1"))) == 1
    assert store.articles_with(parse_query("nowhere")) == []
    store.close()
