from __future__ import annotations

import pytest

from tests.prehighlight.stance_passages import passages, score_passages


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # unwillingness
        (
            "Tereza Holm says she cannot in good conscience sign.",
            ["cannot in good conscience sign"],
        ),
        ("Two crews had no intention of sailing.", ["no intention of sailing"]),
        ("Tereza Holm said the pilots would not sail.", ["would not sail"]),
        ("“We are not going to pay,” Tereza Holm said.", ["not going to pay"]),
        ("Tereza Holm said such raids will not be tolerated.", ["will not be tolerated"]),
        # demands
        ("The guild urged the owner to resign.", ["urged the owner to resign"]),
        ("The guild demanded that the captain resign.", ["resign"]),
        ("A banner read “Boats for everyone”.", ["Boats for everyone"]),
        # judgement by grammar
        ("“A boat is not a bank,” Tereza Holm said.", ["not a bank"]),
        ("“They treat us like ballast,” Tereza Holm said.", ["treat us like ballast"]),
        ("The mayor said the law was utterly joyless.", ["utterly joyless"]),
        ("“It was hard to stomach,” Tereza Holm said.", ["hard to stomach"]),
        ("Tereza Holm said the fine was far too low.", ["far too low"]),
        ("The judge found the sackings lawful.", ["lawful"]),
        ("The rally hit what the port calls a planned pause.", ["planned pause"]),
        (
            "“What kind of captain leaves first?” said Tereza Holm.",
            ["What kind of captain leaves first"],
        ),
        ("“They are not cowards,” Tereza Holm said.", ["not cowards"]),
        ("The crews were shamefully neglected, Tereza Holm said.", ["shamefully neglected"]),
        # verbs of position, not those that only introduce a label
        ("The bishop condemned the raid.", ["condemned"]),
        ("The bishop slammed the raid as “a circus”.", ["circus"]),
        ("The guild stands by its captain.", ["stands by"]),
    ],
)
def test_grammar_that_takes_a_position_whatever_the_words(quotes, text, expected) -> None:
    assert quotes("stance", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A killer whale was seen off Aldun, Tereza Holm said.",
        "Figures on illegal immigration were published on Monday.",
        "The theatre will stage Brave New World in May.",
        "The rubbish collection was late, residents said.",
        "Lawyers offered the crews legal help.",
        "Tereza Petty lives beside the Beacon.",
        "The court rejected the appeal on Friday.",
        "The crews refused to sail in March.",
        "Tereza Holm refuses to comment.",
        "“We will not be able to open before noon,” Tereza Holm said.",
        "“It was a Tuesday,” Tereza Holm said.",
        "“He is my brother,” Tereza Holm said.",
        "The ministry called for tenders.",
        "Demand for power rose in May.",
        "The upper house backed the change by 61 votes to 40.",
        "“How long did it take?” the judge asked.",
        "The spring offensive began in March.",
        "Who is against it? Two of the five parties.",
    ],
)
def test_neutral_uses_are_left_alone(quotes, text: str) -> None:
    assert quotes("stance", text) == []


def test_a_column_speaks_for_its_writer(quotes) -> None:
    column = (
        "I have read the plan twice. We were told to wait. A quay is not a shop. "
        "The committee should go."
    )
    assert quotes("stance", column) == ["not a shop", "should go"]
    assert quotes("stance", "A quay is not a shop. The committee should go.") == []


def test_passages_of_our_own_are_found(pipeline) -> None:
    read = passages()
    made_on = score_passages(pipeline, [p for p in read if not p.apart])
    apart = score_passages(pipeline, [p for p in read if p.apart])
    assert made_on.overlap_f1 > 0.75
    assert apart.overlap_f1 > 0.65
    assert apart.overlap / apart.predicted > 0.8
