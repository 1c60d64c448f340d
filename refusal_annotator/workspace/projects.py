"""Projects on this computer: recent ones, and the sample study."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from refusal_annotator.domain.changes import Change
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.entities import Entity, entity_id
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.resources import sample_project_dir
from refusal_annotator.workspace.codings import import_codings
from refusal_annotator.workspace.corpus import import_articles, preview_import
from refusal_annotator.workspace.making import making
from refusal_annotator.workspace.opening import require_empty
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.project_file import FILE_NAME, read_project_file
from refusal_annotator.workspace.settings import (
    MAX_RECENT,
    RecentEntry,
    change_settings,
    load_settings,
)
from refusal_annotator.workspace.zone_table import import_zones

Progress = Callable[[int, int, str], None]

# Columns of a supervisor's table that mean the same as a field of the corpus list.
_COLUMNS = {"publication_date": "date"}


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A line of the start screen."""

    folder: Path
    name: str
    opened: datetime
    exists: bool


def recent_projects() -> list[RecentProject]:
    """Projects opened on this computer, the last one first."""
    return [
        RecentProject(
            folder=entry.folder,
            name=entry.name,
            opened=entry.opened,
            exists=(entry.folder / FILE_NAME).is_file(),
        )
        for entry in load_settings().recent
    ]


def remember(project: OpenProject) -> None:
    """Put a project first on the start screen."""
    folder = project.folder.resolve()
    entry = RecentEntry(
        folder=folder, name=project.name, opened=datetime.now(UTC), id=project.project_id
    )
    others = [known for known in load_settings().recent if known.folder != folder]
    change_settings(recent=(entry, *others)[:MAX_RECENT])


def forget(folder: Path) -> None:
    """Take a project off the start screen; its files stay."""
    gone = {folder, folder.resolve()}
    kept = tuple(known for known in load_settings().recent if known.folder not in gone)
    change_settings(recent=kept)


def build_sample(
    target: Path,
    *,
    progress: Progress | None = None,
    finish: Callable[[OpenProject], object] | None = None,
) -> Path:
    """Build the sample study's database in `target`; one that is there already is kept.

    It is built beside and put in place when it is complete, `finish` included, so that nobody finds
    half of it after a crash.
    """
    if (target / FILE_NAME).is_file():
        return target
    require_empty(target)
    with (
        _put_in_place(target) as unfinished,
        build_from_text(sample_project_dir(), unfinished, progress=progress) as project,
    ):
        if finish is not None:
            finish(project)
    return target


def build_from_text(source: Path, target: Path, *, progress: Progress | None = None) -> OpenProject:
    """Build a project from a folder of text files in the form of the sample study."""
    file = read_project_file(source)
    codebook_text = (source / "codebook.yaml").read_text("utf-8")
    project = OpenProject.create(
        target, name=file.name, codebook_text=codebook_text, project_id=file.id
    )
    try:
        batch = preview_import(project, [source / "articles"], progress=progress)
        import_articles(project, batch, extra_metadata=_metadata(source / "metadata.csv"))
        import_entities(project, source / "entities.csv")
        import_zones(project, source / "zones.csv")
        codings = source / "codings"
        if codings.is_dir():
            for folder in sorted(p for p in codings.iterdir() if p.is_dir()):
                report = import_codings(project, [folder], coder_name=folder.name)
                if report.refused:
                    lines = [str(p) for r in report.refused for p in r.problems]
                    raise AnnotatorError("The project was not built:\n" + "\n".join(lines))
    except BaseException:
        project.close()
        raise
    return project


def import_entities(project: OpenProject, path: Path) -> int:
    """Take in a table of actors: key, canonical_name, aliases (with |), actor_class."""
    if not path.is_file():
        return 0
    known = {entity.key for entity in project.entities()}
    earlier = {entity.id: entity for entity in project.store.values(Entity, deleted=True)}
    changes: list[Change] = []
    count = 0
    for row in _rows(path):
        key = (row.get("key") or "").strip()
        if not key or key in known:
            continue
        known.add(key)
        aliases = tuple(a.strip() for a in (row.get("aliases") or "").split("|") if a.strip())
        entity = Entity(
            id=entity_id(project.project_id, key),
            key=key,
            name=(row.get("canonical_name") or "").strip() or None,
            aliases=aliases,
            entity_class=(row.get("actor_class") or "").strip() or None,
        )
        changes += making("entity", entity, earlier.get(entity.id))
        count += 1
    if changes:
        project.study_act(f"Import {count} entit{'y' if count == 1 else 'ies'}", changes)
        project.flush()
    return count


def read_codebook_text(path: Path) -> str:
    """Text of a codebook file; AnnotatorError where it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"{path} is not UTF-8; save the codebook as UTF-8.") from error
    except OSError as error:
        raise AnnotatorError(f"The codebook {path} cannot be read: {error.strerror}.") from error


def progress_of(project: OpenProject) -> tuple[int, int]:
    """Number of finished codings, and of articles."""
    articles = project.articles()
    finished = sum(
        1 for a in articles if any(s == CodingStatus.FINISHED for s in a.statuses.values())
    )
    return finished, len(articles)


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    """Folder to build in, which becomes `target` when all went well."""
    unfinished = target.with_name(f".{target.name}.{uuid4().hex[:8]}")
    try:
        yield unfinished
        if target.exists():
            target.rmdir()
        unfinished.rename(target)
    except OSError as error:
        raise AnnotatorError(f"{target} cannot be made: {error.strerror}.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _metadata(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    return {
        row["file"]: {_COLUMNS.get(k, k): v for k, v in row.items() if k and k != "file" and v}
        for row in _rows(path)
        if row.get("file")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
