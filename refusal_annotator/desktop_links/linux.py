"""Linux and other freedesktop systems: a desktop file, and the user's list of default programs."""

from __future__ import annotations

import os
import re
from pathlib import Path

from refusal_annotator.desktop_links.base import (
    DesktopLinkError,
    LinkState,
    own_command,
    run,
    write,
)
from refusal_annotator.domain.place_links import SCHEME

FILE = "refusal-annotator-links.desktop"
MIME = f"x-scheme-handler/{SCHEME}"
DEFAULTS = "[Default Applications]"
_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)


class LinuxLinks:
    """The desktop file under the user's data, named as default in the user's `mimeapps.list`."""

    def state(self) -> LinkState:
        """Who opens links now."""
        default = default_of(_read(mimeapps_file()))
        own = _read(desktop_file())
        if default not in ("", FILE):
            return LinkState("other", default)
        if not default or not own:
            return LinkState("nobody")
        if own == desktop_text(own_command()):
            return LinkState("us")
        found = re.search("^Exec=(.*)$", own, re.MULTILINE)
        return LinkState("other", found[1] if found else FILE)

    def register(self) -> None:
        """Write the desktop file and make it the default."""
        write(desktop_file(), desktop_text(own_command()))
        # Where a desktop keeps its defaults elsewhere, its own program knows; else we write them.
        run(("xdg-mime", "default", FILE, MIME))
        listed = _read(mimeapps_file())
        if default_of(listed) != FILE:
            write(mimeapps_file(), with_default(listed))
        _tell_the_desktop()

    def unregister(self) -> None:
        """Take the desktop file and its mentions away."""
        for path in (mimeapps_file(), _data_home() / "applications" / "mimeapps.list"):
            listed = _read(path)
            if FILE in listed:
                write(path, without_default(listed))
        try:
            desktop_file().unlink(missing_ok=True)
        except OSError as error:
            raise DesktopLinkError(
                f"{desktop_file()} cannot be removed: {error.strerror or error}."
            ) from error
        _tell_the_desktop()


def desktop_file() -> Path:
    """Where the desktop file lies."""
    return _data_home() / "applications" / FILE


def mimeapps_file() -> Path:
    """Where the user's default programs are listed."""
    chosen = os.environ.get("XDG_CONFIG_HOME")
    return (Path(chosen) if chosen else Path.home() / ".config") / "mimeapps.list"


def desktop_text(command: tuple[str, ...]) -> str:
    """Content of the desktop file."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=Refusal Annotator (links to places)",
            "Comment=Shows the place in a text that a link leads to",
            f"Exec={' '.join(map(_quoted, command))} %u",
            "Terminal=false",
            "NoDisplay=true",
            "StartupNotify=true",
            f"MimeType={MIME};",
            "",
        )
    )


def default_of(listed: str) -> str:
    """The desktop file that opens our links by a list of default programs, empty for none."""
    section = ""
    for line in listed.splitlines():
        if line.startswith("["):
            section = line.strip()
        elif section == DEFAULTS and _key(line) == MIME:
            return _values(line)[0] if _values(line) else ""
    return ""


def with_default(listed: str) -> str:
    """The list with our desktop file first; all other lines stay as they are."""
    lines = without_default(listed).splitlines()
    heads = [number for number, line in enumerate(lines) if line.strip() == DEFAULTS]
    if not heads:
        gap = [""] if lines and lines[-1].strip() else []
        return "\n".join([*lines, *gap, DEFAULTS, f"{MIME}={FILE};", ""])
    others: list[str] = []
    for number in range(heads[0] + 1, len(lines)):
        if lines[number].startswith("["):
            break
        if _key(lines[number]) == MIME:
            others = _values(lines.pop(number))
            break
    lines.insert(heads[0] + 1, f"{MIME}={';'.join((FILE, *others))};")
    return "\n".join([*lines, ""])


def without_default(listed: str) -> str:
    """The list without our desktop file; all other lines stay as they are."""
    kept: list[str] = []
    for line in listed.splitlines(keepends=True):
        if _key(line) == MIME and FILE in _values(line):
            others = [value for value in _values(line) if value != FILE]
            if not others:
                continue
            line = f"{MIME}={';'.join(others)};\n"
        kept.append(line)
    return "".join(kept)


def _key(line: str) -> str:
    return line.partition("=")[0].strip() if not line.startswith(("#", "[")) else ""


def _values(line: str) -> list[str]:
    return [value.strip() for value in line.partition("=")[2].split(";") if value.strip()]


def _quoted(argument: str) -> str:
    """An argument of `Exec`: quoted where it must be, since some programs know no quotes."""
    if _PLAIN.fullmatch(argument):
        return argument
    inner = re.sub(r'(["`$\\])', r"\\\1", argument)
    # Backslashes are read twice, as in every value of the file; a percent sign begins a field.
    return '"{}"'.format(inner.replace("\\", "\\\\").replace("%", "%%"))


def _tell_the_desktop() -> None:
    folder = desktop_file().parent
    if folder.is_dir():
        run(("update-desktop-database", str(folder)))


def _data_home() -> Path:
    chosen = os.environ.get("XDG_DATA_HOME")
    return Path(chosen) if chosen else Path.home() / ".local" / "share"


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise DesktopLinkError(f"{path} cannot be read: {error}.") from error
