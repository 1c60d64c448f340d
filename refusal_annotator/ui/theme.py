"""Themes: colour roles and span styles from resources/themes, the look of the application, switched
live.

Painters ask `current_theme()` when they paint, so a switch needs no rebuilding: Qt repaints
everything when the palette changes. A `SpanStyle` that a widget keeps is resolved again by its key
through `Theme.resolved`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from refusal_annotator.resources import resource_path
from refusal_annotator.ui import fonts, style
from refusal_annotator.ui.colour import DeriveRule, SpanColours, derive_colours

if TYPE_CHECKING:
    from refusal_annotator.domain.codebook import Codebook

ThemeName = Literal["light", "dark", "high_contrast"]
ThemeMode = Literal["system", "light", "dark", "high_contrast"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "high_contrast")

# Order of types in the codebook gives the pattern; after the last they repeat, with a short label.
PATTERNS = ("solid", "double", "ruler", "wave", "dots", "thick_thin", "chevron", "blocks")


@dataclass(frozen=True, slots=True)
class SpanStyle:
    """How one span type looks: four colours, a pattern, its place in the codebook.

    `short` is a label of a few letters, shown beside the pattern when patterns repeat; else empty.
    """

    key: str
    order: int
    fill: str
    fill_strong: str
    line: str
    chip_text: str
    pattern: str
    short: str = ""


@dataclass(frozen=True)
class Theme:
    """Colour roles, coder colours and the span styles of the open codebook."""

    name: ThemeName
    label: str
    dark: bool
    roles: Mapping[str, str]
    coders: tuple[str, ...]
    scrim_alpha: float
    rows: Mapping[str, SpanColours]
    derive: DeriveRule
    spans: Mapping[str, SpanStyle] = field(default_factory=dict)

    def hex(self, role: str) -> str:
        """The colour of a role as ``#RRGGBB``."""
        return self.roles[role]

    def colour(self, role: str) -> QColor:
        """The colour of a role; shared, so never change it."""
        return as_colour(self.roles[role])

    def scrim(self) -> QColor:
        """The colour laid over a window under a pop-up."""
        colour = QColor(self.roles["scrim"])
        colour.setAlphaF(self.scrim_alpha)
        return colour

    def coder(self, lane: int) -> QColor:
        """The colour of the coder in this lane, 0 on top."""
        return as_colour(self.coders[lane % len(self.coders)])

    def span(self, key: str) -> SpanStyle:
        """The style of a type of the open codebook; a neutral one for a type it does not have."""
        return self.spans.get(key) or _neutral_style(self, key)

    def resolved(self, span_style: SpanStyle) -> SpanStyle:
        """The same type's style in this theme, for a style that was made in another one."""
        return self.spans.get(span_style.key, span_style)

    def with_types(self, types: Sequence[tuple[str, str, str]]) -> Theme:
        """The theme with span styles for (key, ``#RRGGBB``, label) rows in codebook order."""
        made = derive_colours(
            [colour for _, colour, _ in types],
            known=self.rows,
            rule=self.derive,
            planes=[self.roles[plane] for plane in ("surface", "window", "raised")],
            dark=self.dark,
        )
        spans = {
            key: SpanStyle(
                key,
                n,
                c.fill,
                c.fill_strong,
                c.line,
                c.chip_text,
                PATTERNS[n % len(PATTERNS)],
                label[:3] if n >= len(PATTERNS) else "",
            )
            for n, ((key, _, label), c) in enumerate(zip(types, made, strict=True))
        }
        return replace(self, spans=spans)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in logical pixels of one density."""

    menu_bar: int
    status_bar: int
    head: int
    two_line_row: int
    table_row: int
    inspector_row: int
    option_row: int
    control: int
    icon_button: int
    chip: int
    tag: int
    key_cap: int


COMFORTABLE = Metrics(30, 28, 48, 52, 34, 27, 27, 30, 28, 22, 20, 18)
COMPACT = Metrics(26, 24, 40, 44, 28, 24, 24, 26, 24, 20, 18, 16)


@cache
def load_theme(name: ThemeName) -> Theme:
    """Read one theme of resources/themes."""
    raw: dict[str, Any] = tomllib.loads(
        resource_path("themes", f"{name}.toml").read_text(encoding="utf-8")
    )
    rows = {
        row["colour"].upper(): SpanColours(
            row["fill"], row["fill_strong"], row["line"], row["chip_text"]
        )
        for row in raw["span"]
    }
    return Theme(
        name=name,
        label=raw["label"],
        dark=raw["dark"],
        roles=raw["roles"],
        coders=tuple(raw["coders"]["colours"]),
        scrim_alpha=raw["scrim_alpha"],
        rows=rows,
        derive=DeriveRule(**raw["derive"]),
    )


@lru_cache(maxsize=512)
def as_colour(value: str) -> QColor:
    """A shared QColor of a ``#RRGGBB`` string; never change it."""
    return QColor(value)


class ThemeManager(QObject):
    """Holds the theme in use and dresses the application in it."""

    changed = Signal(object)  # Theme

    def __init__(self) -> None:
        super().__init__()
        self._mode: ThemeMode = "system"
        self._types: tuple[tuple[str, str, str], ...] = ()
        self._theme = load_theme("light")
        self._metrics = COMFORTABLE
        self._following = False

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def mode(self) -> ThemeMode:
        return self._mode

    @property
    def metrics(self) -> Metrics:
        return self._metrics

    def set_mode(self, mode: ThemeMode) -> None:
        """Use this theme, or follow the system; takes effect at once."""
        self._mode = mode
        self._follow_system()
        self._refresh()

    def set_compact(self, compact: bool) -> None:
        """Comfortable or compact rows and controls."""
        self._metrics = COMPACT if compact else COMFORTABLE
        self._refresh()

    def set_codebook(self, codebook: Codebook | None) -> None:
        """Make span styles for the types of this codebook."""
        types = codebook.span_types if codebook is not None else ()
        self.set_types([(t.id, t.colour or "#808080", t.label) for t in types])

    def set_types(self, types: Sequence[tuple[str, str, str]]) -> None:
        """Make span styles for (key, ``#RRGGBB``, label) rows."""
        self._types = tuple(types)
        self._refresh()

    def apply(self) -> None:
        """Dress the running QApplication; call once at start, later changes do it themselves."""
        self._follow_system()
        self._refresh()

    def _refresh(self) -> None:
        self._theme = _themed(self._wanted(), self._types)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.dress(app, self._theme.roles, self._metrics, fonts.ui_font("body"))
        self.changed.emit(self._theme)

    def _wanted(self) -> ThemeName:
        if self._mode != "system":
            return self._mode
        hints = QGuiApplication.styleHints()
        if hints is None:
            return "light"
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "high_contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _follow_system(self) -> None:
        hints = QGuiApplication.styleHints()
        if self._following or hints is None or QApplication.instance() is None:
            return
        hints.colorSchemeChanged.connect(self._on_system_change)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_change)
        self._following = True

    def _on_system_change(self, _: object) -> None:
        if self._mode == "system":
            self._refresh()


@lru_cache(maxsize=1)
def theme_manager() -> ThemeManager:
    """The one theme manager of the application."""
    return ThemeManager()


def current_theme() -> Theme:
    """The theme in use."""
    return theme_manager().theme


def metrics() -> Metrics:
    """The sizes in use."""
    return theme_manager().metrics


@lru_cache(maxsize=32)
def _themed(name: ThemeName, types: tuple[tuple[str, str, str], ...]) -> Theme:
    return load_theme(name).with_types(types)


def _neutral_style(theme: Theme, key: str) -> SpanStyle:
    r = theme.roles
    return SpanStyle(key, 0, r["hover"], r["pressed"], r["border"], r["text"], "solid")
