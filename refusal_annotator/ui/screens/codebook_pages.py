"""The page of an entry of the codebook: definition, examples, rules, categories with keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.codebook import (
    ArticleRelation,
    Attribute,
    Category,
    Codebook,
    Relation,
    SpanType,
    category_keys,
    type_keys,
)
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.screens.codebook_tree import Node, level_words
from refusal_annotator.ui.widgets import Chip, Divider, KeyCap, Label


def page_of(node: Node, codebook: Codebook) -> QWidget:
    """The page of a line of the tree."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 16, 20, 20)
    column.setSpacing(10)
    item = node.item
    if isinstance(item, SpanType):
        _type_page(column, item, codebook)
    elif isinstance(item, Attribute):
        _attribute_page(column, item)
    elif isinstance(item, ArticleRelation):
        _relation_page(column, item, codebook)
    elif isinstance(item, Category):
        _texts(column, (("Definition", item.definition), ("Code", str(item.code))))
    elif isinstance(item, tuple | list):
        _texts(column, [(_title(entry), _definition(entry)) for entry in item])
    else:
        _texts(column, (("Rule", _definition(item)), ("Example", _one(item, "example"))))
    column.addStretch(1)
    return page


def _type_page(column: QVBoxLayout, item: SpanType, codebook: Codebook) -> None:
    rows = [
        ("Key", type_keys(codebook).get(item.id, "")),
        ("Definition", item.definition),
        ("Tag when", "\n".join(item.tag_when)),
        ("Do not tag", "\n".join(item.do_not_tag)),
        ("Example", item.example),
        ("Not", item.counter_example),
    ]
    rows += [(f"Boundary {n}", rule.rule) for n, rule in enumerate(item.boundary_rules, 1)]
    links = [r.label for r in codebook.relations_from(item.id)]
    rows.append(("Links", ", ".join(links)))
    _texts(column, rows)


def _attribute_page(column: QVBoxLayout, item: Attribute) -> None:
    required = "Always" if item.required else "Sometimes" if item.required_when else "No"
    if item.derived is not None:
        required = "Never asked for: it is computed"
    _texts(
        column,
        (
            ("Short name", item.id),
            ("Level", level_words(item).capitalize()),
            ("Required", required),
            ("Default", str(item.default) if item.default is not None else ""),
            ("Definition", item.definition),
            ("Example", item.example or ""),
            ("Not", item.counter_example or ""),
        ),
    )
    if item.decision_order:
        flow = Flow()
        for number, category_id in enumerate(item.decision_order, 1):
            category = item.find_category(category_id)
            chip = Chip(f"{number}  {category.shown if category else category_id}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.add(chip)
        column.addWidget(Label("When torn", tone="muted"))
        column.addWidget(flow)
    for number, rule in enumerate(item.rules, 1):
        _texts(column, ((f"Rule {number}", rule.rule),))
    if item.categories:
        _categories(column, item)


def _categories(column: QVBoxLayout, item: Attribute) -> None:
    column.addSpacing(6)
    column.addWidget(Label(f"Categories  {len(item.categories)}", weight=600))
    column.addWidget(Divider())
    keys = category_keys(item)
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    for at, category in enumerate(item.categories):
        code = Label(str(category.code), tone="muted")
        code.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        name = Label(category.shown, wrap=True)
        text = Label(category.definition, tone="muted", wrap=True)
        for label in (name, text):
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(code, at, 0)
        grid.addWidget(name, at, 1)
        grid.addWidget(text, at, 2)
        if keys[category.id]:
            cap = KeyCap(keys[category.id].upper())
            grid.addWidget(cap, at, 3, Qt.AlignmentFlag.AlignTop)
    grid.setColumnMinimumWidth(0, 28)
    grid.setColumnMinimumWidth(1, 188)
    grid.setColumnStretch(2, 1)
    column.addLayout(grid)


def _relation_page(column: QVBoxLayout, item: ArticleRelation, codebook: Codebook) -> None:
    rows = [("Definition", item.definition), ("How many", _cardinality(item))]
    if isinstance(item, Relation):
        ends = [
            ", ".join(codebook.span_type(i).label for i in side)
            for side in (item.from_types, item.to_types)
        ]
        rows.insert(0, ("From and to", " → ".join(ends)))
        rows.append(("Order", "Kept" if item.ordered else "Without meaning"))
    rows += [("Example", item.example or ""), ("Not", item.counter_example or "")]
    rows += [(f"Rule {n}", rule.rule) for n, rule in enumerate(item.rules, 1)]
    rows += [(a.label, a.definition) for a in item.attributes]
    _texts(column, rows)


def _cardinality(item: ArticleRelation) -> str:
    return {
        "0..1": "None or one",
        "1": "Exactly one",
        "0..n": "Any number",
        "1..n": "At least one",
    }[item.cardinality]


def _texts(column: QVBoxLayout, rows: Sequence[tuple[str, str]]) -> None:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    grid.setColumnMinimumWidth(0, 130)
    grid.setColumnStretch(1, 8)
    grid.setColumnStretch(2, 1)
    for at, (label, text) in enumerate((label, text) for label, text in rows if text):
        name = Label(label, tone="muted", wrap=True)
        name.setFixedWidth(130)
        words = Label(text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (name, words):
            part.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(name, at, 0)
        grid.addWidget(words, at, 1)
    column.addLayout(grid)


def _title(entry: object) -> str:
    return str(getattr(entry, "label", None) or getattr(entry, "shown", "") or "Rule")


def _definition(entry: object) -> str:
    return str(getattr(entry, "definition", None) or getattr(entry, "rule", ""))


def _one(entry: object, name: str) -> str:
    return str(getattr(entry, name, None) or "")
