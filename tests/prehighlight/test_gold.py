"""The two complete codings beside the checkout: a floor, and no measure of the rules."""

from __future__ import annotations

import importlib.util
import json
from argparse import Namespace
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.text import canonical_text
from refusal_annotator.prehighlight import Pipeline, as_json

# What fixed patterns reach; the issue that deepens the rules measures on articles set apart.
FLOORS = {"Number": 0.80, "Actor": 0.58, "Claim": 0.62}


@pytest.fixture(scope="module")
def scorer(shared_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "score_prehighlight", shared_dir / "study" / "score_prehighlight.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_overlap_on_the_given_codings(shared_dir: Path, scorer: ModuleType, tmp_path: Path) -> None:
    book = load_codebook((shared_dir / "study" / "codebook.yaml").read_text("utf-8"))
    pipeline = Pipeline(book)
    totals: dict[str, dict[str, int]] = {}
    for gold_path in sorted((shared_dir / "study" / "gold").glob("*.json")):
        if gold_path.name.endswith(".coderB.json"):
            continue
        raw = (shared_dir / "seeds" / f"{gold_path.stem}.txt").read_bytes().decode("utf-8")
        result = pipeline.run(canonical_text(raw), article_version_id=UUID(int=1))
        written = tmp_path / gold_path.name
        written.write_text(json.dumps(as_json(result.suggestions, book)), "utf-8")
        scores = scorer.score_article(
            scorer.load(gold_path),
            scorer.read_pred(written),
            Namespace(min_cover=0.5, lenient=False),
        )
        for name, counts in scores.items():
            for key, count in counts.items():
                totals.setdefault(name, {}).setdefault(key, 0)
                totals[name][key] += count
    for name, floor in FLOORS.items():
        counts = totals[name]
        f1 = 2 * counts["overlap"] / (counts["gold"] + counts["pred"])
        assert f1 >= floor, f"{name}: {f1:.3f}"
    assert all(counts["in_zone"] == 0 for counts in totals.values())
    assert totals["Number"]["trap"] == 0


def test_every_seed_runs_through(shared_dir: Path) -> None:
    book = load_codebook((shared_dir / "study" / "codebook.yaml").read_text("utf-8"))
    pipeline = Pipeline(book)
    for path in sorted((shared_dir / "seeds").glob("*.txt")):
        text = canonical_text(path.read_bytes().decode("utf-8"))
        result = pipeline.run(text, article_version_id=UUID(int=1))
        assert {s.type for s in result.suggestions} == {"Claim", "Actor", "Number", "Stance"}
        for suggestion in result.suggestions:
            assert suggestion.quote == text[suggestion.start : suggestion.end]
