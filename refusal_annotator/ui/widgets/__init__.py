"""The parts that every screen is made of."""

from __future__ import annotations

from refusal_annotator.ui.widgets.banner import ActionBar, Banner
from refusal_annotator.ui.widgets.buttons import ActionCard, Button, IconButton, Select
from refusal_annotator.ui.widgets.chips import Chip
from refusal_annotator.ui.widgets.empty import EmptyState, IconMark
from refusal_annotator.ui.widgets.fields import Field, SearchField
from refusal_annotator.ui.widgets.focus import FocusRings, wants_ring
from refusal_annotator.ui.widgets.marks import (
    ArticleStatusGlyph,
    CoderLine,
    KeyCap,
    PatternGlyph,
    ProgressBar,
    SaveMark,
    Tag,
)
from refusal_annotator.ui.widgets.options import Option, OptionList
from refusal_annotator.ui.widgets.rail import Rail, RailItem
from refusal_annotator.ui.widgets.rows import (
    DataTable,
    Row,
    RowList,
    TableDelegate,
    TwoLineDelegate,
)
from refusal_annotator.ui.widgets.text import (
    Card,
    Divider,
    ElidedLabel,
    Label,
    PanelHead,
    SectionLabel,
    on_plane,
)

__all__ = [
    "ActionBar",
    "ActionCard",
    "ArticleStatusGlyph",
    "Banner",
    "Button",
    "Card",
    "Chip",
    "CoderLine",
    "DataTable",
    "Divider",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "FocusRings",
    "IconButton",
    "IconMark",
    "KeyCap",
    "Label",
    "Option",
    "OptionList",
    "PanelHead",
    "PatternGlyph",
    "ProgressBar",
    "Rail",
    "RailItem",
    "Row",
    "RowList",
    "SaveMark",
    "SearchField",
    "SectionLabel",
    "Select",
    "TableDelegate",
    "Tag",
    "TwoLineDelegate",
    "on_plane",
    "wants_ring",
]
