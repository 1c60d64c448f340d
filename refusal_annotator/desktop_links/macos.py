"""macOS: a small application in the user's own folder that hands links on."""

from __future__ import annotations

import plistlib
import shlex
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from refusal_annotator.desktop_links.base import DesktopLinkError, LinkState, own_command, run
from refusal_annotator.domain.place_links import SCHEME

NAME = "Refusal Annotator Links.app"
IDENTIFIER = "org.refusal-annotator.links"
_REGISTER = (
    "/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework"
    "/Support/lsregister"
)
_COMMAND = "RefusalAnnotatorCommand"

Runs = Callable[[Sequence[str]], bool]


def script(command: Sequence[str]) -> str:
    """AppleScript that hands a link to the program and does not wait for it."""
    line = shlex.join(command).replace("\\", "\\\\").replace('"', '\\"')
    return (
        "on open location address\n"
        f'\tdo shell script "{line} " & quoted form of address & " > /dev/null 2>&1 &"\n'
        "end open location\n"
    )


def information(made: Mapping[str, Any], command: Sequence[str]) -> dict[str, Any]:
    """The application's Info.plist, with our links in it."""
    return {
        **made,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleURLTypes": [
            {"CFBundleURLName": "Place in a text", "CFBundleURLSchemes": [SCHEME]}
        ],
        "LSUIElement": True,
        _COMMAND: list(command),
    }


class MacLinks:
    """The application under `~/Applications`, compiled by the system's own tools."""

    def __init__(self, folder: Path | None = None, runs: Runs = run) -> None:
        self._app = (folder or Path.home() / "Applications") / NAME
        self._runs = runs

    def state(self) -> LinkState:
        """Who opens links now."""
        try:
            found = plistlib.loads(self._plist.read_bytes())
        except FileNotFoundError:
            return LinkState("nobody")
        except (OSError, ValueError) as error:
            raise DesktopLinkError(f"{self._plist} cannot be read: {error}.") from error
        command = found.get(_COMMAND, [])
        if command == list(own_command()):
            return LinkState("us")
        return LinkState("other", shlex.join(map(str, command)))

    def register(self) -> None:
        """Compile the application and make it known."""
        command = own_command()
        try:
            self._app.parent.mkdir(parents=True, exist_ok=True)
            compiled = self._runs(("osacompile", "-o", str(self._app), "-e", script(command)))
            if not compiled:
                raise DesktopLinkError(
                    f"{self._app} was not made: osacompile failed. Links are opened as before."
                )
            made = plistlib.loads(self._plist.read_bytes())
            self._plist.write_bytes(plistlib.dumps(information(made, command)))
        except OSError as error:
            raise DesktopLinkError(f"{self._app} cannot be written: {error}.") from error
        # A changed application must be signed anew, or the system does not start it.
        self._runs(("codesign", "--force", "--sign", "-", str(self._app)))
        self._runs((_REGISTER, "-f", str(self._app)))

    def unregister(self) -> None:
        """Take the application away."""
        if not self._app.exists():
            return
        self._runs((_REGISTER, "-u", str(self._app)))
        try:
            shutil.rmtree(self._app)
        except OSError as error:
            raise DesktopLinkError(f"{self._app} cannot be removed: {error}.") from error

    @property
    def _plist(self) -> Path:
        return self._app / "Contents" / "Info.plist"
