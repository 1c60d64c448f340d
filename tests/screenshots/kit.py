"""Pictures of the parts and of the article view, to look at.

python tests/screenshots/kit.py OUT.png [light|dark|high_contrast] [ratio] [parts|article|link]
"""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import UUID

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if len(sys.argv) > 3:
    os.environ["QT_SCALE_FACTOR"] = sys.argv[3]

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.text import compute_borders
from refusal_annotator.ui.coding.article_pane import ArticlePane
from refusal_annotator.ui.coding.marks import ArticleContent, SpanMark, ZoneMark
from refusal_annotator.ui.coding.minimap import Minimap
from refusal_annotator.ui.icons import icon_names
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.widgets import (
    ActionCard,
    ArticleStatusGlyph,
    Banner,
    Button,
    Chip,
    CoderLine,
    DataTable,
    Divider,
    EmptyState,
    Field,
    FocusRings,
    IconButton,
    IconMark,
    KeyCap,
    Label,
    Option,
    OptionList,
    PanelHead,
    PatternGlyph,
    ProgressBar,
    Rail,
    RailItem,
    Row,
    RowList,
    SaveMark,
    SearchField,
    SectionLabel,
    Select,
    Tag,
    on_plane,
)

TYPES = [
    ("t1", "#0072B2", "Claim"),
    ("t2", "#009E73", "Actor"),
    ("t3", "#E69F00", "Number"),
    ("t4", "#CC79A7", "Stance"),
    ("t5", "#D55E00", "Fifth"),
    ("t6", "#56B4E9", "Sixth"),
    ("t7", "#6A51A3", "Seventh"),
    ("t8", "#7A7A00", "Eighth"),
]


def row(*widgets: QWidget, spacing: int = 10) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch(1)
    return made


def controls() -> QVBoxLayout:
    span = theme_manager().theme.span
    column = QVBoxLayout()
    column.setSpacing(12)
    chosen = Button("Import")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    off, off_primary = Button("Import"), Button("Export", variant="primary")
    off.setEnabled(False)
    off_primary.setEnabled(False)
    pressed = Button("Import")
    pressed.setDown(True)
    column.addLayout(row(Button("Import"), pressed, chosen, off, Button("Flat", variant="flat")))
    column.addLayout(
        row(
            Button("Export", variant="primary"),
            Button("Accept", variant="primary", key="A"),
            Button("Export workbook", variant="primary", icon="export"),
            off_primary,
        )
    )
    column.addLayout(
        row(
            *(
                Button(label, variant="flat", glyph=span(key), key=str(n))
                for n, (key, _, label) in enumerate(TYPES[:4], 1)
            ),
            IconButton("backlight", "Backlight"),
            spacing=2,
        )
    )
    column.addLayout(
        row(
            Chip("Holm", style=span("t2")),
            Chip("Holm", style=span("t2"), removable=True),
            Chip("Claim 11", style=span("t1"), bold=True),
            Chip("20–40 %", style=span("t3")),
            Chip("−2", style=span("t4")),
            Chip("Holm", style=span("t2"), dashed=True),
            Chip("Add", icon="plus", dashed=True),
            Chip("Plain"),
            spacing=8,
        )
    )
    column.addLayout(row(*(PatternGlyph(span(k), n) for k, _, n in TYPES), spacing=14))
    column.addLayout(row(*(PatternGlyph(span(k), n, dashed=True) for k, _, n in TYPES), spacing=14))
    select = Select("Round")
    select.addItems(["Pilot round", "Main round"])
    column.addLayout(row(SearchField("Title, outlet, text"), QLineEdit("Typed"), select))
    bad = Field("Value")
    bad.edit.setText("7")
    bad.set_problem("7 is not a category. Choose 0 to 6.")
    column.addWidget(bad)
    tags = (
        Tag("Reliable", "success"),
        Tag("Tentative", "warning"),
        Tag("Not reliable", "danger"),
        Tag("No verdict", "neutral"),
        Tag("Gold", "gold"),
        Tag("1 required field left", "warning", icon="warning"),
    )
    column.addLayout(row(*tags, spacing=8))
    glyphs = (ArticleStatusGlyph(s) for s in ("to_do", "started", "finished", "left_out"))
    save, failed = SaveMark(), SaveMark()
    failed.set_failed("Not saved: the disk is full")
    column.addLayout(row(*glyphs, KeyCap("Ctrl+Enter"), KeyCap("?"), save, failed))
    column.addLayout(row(*(CoderLine(n, f"no. {n}") for n in range(4))))
    progress = ProgressBar("Progress")
    progress.set_progress(14, 40)
    column.addWidget(progress)
    column.addWidget(Banner("link", "Link claim 11", "Type a letter.", hint="Esc leaves"))
    column.addWidget(Divider())
    for role in ("screen_title", "section", "panel_title", "body", "small", "mark", "quote"):
        column.addWidget(Label(f"{role} with figures 0123456789", role=role))  # type: ignore[arg-type]
    column.addStretch(1)
    return column


def icon_sheet() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(12)
    for n, name in enumerate(icon_names()):
        grid.addWidget(IconMark(name, name, role="text"), n // 12, n % 12)
    return grid


def lists() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(PanelHead("My articles", "14 of 40"))
    column.addWidget(SectionLabel("In progress", trailing="2"))
    articles = RowList("Articles", wrap=True)
    articles.setModel(article_model())
    articles.setFixedSize(232, 250)
    articles.setCurrentIndex(articles.model().index(1, 0))
    options = OptionList("Verification")
    options.set_options(
        [
            Option(n, text, str(n), "claim 12 may apply" if n == 1 else "")
            for n, text in enumerate(("Not addressed", "Could not be verified", "Verified"))
        ],
        current=1,
    )
    column.addLayout(row(articles, options))
    table = DataTable("Agreement")
    table.setModel(table_model())
    table.selectRow(1)
    table.setFixedHeight(180)
    column.addWidget(table)
    column.addWidget(
        ActionCard("code", "Continue coding", "Where you left", key="Enter", primary=True)
    )
    column.addWidget(ActionCard("folder", "Open project", "A folder", key="Ctrl+O"))
    column.addWidget(
        EmptyState("import", "No articles yet", "Drop files here.", button="Import articles")
    )
    column.addLayout(icon_sheet())
    column.addStretch(1)
    return column


def article_model() -> QStandardItemModel:
    model = QStandardItemModel()
    rows = [
        ("In progress", None, "", ""),
        ("Harbour pilots stay ashore as talks break down", "started", "Quay Herald · 4 Mar", "1"),
        ("Port pays returning pilots", "started", "Coast Wire · 6 Mar", ""),
        ("To do", None, "", "24"),
        ("Mothers wait at the gate", "to_do", "Coast Wire · 7 Mar", ""),
    ]
    for title, state, detail, note in rows:
        item = QStandardItem(title)
        item.setData(state is None, Row.SECTION)
        item.setData(state, Row.STATE)
        item.setData(detail, Row.DETAIL)
        item.setData(note, Row.NOTE)
        if note and state:
            item.setData("doubt", Row.NOTE_ICON)
            item.setData("danger", Row.NOTE_TONE)
        model.appendRow(item)
    return model


def table_model() -> QStandardItemModel:
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["Variable", "Level", "Verdict"])
    for n, (tag, word) in enumerate(
        [("success", "Reliable"), ("warning", "Tentative"), ("danger", "Not reliable")]
    ):
        name, level, verdict = (
            QStandardItem(TYPES[n][2]),
            QStandardItem("nominal"),
            QStandardItem(word),
        )
        name.setData(theme_manager().theme.span(TYPES[n][0]), Row.STYLE)
        level.setData("text_muted", Row.TONE)
        verdict.setData(tag, Row.TAG)
        model.appendRow([name, level, verdict])
    return model


SENTENCES = (
    "Around nine pilots stayed ashore on Monday, said Vera Lind, who speaks for the crews. "
    "“No boat is ready for that channel,” she told the Coast Wire, “and the order was unlawful.”",
    "The port office called the walk-out “a disgrace” and said at most 12 of 60 pilots had left. "
    "It did not answer questions about the dismissals.",
    "Between 20 and 30 percent of the night crews would not return before May, Lind wrote.",
)
HEADLINE = "Harbour pilots refuse night runs as office opens inquiry"
CODED: list[tuple[str, str, dict[str, Any]]] = [
    ("t1", "Harbour pilots refuse night runs", {"number": 1}),
    ("t2", "Harbour pilots", {}),
    ("t1", "Around nine pilots stayed ashore on Monday", {"number": 2}),
    ("t2", "Around nine pilots", {}),
    ("t3", "Around nine", {"label": "≈ 9"}),
    ("t2", "Vera Lind", {}),
    ("t1", "No boat is ready for that channel", {"number": 3, "doubt": True}),
    ("t2", "Coast Wire", {}),
    ("t4", "unlawful", {"label": "−2"}),
    ("t2", "port office", {}),
    ("t4", "a disgrace", {"label": "−2"}),
    ("t1", "at most 12 of 60 pilots had left", {"number": 4, "missing": True}),
    ("t3", "at most 12 of 60", {"label": "≤ 12 of 60"}),
    ("t1", "It did not answer questions", {"suggestion": True}),
    ("t3", "Between 20 and 30 percent", {"suggestion": True}),
    ("t2", "night crews", {"suggestion": True}),
]


def article(mode: str) -> ArticlePane:
    text = "\n\n".join(["Quay Herald › Port", HEADLINE, *SENTENCES])
    borders = compute_borders(text)
    start = text.index(HEADLINE)
    pane = ArticlePane()
    pane.view.set_article(
        ArticleContent(
            text,
            borders.tokens,
            (start, start + len(HEADLINE)),
            [ZoneMark(0, 18, "navigation")],
            borders.sentences,
            borders.paragraphs,
        )
    )
    span = theme_manager().theme.span
    marks: list[SpanMark] = []
    for n, (kind, quote, more) in enumerate(CODED):
        at = text.index(quote)
        side = "left" if kind == "t1" else "right"
        marks.append(SpanMark(UUID(int=n), ((at, at + len(quote)),), span(kind), side, **more))
    pane.view.set_marks(marks)
    pane.view.select(marks[11].id)
    if mode == "link":
        actors = [mark.id for mark in marks if mark.style.key == "t2" and not mark.suggestion]
        pane.view.show_hints(dict(zip(actors, "ASDFG", strict=False)))
    return pane


def main() -> None:
    app = QApplication(sys.argv)
    rings = FocusRings(app)
    manager = theme_manager()
    manager.set_types(TYPES)
    manager.set_mode(sys.argv[2] if len(sys.argv) > 2 else "light")  # type: ignore[arg-type]
    mode = sys.argv[4] if len(sys.argv) > 4 else "parts"
    window = parts() if mode == "parts" else article(mode)
    window.resize(*((1280, 860) if mode == "parts" else (810, 620)))
    window.show()
    window.activateWindow()
    app.processEvents()
    if mode == "parts":
        window.findChildren(Button)[0].setFocus()
    for minimap in window.findChildren(Minimap):
        minimap.refresh()
    app.processEvents()
    window.grab().save(sys.argv[1])
    window.close()
    rings.deleteLater()


def parts() -> QWidget:
    window = QWidget()
    on_plane(window, "surface")
    rail = Rail(
        [
            RailItem("code", "code", "Code"),
            RailItem("corpus", "corpus", "Articles"),
            RailItem("feedback", "feedback", "Feedback"),
            RailItem("settings", "settings", "Settings", bottom=True),
        ]
    )
    rail.set_current("code")
    rail.set_badge("feedback", 2)
    whole = QHBoxLayout(window)
    whole.setContentsMargins(0, 0, 22, 0)
    whole.setSpacing(22)
    whole.addWidget(rail)
    whole.addLayout(controls(), 1)
    whole.addLayout(lists(), 1)
    return window


if __name__ == "__main__":
    main()
