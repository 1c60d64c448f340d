"""Folders that cannot be written to, also for root, which may write anywhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOBODY = 65534
# By name: not every system has them.
_SET_USER: Any = getattr(os, "setresuid", None)
_SET_GROUP: Any = getattr(os, "setresgid", None)


@contextmanager
def unwritable_copy(folder: Path) -> Iterator[Path]:
    """A copy of a folder in which nothing can be written while the block runs."""
    # Not below pytest's folder, which it keeps closed to other users.
    home = Path(tempfile.mkdtemp(prefix="refusal-modes-"))
    copy = Path(shutil.copytree(folder, home / folder.name))
    paths = [home, copy, *copy.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_root = _SET_USER is not None and os.access("/", os.W_OK)
    try:
        with _as_nobody() if is_root else _as_myself():
            yield copy
    finally:
        for path in paths:
            path.chmod(0o755)
        shutil.rmtree(home)


@contextmanager
def _as_nobody() -> Iterator[None]:
    """For nobody the modes count."""
    _SET_GROUP(NOBODY, NOBODY, 0)
    _SET_USER(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        _SET_USER(0, 0, 0)
        _SET_GROUP(0, 0, 0)


@contextmanager
def _as_myself() -> Iterator[None]:
    yield
