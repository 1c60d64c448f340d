"""Exclusion zones of a project as text: what its supervisor left out before anybody coded."""

from __future__ import annotations

import csv
from pathlib import Path

from refusal_annotator.domain.annotations import Zone, zone_id
from refusal_annotator.domain.changes import Change, creation
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.project import OpenProject

SOURCE = "project files"


class ZoneTableError(AnnotatorError):
    """A row of a table of zones that does not fit its article or the codebook."""


def import_zones(project: OpenProject, path: Path) -> int:
    """Take in a table of confirmed zones: file, kind, start, end, text; returns how many are new.

    Offsets count code points, end exclusive; `text` must be what stands there. A wrong row changes
    nothing.
    """
    if not path.is_file():
        return 0
    known = {zone.id for zone in project.store.values(Zone, deleted=True)}
    changes: list[Change] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=1):
        zone = _zone(project, row, f"{path.name}, row {number}")
        if zone.id not in known:
            known.add(zone.id)
            changes.append(creation("zone", zone))
    if changes:
        project.study_act("Take in exclusion zones", changes)
        project.flush()
    return len(changes)


def _zone(project: OpenProject, row: dict[str, str], place: str) -> Zone:
    article = project.find_article(Path(row.get("file") or "").stem)
    if article is None:
        raise ZoneTableError(f"{place}: there is no article of the file {row.get('file')!r}.")
    version = project.store.version_of(article.id)
    kind = row.get("kind") or ""
    if project.codebook.zone_kind(kind) is None:
        raise ZoneTableError(f"{place}: the codebook has no zone kind {kind!r}.")
    try:
        start, end = int(row.get("start") or ""), int(row.get("end") or "")
    except ValueError:
        raise ZoneTableError(f"{place}: start and end are no whole numbers.") from None
    if not 0 <= start < end <= len(version.text) or version.text[start:end] != row.get("text"):
        raise ZoneTableError(f"{place}: the text at {start}-{end} is not {row.get('text')!r}.")
    return Zone(
        id=zone_id(version.id, kind, start, end),
        article_version_id=version.id,
        start=start,
        end=end,
        kind=kind,
        source=SOURCE,
        status="confirmed",
    )
