"""Quantities in figures and words, with the values that the number rules give them.

An atom is one figure or number word. Approximators, ranges, parts of a whole and units grow an
atom into a quantity. What only looks like a quantity is taken out in `not_numbers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from refusal_annotator.prehighlight import number_words, units
from refusal_annotator.prehighlight.atoms import AtomFinder, Quantity
from refusal_annotator.prehighlight.base import NO_BOUND, OPEN_BOUND, Choice, Fact, Found
from refusal_annotator.prehighlight.number_rules import Rules
from refusal_annotator.prehighlight.reading import Reading, Sentence

_PRONOUNS = r"(?:his|her|its|their|our|your|my)"
_OF = re.compile(
    rf"\s+(?P<out>out\s+)?of\s+(?:the\s+|these\s+|those\s+|{_PRONOUNS}\s+|all\s+|a\s+total\s+of\s+)?"
    r"(?P<only>only\s+|some\s+)?\Z",
    re.IGNORECASE,
)
_IN_EVERY = re.compile(r"\s+(?:out\s+of|in)\s+(?P<every>every\s+)?\Z", re.IGNORECASE)
_TO = re.compile(
    r"(?:\s+(?P<word>to|or|and)\s+(?:as\s+many\s+as\s+)?|\s?[-‐–—]\s?)\Z", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?<!\w)an?\s+\Z", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?P<word>from|between)\s+\Z", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rises|rising|fell|fallen|fall|falls|grew|grown|grow|increased?|increasing|"
    r"extended?|extends|extending|lengthened|shortened|widened|expanded?|lifted|lowered|moved|doubled|"
    r"halved|slowed|plunged|soared|swelled|dipped|trimmed|revised|changed?|upped|hiked|narrowed|"
    r"dropped|drop|cut|raised?|reduced?|went|up|down|shrank|shrunk|jumped|climbed|doubled|slipped)\b"
    r"(?:\s+\w+){0,3}\s*\Z",
    re.IGNORECASE,
)


def find_numbers(reading: Reading, rules: Rules) -> list[Found]:
    """All quantities of a text, in order."""
    found: list[Found] = []
    scanner = _Scanner(reading, rules)
    for sentence in reading.sentences:
        found += (_finding(quantity, rules) for quantity in scanner.scan(sentence))
    return found


class _Scanner(AtomFinder):
    def scan(self, sentence: Sentence) -> list[Quantity]:
        atoms = self.atoms(sentence)
        quantities = self._join(atoms, sentence, self._range)
        quantities = [self._unit(quantity, sentence) for quantity in quantities]
        quantities = [self._approximate(quantity, sentence) for quantity in quantities]
        quantities = self._join(quantities, sentence, self._part)
        return [q for q in quantities if self._is_quantity(q, quantities, sentence)]

    def _join(
        self,
        items: list[Quantity],
        sentence: Sentence,
        join: Callable[[Quantity, Quantity, Sentence], Quantity | None],
    ) -> list[Quantity]:
        joined: list[Quantity] = []
        for item in items:
            both = join(joined[-1], item, sentence) if joined else None
            if both is None:
                joined.append(item)
            else:
                joined[-1] = both
        return joined

    def _range(self, first: Quantity, second: Quantity, sentence: Sentence) -> Quantity | None:
        gap = self.text[first.end : second.start]
        unit = units.after(self.text, first.end, first.end + len(gap))
        if unit:
            gap = gap[unit.end - first.end :]
        link = _TO.fullmatch(gap)
        if not link or first.point is None or second.point is None or not self.rules.between:
            return None
        word = (link.group("word") or "").casefold()
        lead = _FROM.search(self.text, max(sentence.start, first.start - 12), first.start)
        opened = lead.group("word").casefold() if lead else ""
        low, high = first.point, second.point
        low = self._same_magnitude(low, high, second)
        # "and" joins two ends only after "between"; "between 20 to 40" is as clear.
        joins = word != "and" or opened == "between"
        if low >= high or not joins:
            return None
        if not word and opened == "" and not self._is_figure_range(first, second):
            return None
        start = lead.start() if lead else first.start
        changing = _CHANGE.search(self.text, max(sentence.start, start - 50), start)
        if word == "to" and changing:
            return None
        compact = not word or first.form != second.form
        return Quantity(
            start,
            second.end,
            low,
            high,
            "mixed" if compact and first.form != "words" else second.form,
            kind=second.kind if second.kind != "count" else first.kind,
            approximator=self.rules.between,
            unit=second.unit or first.unit,
            why="two ends of a range",
        )

    def _same_magnitude(self, low: float | int, high: float | int, second: Quantity) -> float | int:
        """In "2 to 3 million" the magnitude holds for both ends."""
        words = self.text[second.start : second.end].casefold().split()
        magnitude = number_words.values().get(words[-1], 1) if len(words) > 1 else 1
        if magnitude >= 1000 and low * magnitude < high:
            return low * magnitude
        return low

    def _is_figure_range(self, first: Quantity, second: Quantity) -> bool:
        return (first.form == second.form == "words") or first.form in ("digits", "mixed")

    def _unit(self, quantity: Quantity, sentence: Sentence) -> Quantity:
        aged = units.age_before().search(
            self.text, max(sentence.start, quantity.start - 12), quantity.start
        )
        if aged and quantity.kind == "count":
            start = aged.start() if aged.group().casefold().startswith("aged") else quantity.start
            return replace(quantity, start=start, kind="age", unit=units.year())
        half_unit = units.after_article(self.text, quantity.end, sentence.end)
        if half_unit and quantity.point == 0.5 and quantity.form == "words":
            # "half a metre" is a length, not a share.
            return replace(quantity, end=half_unit.end, kind=half_unit.kind, unit=half_unit.unit)
        unit = units.after(self.text, quantity.end, sentence.end)
        if unit and (quantity.kind in ("count", unit.kind)):
            if quantity.form == "vague_word" and unit.kind == "measure" and unit.bare:
                return quantity
            low = quantity.low
            if unit.kind == "duration" and quantity.form == "vague_word":
                low = units.vague_duration_low(self.text[quantity.start : quantity.end], low)
            return replace(quantity, end=unit.end, kind=unit.kind, unit=unit.unit, low=low)
        if self.filter.is_age_in_commas(quantity.start, quantity.end, quantity.point):
            return replace(quantity, kind="age", unit=units.year(), score=0.75)
        return quantity

    def _approximate(self, quantity: Quantity, sentence: Sentence) -> Quantity:
        # "up to a third": the article stands between the approximator and the fraction.
        article = _ARTICLE.search(
            self.text, max(sentence.start, quantity.start - 3), quantity.start
        )
        edge = article.start() if article and quantity.kind == "fraction" else quantity.start
        before = self.rules.before.search(self.text, max(sentence.start, edge - 40), edge)
        if before and self.filter.is_topic_over(before.start(), before.group("words")):
            before = None
        after = self.rules.after.match(self.text, quantity.end, sentence.end)
        hit = before or after
        if not hit or (quantity.form == "vague_word" and not before):
            return quantity
        start = before.start() if before else quantity.start
        end = quantity.end if before or not after else after.end()
        category = self.rules.category_of[" ".join(hit.group("words").casefold().split())]
        grown = replace(quantity, start=start, end=end, score=min(0.95, quantity.score + 0.05))
        if before:
            # "up to around 200", "just over 200": of two the one that leaves a bound open counts.
            further = self.rules.before.search(self.text, max(sentence.start, start - 40), start)
            if further:
                outer = self.rules.category_of[" ".join(further.group("words").casefold().split())]
                if not self.rules.is_open(category) or self.rules.is_open(outer):
                    category = outer
                grown = replace(grown, start=further.start())
        if quantity.approximator:
            return grown
        low, high = self.rules.apply(category, quantity.point or 0)
        return replace(grown, low=low, high=high, approximator=category)

    def _part(self, first: Quantity, second: Quantity, sentence: Sentence) -> Quantity | None:
        gap = self.text[first.end : second.start]
        base = second.point
        if base is None or first.point is None or second.kind != "count":
            return None
        of = _OF.fullmatch(gap)
        if of and first.kind == "count" and first.point <= base:
            mixed = first.form != second.form
            return replace(
                first,
                end=second.end,
                kind="part_of_whole",
                base=base,
                form="mixed" if mixed else first.form,
                why="part of a counted whole",
            )
        every = _IN_EVERY.fullmatch(gap)
        likely = every and (every.group("every") or first.point == 1 or base in (10, 100))
        if likely and first.kind == "count" and first.point < base <= 1000 and second.start:
            share = first.point / base
            low, high = self.rules.apply(first.approximator, share)
            return replace(
                first,
                end=second.end,
                kind="fraction",
                unit="share",
                low=low,
                high=high,
                point=share,
            )
        return None

    def _is_quantity(self, quantity: Quantity, others: list[Quantity], sentence: Sentence) -> bool:
        if quantity.kind == "duration" and units.points_to_moment(
            self.text, quantity.start, quantity.end
        ):
            return False
        is_one = self.text[quantity.start : quantity.end].casefold() == "one"
        plain = quantity.kind == "count" and not quantity.approximator
        if is_one and plain:
            set_against = self.filter.one_is_set_against(quantity.start, quantity.end)
            if set_against and any(other.point != 1 for other in others):
                return True
            return any(
                other.point != 1 and self.filter.one_is_listed(quantity.start, quantity.end, other)
                for other in others
                if other.kind in ("count", "part_of_whole")
            )
        return self.filter.is_plausible(
            quantity.start, quantity.end, quantity.kind, quantity.approximator
        )


def _finding(quantity: Quantity, rules: Rules) -> Found:
    facts: dict[str, Fact] = {
        "kind": Choice(quantity.kind),
        "value_low": quantity.low,
        "value_high": quantity.high,
        "form": Choice(quantity.form),
    }
    approximator = quantity.approximator or ("" if quantity.point is None else rules.exact)
    if approximator:
        facts["approximator"] = Choice(approximator)
    if quantity.low is OPEN_BOUND and quantity.high is OPEN_BOUND:
        facts["value_low"] = facts["value_high"] = NO_BOUND
    if quantity.unit:
        facts["unit"] = quantity.unit
    if quantity.base is not None:
        facts["base"] = quantity.base
    if quantity.kind in ("duration", "age"):
        facts["counted_category"] = Choice("time")
    return Found("number", quantity.start, quantity.end, quantity.score, quantity.why, facts)
