"""How a coding came to be what it is: who did what and when, in words, read off the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import CREATE, PLACE, Change, Kind
from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.variables import show
from refusal_annotator.workspace.project import OpenProject

# What the program keeps for itself says nothing to a person.
_INNER = frozenset({"suggestion_id", "derived_from", "source_id", "sequence", "codebook_version"})
_ORIGINS = {
    "drawn": "drawn by hand",
    "accepted": "accepted from a suggestion",
    "edited": "a suggestion, changed",
    "imported": "from a coding file",
    "gold": "gold standard",
}
_WORDS = {"origin": "Origin", "position": "Place in the chain", "path": "Path"}
_TURNED: Mapping[Kind, str] = {"do": "", "undo": "Undo: ", "redo": "Redo: "}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What an act did to one field, in words; `before` is empty where there was nothing."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        """The change in one line."""
        if self.before and self.after:
            return f"{self.name}: {self.before} → {self.after}"
        if self.before:
            return f"{self.name}: {self.before} taken away"
        return f"{self.name}: {self.after}" if self.after else self.name


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act on a coding."""

    time: datetime
    coder: str
    act: str
    changes: tuple[FieldChange, ...]


def history_of(project: OpenProject, row_id: UUID) -> list[HistoryEntry]:
    """Acts on a coded span and on its links, the first one first; acts that show nothing are left
    out.
    """
    project.flush()
    store = project.store
    span = next(iter(store.values(Annotation, deleted=True, id=row_id)), None)
    if span is None:
        return []
    # Every link that ever stood at the span, also those that are deleted by now.
    place = {"article_version_id": span.article_version_id, "coder_id": span.coder_id}
    found = [
        *store.values(Link, deleted=True, from_id=row_id, **place),
        *store.values(Link, deleted=True, to_id=row_id),
    ]
    links = {link.id: link for link in found}
    ends = {i for link in found for i in (link.from_id, link.to_id) if i}
    spans = [span, *store.values(Annotation, deleted=True, id=list(ends))]
    words = _Words(project.codebook, {a.id: a for a in spans}, links)
    names = {coder.id: coder.name for coder in store.values(Coder, deleted=True)}
    entries = []
    for head, changes in store.row_history([row_id, *links]):
        said = tuple(done for change in changes if (done := words.of(change)) is not None)
        if said:
            coder = names.get(head.coder_id, "") if head.coder_id else ""
            label = f"{_TURNED[head.kind]}{head.label}"
            entries.append(HistoryEntry(head.time, coder, label, said))
    return entries


class _Words:
    """Puts changes of a span and its links into words."""

    def __init__(
        self, codebook: Codebook, spans: Mapping[UUID, Annotation], links: Mapping[UUID, Link]
    ) -> None:
        self._codebook, self._spans, self._links = codebook, spans, links

    def of(self, change: Change) -> FieldChange | None:
        """What a change did, or None where it is nothing to a person."""
        if change.table == "link":
            return self._of_link(change)
        if change.field == CREATE:
            fields: Mapping[str, Any] = change.after
            label = self._codebook.span_type(fields["type"]).label
            made = _ORIGINS.get(fields["origin"], fields["origin"])
            return FieldChange(label, "", f"“{fields['quote']}”, {made}")
        if change.field == PLACE:
            return FieldChange("Extent", *(f"“{c['quote']}”" for c in _both(change)))
        if change.field.startswith("values/"):
            span = self._spans.get(change.row_id)
            own = self._codebook.attributes_of(span.type) if span else ()
            return self._of_value(change, own)
        return _plain(change)

    def _of_link(self, change: Change) -> FieldChange | None:
        link = self._links[change.row_id]
        relation = self._codebook.relation(link.type)
        target = self._spans.get(link.to_id) if link.to_id else None
        source = self._spans.get(link.from_id)
        ends = " → ".join(f"“{a.quote}”" for a in (source, target) if a is not None)
        if change.field == CREATE:
            return FieldChange(relation.label, "", ends)
        if change.field == "deleted":
            before, after = (ends, "") if change.after else ("", ends)
            return FieldChange(relation.label, before, after)
        if change.field.startswith("values/"):
            return self._of_value(change, relation.attributes)
        return _plain(change)

    def _of_value(self, change: Change, attributes: tuple[Attribute, ...]) -> FieldChange:
        name = change.field.removeprefix("values/")
        attribute = next((a for a in attributes if a.id == name), None)
        if attribute is None:
            return FieldChange(
                name.replace("_", " "), *("" if c is None else str(c) for c in _both(change))
            )
        return FieldChange(
            attribute.label, *(show(attribute, cell, self._codebook) for cell in _both(change))
        )


def _plain(change: Change) -> FieldChange | None:
    """Words for a field that has no variable."""
    if change.field in _INNER:
        return None
    if change.field == "deleted":
        return FieldChange("Deleted" if change.after else "Brought back", "", "")
    if change.field == "doubt":
        return FieldChange("Marked as doubtful" if change.after else "Doubt taken back", "", "")
    known = _WORDS.get(change.field)
    if known is None:
        return None
    return FieldChange(known, *(_ORIGINS.get(str(c), str(c or "")) for c in _both(change)))


def _both(change: Change) -> tuple[Any, Any]:
    return change.before, change.after
