from __future__ import annotations

import pytest

from refusal_annotator.domain.annotations import Zone, zone_id
from refusal_annotator.prehighlight.metadata import guess_article, guess_metadata, title_of
from refusal_annotator.prehighlight.zones import find_zones

PAGE = """Home
1. World
2. Region
3. Ferry crews stay ashore over unpaid bonuses, union says

Ferry crews stay ashore over unpaid bonuses, union says

Marta Olsen

Ferry crews stay ashore over unpaid bonuses, union says
3 min read
A ferry at the quay. Photo: Harbour Office
Advertisement

WESTPORT, May 3 (Seawire) - The crews of nine ferries stayed ashore on Monday.

The port could not be reached.

Sign up to our newsletter for more.

(Reporting by Marta Olsen; Editing by Jo Weber)
{{ad_slot}}
Check also
Ten quiet beaches for the summer
"""


def kinds(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone in find_zones(text):
        found.setdefault(zone.kind, []).append(text[zone.start : zone.end])
    return found


def test_every_kind_of_page_furniture() -> None:
    found = kinds(PAGE)
    assert found["byline"] == ["Marta Olsen"]
    assert found["dateline"] == ["WESTPORT, May 3 (Seawire) - "]
    assert found["credit"] == ["(Reporting by Marta Olsen; Editing by Jo Weber)"]
    assert found["caption"] == ["A ferry at the quay. Photo: Harbour Office"]
    assert found["advertisement"] == ["Advertisement"]
    assert found["repeated_title"] == ["Ferry crews stay ashore over unpaid bonuses, union says"]
    assert found["plug"] == ["Sign up to our newsletter for more."]
    assert found["residue"] == ["{{ad_slot}}"]
    assert found["navigation"][0].startswith("Home\n1. World")
    assert "Ten quiet beaches" in found["navigation"][-1]


def test_the_first_free_title_and_the_body_stay() -> None:
    first = PAGE.index("\n\nFerry crews") + 2
    body = PAGE.index("The crews of nine")
    assert not any(z.start <= first < z.end or z.start <= body < z.end for z in find_zones(PAGE))


@pytest.mark.parametrize(
    "line",
    [
        "By noon the quay was empty and nobody had come.",
        "The news from the port was bad, and more crews left.",
        "Holm said: “Home is where the boats are.”",
        "Advertisement for the post was placed in June.",
        "• Crews have stayed ashore since Monday.",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert find_zones(f"Ferry crews stay ashore over unpaid bonuses\n\n{line}\n\nMore of it.") == []


def test_guesses_for_the_article() -> None:
    guesses = guess_metadata(PAGE, find_zones(PAGE), title_of(PAGE, find_zones(PAGE)))
    assert guesses["headline"].text == "Ferry crews stay ashore over unpaid bonuses, union says"
    assert guesses["byline"].text == "Marta Olsen"
    assert guesses["dateline"].text == "WESTPORT"
    for guess in guesses.values():
        assert guess.start is not None
        assert PAGE[guess.start : guess.end] == guess.text


def guessed(text: str) -> dict[str, tuple[str, str]]:
    return {name: (g.text, g.value) for name, g in guess_article(text).items()}


TITLE = "Ferry crews stay ashore over unpaid bonuses"
BODY = "The crews of nine ferries stayed ashore on Monday.\n\nThe port did not answer. Holm left."


@pytest.mark.parametrize(
    ("line", "text", "value"),
    [
        ("14th November", "14th November", ""),
        ("Published on 3 May 2031", "3 May 2031", "2031-05-03"),
        ("UPDATED 14:20, 3 MAY 2031", "3 MAY 2031", "2031-05-03"),
        ("March 18, 2029", "March 18, 2029", "2029-03-18"),
        ("June 2030", "June 2030", "2030-06"),
    ],
)
def test_a_date_is_guessed_and_a_year_never(line: str, text: str, value: str) -> None:
    assert guessed(f"{TITLE}\n\n{line}\n\n{BODY}")["publication_date"] == (text, value)


def test_all_spellings_of_the_by_line_are_kept() -> None:
    text = (
        f"{TITLE}\n\nBy Marta Olsen and Ivo Lind in Westport\n\n{BODY}\n\n(Reporting by M. Olsen)"
    )
    guess = guess_article(text)["byline"]
    assert guess.text == "Marta Olsen"
    assert guess.variants == ("Marta Olsen", "Ivo Lind", "M. Olsen")


@pytest.mark.parametrize(
    "line",
    [
        "About Harbour Gazette",
        "Want more stories like this? Get the Harbour Gazette app",
        "© 2031 Harbour Gazette. All rights reserved.",
        "Support local news: subscribe to the Harbour Gazette for $1 a week.",
    ],
)
def test_the_outlet_is_guessed_from_the_page_foot(line: str) -> None:
    assert guessed(f"{TITLE}\n\n{BODY}\n\n{line}")["outlet"][0] == "Harbour Gazette"


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{BODY}\n\nSeawire could not independently confirm the account of the crews.",
        f"{TITLE}\n\nWESTPORT, Oct 9 (Seawire) - {BODY}",
    ],
)
def test_the_original_outlet_is_guessed(text: str) -> None:
    assert guessed(text)["original_outlet"][0] == "Seawire"


def test_nothing_is_suggested_inside_a_zone(run) -> None:
    result = run(PAGE)
    places = [(zone.start, zone.end) for zone in result.zones]
    assert places
    assert result.suggestions
    for suggestion in result.suggestions:
        assert not any(s < suggestion.end and suggestion.start < e for s, e in places)


def test_confirmed_zones_stand(run) -> None:
    version = run("Nine crews left.").suggestions[0].article_version_id
    text = "Nine crews left, Tereza Holm said.\n\nAdvertisement\n\nFive crews stayed, she said."
    start = text.index("Five")
    confirmed = Zone(
        id=zone_id(version, "plug", start, len(text)),
        article_version_id=version,
        start=start,
        end=len(text),
        kind="plug",
        source="a person",
        status="confirmed",
    )
    result = run(text, confirmed_zones=[confirmed])
    assert all(s.end <= start for s in result.suggestions)
    assert [text[z.start : z.end] for z in result.zones] == ["Advertisement"]
