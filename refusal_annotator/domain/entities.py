"""The registry of actors: one key for all spellings of one person, body or group."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

_NOT_KEY = re.compile(r"[^a-z0-9]+")


class Entity(BaseModel):
    """One actor of the study, however it is written."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    key: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    entity_class: str | None = None
    note: str | None = None
    merged_into: UUID | None = None
    revision: int = 0
    deleted: bool = False


class EntityLink(BaseModel):
    """A registry relation between two entities (member of, part of)."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    type: str
    from_id: UUID
    to_id: UUID
    revision: int = 0
    deleted: bool = False


def entity_id(project_id: UUID, key: str) -> UUID:
    """Id that an entity of this key gets in this project, whoever makes it."""
    return uuid5(project_id, f"entity:{key}")


def key_for(name: str, taken: Iterable[str] = ()) -> str:
    """Short stable key for a name, unlike those taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = _NOT_KEY.sub("_", plain.lower()).strip("_")[:60] or "entity"
    used, key, count = set(taken), base, 2
    while key in used:
        key, count = f"{base}_{count}", count + 1
    return key


class EntityIndex:
    """Finds the entity that a written key, name or alias means; merges are followed."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        alive = [entity for entity in entities if not entity.deleted]
        self._by_id: Mapping[UUID, Entity] = {entity.id: entity for entity in alive}
        self._written: dict[str, Entity] = {}
        for entity in sorted(alive, key=lambda e: (e.key, str(e.id))):
            for spelling in (entity.name, *entity.aliases):
                if spelling:
                    self._written.setdefault(_fold(spelling), entity)
        for entity in alive:
            # A key wins over another entity's alias.
            self._written[_fold(entity.key)] = entity

    def find(self, written: str) -> Entity | None:
        """Return the entity meant, after merging, or None while it is pending."""
        entity = self._written.get(_fold(written))
        seen: set[UUID] = set()
        while entity and entity.merged_into and entity.id not in seen:
            seen.add(entity.id)
            entity = self._by_id.get(entity.merged_into, entity)
        return entity

    def resolve(self, written: str) -> str:
        """Return the key of the entity meant, or what was written while it is pending."""
        entity = self.find(written)
        return entity.key if entity else written

    def label(self, written: str) -> str:
        """Return the name to show for a written key or name."""
        entity = self.find(written)
        return (entity.name or entity.key) if entity else written


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
