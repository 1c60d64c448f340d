"""Where a project's database is: a file beside `project.toml`, or a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from refusal_annotator.domain.errors import ProjectError


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """An SQLite file, or a PostgreSQL URL; exactly one of them."""

    file: Path | None = None
    url: str | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is SQLite."""
        return self.file is not None

    @property
    def shown(self) -> str:
        """Name for messages; never a password."""
        if self.file is not None:
            return str(self.file)
        return (self.url or "").rsplit("@", 1)[-1]


def parse_address(written: str, folder: Path) -> DatabaseAddress:
    """Read the `database` entry of `project.toml`; file names are relative to its folder."""
    scheme, mark, rest = written.partition("://")
    if not mark:
        return DatabaseAddress(file=folder / written)
    dialect = scheme.split("+")[0]
    if dialect == "sqlite":
        return DatabaseAddress(file=folder / rest.removeprefix("/"))
    if dialect not in ("postgresql", "postgres"):
        raise ProjectError(
            f"project.toml names a database of the kind {scheme!r}. "
            "Use a file name or an address that starts with postgresql://."
        )
    if _holds_password(rest):
        raise ProjectError(
            "project.toml holds a password. Take it out and put it into the file or variable that "
            "PostgreSQL reads (pgpass.conf, PGPASSWORD)."
        )
    return DatabaseAddress(url=f"postgresql+psycopg://{rest}")


def _holds_password(rest: str) -> bool:
    """Whether an address without its scheme names a password, before the host or as an option."""
    place, _, options = rest.partition("?")
    credentials = place.rpartition("@")[0]
    named = {option.partition("=")[0].lower() for option in options.split("&")}
    return ":" in credentials or bool(named & {"password", "sslpassword"})
