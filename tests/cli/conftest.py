"""The command line in this process: what it prints where, and how it ends."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from refusal_annotator import cli
from refusal_annotator.workspace.codings import import_codings
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.projects import build_sample
from tests.workspace.coding_files import coding_file, write
from tests.workspace.ferry import SKUA, TERN, new_project


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Lines of the results."""
        return self.out.splitlines()


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; whatever happens, nobody sees a traceback."""

    def command(*arguments: object, **handed: object) -> Ran:
        capsys.readouterr()
        code = cli.main([str(argument) for argument in arguments], **handed)  # type: ignore[arg-type]
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert code in (0, 1, 2)
        if code == 2:
            assert said.out == ""
        if code:
            assert (said.err or said.out).strip()
        return Ran(code, said.out, said.err)

    return command


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small project, the same one coded by two, and the sample, to be copied."""
    folder = tmp_path_factory.mktemp("templates")
    new_project(folder / "ferries", skua=SKUA, tern=TERN).close()
    shutil.copytree(folder / "ferries", folder / "coded")
    other = coding_file(coder="Bo", article_variables={"weather": "foul"})
    with OpenProject.open(folder / "coded") as project:
        import_codings(project, [write(folder / "files", coding_file(), other)])
    build_sample(folder / "sample")
    return {name: folder / name for name in ("ferries", "coded", "sample")}


@pytest.fixture
def ferries(templates: dict[str, Path], tmp_path: Path) -> Path:
    """A project with two articles that nobody has coded."""
    return Path(shutil.copytree(templates["ferries"], tmp_path / "ferries"))


@pytest.fixture
def coded(templates: dict[str, Path], tmp_path: Path) -> Path:
    """The project with one article finished by Ada and by Bo."""
    return Path(shutil.copytree(templates["coded"], tmp_path / "coded"))


@pytest.fixture
def sample(templates: dict[str, Path], tmp_path: Path) -> Path:
    """The sample study, coded by three."""
    return Path(shutil.copytree(templates["sample"], tmp_path / "sample"))
