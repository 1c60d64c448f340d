"""A report by article: what is painted over a text, and which spans a disagreement is about.

Made once for a report, so that going through tens of thousands of disagreements looks only at those
of one text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.ui.panels.compare_view import ComparedSpan

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import (
        AgreementReport,
        ComparedCoder,
        Disagreement,
        MatchedGroup,
    )

_ON_EDGES = ("missed", "boundary", "type")


class ComparedReport:
    """The groups of spans and the disagreements of each article."""

    def __init__(self, report: AgreementReport) -> None:
        self.report = report
        self._groups: dict[UUID, list[MatchedGroup]] = {}
        for group in report.groups:
            self._groups.setdefault(group.article_id, []).append(group)
        # They come article by article.
        by_article = groupby(report.disagreements, key=attrgetter("article_id"))
        self._rows: dict[UUID, tuple[Disagreement, ...]] = {
            article_id: tuple(rows) for article_id, rows in by_article
        }

    @property
    def coders(self) -> tuple[ComparedCoder, ...]:
        """The coders in the order of their lanes."""
        return self.report.coders

    def rows_of(self, article_id: UUID) -> Sequence[Disagreement]:
        """The disagreements in one text."""
        return self._rows.get(article_id, ())

    def groups_of(self, row: Disagreement) -> tuple[MatchedGroup, ...]:
        """The groups that a disagreement is about: two where the types differ."""
        if row.kind == "article":
            return ()
        wanted = {side.annotation_id for side in row.sides if side.annotation_id}
        return tuple(
            group
            for group in self._groups.get(row.article_id, ())
            if any(a.id in wanted for a in group.members.values())
        )

    def spans_of(self, article_id: UUID, numbers: Mapping[Disagreement, int]) -> list[ComparedSpan]:
        """What is painted over one text; `numbers` are those of the disagreements in the list."""
        lanes = {coder.id: lane for lane, coder in enumerate(self.coders)}
        first: dict[UUID, int] = {}
        edges: set[UUID] = set()
        differing: set[UUID] = set()
        for row in self.rows_of(article_id):
            known = {side.annotation_id for side in row.sides if side.annotation_id is not None}
            differing |= known
            if row.kind in _ON_EDGES:
                edges |= known
                for annotation_id in known if row in numbers else ():
                    first.setdefault(annotation_id, numbers[row])
        made = []
        for group in self._groups.get(article_id, ()):
            parts = {lanes[coder]: a.all_parts for coder, a in group.members.items()}
            ids = {a.id for a in group.members.values()}
            made.append(
                ComparedSpan(
                    id_of(group),
                    dict(sorted(parts.items())),
                    bool(ids & edges),
                    min((first[i] for i in ids if i in first), default=None),
                    bool(ids & differing),
                )
            )
        return made


def id_of(group: MatchedGroup) -> UUID:
    """A group goes by the id of its first coder's span."""
    return min((a.id for a in group.members.values()), key=str)
