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
    if "://" not in written:
        return DatabaseAddress(file=folder / written)
    scheme, _, rest = written.partition("://")
    if scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise ProjectError(
            f"project.toml names a database of the kind {scheme!r}. "
            "Use a file name or an address that starts with postgresql://."
        )
    credentials = rest.rsplit("@", 1)[0] if "@" in rest else ""
    if ":" in credentials:
        raise ProjectError(
            "project.toml holds a password. Take it out and put it into the file or variable that "
            "PostgreSQL reads (pgpass.conf, PGPASSWORD)."
        )
    return DatabaseAddress(url=f"postgresql+psycopg://{rest}")
