"""Articles come in, and suggestions are made for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from refusal_annotator.domain.annotations import Zone
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, creation, edits, now
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.text import Borders, compute_borders
from refusal_annotator.importing import ImportBatch, ImportItem, ImportProblem, collect
from refusal_annotator.storage.store import Attachments, Source, SuggestionRun
from refusal_annotator.workspace.project import OpenProject

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

RULE_SOURCE_PREFIX = "rules"
_MAX_HEADLINE = 220


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: keys of new articles, and what was left out with its reason."""

    imported: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[ImportProblem, ...]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class TextToHighlight:
    """What the pre-highlighter needs of one article; can be sent to another process."""

    article_id: UUID
    version_id: UUID
    key: str
    text: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class PrehighlightReport:
    """What a run found, by article key, and the roles for which the codebook has no unit."""

    n_suggestions: Mapping[str, int]
    missing_roles: tuple[str, ...]
    cancelled: bool = False


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


def known_texts(project: OpenProject) -> dict[str, str]:
    """Key of the article that has a text, by the digest of that text."""
    keys = {article.id: article.key for article in project.store.values(Article)}
    return {
        head["text_sha256"]: keys[head["article_id"]]
        for head in project.store.version_heads()
        if head["article_id"] in keys
    }


def without_known(batch: ImportBatch, known: Mapping[str, str]) -> ImportBatch:
    """Leave out what the project holds already, with a line for each."""
    fresh, repeated = [], []
    for item in batch.items:
        key = known.get(item.text_sha256)
        # A reprint that the table itself tells apart is a publication of its own.
        if key is not None and item.same_text_as is None:
            reason = f"it is in the project already, as {key}"
            repeated.append(ImportProblem(item.name, reason, kind="duplicate"))
        else:
            fresh.append(item)
    return ImportBatch(
        items=tuple(fresh),
        problems=(*batch.problems, *repeated),
        origins=batch.origins,
        n_hidden=batch.n_hidden,
        cancelled=batch.cancelled,
    )


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
    taken = {article.key.casefold() for article in project.store.values(Article)}
    first = len(project.store.values(Article, deleted=True))
    changes: list[Change] = []
    borders: dict[UUID, Borders] = {}
    keys: list[str] = []
    notes: list[str] = []
    for number, item in enumerate(batch.items):
        if cancelled and cancelled():
            return ImportReport((), (), batch.problems, cancelled=True)
        if progress:
            progress(number, len(batch.items), item.name)
        key = _free_key(item.stem, taken)
        item_borders = compute_borders(item.text)
        more = (extra_metadata or {}).get(item.name, {})
        article = _article(project, item, key, first + number, item_borders, more)
        version = _version(item, article, len(item_borders.tokens))
        changes += [creation("article", article), creation("article_version", version)]
        borders[version.id] = item_borders
        keys.append(key)
        if item.encoding_note:
            notes.append(f"{item.name}: {item.encoding_note}")
        if item.same_text_as:
            notes.append(f"{item.name}: the same text as {item.same_text_as}, published apart")
    sources = _keep_sources(project, batch)
    if changes:
        count = len(keys)
        label = f"Import {count} article{'s' if count != 1 else ''}"
        project.study_act(label, changes, attachments=Attachments(sources=sources, borders=borders))
        project.flush()
    if progress:
        progress(len(batch.items), len(batch.items), "")
    return ImportReport(tuple(keys), tuple(notes), batch.problems)


def texts_to_highlight(
    project: OpenProject, article_ids: Iterable[UUID] | None = None
) -> list[TextToHighlight]:
    """Texts of the articles named, or of all."""
    wanted = None if article_ids is None else set(article_ids)
    texts = []
    for summary in project.articles():
        if wanted is not None and summary.id not in wanted:
            continue
        version = project.store.version_of(summary.id)
        zones = project.store.values(Zone, article_version_id=version.id)
        confirmed = tuple(zone for zone in zones if zone.status == "confirmed")
        texts.append(TextToHighlight(summary.id, version.id, summary.key, version.text, confirmed))
    return texts


def prehighlight_texts(
    codebook_text: str,
    texts: Sequence[TextToHighlight],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Any] | None:
    """Run the pre-highlighter over texts; pure, so that it can run in another process.

    Returns one `Prehighlights` for each text, or None when cancelled.
    """
    from refusal_annotator.prehighlight import Pipeline

    pipeline = Pipeline(load_codebook(codebook_text))
    found = []
    for number, text in enumerate(texts):
        if cancelled and cancelled():
            return None
        if progress:
            progress(number, len(texts), text.key)
        found.append(
            pipeline.run(text.text, article_version_id=text.version_id, confirmed_zones=text.zones)
        )
    if progress:
        progress(len(texts), len(texts), "")
    return found


def store_prehighlights(
    project: OpenProject, texts: Sequence[TextToHighlight], found: Sequence[Any]
) -> PrehighlightReport:
    """Store what `prehighlight_texts` found, in place of what earlier runs had found."""
    from refusal_annotator.prehighlight import VERSION

    runs, changes = [], []
    moment = now()
    for text, result in zip(texts, found, strict=True):
        changes += _zone_changes(project, text, result.zones)
        runs.append(
            SuggestionRun(text.version_id, VERSION, moment, result.suggestions, result.links)
        )
    if changes:
        project.study_act("Propose exclusion zones", changes)
    project.store.replace_suggestions(runs)
    project.flush()
    project.forget_sessions()
    roles = tuple(dict.fromkeys(role for result in found for role in result.missing_roles))
    counts = {t.key: len(r.suggestions) for t, r in zip(texts, found, strict=True)}
    return PrehighlightReport(counts, roles)


def run_prehighlight(
    project: OpenProject,
    article_ids: Iterable[UUID] | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PrehighlightReport:
    """Make suggestions for the articles named, or for all, in this process."""
    texts = texts_to_highlight(project, article_ids)
    found = prehighlight_texts(
        project.codebook.source_text, texts, progress=progress, cancelled=cancelled
    )
    if found is None:
        return PrehighlightReport({}, (), cancelled=True)
    return store_prehighlights(project, texts, found)


def suggestions_as_json(project: OpenProject, article_id: UUID) -> list[dict[str, Any]]:
    """Suggestions of an article in the documented form of `prehighlight --json-dir`."""
    from refusal_annotator.prehighlight import as_json

    version = project.store.version_of(article_id)
    return as_json(project.store.suggestions(version.id), project.codebook)


def write_suggestions(project: OpenProject, folder: Path) -> list[Path]:
    """Write the suggestions of every article as `<article key>.json`; returns the files."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for summary in project.articles():
            path = folder / f"{summary.key}.json"
            content = suggestions_as_json(project, summary.id)
            text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
            path.write_text(text + "\n", "utf-8")
            written.append(path)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from error
    return written


def guess_headline(text: str, borders: Borders) -> tuple[int, int] | None:
    """Where the first free-standing title probably stands.

    A short line that stands again further down wins; else the first short line of at least four
    words without a final full stop, before the first real paragraph.
    """
    lines = borders.paragraphs[:14]
    written = [text[start:end] for start, end in lines]
    candidates = [i for i, line in enumerate(written) if _is_title(line)]
    for index in candidates:
        if any(written[index] in later for later in written[index + 1 :]):
            return lines[index]
    for index in candidates:
        body_began = any(_BODY.search(line) for line in written[:index])
        return None if body_began else lines[index]
    return None


_BODY = re.compile(r"[a-z][.!?][”\"’]?$")
_NO_TITLE = re.compile(r"(?:By|BY|Photo|Picture|Source|Published|Updated|\d+\.)\b|[•*–({\[-]")


def _is_title(line: str) -> bool:
    inner = re.search(r"[.!?…][”\"’]?\s", line)
    return (
        len(line.split()) >= 4
        and len(line) <= _MAX_HEADLINE
        and not _NO_TITLE.match(line)
        and not _BODY.search(line)
        and line[-1] not in ":;"
        and not re.search(r"\s[>»›|]\s", line)
        and inner is None
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


def _version(item: ImportItem, article: Article, n_words: int) -> ArticleVersion:
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
        n_words=n_words,
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


def _zone_changes(
    project: OpenProject, text: TextToHighlight, zones: Sequence[Zone]
) -> list[Change]:
    """New proposals come, untouched proposals of rules that are not found any more go."""
    if text.zones:
        return []
    known = {
        zone.id: zone
        for zone in project.store.values(Zone, deleted=True, article_version_id=text.version_id)
    }
    found = {zone.id: zone for zone in zones}
    changes = [creation("zone", zone) for zone_id, zone in found.items() if zone_id not in known]
    for zone_id, zone in known.items():
        by_rule = zone.status == "proposed" and zone.coder_id is None and not zone.deleted
        if by_rule and zone_id not in found:
            changes += edits("zone", zone, deleted=True)
    return changes
