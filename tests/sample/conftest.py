"""The sample study as its files hold it: articles, codings, entities, planted disagreements."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.text import canonical_text
from refusal_annotator.resources import sample_project_dir

ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Planted:
    """One row of the table of planted disagreements."""

    kind: str
    article: str
    coder: str
    unit: str
    careful: str
    other: str


@dataclass(frozen=True)
class Coding:
    """One coding file, with the text it was made on."""

    coder: str
    stem: str
    content: Mapping[str, Any]
    text: str

    @property
    def spans(self) -> list[dict[str, Any]]:
        """Coded spans in the order of the file."""
        return self.content["spans"]

    @property
    def relations(self) -> list[dict[str, Any]]:
        """Links between the coded spans."""
        return self.content["relations"]

    @cached_property
    def by_id(self) -> Mapping[str, dict[str, Any]]:
        """Coded spans by their id in the file."""
        return {span["id"]: span for span in self.spans}

    def find(self, unit: str) -> list[dict[str, Any]]:
        """Spans written as `Type: text`."""
        return [span for span in self.spans if f"{span['type']}: {span['surface']}" == unit]

    def targets(self, unit: str, relation: str) -> str:
        """Texts that the links of a unit lead to, in their order; a dash for none."""
        origin = {span["id"] for span in self.find(unit)}
        hits = [r for r in self.relations if r["from"] in origin and r["type"] == relation]
        hits.sort(key=lambda r: (r.get("order", 0), self.by_id[r["to"]]["start"]))
        return " > ".join(self.by_id[r["to"]]["surface"] for r in hits) or "–"


@dataclass(frozen=True)
class SampleStudy:
    """The folder of the sample."""

    folder: Path

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook as the folder holds it."""
        path = self.folder / "codebook.yaml"
        return load_codebook(path.read_text("utf-8"), source=path.name)

    @cached_property
    def articles(self) -> Mapping[str, bytes]:
        """Bytes of the articles by file name."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("articles/*"))}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Canonical texts by stem."""
        return {
            name.removesuffix(".txt"): canonical_text(data.decode("utf-8"))
            for name, data in self.articles.items()
        }

    @cached_property
    def codings(self) -> tuple[Coding, ...]:
        """All coding files."""
        return tuple(
            Coding(
                coder=path.parent.name,
                stem=path.stem,
                content=json.loads(path.read_text("utf-8")),
                text=self.texts[path.stem],
            )
            for path in sorted(self.folder.glob("codings/*/*.json"))
        )

    def coding(self, coder: str, stem: str) -> Coding:
        """One coder's coding of one article."""
        return next(c for c in self.codings if (c.coder, c.stem) == (coder, stem))

    def rows(self, name: str) -> list[dict[str, str]]:
        """Rows of one of the CSV files."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def planted(self) -> tuple[Planted, ...]:
        """Rows of the table of planted disagreements in the README."""
        section = (self.folder / "README.md").read_text("utf-8").split("## Planted")[1]
        lines = [[cell.strip("` ") for cell in row.split("|")] for row in ROW.findall(section)]
        return tuple(Planted(*cells[:6]) for cells in lines[1:] if not cells[0].startswith("-"))


@pytest.fixture(scope="session")
def sample() -> SampleStudy:
    """Return the sample study that travels with the program."""
    return SampleStudy(sample_project_dir())
