"""A trained pipeline of the user, by its folder: a tiny one is made here."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.prehighlight import Pipeline
from refusal_annotator.prehighlight.factories import findings

ENTITIES = [
    {"label": "PERSON", "pattern": "Quillon Brack"},
    {"label": "ORG", "pattern": "Marrow and Quince"},
    {"label": "GPE", "pattern": "Westport"},
    {"label": "WORK_OF_ART", "pattern": "Salt Harvest"},
]
# Heads and labels of "Holm said the berths were sealed at noon .", for a parser that learns it.
WORDS = "Holm said the berths were sealed at noon .".split()
HEADS = [1, 1, 3, 5, 5, 1, 5, 6, 1]
LABELS = ["nsubj", "ROOT", "det", "nsubj", "aux", "ccomp", "prep", "pobj", "punct"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(ENTITIES)  # type: ignore[attr-defined]
    nlp.meta["name"], nlp.meta["version"] = "tiny", "1.2.3"
    path = tmp_path_factory.mktemp("tiny")
    nlp.to_disk(path)
    return path


def actors(pipeline: Pipeline, text: str) -> list[str]:
    result = pipeline.run(text, article_version_id=UUID(int=1))
    return [s.quote for s in result.suggestions if s.type == "Actor"]


def test_entities_add_names_and_settle_their_borders(codebook: Codebook, folder: Path) -> None:
    text = "The keys were with Quillon Brack. Nobody saw Marrow and Quince. Salt Harvest fell."
    plain, guided = Pipeline(codebook), Pipeline(codebook, trained=str(folder))
    assert "Marrow and Quince" not in actors(plain, text)
    assert actors(guided, text) == ["Quillon Brack", "Marrow and Quince"]


def test_the_rules_stay_and_the_source_names_the_pipeline(codebook: Codebook, folder: Path) -> None:
    pipeline = Pipeline(codebook, trained=str(folder))
    result = pipeline.run(
        "About forty dockers told Quillon Brack that the gate was shut.",
        article_version_id=UUID(int=1),
    )
    assert {s.type for s in result.suggestions} == {"Actor", "Number", "Claim"}
    assert {s.source for s in result.suggestions} == {f"{pipeline.source}"}
    assert pipeline.source.endswith("with en_tiny 1.2.3")
    assert pipeline.notices == ()


@pytest.mark.parametrize("name", ["en_there_is_no_such_pipeline", "/there/is/no/such/folder"])
def test_a_pipeline_that_does_not_load_gives_a_sentence(codebook: Codebook, name: str) -> None:
    pipeline = Pipeline(codebook, trained=name)
    (notice,) = pipeline.notices
    assert name in notice
    assert "no installed package and no folder" in notice
    assert actors(pipeline, "Tereza Holm left.") == ["Tereza Holm"]


def test_a_folder_that_holds_no_pipeline_gives_a_sentence(
    codebook: Codebook, tmp_path: Path
) -> None:
    (tmp_path / "meta.json").write_text("no pipeline", "utf-8")
    pipeline = Pipeline(codebook, trained=str(tmp_path))
    assert "cannot be loaded" in pipeline.notices[0]


def _parse(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=WORDS, heads=HEADS, deps=LABELS)
    examples = [Example(nlp.make_doc(doc.text), doc)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)


def test_a_parse_settles_where_a_reported_clause_ends() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    _parse(nlp)
    for name in ("zones", "numbers", "actors", "claims"):
        nlp.add_pipe(f"refusal_{name}")
    text = " ".join(WORDS)
    (claim,) = findings(nlp(text)).claims
    assert text[claim.start : claim.end] == "the berths were sealed at noon"


def test_entities_can_be_left_out_of_account() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(ENTITIES)  # type: ignore[attr-defined]
    nlp.add_pipe("refusal_actors", config={"use_entities": False})
    assert not findings(nlp("Nobody saw Marrow and Quince.")).actors
