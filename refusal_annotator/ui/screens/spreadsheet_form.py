"""What a person says about a table: level, units, words that mean no value, and the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.widgets import Label
from refusal_annotator.ui.widgets.buttons import Select

RESAMPLES = (0, 500, 2000, 10_000)
_STANDARD = 2000
_LEVELS = (
    ("nominal", "Nominal: categories"),
    ("ordinal", "Ordinal: ordered categories"),
    ("interval", "Interval: numbers"),
    ("ratio", "Ratio: numbers from a true zero"),
    ("multi_select", "Several categories in a cell"),
)
_AUTO, _NO_COLUMN = "", "-"
_FIELDS = {
    "level": "Level of measurement",
    "missing": "Words that mean no value",
    "order": "Categories from low to high",
    "separator": "Between the categories of a cell",
    "decimal": "Decimal sign",
    "unit": "Units",
    "sheet": "Sheet",
}
_OPTION = re.compile(rf"--({'|'.join(_FIELDS)})\b")
_NO_UNITS = f"say --unit {_NO_COLUMN} "


class TableForm(QWidget):
    """The fields, each there only where the level or the kind of file asks for it."""

    changed = Signal()
    sheet_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = Select(self.tr("Level of measurement"))
        self.units = Select(self.tr("Column of the units"))
        self.resamples = Select(self.tr("Resamples for the intervals"))
        self.decimal = Select(self.tr("Decimal sign"))
        self.sheet = Select(self.tr("Sheet of the workbook"))
        self.missing, self.order, self.retest = QLineEdit(), QLineEdit(), QLineEdit()
        self.separator = QLineEdit(";")
        self._names: Mapping[str, str] = {}
        self._is_text = True
        self._fill()
        self._build()
        self._connect()
        self.fit()

    def options(self) -> Any:
        """What was said about the table."""
        from refusal_annotator.workspace.spreadsheet import TableOptions

        level = self.level.currentData()
        return TableOptions(
            level=level,
            sheet=self.chosen_sheet,
            unit=self.units.currentData() or None,
            missing=_words(self.missing.text()),
            order=_words(self.order.text()) if level == "ordinal" else (),
            decimal=self.decimal.currentData(),
            separator=self.separator.text() or ";",
        )

    def occasions(self) -> list[tuple[str, str]]:
        """Names of the first and of the second coding of each person who coded twice."""
        pairs = []
        for part in _words(self.retest.text()):
            first, sign, second = (piece.strip() for piece in part.partition("="))
            if not (first and sign and second):
                raise AnnotatorError(
                    f"“{part}” does not name two codings of one person. Write the coder, an "
                    "equals sign and the name of the second coding, such as Ann=Ann again."
                )
            pairs.append((first, second))
        return pairs

    @property
    def chosen_sheet(self) -> str | None:
        """The sheet that is to be read, None for the only one."""
        return self.sheet.currentData() or None

    def show_table(self, heads: Sequence[str], *, is_text: bool) -> None:
        """Offer the columns of a table."""
        self._is_text = is_text
        before = self.units.currentData()
        self.units.clear()
        self.units.addItem(self.tr("As the head says"), _AUTO)
        self.units.addItem(self.tr("No column names the units"), _NO_COLUMN)
        for head in dict.fromkeys(head for head in heads if head.strip()):
            self.units.addItem(self._names.get(head, head), head)
        self.units.setCurrentIndex(max(0, self.units.findData(before)))
        self.fit()

    def show_sheets(self, sheets: Sequence[str]) -> None:
        """Offer the sheets of a workbook, keeping the one that was chosen."""
        before = self.chosen_sheet
        blocked = QSignalBlocker(self.sheet)
        self.sheet.clear()
        self.sheet.addItem(self.tr("The only one with cells"), "")
        for name in sheets:
            self.sheet.addItem(name, name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(before)))
        blocked.unblock()
        self.fit()

    def call(self, names: Mapping[str, str]) -> None:
        """Show other words in place of these names."""
        self._names = names
        for at in range(self.units.count()):
            head = self.units.itemData(at)
            if head not in (_AUTO, _NO_COLUMN):
                self.units.setItemText(at, names.get(head, head))

    def fit(self) -> None:
        """Show the fields that the level and the file ask for."""
        level = self.level.currentData()
        for field, wanted in (
            (self.order, level == "ordinal"),
            (self.separator, level == "multi_select"),
            (self.sheet, self.sheet.count() > 2),
            (self.decimal, self._is_text),
        ):
            field.setVisible(wanted)
            self._labels[field].setVisible(wanted)

    def _fill(self) -> None:
        for name, words in _LEVELS:
            self.level.addItem(self.tr(words), name)
        for count in RESAMPLES:
            words = self.tr("{0} resamples of units").format(f"{count:,}")
            self.resamples.addItem(words if count else self.tr("Analytic intervals"), count)
        self.resamples.setCurrentIndex(RESAMPLES.index(_STANDARD))
        for sign, words in ((".", "A point: 1.5"), (",", "A comma: 1,5")):
            self.decimal.addItem(self.tr(words), sign)
        for field, name in (
            (self.missing, self.tr("Words that mean no value")),
            (self.order, self.tr("Categories from low to high")),
            (self.separator, self.tr("Between the categories of a cell")),
            (self.retest, self.tr("Coded twice by one person")),
        ):
            field.setAccessibleName(name)
        self.missing.setPlaceholderText(self.tr("n/a, 99"))
        self.order.setPlaceholderText(self.tr("low, middle, high"))
        self.retest.setPlaceholderText(self.tr("Ann=Ann again, Ben=Ben 2"))
        self.units.addItem(self.tr("As the head says"), _AUTO)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 4, 14, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self._labels: dict[QWidget, Label] = {}
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Sheet"), self.sheet),
            (self.tr("Level of measurement"), self.level),
            (self.tr("Categories from low to high"), self.order),
            (self.tr("Between the categories of a cell"), self.separator),
            (self.tr("Units"), self.units),
            (self.tr("Words that mean no value"), self.missing),
            (self.tr("Decimal sign"), self.decimal),
            (self.tr("Coded twice by one person"), self.retest),
            (self.tr("Intervals"), self.resamples),
        )
        before: QWidget | None = None
        for at, (words, field) in enumerate(fields):
            label = self._labels[field] = Label(words, role="small", tone="muted")
            label.setBuddy(field)
            label.setContentsMargins(0, 6, 0, 0)
            grid.addWidget(label, 2 * at, 0)
            grid.addWidget(field, 2 * at + 1, 0)
            if before is not None:
                QWidget.setTabOrder(before, field)
            before = field

    def _connect(self) -> None:
        self.level.activated.connect(lambda _: self.fit())
        for choice in (self.level, self.units, self.resamples, self.decimal):
            choice.activated.connect(lambda _: self.changed.emit())
        for field in (self.missing, self.order, self.separator, self.retest):
            field.textEdited.connect(lambda _: self.changed.emit())
        self.sheet.activated.connect(lambda _: self.sheet_chosen.emit())


def in_the_window(sentence: str) -> str:
    """A sentence in which what the command line calls an option is called as the field is."""
    words = sentence.replace(_NO_UNITS, "choose “No column names the units” ")
    return _OPTION.sub(lambda found: f"“{_FIELDS[found[1]]}”", words)


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
