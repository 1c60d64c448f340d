"""Parts of the panel of suggestions: a threshold for each type, and what was learned by role."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui.widgets import Button, Label
from refusal_annotator.ui.widgets.slider import ThresholdSlider

_SETTLED_MS = 350


class ThresholdRows(QWidget):
    """A slider for each span type, with how many suggestions it shows at this moment."""

    chosen = Signal(object)  # {type id: threshold}, a moment after the last move

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders: dict[str, ThresholdSlider] = {}
        self.counts: dict[str, Label] = {}
        self._figures: dict[str, Label] = {}
        self._scores: Mapping[str, Sequence[float]] = {}
        self._defaults: Mapping[str, float] = {}
        self._moved: dict[str, float] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.defaults = Button(self.tr("Back to the defaults"), variant="flat")
        self.defaults.clicked.connect(self._to_defaults)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settle.timeout.connect(self.settle)

    def set_types(self, labels: Mapping[str, str]) -> None:
        """Make a row for each type: its id and label."""
        self.settle()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.defaults:
                widget.hide()
                widget.deleteLater()
        self.sliders, self.counts, self._figures = {}, {}, {}
        for at, (type_id, label) in enumerate(labels.items()):
            slider = ThresholdSlider(self.tr("Lowest score shown: {0}").format(label))
            figure, count = Label(""), Label("", role="small", tone="muted")
            figure.setFixedWidth(34)
            count.setMinimumWidth(132)
            slider.threshold_changed.connect(lambda value, t=type_id: self._on_moved(t, value))
            for column, part in enumerate((Label(label), slider, figure, count)):
                self._grid.addWidget(part, at, column)
            self.sliders[type_id], self.counts[type_id] = slider, count
            self._figures[type_id] = figure
        self._grid.addWidget(self.defaults, len(labels), 1)

    def set_values(
        self,
        thresholds: Mapping[str, float],
        defaults: Mapping[str, float],
        scores: Mapping[str, Sequence[float]],
    ) -> None:
        """Show thresholds and count; a slider that is being moved stays where it is."""
        self._scores, self._defaults = scores, defaults
        for type_id, slider in self.sliders.items():
            if type_id not in self._moved:
                slider.set_threshold(thresholds.get(type_id, 0.0), defaults.get(type_id))
            self._count(type_id)

    def settle(self) -> None:
        """Tell at once what was moved."""
        self._settle.stop()
        moved, self._moved = self._moved, {}
        if moved:
            self.chosen.emit(moved)

    def _on_moved(self, type_id: str, threshold: float) -> None:
        self._moved[type_id] = threshold
        self._count(type_id)
        self._settle.start()

    def _count(self, type_id: str) -> None:
        slider = self.sliders[type_id]
        scores = self._scores.get(type_id, ())
        shown = len(scores) - bisect_left(scores, slider.threshold)
        words = self.tr("{0} of {1} shown").format(f"{shown:,}", f"{len(scores):,}")
        self._figures[type_id].setText(f"{slider.threshold:.2f}")
        self.counts[type_id].setText(words if scores else self.tr("no suggestions yet"))
        slider.setAccessibleDescription(self.counts[type_id].text())

    def _to_defaults(self) -> None:
        for type_id, slider in self.sliders.items():
            default = self._defaults.get(type_id, 0.0)
            if round(default, 2) != slider.threshold:
                slider.setValue(round(default * 100))
        self.settle()


class LearnedRows(QWidget):
    """A line for each role: the figures that speak for the rules or the model, and a switch."""

    switched = Signal(str, bool)  # role, on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switches: dict[str, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def set_roles(self, roles: Sequence[Any], *, writable: bool) -> None:
        """Show what was learned."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.switches = {}
        for row in roles:
            self._column.addWidget(self._line(row, writable=writable))
        self.setVisible(bool(roles))

    def _line(self, row: Any, *, writable: bool) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        name = Label(row.label)
        name.setFixedWidth(84)
        words = self.tr("rules {0} → learned {1}, {2} coded · {3}").format(
            f"{row.rules_f1:.2f}", f"{row.learned_f1:.2f}", f"{row.n_coded:,}", row.verdict
        )
        line.addWidget(name)
        line.addWidget(Label(words, role="small", tone="muted"), 1)
        if row.helps:
            act = self.tr("Use the rules") if row.used else self.tr("Use what was learned")
            switch = Button(act)
            switch.setAccessibleName(f"{act}: {row.label}")
            switch.setEnabled(writable)
            switch.clicked.connect(lambda: self.switched.emit(row.role, not row.used))
            line.addWidget(switch)
            self.switches[row.role] = switch
        return holder
