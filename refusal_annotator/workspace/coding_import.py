"""One coding file comes in: its article is found, it is checked, and taken whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, creation
from refusal_annotator.domain.coders import Coder, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.exchange.coding_files import (
    CodingFile,
    CodingFileError,
    Problem,
    check_coding_file,
    read_coding_file,
    to_domain,
)
from refusal_annotator.workspace.article_finder import ArticleFinder
from refusal_annotator.workspace.coding_export import coding_as_json
from refusal_annotator.workspace.coding_update import Held, coding_changes
from refusal_annotator.workspace.project import OpenProject

Outcome = Literal["imported", "updated", "unchanged", "refused"]

MAX_FILE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one coding file; `notes` are lines for people."""

    name: str
    outcome: Outcome
    coder: str = ""
    article: str = ""
    n_spans: int = 0
    n_relations: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A file whose structure is right, with the article it belongs to."""

    name: str
    data: bytes
    file: CodingFile
    coder: str
    article: Article
    version: ArticleVersion
    notes: tuple[str, ...]


def import_file(
    project: OpenProject, path: Path, coder_name: str | None, *, draft: bool
) -> tuple[FileReport, Coder | None]:
    """Take in one file; the report says why it was refused, or what it changed."""
    try:
        read = _read(project, path, coder_name)
    except OSError as error:
        return _refused(path, f"it cannot be read: {error.strerror or error}"), None
    except CodingFileError as error:
        return FileReport(path.name, "refused", problems=error.problems), None
    except AnnotatorError as error:
        return _refused(path, str(error)), None
    problems = check_coding_file(read.file, text=read.version.text, codebook=project.codebook)
    if any(problem.severity == "error" for problem in problems):
        report = FileReport(
            path.name, "refused", read.coder, read.article.key, problems=problems, notes=read.notes
        )
        return report, None
    return _store(project, read, problems, draft=draft)


def _read(project: OpenProject, path: Path, coder_name: str | None) -> _Read:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise AnnotatorError("it is larger than 64 MiB; a coding file is small")
    data = path.read_bytes()
    file = read_coding_file(data, name=path.name)
    article, version, notes = _find_article(project, file)
    name = " ".join((coder_name or file.coder or "").split())
    if not name:
        raise AnnotatorError("it names no coder; name one with --coder")
    if coder_name and file.coder and name != file.coder:
        notes.append(f"coded by {file.coder} in the file, imported for {name}")
    return _Read(path.name, data, file, name, article, version, tuple(notes))


def _refused(path: Path, reason: str) -> FileReport:
    return FileReport(path.name, "refused", problems=(Problem(path.name, None, None, reason),))


def _find_article(
    project: OpenProject, file: CodingFile
) -> tuple[Article, ArticleVersion, list[str]]:
    """By the digest of the source's bytes, then by name where the text has the stated length."""
    finder = ArticleFinder(project.store.values(Article))
    named = finder.named(file.article)
    heads = [h for h in project.store.version_heads() if h["article_id"] in finder.by_id]
    exact = [h for h in heads if file.sha256 and h["source_sha256"] == file.sha256]
    if exact:
        # One text may have been published twice; the name then tells which is meant.
        places = {article.id: place for place, article in enumerate(named)}
        exact.sort(key=lambda h: places.get(h["article_id"], len(places)))
        version = project.store.values(ArticleVersion, id=exact[0]["id"])[0]
        return finder.by_id[version.article_id], version, []
    if not named:
        raise AnnotatorError(
            f"its article {file.article} is not in the project; import the article first"
        )
    versions = [project.store.version_of(article.id) for article in named]
    fitting = [v for v in versions if file.length in (None, len(v.text))]
    if not fitting:
        raise AnnotatorError(
            f"its article {file.article} has {file.length} characters there and "
            f"{len(versions[0].text)} here: it is another text; import that one"
        )
    said = "states another digest than" if file.sha256 else "does not state the digest of"
    note = f"matched by its name and length: the file {said} this source"
    return finder.by_id[fitting[0].article_id], fitting[0], [note]


def _store(
    project: OpenProject, read: _Read, problems: tuple[Problem, ...], *, draft: bool
) -> tuple[FileReport, Coder]:
    known = project.find_coder(read.coder)
    coder = known or project.new_coder(read.coder)
    notes = list(read.notes)
    changes: list[Change] = []
    if known is None:
        changes.append(creation("coder", coder))
        notes.append(f"{coder.name} is new and was added as a coder")
    article, version = read.article, read.version
    coding = to_domain(
        read.file,
        codebook=project.codebook,
        codebook_version=project.codebook_version,
        project_id=project.project_id,
        coder_id=coder.id,
        article_id=article.id,
        article_version_id=version.id,
        text=version.text,
    )
    held = Held.read(project, coder, article, version.id)
    if not _says_what_is_here(project, read, coder, held, draft=draft):
        own, zone_notes = coding_changes(
            project, coder, article, version, coding, held, draft=draft
        )
        changes += own
        notes += zone_notes
    if changes:
        project.study_act(f"Import the coding of {article.key}", changes, coder.id)
        project.flush()
    is_new = held.record is None or held.record.deleted
    report = FileReport(
        read.name,
        "imported" if is_new else "updated" if changes else "unchanged",
        coder.name,
        article.key,
        n_spans=len(coding.annotations),
        n_relations=len(coding.links),
        problems=problems,
        notes=tuple(notes),
    )
    return report, coder


def _says_what_is_here(
    project: OpenProject, read: _Read, coder: Coder, held: Held, *, draft: bool
) -> bool:
    """Whether the file is word for word what an export would write now, so that nothing changes."""
    status = CodingStatus.DRAFT if draft else CodingStatus.FINISHED
    if held.record is None or held.record.deleted or held.record.status != status:
        return False
    written: Mapping[str, Any] = json.loads(read.data)
    return coding_as_json(project, coder, read.article, held.record) == written
