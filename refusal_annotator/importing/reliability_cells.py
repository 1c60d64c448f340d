"""What the readers of a reliability table share: options, cells, problems that name them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.importing.grids import address

Form = Literal["units x coders", "long"]
EMPTY_SET = "{}"
NO_COLUMN = "-"

FORMS = (
    "A table has the names of coders in its first row and a unit in each further row, or the "
    "columns unit, coder and value."
)
MISSING_WORDS = "A missing value is an empty cell; other words for it are named with --missing."
_SHOWN_PROBLEMS = 12


class TableError(AnnotatorError):
    """A table from which no agreement can be computed; `problems` name their cells."""

    def __init__(self, name: str, problems: Sequence[str], *, way_out: str = "") -> None:
        self.problems = tuple(problems)
        shown = [f"  {problem}" for problem in self.problems[:_SHOWN_PROBLEMS]]
        if len(self.problems) > _SHOWN_PROBLEMS:
            shown.append(f"  and {len(self.problems) - _SHOWN_PROBLEMS} more")
        lines = [f"{name} cannot be compared; nothing was computed:", *shown, way_out]
        super().__init__("\n".join(line for line in lines if line))


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What a person says about a table.

    Attributes
    ----------
    level
        Level of measurement; nominal where nothing is said.
    sheet
        Sheet of a workbook; needed where several hold something.
    unit, coder, value
        Heads of the columns of the long form, or `unit` alone for units x coders; "-" where no
        column names the units.
    missing
        Words that mean "no value", beside empty cells.
    order
        Categories of an ordinal variable from low to high, where they are words.
    decimal
        Decimal sign of figures in a text file.
    separator
        What stands between the categories of one cell, at the level multi_select.
    """

    level: str | None = None
    sheet: str | None = None
    unit: str | None = None
    coder: str | None = None
    value: str | None = None
    missing: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value of the table at its place; row and column count from 0."""

    row: int
    column: int
    content: Any

    @property
    def place(self) -> str:
        """Name of the cell as a spreadsheet shows it."""
        return address(self.row, self.column)

    @property
    def shown(self) -> str:
        """The beginning of what it holds, in quotation marks."""
        return f"“{str(self.content)[:40]}”"


@dataclass
class Shape:
    """Who gave which value on what: the same for both forms."""

    form: Form
    units: list[str]
    coders: list[str]
    cells: dict[tuple[int, int], TableCell]


def is_there(content: Any) -> bool:
    """Whether a cell holds anything."""
    return content is not None and (not isinstance(content, str) or bool(content.strip()))


def is_number(content: Any) -> bool:
    """Whether a cell holds a number."""
    return isinstance(content, (int, float)) and not isinstance(content, bool)


def reads_as_number(content: Any) -> bool:
    """Whether a cell holds a number, be it as text."""
    return is_number(content) or (
        isinstance(content, str) and parse_number(content, ".") is not None
    )


_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?")


def parse_number(text: str, decimal: str) -> float | int | None:
    """Return the number that a text is, or None; no leading zeros: 007 is a name."""
    written = text.strip()
    if decimal == ",":
        if "." in written:
            return None
        written = written.replace(",", ".")
    if not _NUMBER.fullmatch(written) or not any(char.isdigit() for char in written):
        return None
    try:
        number = float(written)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(written) if re.fullmatch(r"[+-]?[0-9]+", written) else number


def text_of(content: Any) -> str:
    """Return a name or category as text, with single blanks."""
    if isinstance(content, bool):
        return str(content).upper()
    if isinstance(content, float) and content.is_integer():
        return str(int(content))
    if isinstance(content, datetime):
        return content.isoformat(sep=" ")
    return " ".join(str(content).split())


def quoted(content: Any) -> str:
    """Return the beginning of a cell in quotation marks."""
    return f"“{text_of(content)[:40]}”"


def fold(text: str) -> str:
    """Return a head without case, blanks and signs."""
    return "".join(char for char in text.casefold() if char.isalnum()) or text


def fold_space(text: str) -> str:
    """Return text without case and needless blanks."""
    return " ".join(text.casefold().split())
