"""Finding parts: our own first, then those of other packages, and never a crash for theirs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.registry import discover, find


@dataclass(frozen=True)
class Part:
    name: str


Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a package with one entry point of the group `parts` where Python finds it."""

    def install_package(module: str, source: str) -> None:
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {module}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(
            f"[refusal_annotator.parts]\n{module} = {module}:PART\n", encoding="utf-8"
        )
        monkeypatch.delitem(sys.modules, module, raising=False)

    monkeypatch.syspath_prepend(tmp_path)
    return install_package


def part_source(name: str) -> str:
    return f"from types import SimpleNamespace\nPART = SimpleNamespace(name={name!r})\n"


def names(builtin: tuple[Part, ...]) -> list[str]:
    return [part.name for part in discover("parts", builtin)]


def test_built_in_parts_keep_their_order() -> None:
    assert names((Part("b"), Part("a"))) == ["b", "a"]


def test_a_plug_in_follows_the_built_in_parts(install: Install) -> None:
    install("their_parts", part_source("theirs"))
    assert names((Part("z"),)) == ["z", "theirs"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise RuntimeError('broken at import')", "broken at import"),
        ("OTHER = 1", "AttributeError"),
        ("PART = object()", "no name"),
        (part_source(""), "no name"),
        ("PART = None", "no name"),
        (part_source("ours"), "'ours' is taken"),
    ],
)
def test_a_bad_plug_in_is_logged_and_skipped(
    install: Install, caplog: pytest.LogCaptureFixture, source: str, reason: str
) -> None:
    install("bad_parts", source)
    with caplog.at_level(logging.WARNING):
        assert names((Part("ours"),)) == ["ours"]
    assert "bad_parts:PART was skipped" in caplog.text
    assert reason in caplog.text


def test_two_built_in_parts_of_one_name_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="two built-in parts of 'parts' are named 'a'"):
        discover("parts", (Part("a"), Part("a")))


def test_find_names_the_choices() -> None:
    parts = (Part("csv"), Part("text"))
    assert find(parts, "csv", kind="importer") is parts[0]
    with pytest.raises(AnnotatorError, match=r"no importer named 'pdf'. Choose one of: csv, text"):
        find(parts, "pdf", kind="importer")
