"""Units of measure, currencies and ages beside a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from refusal_annotator.prehighlight.lexicon import alternatives, table

_FOR = re.compile(r"(?<!\w)for\s+\Z", re.IGNORECASE)
_MOMENT = re.compile(r"\s+(?:ago|before|after|later|earlier|previously|prior)(?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(r"\s+an?(?=\s)", re.IGNORECASE)
# "three times the average" is a multiple, "hit three times" a count.
_MULTIPLE = frozenset(("times", "points", "point"))
_THAN = re.compile(
    r"\s+(?:as|the|that|this|these|those|its|his|her|their|our|what|more|higher|larger|bigger|greater|"
    r"faster|less|fewer|lower|smaller|longer|over|above|below|up|down|ahead|behind|clear|in|on|of|from|"
    r"to|since|and)(?!\w)|\s*[.,;)”\"]",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:\s+(?:per|an?|each|every)\s+|/)(?P<per>second|minute|hour|day|week|month|year|hectare|acre|"
    r"litre|kilometre|km|mile|cubic metre|square metre)(?!\w)",
    re.IGNORECASE,
)
_OLD = re.compile(r"[-‐\s]?(?P<old>olds?)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after a figure, with where it ends."""

    unit: str
    kind: str
    end: int
    bare: bool = False


def after(text: str, start: int, end: int) -> Unit | None:
    """Return the unit that stands right at `start`, after a space or hyphen, or None."""
    match = _unit_pattern().match(text, start, end)
    if not match:
        return None
    word = " ".join(match.group().strip(" -‐\n\u00a0").split())
    row = _units().get(word) or _units().get(word.casefold())
    if row is None or (word.casefold() in _MULTIPLE and not _THAN.match(text, match.end(), end)):
        return None
    unit, kind = row
    old = _OLD.match(text, match.end(), end) if kind == "duration" else None
    if old:
        return Unit(unit, "age", old.end())
    rate = _RATE.match(text, match.end(), end) if kind in ("measure", "money") else None
    if rate and kind == "measure":
        return Unit(f"{unit} per {rate.group('per').casefold()}", kind, rate.end())
    return Unit(unit, kind, match.end(), bare=unit == "time")


def after_article(text: str, start: int, end: int) -> Unit | None:
    """Return the unit behind an article at `start`, as in "half a metre", or None."""
    article = _ARTICLE.match(text, start, end)
    return after(text, article.end(), end) if article else None


def points_to_moment(text: str, start: int, end: int) -> bool:
    """Whether a length of time only tells a moment: "two weeks ago", "three days after".

    "For six hours before help came" tells a length all the same.
    """
    return bool(_MOMENT.match(text, end)) and not _FOR.search(text, max(0, start - 5), start)


def vague_duration_low(words: str, low: object) -> object:
    """Lower bound of a vague word in durations, where the convention differs from counts."""
    return _duration_lows().get(words.casefold(), low)


@cache
def age_before() -> re.Pattern[str]:
    """Words that make the figure after them an age."""
    return re.compile(r"(?<!\w)(?:aged|at\s+age|age\s+of|ages|age)\s+\Z", re.IGNORECASE)


@cache
def year() -> str:
    """Unit of an age that names none."""
    return next(row["unit"] for row in table("units") if row["word"] == "year")


@cache
def signs() -> dict[str, str]:
    """Currency of each sign."""
    return {row["sign"].upper(): row["unit"] for row in table("currency_signs")}


@cache
def sign_source() -> str:
    """Pattern source of the currency signs."""
    return alternatives(signs())


@cache
def sign_pattern() -> re.Pattern[str]:
    """Currency sign at the start of an amount."""
    return re.compile(rf"(?:{sign_source()})\s?", re.IGNORECASE)


@cache
def vague_magnitude() -> re.Pattern[str]:
    """Magnitude after a vague word: several hundred, a few dozen."""
    return re.compile(r"\s+(?P<word>hundred|thousand|million|billion|dozen)(?!\w)", re.IGNORECASE)


@cache
def _units() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["unit"], row["kind"]) for row in table("units")}


@cache
def _duration_lows() -> dict[str, int]:
    return {row["words"]: int(row["low"]) for row in table("vague_durations")}


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = alternatives(word for word in _units() if word != "%")
    return re.compile(rf"\s?(?:%|[-‐]?\s?(?:{words})(?!\w))", re.IGNORECASE)
