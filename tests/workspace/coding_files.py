"""Coding files for the ferry articles, made from words instead of offsets."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.workspace.ferry import SKUA, TERN

TEXTS = {"skua": SKUA, "tern": TERN}


def span(span_id: str, type_id: str, words: str, key: str = "skua", **attributes: Any) -> Any:
    """A span on words of an article."""
    start = TEXTS[key].index(words)
    return {
        "id": span_id,
        "type": type_id,
        "start": start,
        "end": start + len(words),
        "surface": words,
        "attributes": attributes,
    }


def coding_file(key: str = "skua", coder: str = "Ada", **changes: Any) -> dict[str, Any]:
    """A coding of an article; `changes` replace or add entries of the file."""
    text = TEXTS[key]
    first, verb = ("ferry Skua", "will not sail") if key == "skua" else ("The Skua", "waits")
    return {
        "article": f"{key}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "length_code_points": len(text),
        "coder": coder,
        "coded_types": ["Notice", "Vessel", "Tally"],
        "spans": [
            span("K1", "Notice", verb, key, kind="delay", tone=None, cue="said"),
            span("V1", "Vessel", first, key, who="ferry_skua"),
            span("T1", "Tally", "Twelve", key, least=12, most=None),
        ],
        "relations": [
            {"type": "told_by", "from": "K1", "to": "V1"},
            {"type": "passed_by", "order": 1, "from": "K1", "to": "V1"},
        ],
        "boilerplate": [],
        "article_variables": {"weather": "fair", "day": None},
        "cross_article": [],
        **changes,
    }


def write(folder: Path, *contents: dict[str, Any]) -> Path:
    """Write coding files into a folder, named after article and coder."""
    folder.mkdir(parents=True, exist_ok=True)
    for content in contents:
        name = f"{Path(content['article']).stem}.{content.get('coder', 'nobody')}.json"
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return folder
