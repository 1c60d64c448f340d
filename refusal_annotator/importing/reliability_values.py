"""The values of a reliability table, by the level of measurement; nothing is guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from refusal_annotator.importing.reliability_cells import (
    EMPTY_SET,
    FORMS,
    MISSING_WORDS,
    Shape,
    TableCell,
    TableError,
    TableOptions,
    fold_space,
    is_number,
    is_there,
    parse_number,
    text_of,
)

# Words that often mean "no value" and are taken for categories unless somebody says so.
_LOOKS_MISSING = frozenset({"na", "n/a", "nan", "null", "none", "missing", ".", "-", "?", "#n/a"})

Key = tuple[int, int]
Held = dict[Key, TableCell]
Found = tuple[dict[Key, Any], list[str], str]
"""Values, problems, and the way out of these."""


@dataclass
class ValueReader:
    """Reads the cells of a shape; `is_text` where every cell of the file is text."""

    name: str
    is_text: bool
    options: TableOptions
    level: str
    notes: list[str] = field(default_factory=list[str])

    def read(self, shape: Shape) -> dict[Key, Any]:
        """Return (unit, coder) to value; TableError names every cell that does not fit."""
        missing = {word.strip().casefold() for word in self.options.missing}
        held = {
            key: cell
            for key, cell in shape.cells.items()
            if is_there(cell.content) and text_of(cell.content).casefold() not in missing
        }
        readers: Mapping[str, Callable[[Held], Any]] = {
            "interval": self._numbers,
            "ratio": self._numbers,
            "ordinal": self._ordinal,
            "nominal": self._nominal,
            "multi_select": self._sets,
        }
        values, problems, way_out = readers[self.level](held)
        if problems:
            raise TableError(self.name, problems, way_out=way_out)
        if not values:
            raise TableError(self.name, ["it holds no value"], way_out=FORMS)
        return values

    def _numbers(self, held: Held) -> Found:
        values: dict[Key, float | int] = {}
        problems = []
        for key, cell in _in_order(held):
            number, reason = self._number(cell)
            if number is not None and self.level == "ratio" and number < 0:
                reason = f"is {number}, and a ratio scale has no negative value"
            if reason:
                problems.append(f"{cell.place} {reason}")
            elif number is not None:
                values[key] = number
        return values, problems, f"The level {self.level} needs numbers. {MISSING_WORDS}"

    def _number(self, cell: TableCell) -> tuple[float | int | None, str | None]:
        content = cell.content
        if is_number(content):
            if isinstance(content, float) and not math.isfinite(content):
                return None, "holds no finite number"
            return content, None
        if isinstance(content, (date, time, timedelta)):
            return None, f"holds a date or time, {content}"
        if not isinstance(content, str):
            return None, f"holds {cell.shown}, which is no number"
        if not self.is_text:
            as_text = parse_number(content, ".") is not None
            return None, f"holds {cell.shown} as text" if as_text else f"holds {cell.shown}"
        number = parse_number(content, self.options.decimal)
        if (
            number is None
            and self.options.decimal == "."
            and parse_number(content, ",") is not None
        ):
            return None, f"holds {cell.shown} with a decimal comma; say so with --decimal ,"
        return number, None if number is not None else f"holds {cell.shown}"

    def _ordinal(self, held: Held) -> Found:
        if not self.options.order:
            values, problems, _ = self._numbers(held)
            way_out = (
                "The order of words is never guessed: give it with --order low,middle,high, or "
                f"code with numbers. {MISSING_WORDS}"
            )
            return values, problems, way_out
        allowed = {fold_space(word): word for word in self.options.order}
        values, problems = {}, []
        for key, cell in _in_order(held):
            found = allowed.get(fold_space(text_of(cell.content)))
            if found is None:
                problems.append(f"{cell.place} holds {cell.shown}, which is not in the order given")
            else:
                values[key] = found
        return values, problems, f"The order is: {', '.join(self.options.order)}."

    def _nominal(self, held: Held) -> Found:
        numbers: dict[Key, Any] = {}
        words: dict[Key, Any] = {}
        problems = []
        for key, cell in _in_order(held):
            content = cell.content
            if isinstance(content, (date, time, timedelta)):
                problems.append(f"{cell.place} holds a date or time, {content}")
            elif isinstance(content, bool):
                words[key] = str(content).upper()
            elif is_number(content):
                numbers[key] = content
            elif self.is_text and parse_number(content, ".") is not None:
                numbers[key] = parse_number(content, ".")
            else:
                words[key] = text_of(content)
        if numbers and words:
            few, kind = (words, "a word") if len(words) <= len(numbers) else (numbers, "a number")
            other = "numbers" if few is words else "words"
            problems += [
                f"{held[key].place} holds {held[key].shown}, {kind} among {other}" for key in few
            ]
        self._tell_doubtful(words)
        way_out = f"Write all categories alike. {MISSING_WORDS}"
        return {**numbers, **words}, problems, way_out

    def _sets(self, held: Held) -> Found:
        values = {}
        for key, cell in _in_order(held):
            text = text_of(cell.content)
            items = [] if text == EMPTY_SET else text.split(self.options.separator)
            values[key] = frozenset(item.strip() for item in items if item.strip())
        self.notes.append(
            f"Cells hold categories separated by “{self.options.separator}”; {EMPTY_SET} is the "
            "empty set, and an empty cell is missing."
        )
        return values, [], ""

    def _tell_doubtful(self, words: Mapping[Any, str]) -> None:
        used = sorted(set(words.values()))
        for word in used:
            if word.casefold() in _LOOKS_MISSING:
                count = sum(value == word for value in words.values())
                self.notes.append(
                    f"“{word}” counts as a category ({count} cells); with --missing {word} it is "
                    "missing."
                )
        folded: dict[str, list[str]] = {}
        for word in used:
            folded.setdefault(fold_space(word), []).append(word)
        for alike in folded.values():
            if len(alike) > 1:
                shown = ", ".join(f"“{word}”" for word in alike)
                self.notes.append(f"{shown} count as {len(alike)} categories.")


def _in_order(held: Mapping[Key, TableCell]) -> Iterator[tuple[Key, TableCell]]:
    return iter(sorted(held.items(), key=lambda item: (item[1].row, item[1].column)))
