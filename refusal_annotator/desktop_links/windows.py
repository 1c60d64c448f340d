"""Windows: a key of the user's own registry."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from refusal_annotator.desktop_links.base import DesktopLinkError, LinkState, own_command
from refusal_annotator.domain.place_links import SCHEME

ROOT = rf"Software\Classes\{SCHEME}"
COMMAND_KEY = rf"{ROOT}\shell\open\command"
KEYS = (COMMAND_KEY, rf"{ROOT}\shell\open", rf"{ROOT}\shell", ROOT)
"""Our keys, the innermost first."""


def entries(command: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """Key, name and value of all that is written; the empty name is the key's own value."""
    return (
        (ROOT, "", "URL:Refusal Annotator"),
        (ROOT, "URL Protocol", ""),
        (COMMAND_KEY, "", command_line(command)),
    )


def command_line(command: Sequence[str]) -> str:
    """The command as the system runs it, the link always in quotes."""
    return f'{subprocess.list2cmdline(command)} "%1"'


class WindowsLinks:
    """The key under the user's own classes; `registry` is the module `winreg`."""

    def __init__(self, registry: Any = None) -> None:
        self._registry = registry or importlib.import_module("winreg")

    def state(self) -> LinkState:
        """Who opens links now."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, COMMAND_KEY) as key:
                line = str(registry.QueryValueEx(key, "")[0])
        except FileNotFoundError:
            return LinkState("nobody")
        except OSError as error:
            raise DesktopLinkError(f"The registry cannot be read: {error}.") from error
        return LinkState("us") if line == command_line(own_command()) else LinkState("other", line)

    def register(self) -> None:
        """Write the keys."""
        registry = self._registry
        try:
            for path, name, value in entries(own_command()):
                with registry.CreateKey(registry.HKEY_CURRENT_USER, path) as key:
                    registry.SetValueEx(key, name, 0, registry.REG_SZ, value)
        except OSError as error:
            raise DesktopLinkError(f"The registry cannot be written: {error}.") from error

    def unregister(self) -> None:
        """Take the keys away, the innermost first."""
        registry = self._registry
        try:
            for path in KEYS:
                with suppress(FileNotFoundError):
                    registry.DeleteKey(registry.HKEY_CURRENT_USER, path)
        except OSError as error:
            raise DesktopLinkError(f"The registry cannot be written: {error}.") from error
