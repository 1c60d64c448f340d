"""What all sheets of the workbook share: report, names, the words for levels and measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    blind_coders,
    coder_names,
)
from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.domain.results import Result
from refusal_annotator.export.base import Facts
from refusal_annotator.export.measure_labels import MEASURE_LABELS as MEASURE_LABELS
from refusal_annotator.export.workbook_sheet import AuditBook, ToolLink

NOT_DEFINED = "n/a"

LEVEL_LABELS = {
    "unitizing": "Spans",
    "pooled": "All spans",
    "attribute": "Attribute",
    "link": "Link",
    "article": "Article variable",
}


@dataclass(frozen=True)
class Context:
    """A comparison on its way into a workbook."""

    book: AuditBook
    report: AgreementReport
    material: AgreementInput
    facts: Facts
    anchors: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """(sheet, key) to a row, for links."""

    @cached_property
    def coders(self) -> Mapping[UUID, str]:
        """Coder id to the name shown, in the order of the report."""
        return coder_names(self.report.coders)

    @cached_property
    def by_variable(self) -> Mapping[tuple[str, str], Mapping[str, Result]]:
        """(level, variable) to measure to result, in the order of the report."""
        found: dict[tuple[str, str], dict[str, Result]] = {}
        for result in self.report.results:
            found.setdefault((result.level, result.variable), {})[result.measure] = result
        return found

    @cached_property
    def tables(self) -> tuple[VariableTable, ...]:
        """The variables as they were compared."""
        return self.report.diagnostics.variables

    @cached_property
    def texts(self) -> Mapping[UUID, str]:
        """Article id to text."""
        return {article.id: article.text for article in self.material.articles}

    @cached_property
    def _articles(self) -> Mapping[UUID, UUID]:
        """Id of a compared text to the article that it is of, where a project holds that."""
        return {a.id: a.article_id for a in self.material.articles if a.article_id is not None}

    @property
    def has_places(self) -> bool:
        """Whether rows can lead to texts in the program."""
        return self.facts.project_id is not None and bool(self._articles)

    def tool_link(self, text_id: UUID, start: int = 0, end: int = 0) -> ToolLink | None:
        """Return the link to a place of a compared text, or to all of it where that is empty."""
        project_id, article_id = self.facts.project_id, self._articles.get(text_id)
        if project_id is None or article_id is None:
            return None
        extent = (start, end) if end > start else (None, None)
        return ToolLink(PlaceLink(project_id, article_id, *extent))

    @cached_property
    def compared(self) -> tuple[tuple[UUID, str], ...]:
        """Id and name of the compared articles, in the order that tables index."""
        per_article: dict[UUID, int] = {}
        for coding in self.material.codings:
            per_article[coding.article_id] = per_article.get(coding.article_id, 0) + 1
        return tuple(
            (a.id, a.name) for a in self.material.articles if per_article.get(a.id, 0) >= 2
        )


def pseudonyms(
    report: AgreementReport, material: AgreementInput
) -> tuple[AgreementReport, AgreementInput]:
    """Return both with coders named by number, in the order of the report."""
    names = {coder.id: coder for coder in blind_coders(report.coders)}
    return (
        replace(report, coders=tuple(names[c.id] for c in report.coders)),
        replace(material, coders=tuple(names[c.id] for c in material.coders)),
    )


def figure(result: Result | None) -> float | str | None:
    """Return a value, "n/a" where it is undefined, or nothing where it was not computed."""
    if result is None:
        return None
    return NOT_DEFINED if result.value is None else result.value


def or_na(value: float | None) -> float | str:
    """Return a value, or "n/a"."""
    return NOT_DEFINED if value is None else value


def title_of(variable: str, label: str) -> str:
    """Return id and label, where the label says more."""
    plain = variable.split(".")[-1].replace("_", " ").casefold()
    if not label or label.casefold() == plain:
        return variable
    return f"{variable} ({label})"


def words(identifier: str) -> str:
    """Return an identifier as words."""
    return identifier.replace("_", " ")


def remarks(result: Result) -> str | None:
    """Return why there is no figure, or in short words what makes it shaky (see Settings)."""
    if result.reason:
        return result.reason.sentence
    return "; ".join(words(caution.value) for caution in result.warnings) or None


def excluded(results: Mapping[str, Result]) -> str | None:
    """Return what was left out, with counts."""
    counts = {reason: n for result in results.values() for reason, n in result.left_out.items()}
    return "; ".join(f"{words(reason)}: {n}" for reason, n in counts.items()) or None
