from __future__ import annotations

import pytest

from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.prehighlight import Pipeline, Prehighlights
from refusal_annotator.prehighlight.languages import support_of
from refusal_annotator.resources import codebook_path
from tests.prehighlight.scores import UUID

SOURCE = codebook_path("refusal_news").read_text("utf-8")


def book(language: str) -> Codebook:
    return load_codebook(SOURCE.replace("language: en", f"language: {language}", 1))


def run(language: str, text: str) -> tuple[Pipeline, Prehighlights]:
    pipeline = Pipeline(book(language))
    return pipeline, pipeline.run(text, article_version_id=UUID(int=1))


TEXTS = {
    "de": "Ein Sprecher sagte, 1.300 Lotsen hätten abgelehnt. „Wir fahren nicht“, sagte "
    "Anna Weber. "
    "Es sind 2,5 Prozent.",
    "ru": "Более 1 300 лоцманов отказались, сообщила адвокат Анна Ковалёва. Это 2,5 процента.",
    "uk": "Понад 1 300 лоцманів відмовилися, повідомила Олена Коваль. Це 2,5 відсотка.",
}
NAMES = {"de": "Anna Weber", "ru": "Анна Ковалёва", "uk": "Олена Коваль"}


@pytest.mark.parametrize("language", list(TEXTS))
def test_other_languages_run_through_and_say_what_is_missing(language: str) -> None:
    pipeline, result = run(language, TEXTS[language])
    numbers = [s for s in result.suggestions if s.type == "Number"]
    assert [s.values["value_low"]["v"] for s in numbers] == [1300, 2.5]
    assert NAMES[language] in [s.quote for s in result.suggestions if s.type == "Actor"]
    (notice,) = result.notices
    assert notice == pipeline.notices[0]
    assert "limited" in notice
    assert "number words" in notice


def test_capitals_tell_no_names_in_german() -> None:
    _, result = run("de", "Die Reederei Nordkap und der Hafen Bremen schwiegen. Die Lotsen gingen.")
    assert [s.quote for s in result.suggestions if s.type == "Actor"] == []


def test_english_has_no_notice_and_a_comma_parts_thousands() -> None:
    _, result = run("en", "About 1,300 pilots stayed; 2.5 percent sailed.")
    assert result.notices == ()
    numbers = [s.values["value_low"]["v"] for s in result.suggestions if s.type == "Number"]
    assert numbers == [1300, 2.5]


def test_an_unknown_language_is_treated_with_care() -> None:
    assert "'tlh'" in support_of("tlh").notice
    assert support_of("en-GB").notice == ""
