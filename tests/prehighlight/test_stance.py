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
    assert stance.score < 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tereza Holm called the offer “hush money”.", ["hush money"]),
        ("The auditors found “textbook neglect” on board.", ["textbook neglect"]),
        ("The judge called the strike “an unprotected luxury”.", ["unprotected luxury"]),
        ("“This is not a collapse,” Tereza Holm said.", ["not a collapse"]),
        ("“We will not sail,” Tereza Holm said.", ["will not sail"]),
        ("The guild demanded that the order be revoked.", ["be revoked"]),
        ("Tereza Holm wants the count declared void.", ["void"]),
        ("Tereza Holm thinks the captain should go.", ["should go"]),
        ("Bungling captain lost two boats.", ["Bungling"]),
        # neither a measure nor a plain fact is a position
        ("They spoke of “at least five boats” in the bay.", []),
        ("A support group met on Monday.", []),
        ("He asked not to be named.", []),
        ("She asked for help at the quay.", []),
    ],
)
def test_forms_that_take_a_position(quotes, text: str, expected: list[str]) -> None:
    assert quotes("stance", text) == expected
