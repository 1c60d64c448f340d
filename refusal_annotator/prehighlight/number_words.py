"""Figures and number words: patterns for them and their values."""

from __future__ import annotations

import re
from functools import cache

from refusal_annotator.prehighlight.lexicon import alternatives, table

_DIGITS = (
    r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:\ \d{3})+(?!\d)|"
    r"\d{1,4},\d{1,2}(?![\d,]|\.\d)|\d+(?:\.\d+)?[½¼¾]?|[½¼¾])"
)
# Letters right before or after make a name or an ordinal (MH17, T-72, 136th), not a quantity.
_NOT_BEFORE = r"(?<!\w)(?<![^\W\d_][-‐–])(?<!\d[.:/,])(?<![#@/])"
_NOT_AFTER = r"(?![\w])(?!:\d)(?!/\d)(?!\.\d)"
_COMMA_DIGITS = r"(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?(?![\d.])|\d+(?:,\d+)?[½¼¾]?|[½¼¾])"
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_DECIMAL_COMMA = re.compile(r"\d{1,4},\d{1,2}")
_SMALL_PARTS = re.compile(r"[-‐\s]+")


@cache
def values() -> dict[str, int]:
    """Value of each number word."""
    return {row["word"]: int(row["value"]) for row in table("number_words")}


@cache
def multiples() -> dict[str, int]:
    """Value of each word for a multiple: twice, double."""
    return {row["word"]: int(row["value"]) for row in table("multiples")}


@cache
def fraction_parts() -> dict[str, int]:
    """Into how many parts a fraction word divides."""
    return {row["word"]: int(row["parts"]) for row in table("fraction_words")}


# A unit right behind its figure, "40cm"; m is left to millions.
_GLUED_UNIT = r"(?=(?:mm|cm|km|kg|mg|ml|kW|MW|GW|mph|kph|kmh|hrs?|mins?)(?!\w))"


def digits_source(*, after_sign: bool = False, decimal_comma: bool = False) -> str:
    """Figures, with a magnitude where one follows: 1,300 or 4 million or 2.5bn."""
    long = alternatives(w for w, v in values().items() if v >= 1000 and len(w) > 2)
    short = alternatives(w for w, v in values().items() if v >= 1000 and len(w) <= 2)
    magnitude = rf"(?:(?:[\s-]?(?:hundred|(?:{long})s?)|(?:{short}))(?!\w))"
    before = "" if after_sign else _NOT_BEFORE
    figure = _COMMA_DIGITS if decimal_comma else _DIGITS
    return rf"{before}{figure}(?:{magnitude}|{_GLUED_UNIT}|{_NOT_AFTER})"


def words_source() -> str:
    """Number words from zero to billions; a figure word stands alone or in a well-formed row."""
    known = {w: v for w, v in values().items() if len(w) > 2}
    units = alternatives(w for w, v in known.items() if 1 <= v <= 9)
    teens = alternatives(w for w, v in known.items() if v == 0 or (10 <= v <= 19 and w != "dozen"))
    tens = alternatives(w for w, v in known.items() if 20 <= v <= 90)
    large = alternatives(w for w, v in known.items() if v >= 1000)
    glue = r"(?:\s?[-‐]\s?|\s)"
    small = rf"(?:(?:{tens})(?:{glue}(?:{units}))?|(?:{teens})|(?:{units}))"
    below_1000 = (
        rf"(?:(?:{small}{glue})?hundred(?:\s(?:and\s)?{small})?|(?:{small}{glue})?dozen|{small})"
    )
    top = rf"(?:(?:{below_1000}{glue})?(?:{large}))"
    row = rf"{top}(?:\s(?:and\s)?{top})*(?:\s(?:and\s)?{below_1000})?"
    halves = r"(?:\sand\s(?:a|one)[\s-](?:half|quarter)(?!\s(?:of|the)\b))?"
    return (
        rf"(?<![\w])(?<![^\W\d_][-‐])(?:half[\s-]a[\s-](?:dozen|hundred|{large})|{row}|{below_1000})"
        rf"(?!\w){halves}"
    )


def parse_digits(text: str, *, decimal_comma: bool = False) -> float | int:
    """Value of what `digits_source` matched.

    >>> parse_digits("1,300"), parse_digits("2.5 million")
    (1300, 2500000)
    """
    match = re.match(_COMMA_DIGITS if decimal_comma else _DIGITS, text)
    figure = match.group() if match else text
    part = _SIGNS.get(figure[-1:], 0)
    plain = figure.rstrip("½¼¾")
    if decimal_comma:
        plain = plain.replace(".", "").replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    number = float(re.sub(r"[,\u00a0\u202f ]", "", plain) or 0) + part
    magnitude = text[len(figure) :].strip(" -\n").casefold()
    known = values()
    return tidy(number * known.get(magnitude, known.get(magnitude.rstrip("s"), 1)))


def parse_words(text: str) -> float | int:
    """Value of what `words_source` matched.

    >>> parse_words("two thousand three hundred"), parse_words("half a million")
    (2300, 500000)
    """
    known = values()
    total = current = 0
    half = False
    text, extra = _and_a_half(text.casefold())
    for word in _SMALL_PARTS.split(text):
        if word == "half":
            half = True
        amount = known.get(word)
        if amount is None:
            continue
        if amount >= 1000:
            total += max(current, 1) * amount
            current = 0
        elif amount in (12, 100) and word in ("dozen", "hundred"):
            current = max(current, 1) * amount
        else:
            current += amount
    return tidy((total + current) * (0.5 if half else 1) + extra)


def _and_a_half(text: str) -> tuple[str, float]:
    for word, part in (("half", 0.5), ("quarter", 0.25)):
        whole = re.sub(rf"\sand\s(?:a|one)[\s-]{word}$", "", text)
        if whole != text:
            return whole, part
    return text, 0.0


def tidy(number: float | int) -> float | int:
    """Return a whole number as an integer."""
    return int(number) if float(number).is_integer() else round(float(number), 10)
