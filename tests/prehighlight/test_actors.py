from __future__ import annotations

import pytest

WITHIN = "The meeting was long. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names
        ("Union lawyer Tereza Holm arrived late.", ["Tereza Holm"]),
        ("The cook of the Vega, Oskar Lind, sailed.", ["Oskar Lind"]),
        ("Prime Minister Ada Lund spoke to the Harbour Gazette.", ["Ada Lund", "Harbour Gazette"]),
        ("In Norway's Coast Guard nobody knew.", ["Coast Guard"]),
        ("The Dockers' League refused to sign.", ["Dockers' League"]),
        ("The Ministry of Transport was closed.", ["Ministry of Transport"]),
        ("The Guardian reported a leak.", ["The Guardian"]),
        # states, capitals and seats
        ("Oslo announced a new levy.", ["Oslo"]),
        ("Ferries sailed from Oslo to Denmark.", []),
        ("Norway's attempt to reopen the strait failed.", ["Norway"]),
        ("The Kremlin was silent.", ["Kremlin"]),
        # nominal mentions
        ("About forty dockers from Pier 9 went home.", ["About forty dockers from Pier 9"]),
        ("Such crews are rare.", ["crews"]),
        ("A dozen stokers left.", ["A dozen stokers"]),
        ("Only three of the nine stokers left.", ["three of the nine stokers"]),
        ("Dozens of pilots from nine ports came.", ["Dozens of pilots"]),
        ("The Danish fishing crews came back.", ["Danish fishing crews"]),
        ("Pilots and stokers walked out.", ["Pilots and stokers"]),
        ("The harbour master refused.", ["harbour master"]),
        ("A diver from Westport was first.", ["diver from Westport"]),
        ("French and Dutch officials agreed.", ["French and Dutch officials"]),
        # not actors
        ("He posted the list on Telegram.", []),
        ("They left on Monday in March.", []),
        ("The police station was shut.", []),
        ("People like it.", []),
        ("She went to court.", []),
    ],
)
def test_mentions_and_their_borders(quotes, text: str, expected: list[str]) -> None:
    assert quotes("actor", text) == expected


def test_a_possessor_is_tagged_inside_the_mention(quotes) -> None:
    assert quotes("actor", "Inga's brother was there.") == ["Inga's brother", "Inga"]


def test_a_surname_resolves_to_the_full_name(run) -> None:
    text = "Tereza Holm, a lawyer, came at noon. Holm stayed until ten."
    actors = [s for s in run(text).suggestions if s.type == "Actor"]
    assert [s.quote for s in actors] == ["Tereza Holm", "Holm"]
    assert {s.values["entity"]["v"] for s in actors} == {"Tereza Holm"}
    assert [s.values["identification"]["v"] for s in actors] == ["full_name", "partial_name"]


def test_a_description_beside_a_name_is_left_out_and_apart_is_kept(quotes) -> None:
    text = "Agora, a small rights group, wrote a letter. The group met on Sunday."
    assert quotes("actor", text) == ["Agora", "group"]


def test_capitals_of_a_title_are_no_names(quotes) -> None:
    text = "Nine Harbour Pilots Refuse To Board The Night Ferry\n\nTereza Holm was there.\n\nMore."
    assert "Refuse To Board" not in " ".join(quotes("actor", text))
    assert "Tereza Holm" in quotes("actor", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names by their place and form
        ("Kestrel found some flaws. It said so.", ["Kestrel"]),
        ("Smoke filled the hall.", []),
        ("The Farmers’ Front met. The Front won.", ["Farmers’ Front", "Front"]),
        ("He told The Packet so.", ["The Packet"]),
        ("The Agency for Rivers and Dams knew.", ["Agency for Rivers and Dams"]),
        ("The Rank and File League wrote.", ["Rank and File League"]),
        ("Transport Secretary Ada Vale left.", ["Ada Vale"]),
        ("Mother-of-two Ada Vale left.", ["Ada Vale"]),
        ("The survey by Kantora was wrong.", ["Kantora"]),
        ("According to Kantora, it was wrong.", ["Kantora"]),
        ("The Catholic charity Helpora came.", ["Helpora"]),
        ("They live in the town of Sarl. Sarl slept.", []),
        # mentions by their endings, masses, ages and counts
        ("The glaziologists left.", ["glaziologists"]),
        ("A sea of protesters came.", ["sea of protesters"]),
        ("Teachers, nurses and porters walked out.", ["Teachers, nurses and porters"]),
        ("The 44-year-old said no.", ["44-year-old"]),
        ("The storm kills at least 46, rescuers say.", ["at least 46", "rescuers"]),
        ("They counted 14 letters. Three were lost.", []),
        ("They counted 14 sailors. Three were lost.", ["14 sailors", "Three"]),
        (
            "Half of them had left. One of the dockers stayed.",
            ["Half of them", "One of the dockers"],
        ),
        ("About 400 of his 900 drivers were out.", ["900 drivers"]),
        ("The injured were flown out, and the injured horse was not.", ["injured"]),
        # houses act or are places
        ("The county has not answered.", ["county"]),
        ("They met in the county.", []),
        # a description beside a name goes, with what stands in it
        ("Tom Quist, a lawyer for the company, spoke.", ["Tom Quist"]),
        ("Its spokesman, Colonel Emil Haas, spoke.", ["Emil Haas"]),
        ("They sued the government, Seawire reported.", ["government", "Seawire"]),
        # an owner without a name
        ("The company's door was shut.", []),
        ("The company's decision was late.", ["company"]),
    ],
)
def test_names_and_mentions_in_context(quotes, text: str, expected: list[str]) -> None:
    assert quotes("actor", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A word for a place as a surname.
        ("Lin Marsh, chair of the Weavers' Guild, told the jury so. Marsh left.", "Lin Marsh"),
        # Parties behind prepositions.
        ("A meeting with Orrin Vale went badly.", "Orrin Vale"),
        ("He had a letter from Orrin Zell.", "Orrin Zell"),
        ("Two agents for the Mauves left.", "Mauves"),
        # Bodies by their people and by what is done to them.
        ("At noon Zarvex spokeswoman Dana Holm arrived.", "Zarvex"),
        ("The mayor blamed Zarvex for the smell.", "Zarvex"),
        ("Analysts at Zarvex expect a deal.", "Zarvex"),
        ("Observers from the OSCE were late.", "OSCE"),
        ("It was a matter for TfL.", "TfL"),
        ("Zelcas has invited the mayor.", "Zelcas"),
        ("Ruth Abara of Cope & Lind waited.", "Cope & Lind"),
    ],
)
def test_what_stands_beside_a_name_tells(quotes, text: str, expected: str) -> None:
    assert expected in quotes("actor", text)


@pytest.mark.parametrize(
    "text",
    [
        "Ash Marsh, a nature reserve, was shut.",
        "It had come from Orrin Zell.",
        "“I’ve cancelled it,” he said.",
        "She shook her head.",
        "They lack a majority in the house.",
        "Can a soldier say no?",
        "He had lost his papers.",
        "Storm Petra was late.",
        "It was sent with 40 recorded calls.",
    ],
)
def test_nobody_acts_here(quotes, text: str) -> None:
    assert quotes("actor", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rasmus Kvist, whose father held the seat, came third.", "father"),
        ("Elderly patients were carried out.", "Elderly patients"),
        ("He was handed to migration officers.", "migration officers"),
        (
            "The chief operating officer of the mill resigned.",
            "chief operating officer of the mill",
        ),
        ("They suspended a driver who had refused to leave.", "driver"),
    ],
)
def test_mentions_reach_as_far_as_they_should(quotes, text: str, expected: str) -> None:
    assert expected in quotes("actor", text)
