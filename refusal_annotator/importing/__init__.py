"""Articles from files: plain text in any encoding, tables with one article a row, folders.

An importer is one file here and its name in IMPORTERS. The first that claims a file's ending
reads it; one that claims none reads the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from refusal_annotator.importing import collecting
from refusal_annotator.importing.base import (
    FIELDS,
    MAX_FILE_BYTES,
    ImportBatch,
    Importer,
    ImportItem,
    ImportProblem,
    ImportRefused,
    Origin,
    Reading,
)
from refusal_annotator.importing.plain_text import PLAIN_TEXT
from refusal_annotator.importing.table import TABLE

IMPORTERS: tuple[Importer, ...] = (TABLE, PLAIN_TEXT)

__all__ = [
    "FIELDS",
    "IMPORTERS",
    "MAX_FILE_BYTES",
    "ImportBatch",
    "ImportItem",
    "ImportProblem",
    "ImportRefused",
    "Importer",
    "Origin",
    "Reading",
    "collect",
]


def collect(
    paths: Sequence[Path],
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    importers: Sequence[Importer] = IMPORTERS,
) -> ImportBatch:
    """Read files and folders into one batch; see `collecting.collect`."""
    return collecting.collect(
        paths, importers=importers, mapping=mapping, progress=progress, cancelled=cancelled
    )
