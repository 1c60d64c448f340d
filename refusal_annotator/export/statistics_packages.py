"""What SPSS and Stata files share: the extra packages, clean texts, lengths counted in bytes."""

from __future__ import annotations

import importlib
import re
from typing import Any

from refusal_annotator.export.base import ExportError

_FORBIDDEN = re.compile("[\0\ud800-\udfff]")


def missing_package(*names: str) -> str | None:
    """Say in a sentence which package is not installed, or return None."""
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            return (
                f"Files for SPSS and Stata need the package {name}, which is not installed. "
                'Install it with: pip install "refusal-annotator[statistics]", or choose the '
                "format csv or xlsx."
            )
    return None


def package(name: str) -> Any:
    """Import a package of the extra; ExportError names the extra where it is not installed."""
    reason = missing_package(name)
    if reason:
        raise ExportError(reason)
    return importlib.import_module(name)


def clean(text: str) -> str:
    """Return text without what no text of these formats may hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def cut_bytes(text: str, limit: int) -> str:
    """Return as much of `text` as fits into `limit` bytes of UTF-8, with … where it was cut."""
    if len(text.encode()) <= limit:
        return text
    room = limit - len("…".encode())
    return text.encode()[:room].decode("utf-8", errors="ignore").rstrip() + "…"


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, with … where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
