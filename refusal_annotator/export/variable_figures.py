"""The views of one variable: pairs, confusions, categories, coders, parts of the data, texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from refusal_annotator.domain.comparison import AgreementReport, coder_names
from refusal_annotator.domain.diagnostics import PartFigures, VariableTable
from refusal_annotator.export.figure_matrices import confusion_matrix, pair_matrix
from refusal_annotator.export.figures import (
    Intervals,
    Line,
    Matrix,
    Stacks,
    counted,
    line_of,
    number,
    percent,
    signed,
    units_of,
)
from refusal_annotator.export.measure_labels import MEASURE_LABELS

PART_HEADS: Mapping[str, str] = {
    "week": "By week of finishing",
    "codebook version": "By version of the codebook",
    "suggestions": "Articles with and without suggestions",
    "origin": "Codings taken over from suggestions, and unaided ones",
}


@dataclass(frozen=True)
class VariableFigures:
    """The figures of one variable of a report, or of where spans of one type are."""

    report: AgreementReport
    level: str
    variable: str
    label: str

    @property
    def table(self) -> VariableTable | None:
        """The variable as it was compared; None for spans."""
        key = (self.level, self.variable)
        tables = self.report.diagnostics.variables
        return next((t for t in tables if (t.level, t.variable) == key), None)

    @property
    def names(self) -> Mapping[UUID, str]:
        """Coder id to the name shown."""
        return coder_names(self.report.coders)

    def pairs(self) -> Matrix | None:
        """Return how far each pair of coders agrees: alpha, or F1 by overlap for spans."""
        return pair_matrix(self.report, self.level, self.variable, self.label)

    def confusion(self, pair: tuple[UUID, UUID] | None = None) -> Matrix | None:
        """Return how often coders, or the two of a pair, chose which two categories."""
        table = self.table
        return None if table is None else confusion_matrix(self.report, table, self.label, pair)

    def categories(self) -> Intervals | None:
        """Return alpha of each category against all others."""
        found = [
            c
            for c in self.report.diagnostics.categories
            if (c.level, c.variable) == (self.level, self.variable)
        ]
        if not found:
            return None
        lines = []
        for c in sorted(found, key=lambda c: (c.alpha.value is None, c.alpha.value or 0.0)):
            detail = f"{c.n_uses:,} uses, {percent(c.share)}"
            if c.confused_with:
                detail += f"; mostly taken for {c.confused_with} ({c.n_confused})"
            lines.append(line_of(c.category, c.alpha, detail, ref=c.category))
        return self._intervals(
            "each category against the others", f"{len(found)} categories in use", lines
        )

    def coders(self) -> Intervals | None:
        """Return each coder's agreement with the others, and alpha without that coder."""
        lines: list[Line] = []
        own = {
            c.coder_id: c
            for c in self.report.diagnostics.coders
            if (c.level, c.variable) == (self.level, self.variable)
        }
        for coder in self.report.coders:
            c = own.get(coder.id)
            if c is None:
                continue
            name = coder.name
            lines.append(Line(name, detail=f"{c.n_units:,} units"))
            rows = [("With each other coder, mean", c.mean_pairwise, "")]
            if c.alpha_without is not None:
                gain = c.alpha_without - c.alpha_all if c.alpha_all is not None else None
                change = f"{signed(gain)} to all coders" if gain is not None else ""
                rows.append((f"All coders without {name}", c.alpha_without, change))
            if c.drift is not None:
                rows.append(("First third of the work", c.first_third, ""))
                rows.append(("Last third of the work", c.last_third, signed(c.drift)))
            for label, value, detail in rows:
                lines.append(Line(label, number(value), detail, value, ref=c.coder_id))
            for category, bias in c.bias:
                share = f"{100 * bias:+.0f} points".replace("-", "−")
                if share[1:] == "0 points":
                    continue
                lines.append(
                    Line(f"Chooses {category}", share, "against the others", ref=c.coder_id)
                )
        if self.level == "unitizing":
            lines += self._span_habits()
        if not lines:
            return None
        return self._intervals("each coder", f"{len(self.report.coders)} coders", lines)

    def _span_habits(self) -> Iterator[Line]:
        pairs = self.pairs()
        for c in self.report.diagnostics.coder_spans:
            if c.type != self.variable:
                continue
            name = self.names[c.coder_id]
            yield Line(name, detail=f"{c.n_spans:,} spans in {c.n_articles:,} articles")
            if pairs is not None:
                at = [coder.id for coder in self.report.coders].index(c.coder_id)
                own = [value for value in pairs.values[at] if value is not None]
                mean = float(np.mean(own)) if own else None
                label = "F1 with each other coder, mean"
                yield Line(label, number(mean), "", mean, ref=c.coder_id)
            if c.per_thousand_words is not None:
                rate = f"{c.per_thousand_words:.1f}"
                yield Line("Spans in 1,000 words", rate, ref=c.coder_id)
            if c.median_length is not None:
                yield Line("Median length, characters", f"{c.median_length:.0f}", ref=c.coder_id)
            if c.share_unmatched is not None:
                share = percent(c.share_unmatched)
                yield Line("Spans that nobody else has", share, ref=c.coder_id)

    def parts(self) -> Intervals | None:
        """Return the figure over time, by codebook version, with and without suggestions."""
        by_kind: dict[str, list[PartFigures]] = {}
        measures: set[str] = set()
        for p in self.report.diagnostics.parts:
            if (p.level, p.variable) != (self.level, self.variable) or p.measure == "f1_overlap":
                continue
            by_kind.setdefault(p.kind, []).append(p)
            measures.add(p.measure)
        if not by_kind:
            return None
        lines: list[Line] = []
        for kind, title in PART_HEADS.items():
            if kind in by_kind:
                lines.append(Line(title))
            for p in by_kind.get(kind, ()):
                detail = f"{counted(p.n_articles, 'article')}, {counted(p.n_units, 'unit')}"
                lines.append(
                    Line(
                        _part(kind, p.part),
                        number(p.value),
                        detail,
                        p.value,
                        p.ci_low,
                        p.ci_high,
                        ref=(kind, p.part),
                    )
                )
        subtitle = ", ".join(sorted(MEASURE_LABELS.get(m, m) for m in measures))
        return self._intervals("parts of the data", subtitle, lines)

    def texts(self) -> Stacks | None:
        """Return how spans of a type match in each text, the worst text first."""
        found = [t for t in self.report.diagnostics.texts if t.type == self.variable]
        if self.level != "unitizing" or not found:
            return None
        found.sort(key=lambda t: (t.u_alpha is None, t.u_alpha or 0.0, t.article))
        return Stacks(
            f"{self.label}: how spans match in each text",
            f"{len(found)} texts; counted over pairs of coders",
            ("same edges", "overlap", "other type", "first coder only", "second coder only"),
            tuple(t.article for t in found),
            tuple(
                (t.n_exact, t.n_overlap, t.n_other_type, t.n_only_first, t.n_only_second)
                for t in found
            ),
            tuple(
                Line(
                    t.article,
                    number(t.u_alpha),
                    f"{t.n_exact} same edges, {t.n_overlap} overlap, {t.n_other_type} other type, "
                    f"{t.n_only_first + t.n_only_second} one coder only",
                    t.u_alpha,
                    ref=t.article_id,
                )
                for t in found
            ),
        )

    def measures(self) -> Intervals | None:
        """Return all figures of the variable."""
        own = [
            r for r in self.report.results if (r.level, r.variable) == (self.level, self.variable)
        ]
        if not own:
            return None
        lines = []
        for result in own:
            detail = result.reason.sentence if result.reason else ""
            label = MEASURE_LABELS.get(result.measure, result.measure.replace("_", " "))
            share = result.measure.startswith(("percent", "identical"))
            lines.append(line_of(label[:1].upper() + label[1:], result, detail, share=share))
        return self._intervals("all figures", units_of(own[0]), lines)

    def _intervals(self, what: str, subtitle: str, lines: Sequence[Line]) -> Intervals:
        t = self.report.thresholds
        title = f"{self.label}: {what}"
        return Intervals(title, subtitle, tuple(lines), (t.tentative, t.reliable))


def _part(kind: str, part: str) -> str:
    if kind == "codebook version":
        return f"Version {part}"
    if kind == "suggestions":
        return {"with": "With suggestions", "without": "Without suggestions"}.get(
            part, "Some coders with suggestions"
        )
    if kind == "origin":
        return {"suggested": "All from suggestions", "unaided": "All unaided"}.get(part, "Mixed")
    return part
