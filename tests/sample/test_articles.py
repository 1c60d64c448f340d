"""The articles are our own, and each has the difficulties that the README claims for it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.resources import codebook_path

SHINGLE = 8
NO_BREAK_SPACE = "\u00a0"
JOINER = "\u200d"


def test_the_project_has_a_name_and_a_fixed_id(sample: Any) -> None:
    content = tomllib.loads((sample.folder / "project.toml").read_text("utf-8"))

    assert content["name"] == "Refusal in the regional press (sample)"
    assert UUID(content["id"]).version == 4
    assert set(content) == {"name", "id"}


def test_the_codebook_is_the_one_that_travels_with_the_program(sample: Any) -> None:
    own = (sample.folder / "codebook.yaml").read_bytes()

    assert own == codebook_path("refusal_news").read_bytes()


def test_seven_articles_of_newspaper_length(sample: Any) -> None:
    lengths = {stem: len(text.split()) for stem, text in sample.texts.items()}

    assert len(lengths) == 7
    assert all(150 <= length <= 450 for length in lengths.values()), lengths


def test_every_article_has_its_row_of_metadata(sample: Any) -> None:
    rows = {row["file"]: row for row in sample.rows("metadata.csv")}

    assert set(rows) == set(sample.articles)
    for name, row in rows.items():
        assert row["headline"] in sample.texts[name.removesuffix(".txt")]


def test_one_file_has_windows_line_ends_and_only_those(sample: Any) -> None:
    crlf = {name for name, data in sample.articles.items() if b"\r" in data}
    data = sample.articles["06_pallasta_courier.txt"]

    assert crlf == {"06_pallasta_courier.txt"}
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r") > 20


def test_spans_are_coded_after_windows_line_ends(sample: Any) -> None:
    raw = sample.articles["06_pallasta_courier.txt"].decode("utf-8")
    coding = sample.coding("Ines", "06_pallasta_courier")

    moved = [span for span in coding.spans if raw[span["start"] : span["end"]] != span["surface"]]
    assert len(moved) == len(coding.spans)


def test_emoji_stand_before_every_coded_span_of_the_tabloid(sample: Any) -> None:
    text = sample.texts["05_daily_trumpet"]
    first = min(span["start"] for span in sample.coding("Ines", "05_daily_trumpet").spans)

    assert ord(text[0]) > 0xFFFF
    assert first > 0
    assert JOINER in text, "one emoji is made of several code points"


def test_no_break_spaces_stand_inside_numbers_and_dates(sample: Any) -> None:
    assert f"30{NO_BREAK_SPACE}percent" in sample.texts["04_frontier_dispatch"]
    assert f"11{NO_BREAK_SPACE}of the 15" in sample.texts["07_morning_ledger"]


def test_the_difficulties_of_the_genre_are_there(sample: Any) -> None:
    texts = sample.texts
    everywhere = "\n".join(texts.values())

    assert texts["03_brightwire"].count("Nearly 400 river guards refuse to join") == 3
    assert "{{ad_slot_2}}" in texts["03_brightwire"]
    assert "Advertisement" in texts["03_brightwire"]
    assert "15 to 30" in texts["04_frontier_dispatch"], "a range with its base"
    assert "15-30% of soldiers" in texts["05_daily_trumpet"], "the base has moved"
    for phrase in ("a dozen", "one third", "denied that", "was not able to confirm"):
        assert phrase in everywhere
    assert re.search(r",” (?:she|he) (?:said|added), “", everywhere), "a broken quotation"


def test_one_lawyer_gives_another_figure_in_each_outlet(sample: Any) -> None:
    figures = {
        "01_tern_wire": "about 150",
        "03_brightwire": "More than 400",
        "05_daily_trumpet": "Almost 600",
        "06_pallasta_courier": "more than 900",
        "07_morning_ledger": "Some 400",
    }

    for stem, figure in figures.items():
        assert figure in sample.texts[stem]


def test_the_reprint_is_close_to_the_wire_story_but_not_equal(sample: Any) -> None:
    wire, reprint = (
        set(_words(sample.texts[stem])) for stem in ("01_tern_wire", "02_estuary_post")
    )

    assert 0.5 < len(wire & reprint) / len(wire | reprint) < 0.95


def test_no_article_shares_eight_words_in_a_row_with_the_study_articles(
    sample: Any, shared_dir: Path
) -> None:
    foreign = {
        shingle
        for path in shared_dir.glob("seeds/*.txt")
        for shingle in _shingles(path.read_text("utf-8"))
    }

    assert foreign
    for stem, text in sample.texts.items():
        assert not _shingles(text) & foreign, stem


def test_the_example_of_another_topic_is_a_codebook(sample: Any) -> None:
    readme = sample.folder.parent / "README.md"
    if not readme.exists():  # only the sample itself travels in the wheel
        return
    example = re.search(r"```yaml\n(.+?)```", readme.read_text("utf-8"), re.DOTALL)

    assert example
    codebook = load_codebook(example[1], source=readme.name)
    assert codebook.title == "School closures"
    assert codebook.type_by_role("number") is not None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
