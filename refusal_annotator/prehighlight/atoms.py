"""Atoms of quantities: one figure, number word, fraction, amount of money or vague quantifier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from refusal_annotator.prehighlight import number_words, units
from refusal_annotator.prehighlight.lexicon import alternatives
from refusal_annotator.prehighlight.not_numbers import Filter
from refusal_annotator.prehighlight.number_rules import Rules, Value
from refusal_annotator.prehighlight.reading import Reading, Sentence

_ADJECTIVES = r"(?:[^\W\d_]+(?:,?\s+(?:but|and|if|yet)\s+[^\W\d_]+)?\s+)"
_NUMBER_OF = rf"(?:(?<=\ba\s)|(?<=\ban\s)){_ADJECTIVES}?number\s+of(?!\w)"
_FRACTION_FIGURE = r"(?<![\w/.,])[1-9]/(?:[2-9]|10)(?![\w/])"
# "Hundred of" is a misprint of the vague plural; "a hundred of" and "two hundred of" are not.
_MISPRINT = r"(?<!\w)(?<!\ba\s)(?:hundred|thousand|dozen)(?=\s+of\s)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity on the way to a finding."""

    start: int
    end: int
    low: Value
    high: Value
    form: str
    kind: str = "count"
    approximator: str = ""
    unit: str = ""
    base: float | int | None = None
    score: float = 0.9
    why: str = "a figure or number word"
    point: float | int | None = None


class AtomFinder:
    """Finds the atoms of one text under number rules."""

    def __init__(self, reading: Reading, rules: Rules) -> None:
        self.text = reading.text
        self.rules = rules
        self.filter = Filter(reading)
        self._pattern = _atoms_pattern(tuple(sorted(rules.vague)), rules.decimal_comma)

    def atoms(self, sentence: Sentence) -> list[Quantity]:
        """Atoms of a sentence outside dates, addresses and names, in order."""
        found: list[Quantity] = []
        for match in self._pattern.finditer(self.text, sentence.start, sentence.end):
            atom = self._atom(match)
            if atom is not None and not self.filter.is_masked(atom.start, atom.end):
                found.append(atom)
        return _without_swallowed(found)

    def _atom(self, match: re.Match[str]) -> Quantity | None:
        text, kind = match.group(), match.lastgroup
        start, end = match.span()
        if kind == "vague" or kind == "numberof":
            return self._vague(match)
        if kind == "misprint":
            return self._misprint(match)
        if kind == "fracword":
            return self._fraction_word(match)
        if kind == "multiple":
            amount = number_words.multiples()[text.casefold()]
            return _exact(start, end, amount, "words", kind="measure", unit="time")
        if kind == "fracfig":
            top, bottom = text.split("/")
            if int(top) >= int(bottom):
                return None
            share = int(top) / int(bottom)
            return _exact(start, end, share, "digits", kind="fraction", unit="share")
        if kind == "money":
            return self._money(match)
        if kind == "figure":
            mixed = any(char.isalpha() for char in text)
            form = "mixed" if mixed else "digits"
            return _exact(start, end, self._value(text), form)
        return _exact(start, end, number_words.parse_words(text), "words")

    def _value(self, figure: str) -> float | int:
        return number_words.parse_digits(figure, decimal_comma=self.rules.decimal_comma)

    def _money(self, match: re.Match[str]) -> Quantity:
        sign = units.sign_pattern().match(self.text, match.start())
        assert sign is not None
        figure = self.text[sign.end() : match.end()].strip()
        form = "mixed" if any(char.isalpha() for char in figure) else "digits"
        amount = self._value(figure)
        unit = units.signs()[sign.group().strip().upper()]
        return _exact(*match.span(), amount, form, kind="money", unit=unit)

    def _vague(self, match: re.Match[str]) -> Quantity | None:
        start, end = match.span()
        words = " ".join(match.group().casefold().split())
        bounds = self.rules.vague.get(words)
        if bounds is None and match.lastgroup == "numberof":
            bounds = self.rules.vague.get("number of")
        if bounds is None or not self.filter.is_vague_quantity(words, start, end):
            return None
        if bounds.low == bounds.high and any(w in number_words.values() for w in words.split()):
            return _exact(start, end, number_words.parse_words(words), "words")
        quantity = Quantity(
            start,
            end,
            bounds.low,
            bounds.high,
            "vague_word",
            approximator=self.rules.blurred,
            score=0.85,
            why="a vague quantifier of the number rules",
        )
        return self._multiplied(quantity)

    def _multiplied(self, quantity: Quantity) -> Quantity:
        """Take the magnitude into "several hundred" and "a few dozen"."""
        match = units.vague_magnitude().match(self.text, quantity.end)
        if not match or not isinstance(quantity.low, (int, float)):
            return quantity
        times = number_words.values()[match.group("word").casefold()]
        high = quantity.high
        return replace(
            quantity,
            end=match.end(),
            low=quantity.low * times,
            high=high * times if isinstance(high, (int, float)) else high,
        )

    def _misprint(self, match: re.Match[str]) -> Quantity | None:
        bounds = self.rules.vague.get(match.group().casefold() + "s")
        if bounds is None:
            return None
        return Quantity(
            *match.span(),
            bounds.low,
            bounds.high,
            "vague_word",
            approximator=self.rules.blurred,
            score=0.7,
            why="a misprint of a vague plural",
        )

    def _fraction_word(self, match: re.Match[str]) -> Quantity | None:
        words = re.split(r"[\s‐-]+", match.group().casefold())
        parts = number_words.fraction_parts()[words[-1]]
        top = number_words.values().get(words[0], 1) if len(words) > 1 else 1
        start = match.start()
        if words[0] in ("a", "an"):
            start = match.end() - len(words[-1])
        if top >= parts or not self.filter.is_fraction(words, start, match.end()):
            return None
        return _exact(start, match.end(), top / parts, "words", kind="fraction", unit="share")


def _without_swallowed(atoms: Iterable[Quantity]) -> list[Quantity]:
    """Leave out an atom that the one before has taken in: the "hundred" of "several hundred"."""
    kept: list[Quantity] = []
    for atom in atoms:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def _exact(
    start: int, end: int, value: float | int, form: str, *, kind: str = "count", unit: str = ""
) -> Quantity:
    return Quantity(start, end, value, value, form, kind=kind, unit=unit, point=value)


@cache
def _atoms_pattern(vague: tuple[str, ...], decimal_comma: bool) -> re.Pattern[str]:
    fractions = alternatives(w for w in number_words.fraction_parts() if not w.startswith("hal"))
    numerators = alternatives(w for w, v in number_words.values().items() if 1 <= v <= 9)
    amount = number_words.digits_source(after_sign=True, decimal_comma=decimal_comma)
    parts: Iterable[tuple[str, str]] = (
        ("money", rf"(?<!\w)(?:{units.sign_source()})\s?{amount}"),
        ("fracfig", _FRACTION_FIGURE),
        (
            "multiple",
            rf"(?<![\w-])(?:{alternatives(number_words.multiples())})(?![\w-])"
            r"(?=\s+(?:as|the|that|this|those|its|his|her|their|our|what|last)\b|[”\"]|\s+or\s+)",
        ),
        (
            "fracword",
            rf"(?<![\w-])(?:(?:a|{numerators})[-‐\s](?:{fractions})|half(?!\s+(?:a\s+)?(?:dozen|hundred|thousand|million|billion)))(?![\w-])",
        ),
        ("misprint", _MISPRINT),
        ("numberof", _NUMBER_OF),
        ("vague", rf"(?<![\w-])(?:{alternatives(vague)})(?![\w])"),
        ("figure", number_words.digits_source(decimal_comma=decimal_comma)),
        ("words", number_words.words_source()),
    )
    return re.compile("|".join(f"(?P<{name}>{source})" for name, source in parts), re.IGNORECASE)
