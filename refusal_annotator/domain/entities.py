"""The registry of actors: one key for all spellings of one person, body or group."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from uuid import UUID, uuid5

from refusal_annotator.domain.stored import StoredValue

_NOT_KEY = re.compile(r"[^a-z0-9]+")


class Entity(StoredValue):
    """One actor of the study, however it is written."""

    key: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    entity_class: str | None = None
    note: str | None = None
    merged_into: UUID | None = None


class EntityLink(StoredValue):
    """A registry relation between two entities (member of, part of)."""

    type: str
    from_id: UUID
    to_id: UUID


def entity_id(project_id: UUID, key: str) -> UUID:
    """Id that an entity of this key gets in this project, whoever makes it."""
    return uuid5(project_id, f"entity:{key}")


def key_for(name: str, taken: Iterable[str] = ()) -> str:
    """Short stable key for a name, unlike those taken in whatever case."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = _NOT_KEY.sub("_", plain.lower()).strip("_")[:60].strip("_") or "entity"
    used, key, count = {fold_name(other) for other in taken}, base, 2
    while key in used:
        key, count = f"{base}_{count}", count + 1
    return key


def fold_name(text: str) -> str:
    """Form in which two spellings of a name are one: capitals and spaces make no difference."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


class EntityIndex:
    """Finds the entity that a written key, name or alias means; merges are followed.

    A key wins over another entity's name, a name over another entity's alias; among equals the
    first key wins, whatever order the entities come in.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        alive = sorted((e for e in entities if not e.deleted), key=_by_key)
        self._by_id: Mapping[UUID, Entity] = {entity.id: entity for entity in alive}
        self._written: dict[str, Entity] = {}
        for spellings in (_keys, _names, _aliases):
            for entity in alive:
                for spelling in spellings(entity):
                    self._written.setdefault(fold_name(spelling), entity)

    def find(self, written: str) -> Entity | None:
        """Return the entity meant, after merging, or None while it is pending."""
        entity = self._written.get(fold_name(written))
        return self.head(entity) if entity else None

    def head(self, entity: Entity) -> Entity:
        """Return the entity that another one was merged into at last, or itself."""
        seen: list[Entity] = []
        while entity.merged_into:
            if entity in seen:
                # Two copies merged them into each other; all of the circle are one entity.
                return min(seen[seen.index(entity) :], key=_by_key)
            seen.append(entity)
            target = self._by_id.get(entity.merged_into)
            if target is None:
                return entity
            entity = target
        return entity

    def heads(self) -> list[Entity]:
        """Return the entities that are merged into no other, by key."""
        return [entity for entity in self._by_id.values() if self.head(entity).id == entity.id]

    def members(self, entity: Entity) -> tuple[Entity, ...]:
        """Return the entity and those merged into it, by key, itself first."""
        own = self._groups.get(entity.id, [])
        return (entity, *(other for other in own if other.id != entity.id))

    @cached_property
    def _groups(self) -> Mapping[UUID, list[Entity]]:
        groups: dict[UUID, list[Entity]] = {}
        for entity in self._by_id.values():
            groups.setdefault(self.head(entity).id, []).append(entity)
        return groups

    def resolve(self, written: str) -> str:
        """Return the key of the entity meant, or what was written while it is pending."""
        entity = self.find(written)
        return entity.key if entity else written

    def label(self, written: str) -> str:
        """Return the name to show for a written key or name."""
        entity = self.find(written)
        return (entity.name or entity.key) if entity else written


def spellings_of(entity: Entity) -> tuple[str, ...]:
    """Name and aliases of an entity as written; the key where it has no name."""
    return (entity.name or entity.key, *_aliases(entity))


def _by_key(entity: Entity) -> tuple[str, str]:
    return entity.key, str(entity.id)


def _keys(entity: Entity) -> tuple[str, ...]:
    return (entity.key,)


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name,) if entity.name else ()


def _aliases(entity: Entity) -> tuple[str, ...]:
    return tuple(alias for alias in entity.aliases if alias)
