"""Windows and macOS: what would be written there, kept in a stand-in for the system."""

from __future__ import annotations

import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from refusal_annotator.desktop_links import DesktopLinkError, link_handler, linux, macos, windows
from refusal_annotator.desktop_links.base import own_command


class Registry(SimpleNamespace):
    """As much of the registry as we use: keys and values in a dictionary."""

    HKEY_CURRENT_USER, REG_SZ = "user", 1

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, dict[str, str]] = {r"Software\Classes": {}}

    class _Key(str):
        def __enter__(self) -> str:
            return str(self)

        def __exit__(self, *_: object) -> None:
            return None

    def OpenKey(self, root: str, path: str) -> Any:
        assert root == "user"
        if path not in self.keys:
            raise FileNotFoundError(path)
        return self._Key(path)

    def CreateKey(self, root: str, path: str) -> Any:
        assert root == "user"
        parts = path.split("\\")
        for n in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:n]), {})
        return self._Key(path)

    def SetValueEx(self, key: str, name: str, _: int, kind: int, value: str) -> None:
        assert kind == self.REG_SZ
        self.keys[key][name] = value

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:
        return self.keys[key][name], self.REG_SZ

    def DeleteKey(self, root: str, path: str) -> None:
        if path not in self.keys:
            raise FileNotFoundError(path)
        if any(other.startswith(f"{path}\\") for other in self.keys):
            raise PermissionError("the key has keys in it")
        del self.keys[path]


def test_windows_writes_keys_of_the_user_and_takes_them_back() -> None:
    registry = Registry()
    before = dict(registry.keys)
    handler = windows.WindowsLinks(registry)
    assert handler.state().opened_by == "nobody"
    handler.register()
    assert handler.state().on
    assert registry.keys[windows.ROOT] == {"": "URL:Refusal Annotator", "URL Protocol": ""}
    handler.unregister()
    assert handler.state().opened_by == "nobody"
    handler.unregister()
    assert set(registry.keys) == {*before, "Software"}


def test_windows_hands_the_link_on_as_one_argument() -> None:
    line = windows.command_line((r"C:\Program Files\py\pythonw.exe", "-m", "x", "open-link"))
    assert line == r'"C:\Program Files\py\pythonw.exe" -m x open-link "%1"'


def test_windows_tells_of_another_program() -> None:
    registry = Registry()
    handler = windows.WindowsLinks(registry)
    handler.register()
    registry.keys[windows.COMMAND_KEY][""] = r'C:\other.exe "%1"'
    assert r"C:\other.exe" in handler.state().sentence


def test_macos_makes_an_application_that_hands_links_on(tmp_path: Path) -> None:
    ran: list[Sequence[str]] = []

    def runs(command: Sequence[str]) -> bool:
        ran.append(command)
        if command[0] == "osacompile":
            contents = Path(command[2]) / "Contents"
            contents.mkdir(parents=True)
            (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleExecutable": "applet"}))
        return True

    handler = macos.MacLinks(tmp_path / "Applications", runs)
    assert handler.state().opened_by == "nobody"
    handler.register()
    assert handler.state().on
    plist = tmp_path / "Applications" / macos.NAME / "Contents" / "Info.plist"
    content = plistlib.loads(plist.read_bytes())
    assert content["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["refusal-annotator"]
    assert content["CFBundleExecutable"] == "applet"
    assert [command[0].rpartition("/")[2] for command in ran] == [
        "osacompile",
        "codesign",
        "lsregister",
    ]
    handler.unregister()
    assert handler.state().opened_by == "nobody"
    assert not list((tmp_path / "Applications").iterdir())


def test_macos_says_what_failed(tmp_path: Path) -> None:
    with pytest.raises(DesktopLinkError, match="osacompile failed"):
        macos.MacLinks(tmp_path, lambda _: False).register()


def test_macos_quotes_the_command_for_the_shell_and_the_script() -> None:
    text = macos.script(('/Applications/My "Tools"/run', "open-link"))
    assert "'/Applications/My \\\"Tools\\\"/run' open-link" in text
    assert "quoted form of address" in text


def test_the_handler_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winreg", Registry())  # type: ignore[arg-type]
    assert isinstance(link_handler("win32"), windows.WindowsLinks)
    assert isinstance(link_handler("darwin"), macos.MacLinks)
    assert isinstance(link_handler("freebsd14"), linux.LinuxLinks)


def test_a_link_runs_a_program_that_is_there() -> None:
    program, *rest = own_command()
    assert Path(program).is_file()
    assert rest[-1] == "open-link"
