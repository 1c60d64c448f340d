"""From files and folders to one batch of articles, with everything left out named."""

from __future__ import annotations

import dataclasses
import os
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from refusal_annotator.importing.base import (
    MAX_FILE_BYTES,
    ImportBatch,
    Importer,
    ImportItem,
    ImportProblem,
    ImportRefused,
    Origin,
    Reading,
)
from refusal_annotator.importing.table import check_mapping

Progress = Callable[[int, int, str], None]

# Files that systems and office programs leave in folders; nobody means them as articles.
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_MAX_FOLDERS = 100
_UNSAFE_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# What tells two publications of one text apart; a table's id and other columns do not.
_PUBLICATION_FIELDS = ("outlet", "date", "headline", "byline")


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    name: str


@dataclass
class _Listing:
    files: list[_Found] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    n_hidden: int = 0


def collect(
    paths: Sequence[Path],
    *,
    importers: Sequence[Importer],
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportBatch:
    """Read all files named and all files in folders named, in a fixed order.

    `mapping` names a table's column for a field (`{"text": "Artikel"}`). `progress` is called
    with files done, files in all and the file's name, before each file and at the end; `cancelled`
    is asked before each file, and a cancelled import hands on nothing.
    """
    check_mapping(mapping)
    listing = _list(paths)
    gathered = _Gathered(problems=listing.problems)
    total = len(listing.files)
    for done, found in enumerate(listing.files):
        if cancelled and cancelled():
            return ImportBatch(cancelled=True)
        if progress:
            progress(done, total, found.name)
        try:
            reading = _read(found, importers, mapping)
        except ImportRefused as error:
            gathered.problems.append(ImportProblem(found.name, str(error)))
        else:
            gathered.add(reading)
    if progress:
        progress(total, total, "")
    return ImportBatch(
        items=tuple(gathered.items),
        problems=tuple(gathered.problems),
        origins=tuple(gathered.origins),
        n_hidden=listing.n_hidden,
    )


@dataclass
class _Gathered:
    """Items so far; tells repeated content and gives each item a stem of its own."""

    problems: list[ImportProblem]
    items: list[ImportItem] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    by_text: dict[str, list[ImportItem]] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)

    def add(self, reading: Reading) -> None:
        self.problems += reading.problems
        added = [item for item in reading.items if self._add_item(item)]
        if added and reading.origin:
            self.origins.append(reading.origin)

    def _add_item(self, item: ImportItem) -> bool:
        # Equal bytes give an equal text, so the text's hash finds both kinds of repetition.
        alike = self.by_text.setdefault(item.text_sha256, [])
        for first in alike:
            if not _published_apart(first, item):
                self.problems.append(_duplicate(item, first))
                return False
        stem = self._free_stem(item.stem)
        item = dataclasses.replace(item, stem=stem, same_text_as=alike[0].name if alike else None)
        alike.append(item)
        self.items.append(item)
        return True

    def _free_stem(self, wanted: str) -> str:
        base = _UNSAFE_IN_FILE_NAMES.sub("_", wanted).strip(". ") or "article"
        stem, count = base, 2
        # Compared without case: on two of three systems these would be one file.
        while stem.casefold() in self.stems:
            stem, count = f"{base}_{count}", count + 1
        self.stems.add(stem.casefold())
        return stem


def _published_apart(a: ImportItem, b: ImportItem) -> bool:
    return any(
        a.metadata[name].casefold() != b.metadata[name].casefold()
        for name in _PUBLICATION_FIELDS
        if name in a.metadata and name in b.metadata
    )


def _duplicate(item: ImportItem, first: ImportItem) -> ImportProblem:
    what = "content" if item.source_sha256 == first.source_sha256 else "text"
    return ImportProblem(item.name, f"it has the same {what} as {first.name}", kind="duplicate")


def _read(
    found: _Found, importers: Sequence[Importer], mapping: Mapping[str, str] | None
) -> Reading:
    data = _bytes_of(found.path)
    importer = _importer_for(found.name, importers)
    reason = importer.why_not(found.name, data)
    if reason:
        raise ImportRefused(reason)
    return importer.read(found.name, data, mapping=mapping)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ImportRefused("it is no regular file")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ImportRefused(_too_large())
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"it cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_FILE_BYTES:
        raise ImportRefused(_too_large())
    return data


def _too_large() -> str:
    return f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB; split it into smaller files"


def _importer_for(name: str, importers: Sequence[Importer]) -> Importer:
    suffix = PurePath(name).suffix.lower()
    claims = [importer for importer in importers if suffix in importer.suffixes]
    rest = [importer for importer in importers if not importer.suffixes]
    for importer in (*claims, *rest):
        return importer
    raise ImportRefused(f"no importer reads {suffix or 'files without an ending'}")


def _list(paths: Sequence[Path]) -> _Listing:
    listing = _Listing()
    for path in paths:
        before = len(listing.files) + len(listing.problems)
        try:
            is_folder, is_there = path.is_dir(), path.exists() or path.is_symlink()
        except OSError as error:
            reason = f"it cannot be read: {error.strerror or error}"
            listing.problems.append(ImportProblem(_display(str(path)), reason))
            continue
        if is_folder:
            _walk(path, (), listing, seen=set())
            if len(listing.files) + len(listing.problems) == before:
                reason = "the folder holds no files to import"
                listing.problems.append(ImportProblem(_display(str(path)), reason))
        elif is_there:
            listing.files.append(_Found(path, _free_name(path, listing)))
        else:
            listing.problems.append(ImportProblem(_display(str(path)), "there is no such file"))
    return listing


def _free_name(path: Path, listing: _Listing) -> str:
    """Name to show: with its folder where another file is called the same."""
    name = _display(path.name)
    if all(found.name != name for found in listing.files):
        return name
    return _display(f"{path.absolute().parent.name}/{path.name}")


def _walk(folder: Path, above: tuple[str, ...], listing: _Listing, *, seen: set[Path]) -> None:
    """List a folder by name; `seen` are real folders listed already, so that loops of links end."""
    name = _display("/".join(above) or str(folder))
    try:
        real = folder.resolve()
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: (entry.name.casefold(), entry.name))
    except (OSError, RuntimeError) as error:
        listing.problems.append(ImportProblem(name, f"the folder cannot be read: {error}"))
        return
    if len(above) > _MAX_FOLDERS:
        reason = f"the folder lies deeper than {_MAX_FOLDERS} folders"
        listing.problems.append(ImportProblem(name, reason))
        return
    if real in seen:
        return
    seen.add(real)
    for entry in entries:
        if _is_hidden(entry.name):
            listing.n_hidden += 1
        elif _is_folder(entry):
            _walk(Path(entry.path), (*above, entry.name), listing, seen=seen)
        else:
            name = _display("/".join((*above, entry.name)))
            listing.files.append(_Found(Path(entry.path), name))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _LEFT_BY_SYSTEMS


def _display(name: str) -> str:
    """Name in one normal form, with characters instead of bytes that are none."""
    shown = os.fsencode(name).decode("utf-8", errors="replace")
    return unicodedata.normalize("NFC", shown)
