"""Projects on this computer: recent ones, the sample study, the headless demo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.resources import sample_project_dir
from refusal_annotator.workspace import demo
from refusal_annotator.workspace.checking import check_project
from refusal_annotator.workspace.codings import export_codings
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.projects import (
    build_from_text,
    build_sample,
    forget,
    import_entities,
    progress_of,
    read_codebook_text,
    recent_projects,
    remember,
)
from refusal_annotator.workspace.settings import MAX_RECENT, load_settings
from tests.workspace.ferry import Desk, new_project


def test_projects_are_remembered_the_last_one_first(tmp_path: Path) -> None:
    assert recent_projects() == []
    for name in ("a", "b", "a"):
        folder = tmp_path / name
        project = OpenProject.open(folder) if folder.exists() else new_project(folder)
        with project:
            remember(project)
    assert [(p.folder, p.name, p.exists) for p in recent_projects()] == [
        (tmp_path / "a", "Ferries", True),
        (tmp_path / "b", "Ferries", True),
    ]
    (tmp_path / "b" / "project.toml").unlink()
    assert [p.exists for p in recent_projects()] == [True, False]
    forget(tmp_path / "b")
    assert [p.folder.name for p in recent_projects()] == ["a"]
    forget(tmp_path / "x" / ".." / "a")
    assert recent_projects() == []
    assert (tmp_path / "a" / "project.toml").is_file()


def test_the_list_stays_short(project: OpenProject, tmp_path: Path) -> None:
    for number in range(MAX_RECENT + 3):
        project.folder = tmp_path / str(number)
        remember(project)
    assert len(load_settings().recent) == MAX_RECENT
    assert recent_projects()[0].folder == tmp_path / str(MAX_RECENT + 2)


# --- the sample ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("sample") / "study")


def test_the_sample_is_whole(sample: Path, tmp_path: Path) -> None:
    with OpenProject.open(sample, read_only=True) as project:
        assert len(project.articles()) >= 6
        assert check_project(project).problems == ()
        assert progress_of(project) == (3, len(project.articles()))
        assert [c.name for c in project.coders()] == ["Aino", "Ines", "Tomasz"]
        assert len(project.entities()) > 20
        assert any(line.outlet and line.date for line in project.articles())
        for coder in project.coders():
            for path in export_codings(project, coder, tmp_path / coder.name):
                given = sample_project_dir() / "codings" / coder.name / path.name
                assert json.loads(path.read_text("utf-8")) == json.loads(given.read_text("utf-8"))


def test_building_the_sample_again_keeps_what_is_there(sample: Path) -> None:
    with OpenProject.open(sample) as project:
        key = next(
            k.key for k in project.articles() if CodingStatus.FINISHED not in k.statuses.values()
        )
        Desk(project, "Visitor", key).do(_tag_something)
    assert build_sample(sample) == sample
    with OpenProject.open(sample) as project:
        assert project.find_coder("Visitor")


def _tag_something(session: Any) -> Any:
    from refusal_annotator.workspace import coding

    span_type = session.codebook.span_types[0]
    start, end = session.borders.sentences[-3]
    return coding.tag(session, span_type.id, start, end)


def test_a_sample_that_was_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "study"
    target.mkdir()
    for broken in ({"progress": stop}, {"finish": stop}):
        with pytest.raises(KeyboardInterrupt):
            build_sample(target, **broken)
        assert list(tmp_path.rglob("*")) == [target]
    assert (build_sample(target) / "project.toml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_the_sample_is_not_put_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(ProjectError, match="is not empty"):
        build_sample(tmp_path)
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(AnnotatorError, match="cannot be (made|read)"):
        build_sample(tmp_path / "file" / "study")


def test_a_study_of_text_files_with_a_wrong_coding(tmp_path: Path) -> None:
    import shutil

    source = tmp_path / "source"
    shutil.copytree(sample_project_dir(), source)
    path = next(source.glob("codings/*/*.json"))
    content = json.loads(path.read_text("utf-8"))
    content["spans"][0]["surface"] = "not what stands there"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(AnnotatorError, match="The project was not built:\n.*not what stands there"):
        build_from_text(source, tmp_path / "p")


def test_entities_come_in_once(project: OpenProject, tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    path.write_text(
        "key,canonical_name,aliases,actor_class\n"
        "skua,The Skua,ferry Skua| the ferry ,ship\n,nobody,,\nskua,Again,,\ntern,,,\n",
        "utf-8",
    )
    assert import_entities(project, path) == 2
    assert import_entities(project, path) == 0
    skua, tern = project.entities()
    assert (skua.key, skua.name, skua.aliases) == ("skua", "The Skua", ("ferry Skua", "the ferry"))
    assert (tern.key, tern.name, tern.entity_class) == ("tern", None, None)
    assert project.entity_index().resolve("FERRY  skua") == "skua"
    assert import_entities(project, tmp_path / "gone.csv") == 0
    assert project.undo_label(None, None) == "Import 2 entities"
    project.undo(None, None)
    assert project.entities() == []
    assert import_entities(project, path) == 2


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\xff\xfe\x00", "is not UTF-8"), (None, "cannot be read")]
)
def test_a_codebook_file_that_is_no_text(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "codebook.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AnnotatorError, match=reason):
        read_codebook_text(path)


def test_a_codebook_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_bytes(b"\xef\xbb\xbfformat: 1\n")
    assert read_codebook_text(path) == "format: 1\n"


# --- the demo -----------------------------------------------------------------------------------


def test_the_headless_demo_writes_all_that_it_names(tmp_path: Path) -> None:
    made = demo.write_demo(tmp_path / "out")
    assert json.loads(made.figures.read_text("utf-8"))["format"] == 1
    assert made.workbook.stat().st_size > 5_000
    with OpenProject.open(made.project) as project:
        assert all(line.n_suggestions for line in project.articles())
        assert len(made.suggestions) == len(project.articles())
    # Again in the same place: the earlier demo goes.
    assert demo.write_demo(tmp_path / "out").project == made.project

    with OpenProject.open(made.project), pytest.raises(ProjectError, match="open in another"):
        demo.write_demo(tmp_path / "out")
    with OpenProject.open(made.project) as project:
        Desk(project, "Visitor", "07_morning_ledger").do(_tag_something)
    with pytest.raises(AnnotatorError, match="Somebody has coded in .* so it is kept"):
        demo.write_demo(tmp_path / "out")


def test_a_demo_does_not_remove_what_is_no_demo(tmp_path: Path) -> None:
    folder = tmp_path / demo.FOLDER_NAME
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(AnnotatorError, match="is there and is no sample study"):
        demo.write_demo(tmp_path)
    assert (folder / "thesis.txt").is_file()


def test_the_sample_lies_among_the_documents_unless_told() -> None:
    folder = demo.default_sample_folder()
    assert folder.parts[-2:] == ("Refusal Annotator", "sample-study")
