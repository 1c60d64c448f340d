"""How good suggestions were, by what coders did with them; and how many a threshold shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Suggestion, SuggestionDecision
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.shown import ShownCount, count_shown


@dataclass(frozen=True, slots=True)
class SuggestionCounts:
    """What became of the suggestions of one span type in finished articles, over all coders.

    `n_found` of the `n_coded` spans have a suggestion of their type that shares half of the shorter
    one, matched one to one; the others were missed. A suggestion is counted once for each coder who
    finished the article.
    """

    n_suggested: int = 0
    n_accepted: int = 0
    n_edited: int = 0
    n_rejected: int = 0
    n_coded: int = 0
    n_found: int = 0

    @property
    def n_undecided(self) -> int:
        """Suggestions that a coder finished the article without deciding on."""
        return self.n_suggested - self.n_accepted - self.n_edited - self.n_rejected

    @property
    def n_missed(self) -> int:
        """Coded spans without a suggestion."""
        return self.n_coded - self.n_found

    @property
    def precision(self) -> float | None:
        """Share of suggestions that coders coded, too; None without suggestions."""
        return self.n_found / self.n_suggested if self.n_suggested else None

    @property
    def recall(self) -> float | None:
        """Share of coded spans that were suggested; None without coded spans."""
        return self.n_found / self.n_coded if self.n_coded else None

    def __add__(self, other: SuggestionCounts) -> SuggestionCounts:
        names = [each.name for each in fields(self)]
        return SuggestionCounts(*(getattr(self, n) + getattr(other, n) for n in names))


@dataclass(frozen=True, slots=True)
class SuggestionReport:
    """Counts by span type, with the sources that the suggestions name."""

    by_type: Mapping[str, SuggestionCounts]
    n_articles: int
    n_codings: int
    sources: tuple[str, ...]


def suggestion_report(project: OpenProject, coder_ids: Iterable[UUID] = ()) -> SuggestionReport:
    """Compare the suggestions of the last run with the finished codings, of all coders or some."""
    project.flush()
    wanted = set(coder_ids)
    totals = {span_type.id: SuggestionCounts() for span_type in project.codebook.span_types}
    sources: dict[str, None] = {}
    versions: set[UUID] = set()
    codings = [
        coding
        for coding in project.store.values(ArticleCoding)
        if coding.status is CodingStatus.FINISHED and (not wanted or coding.coder_id in wanted)
    ]
    for coding in codings:
        suggestions = project.store.suggestions(coding.article_version_id)
        versions.add(coding.article_version_id)
        sources.update(dict.fromkeys(s.source for s in suggestions))
        for type_id, counts in _of_coding(project, coding, suggestions).items():
            totals[type_id] = totals.get(type_id, SuggestionCounts()) + counts
    return SuggestionReport(totals, len(versions), len(codings), tuple(sources))


def report_lines(project: OpenProject, report: SuggestionReport) -> list[str]:
    """The report as lines of text, one for each span type that was suggested or coded."""
    lines = []
    for type_id, c in report.by_type.items():
        if not (c.n_suggested or c.n_coded):
            continue
        label = project.codebook.span_type(type_id).label
        lines.append(
            f"{label}: {c.n_suggested} suggested, {c.n_accepted} accepted, {c.n_edited} changed, "
            f"{c.n_rejected} rejected, {c.n_undecided} left open; {c.n_coded} coded, "
            f"{c.n_missed} missed; precision {_share(c.precision)}, recall {_share(c.recall)}"
        )
    return lines


def report_json(project: OpenProject, report: SuggestionReport) -> dict[str, Any]:
    """The report as JSON-able content; a share without a base is null."""
    rows = {
        type_id: {
            "label": project.codebook.span_type(type_id).label,
            **{name.name: getattr(c, name.name) for name in fields(c)},
            "n_undecided": c.n_undecided,
            "n_missed": c.n_missed,
            "precision": c.precision,
            "recall": c.recall,
        }
        for type_id, c in report.by_type.items()
        if c.n_suggested or c.n_coded
    }
    return {
        "format": 1,
        "n_articles": report.n_articles,
        "n_codings": report.n_codings,
        "sources": list(report.sources),
        "types": rows,
    }


def counts_at(
    project: OpenProject, article_ids: Iterable[UUID], thresholds: Mapping[str, float]
) -> dict[str, ShownCount]:
    """How many suggestions of each type thresholds show in articles, out of how many."""
    items: list[Suggestion] = []
    for article_id in article_ids:
        items += project.store.suggestions(project.store.version_of(article_id).id)
    return count_shown(items, thresholds)


def _of_coding(
    project: OpenProject, coding: ArticleCoding, suggestions: Sequence[Suggestion]
) -> dict[str, SuggestionCounts]:
    from refusal_annotator.prehighlight.learner import n_matched

    version, coder = coding.article_version_id, coding.coder_id
    spans = project.store.values(Annotation, article_version_id=version, coder_id=coder)
    decisions = project.store.values(SuggestionDecision, article_version_id=version, coder_id=coder)
    # A decision holds for its place and type, also where a later run suggests it anew.
    made = {(d.type, d.all_parts): d.decision for d in decisions}
    counts: dict[str, SuggestionCounts] = {}
    for type_id in coding.coded_types or [t.id for t in project.codebook.span_types]:
        shown = [s for s in suggestions if s.type == type_id]
        coded = sorted({(a.start, a.end) for a in spans if a.type == type_id})
        done = [made.get((s.type, s.all_parts)) for s in shown]
        counts[type_id] = SuggestionCounts(
            n_suggested=len(shown),
            n_accepted=done.count("accepted"),
            n_edited=done.count("edited"),
            n_rejected=done.count("rejected"),
            n_coded=len(coded),
            n_found=n_matched(coded, [(s.start, s.end) for s in shown]),
        )
    return counts


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
