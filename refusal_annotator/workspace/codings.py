"""Coding files come in and go out: one JSON file for each article and coder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.coding_export import coding_as_json, export_codings
from refusal_annotator.workspace.coding_import import FileReport, Outcome, import_file
from refusal_annotator.workspace.pending import (
    pending_article_links,
    pending_entities,
    pending_links,
    resolve_pending,
)
from refusal_annotator.workspace.project import OpenProject

__all__ = [
    "CodingsReport",
    "FileReport",
    "Outcome",
    "coding_as_json",
    "export_codings",
    "import_codings",
    "pending_entities",
    "pending_links",
    "resolve_pending",
]

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What became of all files, and what still waits for its target."""

    files: tuple[FileReport, ...]
    n_pending_links: int = 0
    pending_entities: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[FileReport, ...]:
        """Files that changed nothing because of their problems."""
        return tuple(report for report in self.files if report.outcome == "refused")


def import_codings(
    project: OpenProject,
    paths: Sequence[Path],
    *,
    coder_name: str | None = None,
    draft: bool = False,
    progress: Progress | None = None,
) -> CodingsReport:
    """Take in coding files; a file with a wrong value, quote or offset changes nothing.

    `coder_name` wins over the coder that a file names. A file imported again is an update.
    """
    files = list(_files(paths))
    if not files:
        raise AnnotatorError(
            "There is no coding file there. Name files or folders with .json files."
        )
    reports: list[FileReport] = []
    coders: dict[UUID, Coder] = {}
    for number, path in enumerate(files):
        if progress:
            progress(number, len(files), path.name)
        report, coder = import_file(project, path, coder_name, draft=draft)
        reports.append(report)
        if coder is not None:
            coders[coder.id] = coder
    for coder in coders.values():
        resolve_pending(project, coder.id)
    if coders:
        project.forget_sessions()
    if progress:
        progress(len(files), len(files), "")
    waiting = len(pending_links(project, coders)) + len(pending_article_links(project, coders))
    return CodingsReport(
        tuple(reports),
        n_pending_links=waiting,
        pending_entities=tuple(sorted(pending_entities(project, coders))),
    )


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    """Files named, and those of folders named, each once."""
    seen: set[Path] = set()
    for path in paths:
        found = sorted(p for p in path.rglob("*.json") if p.is_file()) if path.is_dir() else [path]
        for each in found:
            if each.resolve() not in seen:
                seen.add(each.resolve())
                yield each
