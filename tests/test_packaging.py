"""What is installed: the lock, the wheel, and the files that travel with the program."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

import pytest

import refusal_annotator
from refusal_annotator import resources
from refusal_annotator.resources import ResourceError

CHECKOUT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = set(re.findall(r"^([a-z0-9-]+)==", LOCK, flags=re.MULTILINE))


# --- the lock -----------------------------------------------------------------------------------


def test_lock_names_no_address_and_no_path() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b", LOCK, re.M)
    assert not re.search(r"(^|\s)/\w+", LOCK, re.M)


def test_every_locked_package_has_its_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.strip())[1:]  # the first is the heading
    assert len(entries) == len(re.findall(r"^[a-z0-9-]+==", LOCK, flags=re.MULTILINE))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("group", ["runtime", "team", "dev"])
def test_lock_covers_what_the_project_names(group: str) -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = PROJECT["dependencies"] if group == "runtime" else extras[group]
    names = {re.match(r"[\w.-]+", line)[0] for line in wanted}  # type: ignore[index]
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in names} - LOCKED == set()


def test_oracles_and_tools_are_no_dependency_of_the_program() -> None:
    runtime = " ".join(PROJECT["dependencies"]).lower()
    assert not re.search(r"pytest|krippendorff|scikit|hypothesis|ruff|pyright", runtime)


# --- the files that travel ----------------------------------------------------------------------


def test_resources_are_found_from_a_checkout() -> None:
    assert resources.resource_path("codebooks").is_dir()
    assert resources.sample_project_dir().is_dir()
    assert all(resources.codebook_path(name).is_file() for name in resources.codebook_names())


def test_a_missing_resource_and_an_unknown_codebook_are_sentences() -> None:
    with pytest.raises(ResourceError, match="missing: .*nothing.*Install"):
        resources.resource_path("nothing")
    known = resources.codebook_names()[0]
    with pytest.raises(ResourceError, match=f"no built-in codebook named 'nothing'.*{known}"):
        resources.codebook_path("nothing")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
    return HeaderParser().parsestr(wheel.read(name).decode())


@pytest.mark.parametrize("tree", ["resources", "projects/sample"])
def test_wheel_carries_every_file_unchanged(wheel: zipfile.ZipFile, tree: str) -> None:
    files = sorted(path for path in (CHECKOUT / tree).rglob("*") if _travels(path))
    assert files
    for path in files:
        inside = f"refusal_annotator/_data/{path.relative_to(CHECKOUT).as_posix()}"
        assert wheel.read(inside) == path.read_bytes(), inside


def test_wheel_carries_the_whole_program_and_no_test(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    package = CHECKOUT / "refusal_annotator"
    modules = {path.relative_to(CHECKOUT).as_posix() for path in package.rglob("*.py")}
    assert modules - names == set()
    assert [name for name in names if name.startswith("tests/")] == []


def test_wheel_says_what_it_is(metadata: Message) -> None:
    assert metadata["Name"] == "refusal-annotator"
    assert metadata["Version"] == refusal_annotator.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"


def test_changelog_names_this_version() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{refusal_annotator.__version__}]" in text


def _travels(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.name != ".gitignore"
