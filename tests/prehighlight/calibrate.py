"""Fit the calibration on the articles set apart, and print how well scores hold.

Run with `python -m tests.prehighlight.calibrate`; `--write` replaces the file of the program. The
figures printed are from leaving out a sixth of the articles at a time, never from those fitted on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from uuid import UUID

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight import Pipeline, as_json
from refusal_annotator.prehighlight.calibration import (
    UNCALIBRATED,
    Calibration,
    expected_error,
    fit,
    reliability,
    to_json,
)
from refusal_annotator.resources import codebook_path, resource_path
from tests.prehighlight.scores import articles
from tests.prehighlight.scoring import match

SETS = ("held_out", "second")
# Chosen beforehand: claims are shown only where they are likelier right than wrong, stance where it
# is about as likely right as wrong, which is as much as its few cases can tell.
THRESHOLDS = {"number": 0.3, "actor": 0.3, "claim": 0.5, "stance": 0.45}
N_FOLDS = 6
Case = tuple[float, bool]


def cases() -> dict[str, list[list[Case]]]:
    """By role and article: raw score of each suggestion and whether the coder has it too."""
    book = load_codebook(codebook_path("refusal_news").read_text("utf-8"))
    pipeline = Pipeline(book, calibration=UNCALIBRATED)
    found: dict[str, list[list[Case]]] = {}
    for _, text, coding in (article for name in SETS for article in articles(name)):
        result = pipeline.run(text, article_version_id=UUID(int=1))
        suggested = as_json(result.suggestions, book)
        for role in THRESHOLDS:
            span_type = book.type_by_role(role)
            assert span_type is not None
            coded = [s for s in coding["spans"] if s["type"] == span_type.id]
            mine = [s for s in suggested if s["type"] == span_type.id]
            right = {j for _, j in match(coded, mine)}
            rows = [(item["score"], index in right) for index, item in enumerate(mine)]
            found.setdefault(role, []).append(rows)
    return found


def cross_validated(by_article: Sequence[Sequence[Case]]) -> tuple[list[float], list[bool]]:
    """Scores of each article by a map fitted on the articles of the other folds.

    Leaving out one article alone turns ranks around: where its suggestions are wrong, all others
    look better.
    """
    scores: list[float] = []
    hits: list[bool] = []
    for index, rows in enumerate(by_article):
        fold = index % N_FOLDS
        others = [case for i, rows in enumerate(by_article) if i % N_FOLDS != fold for case in rows]
        knots = fit([raw for raw, _ in others], [hit for _, hit in others])
        fitted = Calibration({"role": knots}, {})
        scores += [fitted.apply("role", raw) for raw, _ in rows]
        hits += [hit for _, hit in rows]
    return scores, hits


def main(arguments: Sequence[str]) -> None:
    """Print the reliability diagram; write the file where asked to."""
    knots = {}
    for role, by_article in cases().items():
        scores, hits = cross_validated(by_article)
        bins = reliability(scores, hits)
        error = expected_error(bins)
        print(f"\n{role}: {len(hits)} suggestions, expected calibration error {error:.3f}")
        for each in bins:
            bar = "█" * round(each.share_right * 40)
            print(
                f"  {each.low:.1f}-{each.high:.1f}  n {each.n_suggestions:4}  score "
                f"{each.mean_score:.2f}  right {each.share_right:.2f}  {bar}"
            )
        every = [case for rows in by_article for case in rows]
        knots[role] = fit([raw for raw, _ in every], [hit for _, hit in every])
    if "--write" in arguments:
        names = f"articles set apart (tests/data/prehighlight: {', '.join(SETS)})"
        content = to_json(Calibration(knots, THRESHOLDS, names))
        path = resource_path("prehighlight", "calibration.json")
        path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
