"""The look of stock Qt widgets: one QPalette and one style sheet, made from colour roles."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Protocol

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication


class Sizes(Protocol):
    """What the style sheet needs of `theme.Metrics`."""

    @property
    def menu_bar(self) -> int: ...
    @property
    def status_bar(self) -> int: ...
    @property
    def control(self) -> int: ...


_PALETTE: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_muted",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "focus",
    QPalette.ColorRole.LinkVisited: "focus",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "divider",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Shadow: "border",
}
_DISABLED: tuple[QPalette.ColorRole, ...] = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)

# Plane classes are set with setProperty("plane", "window" | "surface" | "raised"); text roles with
# setProperty("role", "muted" | "title" | ...). See widgets/text.py.
_SHEET = Template("""
* { outline: 0; }
QMainWindow, QDialog { background: $window; }
QWidget[plane="window"] { background: $window; }
QWidget[plane="surface"] { background: $surface; }
QWidget[plane="raised"] { background: $raised; }
QFrame[plane="card"] { background: $raised; border: 1px solid $divider; border-radius: 8px; }
QFrame[plane="popup"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QLabel { background: transparent; color: $text; }
QLabel[tone="muted"] { color: $text_muted; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="success"] { color: $success; }
QLabel[tone="on_accent"] { color: $on_accent; }
QLabel:disabled { color: $text_disabled; }

QMenuBar { background: $window; border-bottom: 1px solid $divider; padding: 0 6px; }
QMenuBar::item { padding: 5px 9px; border-radius: 4px; background: transparent; color: $text; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu { background: $raised; border: 1px solid $border; padding: 5px; color: $text; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; min-height: 18px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $divider; margin: 5px 4px; }
QStatusBar { background: $window; border-top: 1px solid $divider; color: $text_muted;
             min-height: ${status_bar}px; }
QStatusBar::item { border: none; }
QToolBar { background: $surface; border: none; border-bottom: 1px solid $divider; spacing: 2px;
           padding: 0 8px; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 6px; }

QLineEdit, QPlainTextEdit[role="field"], QTextEdit[role="field"], QSpinBox, QDoubleSpinBox,
QDateEdit, QDateTimeEdit {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px;
    padding: 0 9px; selection-background-color: $selection; selection-color: $text; }
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QDateTimeEdit {
    min-height: ${field}px; max-height: ${field}px; }
QPlainTextEdit[role="field"], QTextEdit[role="field"] { padding: 4px 6px; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: $text; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QDateTimeEdit:focus {
    border: 2px solid $focus; padding: 0 8px; min-height: ${field_focus}px;
    max-height: ${field_focus}px; }
QPlainTextEdit[role="field"]:focus, QTextEdit[role="field"]:focus {
    border: 2px solid $focus; padding: 3px 5px; }
QLineEdit[error="true"] { border-color: $danger; }
QLineEdit[bare="true"] { border: none; background: transparent; padding: 0; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
    border-color: $divider; color: $text_disabled; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button { width: 0; border: none; }

QAbstractItemView { background: $surface; color: $text; border: none;
    selection-background-color: $hover; selection-color: $text; }
QListView[framed="true"], QTreeView[framed="true"], QTableView[framed="true"] {
    border: 1px solid $divider; border-radius: 8px; background: $surface; }
QListView[options="true"] { background: $raised; border: 1px solid $border; border-radius: 6px;
    padding: 4px; }
QListView[options="true"]:focus { border: 2px solid $focus; padding: 3px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: 4px; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text_muted; border: none;
    border-bottom: 1px solid $divider; padding: 0 10px; font-size: 12px; font-weight: 600;
    min-height: 29px; }
QTableView, QTreeView { gridline-color: transparent; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 2px 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px 2px 2px; }
QScrollBar::handle:hover { background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $divider; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QDockWidget { border: none; }
QTabWidget::pane { border: none; border-top: 1px solid $divider; background: $surface; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $text_muted; padding: 8px 14px; border: none;
    border-bottom: 3px solid transparent; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $hover; }
QGroupBox { border: none; margin-top: 22px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $text_muted; }
""")


def dress(app: QApplication, roles: Mapping[str, str], sizes: Sizes, font: QFont) -> None:
    """Set Fusion, font, palette and style sheet of an application."""
    if app.style().name().lower() != "fusion" and not app.styleSheet():
        app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(build_palette(roles))
    sheet = build_sheet(roles, sizes)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)


def build_palette(roles: Mapping[str, str]) -> QPalette:
    """The palette of a theme."""
    palette = QPalette()
    for target, role in _PALETTE.items():
        palette.setColor(target, QColor(roles[role]))
    for target in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(roles["text_disabled"]))
    return palette


def build_sheet(roles: Mapping[str, str], sizes: Sizes) -> str:
    """The style sheet of a theme."""
    return _SHEET.substitute(
        roles,
        menu_bar=sizes.menu_bar,
        status_bar=sizes.status_bar,
        field=sizes.control - 2,
        field_focus=sizes.control - 4,
    )
