from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tereza Holm called the order a reckless gamble.", ["reckless gamble"]),
        ("Tereza Holm said the order was unlawful.", ["unlawful"]),
        ("The pilots do not want to sail, Tereza Holm said.", ["do not want to sail"]),
        ("Residents block the “poisonous” quay.", ["“poisonous”"]),
        ("The outlet reported a brutal raid.", ["brutal"]),
        ("If the pilots do not want to sail, the ferry stays.", []),
        ("The order was given at noon, Tereza Holm said.", []),
        ("Three pilots were injured at the quay.", []),
    ],
)
def test_expressions_and_their_borders(quotes, text: str, expected: list[str]) -> None:
    assert quotes("stance", text) == expected


def test_the_speaker_is_the_likely_holder(run) -> None:
    result = run("Tereza Holm said the order was unlawful.")
    quote = {s.id: s.quote for s in result.suggestions}
    holders = [
        (quote[link.from_id], quote[link.to_id]) for link in result.links if link.type == "holder"
    ]
    assert holders == [("unlawful", "Tereza Holm")]
    (stance,) = [s for s in result.suggestions if s.type == "Stance"]
    assert stance.values["value"] == {"v": -2}
    assert stance.score <= 0.6
