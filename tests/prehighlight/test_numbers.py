from __future__ import annotations

from typing import Any

import pytest

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.variables import cell_to_json
from refusal_annotator.prehighlight import number_words
from refusal_annotator.prehighlight.number_rules import compile_rules, rules_config
from refusal_annotator.prehighlight.numbers import find_numbers
from refusal_annotator.prehighlight.reading import read
from refusal_annotator.resources import codebook_path

BOOK = load_codebook(codebook_path("refusal_news").read_text("utf-8"))
RULES = compile_rules(rules_config(BOOK))
OPEN = "open"
NONE = "not_derivable"


def found(text: str) -> list[str]:
    return [text[n.start : n.end] for n in find_numbers(read(text), RULES)]


def only(text: str) -> dict[str, Any]:
    numbers = find_numbers(read(text), RULES)
    assert len(numbers) == 1, [text[n.start : n.end] for n in numbers]
    facts = dict(numbers[0].facts)
    return {"text": text[numbers[0].start : numbers[0].end], **facts}


@pytest.mark.parametrize(
    ("text", "span", "low", "high"),
    [
        ("Nine ferries stayed in port.", "Nine", 9, 9),
        ("Some 40 ferries stayed in port.", "Some 40", 40, 40),
        ("At least 90 ferries stayed.", "At least 90", 90, OPEN),
        ("They sold more than 1,300 tickets.", "more than 1,300", 1300, OPEN),
        ("They sold upwards of 80 tickets.", "upwards of 80", 80, OPEN),
        ("They sold up to 90 tickets.", "up to 90", OPEN, 90),
        ("They sold fewer than 90 tickets.", "fewer than 90", OPEN, 90),
        ("They sold 80 or so tickets.", "80 or so", 80, 80),
        ("They sold 80 or more tickets.", "80 or more", 80, OPEN),
        ("They sold nearly a dozen tickets.", "nearly a dozen", 12, 12),
        ("They sold only 12 tickets.", "only 12", 12, 12),
        ("They sold between 15 and 25 tickets.", "between 15 and 25", 15, 25),
        ("They sold from 300 to 400 tickets.", "from 300 to 400", 300, 400),
        ("They sold 20-40 tickets.", "20-40", 20, 40),
        ("They sold two or three tickets.", "two or three", 2, 3),
        ("They sold 2 to 3 million tickets.", "2 to 3 million", 2000000, 3000000),
        ("They sold 12 000 tickets.", "12 000", 12000, 12000),
        ("They sold 4 million tickets.", "4 million", 4000000, 4000000),
        ("They sold twenty-five tickets.", "twenty-five", 25, 25),
        ("They sold Twenty five tickets.", "Twenty five", 25, 25),
        ("They sold two thousand three hundred tickets.", "two thousand three hundred", 2300, 2300),
        ("They sold a hundred tickets.", "hundred", 100, 100),
        ("They sold half a million tickets.", "half a million", 500000, 500000),
        ("They sold dozens of tickets.", "dozens", 24, 99),
        ("They sold hundreds of tickets.", "hundreds", 200, 999),
        ("Hundred of passengers were left behind.", "Hundred", 200, 999),
        ("They sold several tickets.", "several", 3, OPEN),
        ("They sold several hundred tickets.", "several hundred", 300, OPEN),
        ("They sold a couple of tickets.", "a couple of", 2, 2),
        ("They sold a lot of tickets.", "a lot of", NONE, NONE),
        ("They sold so many tickets.", "so many", NONE, NONE),
        (
            "A large but unknown number of tickets was sold.",
            "large but unknown number of",
            NONE,
            NONE,
        ),
    ],
)
def test_span_and_bounds(text: str, span: str, low: Any, high: Any) -> None:
    number = only(text)
    assert (number["text"], number["value_low"], number["value_high"]) == (span, low, high)


@pytest.mark.parametrize(
    ("text", "span", "kind", "unit"),
    [
        ("The strike lasted almost six weeks.", "almost six weeks", "duration", "week"),
        ("It was a three-day walkout.", "three-day", "duration", "day"),
        ("A cook aged 31 was hurt.", "aged 31", "age", "year"),
        ("A 19-year-old cook was hurt.", "19-year-old", "age", "year"),
        ("Oskar Lind, 54, was hurt.", "54", "age", "year"),
        ("It cost 400 crowns.", "400 crowns", "money", "crown"),
        ("It cost $2.50.", "$2.50", "money", "dollar"),
        ("It cost £3bn.", "£3bn", "money", "pound"),
        ("It is 30 miles long.", "30 miles", "measure", "mile"),
        ("About 15 per cent came.", "About 15 per cent", "percent", "percent"),
        ("Between 20-40% came.", "Between 20-40%", "percent", "percent"),
        ("Two-fifths of them came.", "Two-fifths", "fraction", "share"),
        ("A quarter of them came.", "quarter", "fraction", "share"),
        ("Up to a third of them came.", "Up to a third", "fraction", "share"),
        ("One in ten came.", "One in ten", "fraction", "share"),
    ],
)
def test_kind_and_unit(text: str, span: str, kind: str, unit: str) -> None:
    number = only(text)
    assert (number["text"], number["kind"], number["unit"]) == (span, kind, unit)


def test_a_part_of_a_whole_is_one_span_with_its_base() -> None:
    number = only("Only four of the 9 ferries sailed.")
    assert number["text"] == "Only four of the 9"
    assert (number["kind"], number["value_low"], number["base"]) == ("part_of_whole", 4, 9)
    assert number["form"] == "mixed"


@pytest.mark.parametrize(
    "text",
    [
        "It began on 3 March.",
        "It began on March 3, 2021.",
        "It began in 2016 and ended in the 1990s.",
        "It began at 10:30 and at 9 p.m. on Tuesday.",
        "It began two weeks ago, a day after the fire.",
        "The 27th Engineer Company left.",
        "Article 12 and Pier 9 were closed.",
        "A T-72 and an MH17 sign stood there.",
        "One stoker said no one came, one of the crews.",
        "It was the first of the most serious fires.",
        "Call 0555 123 456 or see www.example.org/4711.",
        "He asked how many came, and as many did.",
        "The number of complaints grew.",
    ],
)
def test_dates_names_and_the_indefinite_one_are_no_numbers(text: str) -> None:
    assert found(text) == []


def test_one_counts_where_another_figure_is_set_against_it() -> None:
    assert found("One drowned, three swam ashore.") == ["One", "three"]


def test_a_change_from_one_value_to_another_is_no_range() -> None:
    assert found("Calls rose from 300 to 2,000 in a week.") == ["300", "2,000"]


def test_two_amounts_side_by_side_are_two_spans() -> None:
    assert found("It cost 400 crowns ($38).") == ["400 crowns", "$38"]


def test_few_means_less_in_durations() -> None:
    assert only("In the last few weeks nobody came.")["value_low"] == 2


def test_another_codebook_brings_its_own_words() -> None:
    rules = compile_rules(
        {
            "bounds": {"plain": ["value", "value"], "floor": ["value", "open"]},
            "approximator_words": {"floor": ["north of"]},
            "vague_quantifiers": [{"words": ["oodles of"], "low": 50, "high": "open"}],
        }
    )
    text = "North of 60 sheep and oodles of goats grazed."
    numbers = find_numbers(read(text), rules)
    assert [text[n.start : n.end] for n in numbers] == ["North of 60", "oodles of"]
    assert [n.facts.get("approximator") for n in numbers] == ["floor", None]


def test_words_and_figures_have_values() -> None:
    assert number_words.parse_words("one hundred and ten thousand and two") == 110002
    assert number_words.parse_digits("1,351") == 1351
    assert number_words.parse_digits("2.5bn") == 2500000000


def test_bounds_become_cells(run: Any) -> None:
    (suggestion,) = [s for s in run("At least 90 of it is sand.").suggestions if s.type == "Number"]
    attributes = {a.role: a.id for a in BOOK.span_type("Number").attributes}
    assert suggestion.values[attributes["value_high"]] == {"open": True}
    assert cell_to_json(suggestion.values[attributes["value_low"]]) == 90


@pytest.mark.parametrize(
    ("text", "span", "low", "high"),
    [
        ("They waited five and a half hours.", "five and a half hours", 5.5, 5.5),
        ("It rose by 58,3 % in a year.", "58,3 %", 58.3, 58.3),
        ("It cost KSh 70,000.", "KSh 70,000", 70000, 70000),
        ("It cost US$ 14 millions.", "US$ 14 millions", 14000000, 14000000),
        ("It pays up to five million kyat.", "up to five million kyat", OPEN, 5000000),
        ("It cost just over £2.", "just over £2", 2, OPEN),
        ("The bus carried upward of 80.", "upward of 80", 80, OPEN),
        ("They sold well over 300 tickets.", "well over 300", 300, OPEN),
        ("They sold just shy of 300 tickets.", "just shy of 300", 300, 300),
        ("It holds about 14 million cubic metres.", "about 14 million cubic metres", 14e6, 14e6),
        ("It let out 180 cubic metres per second.", "180 cubic metres per second", 180, 180),
        ("It is more than twice the official total.", "more than twice", 2, OPEN),
        ("A fifth had already left.", "fifth", 0.2, 0.2),
        ("They asked for 2½ days.", "2½ days", 2.5, 2.5),
        ("It sold 3 lakh tickets.", "3 lakh", 300000, 300000),
    ],
)
def test_more_spans_and_bounds(text: str, span: str, low: Any, high: Any) -> None:
    number = only(text)
    assert (number["text"], number["value_low"], number["value_high"]) == (span, low, high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They hit him three times with an oar.", ["three"]),
        ("It is three times the average.", ["three times"]),
        ("A row over 11 votes goes on.", ["11"]),
        ("The levy rose from 90 to 180 days.", ["90", "180 days"]),
        ("There is one tug for three barges.", ["one", "three"]),
        ("Two verdicts and one open question stay.", ["Two", "one"]),
        ("They say 14 were hurt, one of them badly.", ["14", "one"]),
    ],
)
def test_what_stands_around_a_figure_counts(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The strike enters day nine as ferries wait.",
        "It was on the 7.12 from Westport.",
        "Call us at 555-0138.",
        "She lives at 12 Harbour Street.",
        "The case is before Military Court 3.",
        "It happened at kilometre 38 of the road.",
        "The 2019 elections were calm.",
        "A third had his flat searched.",
        "14.30\nThe ferry is back.",
    ],
)
def test_more_figures_that_count_nothing(text: str) -> None:
    assert found(text) == []


def test_a_unit_may_touch_its_figure(quotes) -> None:
    text = "The river rose by 40cm and 5km of road was lost; about 30kg was found, 60mm fell."
    assert quotes("number", text) == ["40cm", "5km", "about 30kg", "60mm"]


def test_a_length_behind_for_is_one_whatever_follows(quotes) -> None:
    assert quotes("number", "They clung on for six hours before help came.") == ["six hours"]
    assert quotes("number", "They left six hours before the vote.") == []
