"""The user's settings: kept over versions, put aside when broken, never a reason to stop."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from refusal_annotator.workspace.settings import (
    FILE_NAME,
    RecentEntry,
    Settings,
    change_settings,
    config_folder,
    load_settings,
    save_settings,
)


def test_settings_are_made_at_the_first_start(config_dir: Path) -> None:
    assert config_folder() == config_dir
    assert load_settings() == Settings()
    assert (config_dir / FILE_NAME).is_file()


def test_without_the_variable_they_lie_in_the_platforms_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REFUSAL_ANNOTATOR_CONFIG_DIR")
    assert config_folder().name == "refusal-annotator"


def test_changes_are_kept(config_dir: Path) -> None:
    entry = RecentEntry(folder=config_dir, name="Ferries", opened=datetime(2031, 1, 2, tzinfo=UTC))
    changed = change_settings(
        theme="dark", window=(1, 2, 3, 4), coders={"/p": "Ada"}, recent=(entry,)
    )
    assert load_settings() == changed
    assert changed.theme == "dark"
    assert change_settings(density="compact").theme == "dark"


def test_none_is_left_out_and_comes_back_as_none(config_dir: Path) -> None:
    change_settings(window=(1, 2, 3, 4))
    assert change_settings(window=None).window is None
    assert load_settings().window is None
    assert "window" not in tomllib.loads((config_dir / FILE_NAME).read_text("utf-8"))


def test_entries_of_a_newer_version_are_kept(config_dir: Path) -> None:
    path = config_dir / FILE_NAME
    config_dir.mkdir(exist_ok=True)
    path.write_text(
        'theme = "light"\nsparkle = 3\n[novel]\ndeep = [1, 2]\nempty = []\n', encoding="utf-8"
    )
    change_settings(theme="dark")
    content = tomllib.loads(path.read_text("utf-8"))
    assert (content["theme"], content["sparkle"]) == ("dark", 3)
    assert content["novel"] == {"deep": [1, 2], "empty": []}


@pytest.mark.parametrize(
    "content",
    [
        b"theme = ",
        b'theme = "loud"',
        b"\xff\xfe",
        b"reading_size = 400",
        b"recent = [{folder = 3}]",
    ],
)
def test_a_broken_file_is_put_aside(config_dir: Path, content: bytes) -> None:
    (config_dir / FILE_NAME).write_bytes(content)
    assert load_settings() == Settings()
    assert (config_dir / "settings.unreadable.toml").read_bytes() == content
    assert load_settings() == Settings()


def test_a_wrong_value_is_a_fault_of_the_program(config_dir: Path) -> None:
    with pytest.raises(ValidationError):
        change_settings(theme="loud")
    assert load_settings().theme == "system"


def test_a_place_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    monkeypatch.setenv("REFUSAL_ANNOTATOR_CONFIG_DIR", str(tmp_path / "file" / "config"))
    assert load_settings() == Settings()
    save_settings(Settings(theme="dark"))
    assert "cannot be" in caplog.text


def test_a_folder_in_the_way_of_the_file(config_dir: Path) -> None:
    (config_dir / FILE_NAME).mkdir()
    assert load_settings() == Settings()
    assert not list(config_dir.glob("*.part"))
