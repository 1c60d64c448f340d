"""Fit the weights that tell doubtful lines from text, and print what they cost and catch.

Run with `python -m tests.prehighlight.fit_lines`; `--write` replaces the file of the program.
Fitted on made-up pages (`tests/data/prehighlight/pages`) and on the lines of the tuning articles,
the two real ones and the sample; figures are from leaving out one page at a time. The articles set
apart have no part in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from refusal_annotator.prehighlight.doubts import LineModel, described
from refusal_annotator.prehighlight.metadata import title_of
from refusal_annotator.prehighlight.zones import find_zones, lines_of
from refusal_annotator.resources import resource_path
from tests.prehighlight.scores import DATA, articles

STRENGTH = 1.5
TEXT_WEIGHT = 2.0
# Lines of text weigh double, so that this stands for more than an even chance.
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A line: what holds for it, whether it is page furniture, its words, and whether it is
    surely text or a zone of the rules.
    """

    features: tuple[str, ...]
    furniture: bool
    text: str
    settled: bool = False


def made_up_pages() -> list[list[Case]]:
    """Cases of the made-up pages."""
    pages = []
    source = (DATA / "pages" / "pages.txt").read_text("utf-8")
    for block in source.split("\n\n"):
        rows = [row for row in block.splitlines() if row and not row.startswith("#")]
        text = "\n\n".join(row[2:] for row in rows)
        furniture = {
            line.start for line, row in zip(lines_of(text), rows, strict=True) if row[0] == "Z"
        }
        pages.append(_cases(text, furniture))
    return pages


def coded_pages() -> list[list[Case]]:
    """Cases of the coded articles that rules may be made on."""
    pages = []
    for name in ("tuning", "gold", "sample"):
        for _, text, coding in articles(name):
            furniture = {
                line.start
                for line in lines_of(text)
                if any(a <= line.start and line.end <= b for a, b, *_ in coding["boilerplate"])
            }
            pages.append(_cases(text, furniture))
    return pages


def fit(pages: Sequence[Sequence[Case]]) -> LineModel:
    """Penalised logistic regression by Newton's method; the bias is not penalised.

    Lines of text count twice: what is withheld there is lost.
    """
    cases = [case for page in pages for case in page]
    names = sorted({name for case in cases for name in case.features})
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(cases), len(names) + 1))
    x[:, -1] = 1.0
    for row, case in enumerate(cases):
        for name in case.features:
            x[row, column[name]] = 1.0
    y = np.array([case.furniture for case in cases], dtype=float)
    counts = np.where(y > 0, 1.0, TEXT_WEIGHT)
    penalty = np.full(len(names) + 1, STRENGTH)
    penalty[-1] = 1e-6
    weights = np.zeros(len(names) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (counts * (p - y)) + penalty * weights
        hessian = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        weights -= np.linalg.solve(hessian, gradient)
    by_name = {name: round(float(weights[column[name]]), 3) for name in names}
    return LineModel(round(float(weights[-1]), 3), by_name, THRESHOLD)


def main(arguments: Sequence[str]) -> None:
    """Print what is caught and lost at several thresholds; write the file where asked to."""
    parts = {"made up": made_up_pages(), "coded": coded_pages()}
    every = [page for pages in parts.values() for page in pages]
    rated: dict[str, list[tuple[float, Case]]] = {}
    for name, pages in parts.items():
        for page in pages:
            model = fit([other for other in every if other is not page])
            rated.setdefault(name, []).extend(
                (model.probability(c.features), c) for c in page if not c.settled
            )
    print("| pages | threshold | furniture in doubt | of | text in doubt | of |")
    print("|---|---|---|---|---|---|")
    for name, rows in rated.items():
        for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            caught = sum(p >= threshold for p, c in rows if c.furniture)
            lost = sum(p >= threshold for p, c in rows if not c.furniture)
            n = sum(c.furniture for _, c in rows)
            print(f"| {name} | {threshold} | {caught} | {n} | {lost} | {len(rows) - n} |")
    if "--lines" in arguments:
        for name, rows in rated.items():
            for p, case in sorted(rows, key=lambda row: -row[0]):
                if case.furniture or p > 0.15:
                    print(f"{name:8} {p:.2f} {'Z' if case.furniture else '.'} {case.text[:100]}")
    model = fit(every)
    if "--write" in arguments:
        content = {
            "fitted_on": "made-up pages, tuning articles, sample and the two real articles",
            "threshold": model.threshold,
            "bias": model.bias,
            "weights": dict(model.weights),
        }
        path = resource_path("prehighlight", "calibration.json").with_name("lines.json")
        path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _cases(text: str, furniture: set[int]) -> list[Case]:
    """Lines that can be in doubt, and all others to fit on, not to count."""
    zones = find_zones(text)
    lines, title = lines_of(text), title_of(text, zones)
    free = {line.start for line, _ in described(lines, title, zones)}
    return [
        Case(features, line.start in furniture, line.text, line.start not in free)
        for line, features in described(lines, title, zones, every=True)
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
