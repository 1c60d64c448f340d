"""One editor for each kind of variable; `make_editor` finds it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from refusal_annotator.domain.codebook import Attribute, Level
from refusal_annotator.ui.editors.base import Editor, EditorContext, Named
from refusal_annotator.ui.editors.choices import CategoryEditor, MultiCategoryEditor
from refusal_annotator.ui.editors.lines import DateEditor, EntityEditor, NumberEditor, TextEditor
from refusal_annotator.ui.editors.lists import ListEditor

__all__ = ["EDITORS", "Editor", "EditorContext", "Named", "make_editor"]

EDITORS: Mapping[Level, type[Editor]] = {
    Level.NOMINAL: CategoryEditor,
    Level.ORDINAL: CategoryEditor,
    Level.MULTI_SELECT: MultiCategoryEditor,
    Level.INTERVAL: DateEditor,
    Level.RATIO: NumberEditor,
    Level.TEXT: TextEditor,
    Level.LINK: EntityEditor,
}


def make_editor(
    attribute: Attribute, context: EditorContext, parent: QWidget | None = None
) -> Editor:
    """The editor of a variable: by its level, and by whether a unit may hold several values."""
    if not attribute.holds_list:
        return EDITORS[attribute.level](attribute, context, parent)
    several = MultiCategoryEditor if attribute.has_categories else ListEditor
    return several(attribute, context, parent)
