"""How long coders worked on articles, pauses left out, and how much they coded in that time.

Each stretch of work is a row that is never changed, so that two copies of a project join as the
union of both.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.changes import creation
from refusal_annotator.domain.coders import CoderKind
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.pace import Pace, WorkPeriod
from refusal_annotator.workspace.project import OpenProject

MADE_HERE = frozenset({"drawn", "accepted", "edited"})
"""Origins of codings that somebody made in the window; imported ones took no time there."""


@dataclass(frozen=True, slots=True)
class PaceRow:
    """What one coder did on one article, or on all of them where `article` is None."""

    coder_id: UUID
    coder: str
    article: str | None
    pace: Pace


@dataclass(frozen=True, slots=True)
class PaceTable:
    """Rows by coder: the sum first, then the articles in their order."""

    rows: tuple[PaceRow, ...]

    def total_of(self, coder_id: UUID) -> Pace:
        """What a coder did in all."""
        found = (r.pace for r in self.rows if r.coder_id == coder_id and r.article is None)
        return next(found, Pace(0.0, 0))


def add_period(
    project: OpenProject, coder_id: UUID, article_id: UUID, began: datetime, seconds: float
) -> None:
    """Keep a stretch of work; it is written on the project's own thread."""
    if project.read_only or seconds <= 0:
        return
    period = WorkPeriod(
        id=uuid4(),
        coder_id=coder_id,
        article_id=article_id,
        began=began,
        seconds=round(seconds, 1),
    )
    project.study_act("Work on an article", [creation("work_period", period)], coder_id)


def pace_table(project: OpenProject, coder_id: UUID | None = None) -> PaceTable:
    """Working time and codings of one coder, or of all who code.

    Codings are counted where the coder has made them in the window; articles on which nobody was
    timed are left out, for codings without a time would make a pace of nothing.
    """
    project.flush()
    store = project.store
    seconds: dict[tuple[UUID, UUID], float] = defaultdict(float)
    for period in store.values(WorkPeriod):
        seconds[period.coder_id, period.article_id] += period.seconds
    spans = _spans_by_article(project, seconds)
    articles = sorted(store.values(Article), key=lambda a: a.sequence)
    rows: list[PaceRow] = []
    for coder in project.coders():
        if coder.kind != CoderKind.HUMAN or coder_id not in (None, coder.id):
            continue
        own = [
            PaceRow(
                coder.id,
                coder.name,
                article.title or article.key,
                Pace(seconds[coder.id, article.id], spans[coder.id, article.id]),
            )
            for article in articles
            if (coder.id, article.id) in seconds
        ]
        total = Pace(sum(r.pace.seconds for r in own), sum(r.pace.spans for r in own))
        rows += [PaceRow(coder.id, coder.name, None, total), *own]
    return PaceTable(tuple(rows))


def shown_time(seconds: float) -> str:
    """A working time as lists show it: ``1 h 05 min``, ``12 min``, ``40 s``."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{minutes} min"


def write_pace(table: PaceTable, path: Path) -> None:
    """Write a pace table as CSV: a row for each coder and article, no sums.

    Columns: coder, article, seconds, codings, codings_per_hour (empty where no time was taken).
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("coder", "article", "seconds", "codings", "codings_per_hour"))
            for row in table.rows:
                if row.article is not None:
                    rate = row.pace.per_hour
                    shown = "" if rate is None else f"{rate:.1f}"
                    seconds = f"{row.pace.seconds:.1f}"
                    names = (_as_text(row.coder), _as_text(row.article))
                    writer.writerow((*names, seconds, row.pace.spans, shown))
    except OSError as error:
        raise AnnotatorError(
            f"{path} cannot be written: {error.strerror}. Choose another place."
        ) from error


def _as_text(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name


def _spans_by_article(
    project: OpenProject, timed: Iterable[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], int]:
    counts: dict[tuple[UUID, UUID], int] = defaultdict(int)
    article_of = {head["id"]: head["article_id"] for head in project.store.version_heads()}
    wanted = set(timed)
    for annotation in project.store.values(Annotation, coder_id=sorted({c for c, _ in wanted})):
        key = (annotation.coder_id, article_of[annotation.article_version_id])
        if key in wanted and annotation.origin in MADE_HERE:
            counts[key] += 1
    return counts
