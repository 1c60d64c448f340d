"""What each coder has in a disagreement, as lines of a table, and the rule that it falls under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.domain.variables import Cell, is_filled, plain, show
from refusal_annotator.ui.session_marks import short_quote

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import Disagreement, MatchedGroup

SideLine = tuple[str, list[str], bool]
"""Label, what each coder has, and whether this is what they disagree on."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Writes the lines of a disagreement; `entities` gives the registry when it is needed."""

    codebook: Codebook
    coder_ids: tuple[UUID, ...]
    entities: Callable[[], EntityIndex]

    def lines(
        self, row: Disagreement, groups: Sequence[MatchedGroup], label: str
    ) -> list[SideLine]:
        """Extent, type and values where spans differ; `label` names what else differs."""
        lines: list[SideLine] = []
        if groups:
            lines += self._extents(row, groups)
        if len(groups) == 1:
            lines += self._values(row, groups[0])
        if row.kind in ("link", "article") or (row.kind == "alike" and not groups):
            shown = {side.coder_id: side.shown for side in row.sides}
            cells = [shown.get(coder, "") for coder in self.coder_ids]
            lines.append((label, cells, row.kind != "alike"))
        return lines

    def rule(self, row: Disagreement) -> str:
        """The definition of what is in dispute."""
        book = self.codebook
        pool = book.attributes_of(row.type) if row.type else book.article_variables
        own = (a for a in pool if a.id == row.variable and row.kind != "link")
        entry = (
            next(own, None)
            or book.find_relation(row.variable.partition(".")[0])
            or book.find_type(row.type)
        )
        return f"{entry.label}. {entry.definition}" if entry is not None else ""

    def _extents(self, row: Disagreement, groups: Sequence[MatchedGroup]) -> list[SideLine]:
        held = {coder: a for group in groups for coder, a in group.members.items()}
        quotes = [short_quote(held[i].quote, 40) if i in held else "" for i in self.coder_ids]
        lines: list[SideLine] = [("Extent", quotes, row.kind in ("missed", "boundary", "type"))]
        if row.kind == "type":
            shown = {side.coder_id: side.shown for side in row.sides}
            lines.append(("Type", [shown.get(i, "") for i in self.coder_ids], True))
        return lines

    def _values(self, row: Disagreement, group: MatchedGroup) -> list[SideLine]:
        lines: list[SideLine] = []
        for attribute in self.codebook.attributes_of(group.type):
            own = {c: a.values.get(attribute.id) for c, a in group.members.items()}
            if not any(map(is_filled, own.values())):
                continue
            cells = [self._words(attribute, own[i]) if i in own else "" for i in self.coder_ids]
            hit = row.kind == "attribute" and row.variable == attribute.id
            lines.append((attribute.label, cells, hit))
        return lines

    def _words(self, attribute: Attribute, cell: Cell | None) -> str:
        """A value in words, an entity by its name."""
        content = plain(cell)
        if attribute.value_type == "entity" and content is not None:
            items = content if isinstance(content, list) else [content]
            entities = self.entities()
            return ", ".join(entities.label(str(item)) for item in items)
        return show(attribute, cell, self.codebook)
