"""Articles come in: what of a batch is new, and all of it stored in one act."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, now
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import Borders, compute_borders, count_words
from refusal_annotator.importing import ImportBatch, ImportItem, ImportProblem, collect
from refusal_annotator.storage.store import Attachments, Source
from refusal_annotator.workspace.headline import guess_headline
from refusal_annotator.workspace.making import making
from refusal_annotator.workspace.pending import resolve_all
from refusal_annotator.workspace.project import OpenProject

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

# What tells two publications of one text apart, as within one import.
_PUBLICATION_FIELDS = ("outlet", "date", "headline", "byline")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: keys of new articles, and what was left out with its reason."""

    imported: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[ImportProblem, ...]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class KnownText:
    """An article that a project holds, as far as a repeated text is told by it."""

    key: str
    metadata: Mapping[str, Any]


KnownTexts = Mapping[str, Sequence[KnownText]]


def preview_import(
    project: OpenProject,
    paths: Sequence[Path],
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportBatch:
    """Read files and say what of them is new; nothing is stored."""
    batch = collect(paths, mapping=mapping, progress=progress, cancelled=cancelled)
    return without_known(batch, known_texts(project))


def known_texts(project: OpenProject) -> KnownTexts:
    """Articles that have a text, by the digest of that text."""
    project.flush()
    articles = {article.id: article for article in project.store.values(Article)}
    known: dict[str, list[KnownText]] = {}
    for head in project.store.version_heads():
        article = articles.get(head["article_id"])
        if article is not None:
            here = KnownText(article.key, article.metadata)
            known.setdefault(head["text_sha256"], []).append(here)
    return known


def without_known(batch: ImportBatch, known: KnownTexts) -> ImportBatch:
    """Leave out what the project holds already, with a line for each.

    A text that a table places in another outlet or at another time is a publication of its own.
    """
    fresh, repeated = [], []
    for item in batch.items:
        alike = known.get(item.text_sha256, ())
        same = next((k for k in alike if not _published_apart(k.metadata, item.metadata)), None)
        if same is not None:
            reason = f"it is in the project already, as {same.key}"
            repeated.append(ImportProblem(item.name, reason, kind="duplicate"))
        elif alike and item.same_text_as is None:
            fresh.append(dataclasses.replace(item, same_text_as=alike[0].key))
        else:
            fresh.append(item)
    problems = (*batch.problems, *repeated)
    return dataclasses.replace(batch, items=tuple(fresh), problems=problems)


def import_articles(
    project: OpenProject,
    batch: ImportBatch,
    *,
    extra_metadata: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportReport:
    """Store a batch in one act: all of it, or, when cancelled, none.

    `extra_metadata` gives metadata by the name of the source file (a supervisor's table).
    """
    if batch.cancelled:
        return ImportReport((), (), batch.problems, cancelled=True)
    storing = _Storing(project)
    for number, item in enumerate(batch.items):
        if cancelled and cancelled():
            return ImportReport((), (), batch.problems, cancelled=True)
        if progress:
            progress(number, len(batch.items), item.name)
        storing.add(item, (extra_metadata or {}).get(item.name, {}))
    storing.store(batch)
    if progress:
        progress(len(batch.items), len(batch.items), "")
    return ImportReport(tuple(storing.keys), tuple(storing.notes), batch.problems)


class _Storing:
    """Gathers the changes of one import and stores them together."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project
        store = project.store
        here = store.values(Article, deleted=True)
        self._earlier: dict[UUID, StoredValue] = {a.id: a for a in here if a.deleted}
        self._taken = {a.key.casefold() for a in here if not a.deleted}
        self._next = max((a.sequence for a in here), default=-1) + 1
        self._borders: dict[UUID, Borders] = {}
        self._changes: list[Change] = []
        self.keys: list[str] = []
        self.notes: list[str] = []

    def add(self, item: ImportItem, more: Mapping[str, str]) -> None:
        """Take in one article."""
        key = _free_key(item.stem, self._taken)
        borders = compute_borders(item.text)
        article = _article(self._project, item, key, self._next, borders, more)
        version = _version(item, article)
        self._next += 1
        self.keys.append(key)
        if article.id in self._earlier:
            # Its import was undone once: the rows are there and come to life again.
            for value in self._project.store.values(ArticleVersion, deleted=True, id=version.id):
                self._earlier[value.id] = value
        else:
            self._borders[version.id] = borders
        self._make("article", article)
        self._make("article_version", version)
        if item.encoding_note:
            self.notes.append(f"{item.name}: {item.encoding_note}")
        if item.same_text_as:
            self.notes.append(f"{item.name}: the same text as {item.same_text_as}, published apart")

    def store(self, batch: ImportBatch) -> None:
        """Write sources and rows."""
        if not self._changes:
            return
        sources = _keep_sources(self._project, batch)
        count = len(self.keys)
        label = f"Import {count} article{'s' if count != 1 else ''}"
        attachments = Attachments(sources=sources, borders=self._borders)
        self._project.study_act(label, self._changes, attachments=attachments)
        self._project.flush()
        # A link between articles may have waited for one of these.
        resolve_all(self._project)

    def _make(self, table: str, value: StoredValue) -> None:
        self._changes += making(table, value, self._earlier.get(value.id))


def _published_apart(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return any(
        str(a[name]).casefold() != str(b[name]).casefold()
        for name in _PUBLICATION_FIELDS
        if name in a and name in b
    )


def _article(
    project: OpenProject,
    item: ImportItem,
    key: str,
    sequence: int,
    borders: Borders,
    more: Mapping[str, str],
) -> Article:
    metadata: dict[str, Any] = {name: text for name, text in item.metadata.items() if text}
    metadata.update({name: text for name, text in more.items() if text})
    title = str(metadata.get("headline") or "")
    place = _find(item.text, title) if title else None
    place = place or guess_headline(item.text, borders)
    if place:
        metadata["headline_span"] = list(place)
    if not title and place:
        title = item.text[place[0] : place[1]]
    identity = item.origin_sha256 or item.source_sha256
    return Article(
        id=uuid5(project.project_id, f"article:{identity}:{item.row or ''}:{key}"),
        key=key,
        title=" ".join(title.split()) or key,
        source_name=item.name,
        metadata=metadata,
        sequence=sequence,
    )


def _version(item: ImportItem, article: Article) -> ArticleVersion:
    return ArticleVersion(
        id=uuid5(article.id, f"version:{item.text_sha256}"),
        article_id=article.id,
        text=item.text,
        text_sha256=item.text_sha256,
        source_sha256=item.source_sha256,
        encoding=item.encoding,
        importer=item.importer,
        importer_version=item.importer_version,
        imported_at=now(),
        n_words=count_words(item.text),
    )


def _find(text: str, title: str) -> tuple[int, int] | None:
    start = text.find(title)
    return (start, start + len(title)) if start >= 0 else None


def _free_key(stem: str, taken: set[str]) -> str:
    key, count = stem, 2
    while key.casefold() in taken:
        key, count = f"{stem}_{count}", count + 1
    taken.add(key.casefold())
    return key


def _keep_sources(project: OpenProject, batch: ImportBatch) -> tuple[Source, ...]:
    """Put the files as imported beside the database; on a server into the database."""
    contents = {item.source_sha256: (item.name, item.source_bytes) for item in batch.items}
    contents |= {origin.sha256: (origin.name, origin.data) for origin in batch.origins}
    beside = project.store.address.is_file
    sources = []
    for sha256, (name, content) in contents.items():
        if beside:
            _write_source(project.folder / "sources", sha256, content)
        sources.append(Source(sha256, name, len(content), None if beside else content))
    return tuple(sources)


def _write_source(folder: Path, sha256: str, content: bytes) -> None:
    target = folder / sha256
    if target.exists():
        return
    try:
        folder.mkdir(exist_ok=True)
        unfinished = folder / f"{sha256}.part"
        unfinished.write_bytes(content)
        unfinished.replace(target)
    except OSError as error:
        raise ProjectError(
            f"Nothing was imported: a source file cannot be kept ({error.strerror}). "
            "Free some space or check the folder's permissions."
        ) from error
