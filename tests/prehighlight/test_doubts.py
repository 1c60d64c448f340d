"""Nothing is suggested in lines that may be page furniture; sentences of the text stay."""

from __future__ import annotations

import pytest

from refusal_annotator.domain.annotations import Zone, zone_id
from refusal_annotator.prehighlight.doubts import doubtful_lines, line_model
from refusal_annotator.prehighlight.metadata import title_of
from refusal_annotator.prehighlight.zones import find_zones, lines_of
from tests.prehighlight.conftest import VERSION_ID, Run
from tests.prehighlight.fit_lines import coded_pages, made_up_pages

TITLE = "Ferry crews stay ashore over unpaid bonuses, union says"
BODY = """The crews of nine ferries stayed ashore on Monday, the union said.

The port could not be reached for a comment on the matter of the bonuses.

Talks are to go on in the harbour office on Thursday afternoon."""


def doubted(text: str) -> list[str]:
    zones = find_zones(text)
    found = doubtful_lines(lines_of(text), title_of(text, zones), zones)
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    "line",
    [
        "Minister’s wife sells the family zoo",
        "Our series about people who work at night",
        "Boats on the dry bed of the lake in August",
        "Why your tooth hurts in the morning",
    ],
)
def test_lines_that_stand_alone_between_paragraphs(line: str) -> None:
    first, rest = BODY.split("\n\n", 1)
    assert doubted(f"{TITLE}\n\n{first}\n\n{line}\n\n{rest}") == [line]


@pytest.mark.parametrize("line", ["Letters to the editor, page 9", "Mara Holm looks back"])
def test_lines_under_the_title(line: str) -> None:
    assert doubted(f"{TITLE}\n\n{line}\n\n{BODY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Union wants the bonuses paid by Thursday, crews say",
        "“Nobody will sail,” said Mara Holm.",
        "Nine ferries stayed ashore.",
        "The union wants more.",
        "• Crews stay ashore",
        "14:20",
    ],
)
def test_lines_of_the_text_stay(line: str) -> None:
    first, rest = BODY.split("\n\n", 1)
    for text in (f"{TITLE}\n\n{line}\n\n{BODY}", f"{TITLE}\n\n{first}\n\n{line}\n\n{rest}"):
        assert doubted(text) == []


def test_a_text_of_few_paragraphs_leaves_no_doubt() -> None:
    assert doubted("Minister’s wife sells the family zoo\n\nThe crews left.") == []


def test_nothing_is_suggested_until_the_zones_are_confirmed(run: Run) -> None:
    line = "Minister’s wife sells the family zoo"
    text = f"{TITLE}\n\nBy Mara Holm\n\n{BODY}\n\n{line}\n\n{BODY}"
    start = text.index(line)
    assert not any(start <= s.start < start + len(line) for s in run(text).suggestions)
    byline = text.index("By Mara Holm")
    place = (byline, byline + len("By Mara Holm"))
    confirmed = Zone(
        id=zone_id(VERSION_ID, "byline", *place),
        article_version_id=VERSION_ID,
        kind="byline",
        start=place[0],
        end=place[1],
        source="rules",
        status="confirmed",
    )
    again = run(text, confirmed_zones=[confirmed]).suggestions
    assert any(start <= s.start < start + len(line) for s in again)


def test_made_up_pages_and_coded_articles_lose_hardly_a_line() -> None:
    model = line_model()
    pages = [*made_up_pages(), *coded_pages()]
    cases = [c for page in pages for c in page if not c.settled]
    doubtful = [model.probability(c.features) >= model.threshold for c in cases]
    text = [d for c, d in zip(cases, doubtful, strict=True) if not c.furniture]
    furniture = [d for c, d in zip(cases, doubtful, strict=True) if c.furniture]
    assert sum(text) <= 0.1 * len(text)
    assert sum(furniture) >= 0.75 * len(furniture)


def test_a_tag_line_over_the_title_is_not_taken_for_it() -> None:
    text = f"Opinion and analysis from people who know\n\n{TITLE}\n\n{BODY}"
    title = title_of(text, find_zones(text))
    assert title is not None
    assert text[slice(*title)] == TITLE
