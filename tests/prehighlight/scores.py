"""Print the tables of the developer docs: scores on every set, and near-duplicates among articles.

Run with `python -m tests.prehighlight.scores` from the checkout; the study's own two codings are
scored where the shared study lies beside it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.text import canonical_text
from refusal_annotator.prehighlight import Pipeline, as_json
from refusal_annotator.resources import codebook_path, sample_project_dir
from tests.prehighlight.scoring import Counts, add, load_coding, score

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT / "tests" / "data" / "prehighlight"
STUDY = CHECKOUT.parent / "shared"
# What fixed patterns reach on real articles, by the issue: exact and overlap F1.
BASELINE = {"Number": (0.74, 0.80), "Actor": (0.34, 0.58), "Claim": (0.0, 0.62)}
CEILING = {
    "Number": (1.0, 1.0),
    "Actor": (0.96, 0.98),
    "Claim": (0.87, 0.96),
    "Stance": (0.67, 0.84),
}
SHINGLE = 5
EVALUATION = ("tuning", "held_out", "second")
Article = tuple[str, str, dict[str, Any]]


def articles(name: str) -> Iterator[Article]:
    """Name, text and coding of the articles of a set: tuning, held_out, second, sample or gold."""
    for coding, text in _files(name):
        yield coding.stem, canonical_text(text.read_bytes().decode("utf-8")), load_coding(coding)


def score_set(pipeline: Pipeline, name: str) -> dict[str, Counts]:
    """Pooled counts of a set."""
    totals: dict[str, Counts] = {}
    for _, text, coding in articles(name):
        found = pipeline.run(text, article_version_id=UUID(int=1)).suggestions
        add(totals, score(coding, as_json(found, pipeline.codebook)))
    return totals


def near_duplicates(texts: Sequence[tuple[str, str]]) -> list[tuple[float, str, str]]:
    """Share of five-word runs that two texts have in common (Jaccard), highest first."""
    shingles = {name: _shingles(text) for name, text in texts}
    pairs = [
        (len(shingles[a] & shingles[b]) / max(1, len(shingles[a] | shingles[b])), a, b)
        for a, b in combinations(sorted(shingles), 2)
    ]
    return sorted(pairs, reverse=True)


def table(name: str, totals: dict[str, Counts]) -> list[str]:
    """Rows of the table of one set."""
    rows = []
    for kind, c in totals.items():
        values = f"{c.values:.2f}" if kind == "Number" else "–"
        rows.append(
            f"| {name} | {kind} | {c.gold} | {c.predicted} | {c.exact_f1:.3f} | {c.overlap_f1:.3f} "
            f"| {_share(c.overlap, c.predicted)} | {_share(c.overlap, c.gold)} | {values} "
            f"| {c.in_zone} |"
        )
    return rows


def main(names: Sequence[str]) -> None:
    """Print all tables, or those of the sets named."""
    pipeline = Pipeline(load_codebook(codebook_path("refusal_news").read_text("utf-8")))
    print(
        "| set | type | coded | suggested | exact F1 | overlap F1 | precision | recall | values |"
        " in zones |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in names:
        totals = score_set(pipeline, name)
        print(
            "\n".join(table(name, totals)) if totals else f"| {name} | not here | | | | | | | | |"
        )
    for label, known in (("fixed patterns", BASELINE), ("two coders", CEILING)):
        for kind, (exact, overlap) in known.items():
            print(f"| {label} | {kind} | | | {exact:.2f} | {overlap:.2f} | | | | |")
    texts = [(n, text) for part in EVALUATION for n, text, _ in articles(part)]
    share, one, other = near_duplicates(texts)[0]
    print(
        f"\n{len(texts)} evaluation articles; most alike {one} and {other}: "
        f"{share:.1%} of their five-word runs in common"
    )


def _files(name: str) -> list[tuple[Path, Path]]:
    if name == "gold":
        codings = [p for p in (STUDY / "study" / "gold").glob("*.json") if ".coderB" not in p.name]
        return [(p, STUDY / "seeds" / f"{p.stem}.txt") for p in sorted(codings)]
    if name == "sample":
        root = sample_project_dir()
        codings = sorted((root / "codings").glob("*/*.json"))
        first = {p.stem: p for p in reversed(codings)}
        return [(p, root / "articles" / f"{p.stem}.txt") for _, p in sorted(first.items())]
    return [(p, p.with_suffix(".txt")) for p in sorted((DATA / name).glob("*.json"))]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


if __name__ == "__main__":
    main(sys.argv[1:] or ("tuning", "gold", "sample", "held_out", "second"))
