from __future__ import annotations

import json
import subprocess
import sys
from uuid import UUID

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.text import canonical_text, sha256_of
from refusal_annotator.domain.variables import check_cell
from refusal_annotator.prehighlight import PREHIGHLIGHTERS, Pipeline, as_json, prehighlight
from refusal_annotator.prehighlight.lexicon import table
from refusal_annotator.prehighlight.pipeline import RulePart
from refusal_annotator.resources import codebook_path, resource_path

VERSION_ID = UUID("00000000-0000-4000-8000-000000000002")
BOOK = load_codebook(codebook_path("refusal_news").read_text("utf-8"))
PIPELINE = Pipeline(BOOK)
TEXT = "Tereza Holm said that about sixty drivers had turned down the unlawful order.\n\nMore came."
PIECES = st.sampled_from(
    (
        "Holm said “ ” \" ' ’ , . ; ( ) and but that according to 12 20-40% one third of the nine "
        "a few dozens Norway Moscow 👩‍⚖️ 🚨 é İ ß \n \u00a0 don't crews Reuters By - – • 1. {{}} $5 "
        "called it a who was refused not told"
    ).split(" ")
)


def check(text: str) -> None:
    result = PIPELINE.run(text, article_version_id=VERSION_ID)
    zones = [(zone.start, zone.end) for zone in result.zones]
    ids = {suggestion.id for suggestion in result.suggestions}
    assert len(ids) == len(result.suggestions)
    for suggestion in result.suggestions:
        assert suggestion.quote == text[suggestion.start : suggestion.end]
        assert suggestion.quote == suggestion.quote.strip()
        assert 0 <= suggestion.score <= 1
        assert suggestion.why
        assert not any(s < suggestion.end and suggestion.start < e for s, e in zones)
        span_type = BOOK.span_type(suggestion.type)
        for name, cell in suggestion.values.items():
            assert check_cell(span_type.attribute(name), cell, BOOK) is None
    for link in result.links:
        assert {link.from_id, link.to_id} <= ids


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_runs_through(raw: str) -> None:
    check(canonical_text(raw))


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=60))
def test_any_row_of_words_and_marks_runs_through(pieces: list[str]) -> None:
    check(canonical_text(" ".join(pieces)))


def test_the_same_text_gives_the_same_suggestions() -> None:
    first = PIPELINE.run(TEXT, article_version_id=VERSION_ID)
    second = prehighlight(TEXT, BOOK, article_version_id=VERSION_ID)
    assert first == second


def test_an_emoji_before_a_span_does_not_shift_it() -> None:
    result = PIPELINE.run("🚨 👩‍⚖️ " + TEXT, article_version_id=VERSION_ID)
    assert "Tereza Holm" in [s.quote for s in result.suggestions]


def test_json_has_the_form_of_the_command_line() -> None:
    result = PIPELINE.run(TEXT, article_version_id=VERSION_ID)
    rows = json.loads(json.dumps(as_json(result.suggestions, BOOK)))
    assert {tuple(row) for row in rows} == {
        ("type", "start", "end", "text", "attributes", "score", "source")
    }
    (number,) = [row for row in rows if row["type"] == "Number"]
    assert number["text"] == "about sixty"
    assert (number["attributes"]["value_low"], number["attributes"]["value_high"]) == (60, 60)


def test_a_codebook_without_roles_gets_what_it_has(minimal: Codebook) -> None:
    text = "The bakers' union said that twelve bakers wanted Sundays off."
    result = prehighlight(text, minimal, article_version_id=VERSION_ID)
    assert {s.type for s in result.suggestions} == {"Party"}
    assert "twelve bakers" in [s.quote for s in result.suggestions]
    assert {"number", "claim", "stance"} <= set(result.missing_roles)
    assert result.zones == ()


def test_types_and_categories_may_bear_other_names() -> None:
    text = codebook_path("refusal_news").read_text("utf-8")
    renamed = (
        text.replace("Claim", "Statement")
        .replace("Actor", "Player")
        .replace("Number", "Figure")
        .replace("Stance", "Position")
        .replace("value_low", "least")
        .replace("role: least", "role: value_low")
        .replace("in_claim", "inside")
        .replace("role: inside", "role: in_claim")
    )
    book = load_codebook(renamed)
    result = prehighlight(TEXT, book, article_version_id=VERSION_ID)
    assert {s.type for s in result.suggestions} == {"Statement", "Player", "Figure", "Position"}
    (figure,) = [s for s in result.suggestions if s.type == "Figure"]
    assert figure.values["least"] == {"v": 60}
    assert "inside" in {link.type for link in result.links}


def test_the_components_work_in_any_pipeline() -> None:
    nlp = spacy.blank("en")
    for name in ("zones", "numbers", "actors", "claims", "stance"):
        nlp.add_pipe(f"refusal_{name}")
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans["refusal_numbers"]] == ["about sixty"]
    assert "Tereza Holm" in [span.text for span in doc.spans["refusal_actors"]]
    alone = spacy.blank("de")
    alone.add_pipe("refusal_claims")
    assert alone(TEXT).spans["refusal_claims"]


@Language.component("test_ships")
def mark_ships(doc: Doc) -> Doc:
    doc.spans["test_ships"] = [Span(doc, t.i, t.i + 1) for t in doc if t.text == "Vega"]
    return doc


def test_a_part_of_another_package_is_shown_too() -> None:
    part = RulePart("test_ships", "Ships", "actor")
    pipeline = Pipeline(BOOK, prehighlighters=(*PREHIGHLIGHTERS, part))
    result = pipeline.run("The Vega has two masts.", article_version_id=VERSION_ID)
    (ship,) = [s for s in result.suggestions if s.quote == "Vega"]
    assert (ship.type, ship.why) == ("Actor", "found by Ships")


def test_other_languages_run_through() -> None:
    text = codebook_path("refusal_news").read_text("utf-8")
    for language in ("de", "ru", "uk", "zz"):
        book = load_codebook(text.replace("  language: en\n", f"  language: {language}\n"))
        result = Pipeline(book).run(
            "Holm nannte 1200 Boote. Владимир: 35%.", article_version_id=VERSION_ID
        )
        assert "35%" in [s.quote for s in result.suggestions]


def test_spacy_is_not_loaded_before_the_first_pipeline() -> None:
    code = "import refusal_annotator.prehighlight, sys; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_gazetteers_are_whole() -> None:
    paths = sorted(resource_path("gazetteers").glob("*.tsv"))
    assert paths
    for path in paths:
        rows = table(path.stem)
        assert rows, path.name
        assert len({tuple(row.values()) for row in rows}) == len(rows), f"{path.name} repeats a row"
        assert sha256_of(path.read_bytes())
