from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tereza Holm said the berths were sealed.", ["the berths were sealed"]),
        ("The berths were sealed, Tereza Holm said.", ["The berths were sealed"]),
        ("The berths were sealed, according to Tereza Holm.", ["The berths were sealed"]),
        ("According to Tereza Holm, the berths were sealed.", ["the berths were sealed"]),
        (
            "The berths, Tereza Holm said, were sealed at noon.",
            ["The berths, Tereza Holm said, were sealed at noon"],
        ),
        ("Tereza Holm told the Harbour Gazette that the gate was shut.", ["the gate was shut"]),
        ("It is believed that the gate was shut.", ["the gate was shut"]),
        ("Crews believe the gate was shut.", ["the gate was shut"]),
        ("“The hold was flooded,” Tereza Holm said.", ["“The hold was flooded,”"]),
        (
            "“The hold was flooded,” said Tereza Holm. “The pumps were off. Nobody came.”",
            ["“The hold was flooded,”", "The pumps were off", "Nobody came"],
        ),
        ("“But the tugs never came,” Tereza Holm said.", ["the tugs never came"]),
        (
            "Tereza Holm said the pilots handed in their badges and are barred from the quay.",
            ["the pilots handed in their badges", "are barred from the quay"],
        ),
        (
            "They drained the tanks, and the captain called the police.",
            ["They drained the tanks", "the captain called the police"],
        ),
        (
            "The lamp should have burned all night, but it did not.",
            ["The lamp should have burned all night, but it did not"],
        ),
        ("The ministry denied that any pilot had been struck.", ["any pilot had been struck"]),
        (
            "At least 40 drivers said they were sacked.",
            ["At least 40 drivers said they were sacked"],
        ),
        ("The Seawire could not verify the list.", ["The Seawire could not verify the list"]),
        ("The port authority declined to comment.", ["The port authority declined to comment"]),
    ],
)
def test_content_and_its_borders(quotes, text: str, expected: list[str]) -> None:
    assert quotes("claim", text) == expected


def claims(run, text: str) -> list[dict]:
    found = [s for s in run(text).suggestions if s.type == "Claim"]
    return [{name: cell.get("v") for name, cell in s.values.items()} for s in found]


def test_mode_and_cue(run) -> None:
    modes = {
        "Tereza Holm said the berths were sealed.": ("indirect", "said"),
        "“The berths were sealed,” Tereza Holm wrote.": ("direct_quote", "wrote"),
        "Tereza Holm said the order was “a baited trap”.": ("partial_quote", "said"),
        "It is believed that the gate was shut.": ("rumour_or_passive", "It is believed that"),
        "The gate was shut at noon.": ("outlet_voice", None),
    }
    for text, expected in modes.items():
        (claim,) = claims(run, text)
        assert (claim["attribution_mode"], claim.get("attribution_cue")) == expected, text


def test_certainty_and_polarity(run) -> None:
    expected = {
        "Holm said nobody was fined.": ("certain", "negative"),
        "Tereza Holm said the dismissals could be reversed.": ("possible", "positive"),
        "Tereza Holm thinks the order is void.": ("probable", "positive"),
        "The crews hope that the pilots will sail.": ("uncommitted", "positive"),
        "The gate should not stay shut.": ("certain", "negative"),
        "The ministry denied that any pilot was hurt.": ("certain", "negative"),
    }
    for text, values in expected.items():
        (claim,) = claims(run, text)
        assert (claim["certainty"], claim["polarity"]) == values, text


def links(run, text: str) -> list[tuple[str, str, str]]:
    result = run(text)
    quote = {s.id: s.quote for s in result.suggestions}
    return sorted((link.type, quote[link.from_id], quote[link.to_id]) for link in result.links)


def test_speaker_and_chain(run) -> None:
    text = "Tereza Holm told the Harbour Gazette that the gate was shut."
    assert ("speaker", "the gate was shut", "Tereza Holm") in links(run, text)
    assert ("via", "the gate was shut", "Harbour Gazette") in links(run, text)


def test_the_innermost_source_speaks(run) -> None:
    text = "The crews said the order was void, Tereza Holm wrote."
    assert ("speaker", "the order was void", "crews") in links(run, text)
    assert ("via", "the order was void", "Tereza Holm") in links(run, text)


def test_a_pronoun_stands_for_the_person_before(run) -> None:
    text = "Tereza Holm came at noon. She said the gate was shut."
    assert ("speaker", "the gate was shut", "Tereza Holm") in links(run, text)


def test_numbers_are_linked_to_claim_and_mention(run) -> None:
    text = "Tereza Holm said about sixty drivers had turned down the convoy."
    found = links(run, text)
    claim = "about sixty drivers had turned down the convoy"
    assert ("in_claim", "about sixty", claim) in found
    assert ("counts", "about sixty", "about sixty drivers") in found


def test_a_note_covers_the_account_before_it(run) -> None:
    text = (
        "Tereza Holm said the gate was shut.\n\n"
        "Reuters could not independently verify the account.\n\nThe port was quiet."
    )
    note = "Reuters could not independently verify the account"
    assert ("verifies", note, "the gate was shut") in links(run, text)


def test_headline_key_points_lead_and_closing(run) -> None:
    text = (
        "Ferry crews stay ashore over unpaid bonuses\n\n"
        "• Crews have stayed ashore since Monday.\n\n"
        "The crews of the port walked out at noon.\n\n"
        "The port was shut for the day.\n\n"
        "The port was built long before the war."
    )
    assert [claim["position"] for claim in claims(run, text)] == [
        "headline",
        "summary",
        "lead",
        "body",
        "closing",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We paid for a wall and got a fence,” Tereza Holm said.",
            ["We paid for a wall", "got a fence"],
        ),
        (
            "Tereza Holm read a statement: “The hold was flooded.”",
            ["“The hold was flooded.”"],
        ),
        (
            "The court freed two pilots, ruling that the order was void.",
            ["The court freed two pilots", "the order was void"],
        ),
        (
            "The guild lost nine boats, which, according to the port, lay idle for weeks.",
            ["The guild lost nine boats", "which, according to the port, lay idle for weeks"],
        ),
        (
            "The institute reckons that the toll is high, but warns that nobody can check it.",
            ["the toll is high", "nobody can check it"],
        ),
        (
            "The pilots drained the tanks, locked the mess and went ashore.",
            ["The pilots drained the tanks, locked the mess and went ashore"],
        ),
        ("Two pilots were beaten and jailed.", ["Two pilots were beaten and jailed"]),
        (
            "“The pumps were off,” a former captain, Oskar Lind, told the paper.",
            ["“The pumps were off,”"],
        ),
        (
            "“The pumps were off,” Minister Ada Lund said in a televised address.",
            ["“The pumps were off,”"],
        ),
        ("Who counts the pilots? The port does not.", ["The port does not"]),
    ],
)
def test_more_contents_and_their_borders(quotes, text: str, expected: list[str]) -> None:
    assert quotes("claim", text) == expected


def test_a_label_before_a_title_is_no_part_of_its_claim(quotes) -> None:
    text = "LIVE: Crews stay ashore for a third night\n\nThe crews stayed ashore, the port said."
    assert quotes("claim", text)[0] == "Crews stay ashore for a third night"


def test_the_speaker_of_an_introduced_quotation_is_linked(run) -> None:
    result = run("Tereza Holm read a statement: “The hold was flooded.”")
    quote = {s.id: s.quote for s in result.suggestions}
    speakers = [quote[k.to_id] for k in result.links if k.type == "speaker"]
    assert speakers == ["Tereza Holm"]
