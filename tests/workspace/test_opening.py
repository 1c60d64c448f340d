"""Making, opening, locking and closing a project; what is said where that cannot be."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing as closing_of
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from refusal_annotator.domain.errors import AnnotatorError, CodebookError, ProjectError
from refusal_annotator.storage.addresses import parse_address
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.project_file import read_project_file
from tests.workspace.ferry import CODEBOOK, Desk
from tests.workspace.modes import unwritable_copy

CHECKOUT = Path(__file__).resolve().parents[2]


def make(folder: Path, **options: Any) -> OpenProject:
    return OpenProject.create(folder, **{"name": "Ferries", "codebook_text": CODEBOOK, **options})


def test_a_new_project_is_a_folder_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    project_id = UUID(int=5)
    with make(tmp_path / "a" / "b", name="  Two \n names ", project_id=project_id) as project:
        assert project.name == "Two names"
        assert project.project_id == project_id
        assert project.codebook.id == "ferry-news"
        assert (project.codebook_version, project.read_only, project.unsaved) == (1, False, 0)
    found = {path.name for path in (tmp_path / "a" / "b").iterdir()}
    assert found == {"project.toml", "project.db", "project.lock", "sources", "backups"}
    with OpenProject.open(tmp_path / "a" / "b") as again:
        assert (again.name, again.project_id) == ("Two names", project_id)
        assert again.codebook.source_text == CODEBOOK


def test_a_new_project_on_both_databases(
    tmp_path: Path, database_url: str, closing: list[OpenProject]
) -> None:
    project = make(tmp_path / "p", database=database_url)
    closing.append(project)
    desk_names = [project.add_coder(name).name for name in ("Bo", "Ada")]
    project.close()
    closing[0] = OpenProject.open(tmp_path / "p")
    assert desk_names == ["Bo", "Ada"]
    assert [coder.name for coder in closing[0].coders()] == ["Ada", "Bo"]
    assert "password" not in (tmp_path / "p" / "project.toml").read_text("utf-8")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(ProjectError, match="is not empty, so no project was made there"):
        make(tmp_path / "p")
    with pytest.raises(ProjectError, match="is not empty"):
        make(tmp_path / "p" / "thesis.txt")
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["thesis.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    make(tmp_path / "p").close()


@pytest.mark.parametrize(
    ("options", "error", "reason"),
    [
        ({"name": " \n"}, ProjectError, "its name is empty"),
        ({"codebook_text": "format: 2"}, CodebookError, "cannot be used as a codebook"),
        ({"database": "mysql://host/db"}, ProjectError, "kind 'mysql'"),
        ({"database": "postgresql://bo:secret@host/db"}, ProjectError, "holds a password"),
        ({"database": "postgresql://host/db?password=secret"}, ProjectError, "holds a password"),
        ({"database": "postgresql://bo@127.0.0.1:1/db"}, ProjectError, "could not be made"),
        ({"database": "no/such/folder/project.db"}, ProjectError, "could not be made"),
    ],
)
@pytest.mark.parametrize("there", [True, False])
def test_what_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, options: dict[str, str], error: type[AnnotatorError], reason: str, there: bool
) -> None:
    folder = tmp_path / "a" / "p"
    if there:
        folder.mkdir(parents=True)
    with pytest.raises(error, match=reason) as raised:
        make(folder, **options)
    assert "secret" not in str(raised.value)
    assert list(tmp_path.rglob("*")) == ([folder.parent, folder] if there else [])
    make(folder).close()


def test_a_project_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ProjectError, match="cannot be (made|read)"):
        make(tmp_path / "file" / "p")


def test_a_database_that_is_there_is_not_overwritten(tmp_path: Path, database_url: str) -> None:
    make(tmp_path / "p", database=database_url).close()
    with pytest.raises(ProjectError):
        make(tmp_path / "q", database=database_url)
    assert not (tmp_path / "q").exists()
    OpenProject.open(tmp_path / "p").close()


def test_a_second_window_is_refused_with_a_sentence(project: OpenProject) -> None:
    with pytest.raises(ProjectError, match="Ferries is open in another window or program"):
        OpenProject.open(project.folder)
    project.close()
    OpenProject.open(project.folder).close()


def test_the_lock_follows_the_database_not_the_folder(project: OpenProject, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    path = (project.folder / "project.db").as_posix()
    text = (project.folder / "project.toml").read_text("utf-8")
    (other / "project.toml").write_text(text.replace("project.db", path), "utf-8")
    with pytest.raises(ProjectError, match="open in another window"):
        OpenProject.open(other)


def test_another_window_may_read(project: OpenProject) -> None:
    desk = Desk(project)
    desk.tag("Notice", "will not sail")
    project.flush()
    with OpenProject.open(project.folder, read_only=True) as reader:
        assert reader.read_only
        (line, _) = reader.article_summaries(desk.coder.id)
        assert line.n_codings == 1
        session = reader.session(desk.article.id, desk.coder.id)
        for act in (
            lambda: reader.apply(coding.tag(session, "Vessel", 0, 5)),
            lambda: reader.undo(desk.coder.id, desk.article.id),
            lambda: reader.add_coder("Bo"),
        ):
            with pytest.raises(ProjectError, match="open for reading only; nothing was changed"):
                act()
        assert len(session.annotations) == 1
        # What the first window saves after that is seen by the next one that reads.
        desk.tag("Vessel", "captain")
        project.flush()
        assert reader.article_summaries(desk.coder.id)[0].n_codings == 2


def test_a_copy_that_may_not_be_written_opens_for_reading(project: OpenProject) -> None:
    Desk(project).tag("Notice", "will not sail")
    project.close()
    with unwritable_copy(project.folder) as copy:
        with pytest.raises(ProjectError, match="cannot be changed: .* is not writable"):
            OpenProject.open(copy)
        with OpenProject.open(copy, read_only=True) as reader:
            assert [line.key for line in reader.articles()] == ["skua", "tern"]


def test_the_lock_is_gone_when_its_holder_is_killed(project: OpenProject) -> None:
    project.close()
    source = (
        "import sys, pathlib\n"
        "from refusal_annotator.workspace.project import OpenProject\n"
        "held = OpenProject.open(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", source, str(project.folder)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        with pytest.raises(ProjectError, match="open in another window"):
            OpenProject.open(project.folder)
        holder.kill()
        holder.wait()
    OpenProject.open(project.folder).close()


def test_a_newer_database_is_left_alone(project: OpenProject) -> None:
    project.close()
    path = project.folder / "project.db"
    with closing_of(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(ProjectError, match="written by a newer version.*nothing was changed"):
            OpenProject.open(project.folder, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no|is wrong at name"),
        (b'name = "x"\n', "is wrong at id: Field required"),
        (b'name = "x"\nid = "7"\n', "is wrong at id"),
        (b"name = \n", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (
            b'name = "x"\nid = "00000000-0000-0000-0000-000000000001"\ncolour = "red"\n',
            "is wrong at colour",
        ),
        (
            b'name = "x"\nid = "00000000-0000-0000-0000-000000000001"\n'
            b'database = "postgresql://bo:secret@host/db"\n',
            "holds a password",
        ),
        (
            b'name = "x"\nid = "00000000-0000-0000-0000-000000000001"\ndatabase = "gone.db"\n',
            "gone.db is not there. It may be on a drive",
        ),
    ],
)
def test_a_project_file_that_is_wrong(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "project.toml").write_bytes(content)
    with pytest.raises(ProjectError, match=reason) as raised:
        OpenProject.open(tmp_path)
    assert "secret" not in str(raised.value)
    assert not list(tmp_path.glob("*.lock"))


def test_what_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for path, reason in (
        (tmp_path, "is no project: it holds no project.toml"),
        (tmp_path / "gone", "is no project"),
        (tmp_path / "file", "is no folder"),
    ):
        with pytest.raises(ProjectError, match=reason):
            OpenProject.open(path)


@pytest.mark.parametrize("content", [b"", b"this is no database at all" * 400])
def test_a_damaged_database(project: OpenProject, content: bytes) -> None:
    project.close()
    (project.folder / "project.db").write_bytes(content)
    with pytest.raises(ProjectError, match="backups folder"):
        OpenProject.open(project.folder)
    # The lock is let go again.
    (project.folder / "project.db").unlink()
    with pytest.raises(ProjectError, match="is not there"):
        OpenProject.open(project.folder)


def test_no_two_copies_of_a_folder_number_changes_alike(
    project: OpenProject, tmp_path: Path
) -> None:
    seen = {project.store.replica}
    project.close()
    shutil.copytree(project.folder, tmp_path / "stick")
    with OpenProject.open(tmp_path / "stick") as copy:
        seen.add(copy.store.replica)
        Desk(copy).tag("Notice", "will not sail")
        copy.flush()
        assert copy.store.journal()[-1].replica == copy.store.replica
    # Put back over the original it has the same name, and often the same inode.
    shutil.rmtree(project.folder)
    shutil.copytree(tmp_path / "stick", project.folder)
    with OpenProject.open(project.folder) as back:
        seen.add(back.store.replica)
    assert len(seen) == 3


def test_windows_on_a_server_are_replicas_of_their_own(
    tmp_path: Path, new_postgres_database: Callable[[], str]
) -> None:
    with (
        make(tmp_path / "p", database=new_postgres_database()) as one,
        OpenProject.open(tmp_path / "p") as two,
    ):
        assert one.store.replica != two.store.replica
        names = [p.add_coder(name).name for p, name in ((one, "Ada"), (two, "Bo"), (one, "Cy"))]
        assert names == [coder.name for coder in two.coders()]


def test_a_project_closes_twice(project: OpenProject) -> None:
    Desk(project).tag("Notice", "will not sail")
    project.close()
    project.close()
    with OpenProject.open(project.folder) as again:
        assert len(Desk(again).session.annotations) == 1


def test_where_a_database_is(tmp_path: Path) -> None:
    absolute = (tmp_path / "x.db").as_posix()
    assert parse_address("project.db", tmp_path).file == tmp_path / "project.db"
    assert parse_address(f"sqlite:///{absolute}", tmp_path / "p").file == tmp_path / "x.db"
    assert parse_address("sqlite:///near.db", tmp_path).file == tmp_path / "near.db"
    for written in (
        "postgresql://bo@host/db",
        "postgresql+psycopg://bo@host/db",
        "postgres://bo@host/db",
    ):
        address = parse_address(written, tmp_path)
        assert address.url == "postgresql+psycopg://bo@host/db"
        assert (address.is_file, address.shown) == (False, "host/db")


def test_the_project_file_names_no_more_than_it_must(project: OpenProject) -> None:
    assert read_project_file(project.folder).model_dump().keys() == {"name", "id", "database"}
