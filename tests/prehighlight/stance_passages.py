"""Scores of stance on short passages of our own, in which `[[...]]` marks what is coded.

The passages were written and coded from the codebook before the rules met them, in three batches
(1 to 40, 41 to 56, 57 to 68); four slips were corrected afterwards: two demands that were marked in
two pieces, an unwillingness that was overlooked, a word too many. What is missed and wrong in every
third is never looked at, so that its score tells what a new text of this hand would get. Run with
`python -m tests.prehighlight.stance_passages`; `--show` prints what is missed and what is wrong in
those that rules may be made on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight import Pipeline, as_json
from refusal_annotator.resources import codebook_path
from tests.prehighlight.scoring import Counts, add, match, score

PATH = Path(__file__).resolve().parents[1] / "data" / "prehighlight" / "stance_passages.txt"
EVERY = 3
AROUND = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and the stretches of it that are coded."""

    name: str
    text: str
    spans: tuple[tuple[int, int], ...]
    apart: bool


def passages(path: Path = PATH) -> list[Passage]:
    """Read the passages; `apart` are those that no rule is made on."""
    blocks = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [_passage(block, n % EVERY == 0) for n, block in enumerate(blocks, start=1)]


def score_passages(pipeline: Pipeline, chosen: Sequence[Passage]) -> Counts:
    """Pooled counts of stance."""
    totals: dict[str, Counts] = {}
    for passage in chosen:
        add(totals, score(_coding(passage), _found(pipeline, passage.text), ("Stance",)))
    return totals["Stance"]


def main(show: bool) -> None:
    """Print the figures, and the differences where `show` is set."""
    pipeline = Pipeline(load_codebook(codebook_path("refusal_news").read_text("utf-8")))
    read = passages()
    if show:
        for passage in read:
            if not passage.apart:
                print("\n".join(_differences(pipeline, passage)))
    for name, chosen in (
        ("made on", [p for p in read if not p.apart]),
        ("apart", [p for p in read if p.apart]),
    ):
        c = score_passages(pipeline, chosen)
        print(
            f"{name}: coded {c.gold}, suggested {c.predicted}, exact F1 {c.exact_f1:.3f}, "
            f"overlap F1 {c.overlap_f1:.3f}, precision {c.overlap / max(1, c.predicted):.3f}, "
            f"recall {c.overlap / max(1, c.gold):.3f}"
        )


def _passage(block: str, apart: bool) -> Passage:
    name, _, marked = block.partition("\n")
    pieces = re.split(r"(\[\[|\]\])", marked.strip())
    text, spans, opened = "", [], 0
    for piece in pieces:
        if piece == "[[":
            opened = len(text)
        elif piece == "]]":
            spans.append((opened, len(text)))
        else:
            text += piece
    return Passage(name, text, tuple(spans), apart)


def _coding(passage: Passage) -> dict[str, list[dict[str, object]]]:
    return {"spans": [{"type": "Stance", "start": s, "end": e} for s, e in passage.spans]}


def _found(pipeline: Pipeline, text: str) -> list[dict[str, object]]:
    result = pipeline.run(text, article_version_id=UUID(int=1))
    return [dict(s) for s in as_json(result.suggestions, pipeline.codebook)]


def _differences(pipeline: Pipeline, passage: Passage) -> Iterator[str]:
    result = pipeline.run(passage.text, article_version_id=UUID(int=1))
    found = [s for s in result.suggestions if s.type == "Stance"]
    golds = _coding(passage)["spans"]
    pairs = match(golds, [{"start": s.start, "end": s.end} for s in found])
    yield f"-- {passage.name}"
    for i, (start, end) in enumerate(passage.spans):
        if i not in {a for a, _ in pairs}:
            yield f"   missed  {_within(passage.text, start, end)}"
    for j, item in enumerate(found):
        if j not in {b for _, b in pairs}:
            yield f"   wrong   {_within(passage.text, item.start, item.end)}  ({item.why})"
    for i, j in pairs:
        if passage.spans[i] != (found[j].start, found[j].end):
            start, end = passage.spans[i]
            yield f"   border  {passage.text[start:end]!r} found as {found[j].quote!r}"


def _within(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND // 2]
    return f"{before}[[{text[start:end]}]]{after}".replace("\n", " / ")


if __name__ == "__main__":
    main("--show" in sys.argv)
