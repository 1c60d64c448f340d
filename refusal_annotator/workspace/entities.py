"""The registry of actors: made while coding, renamed, merged and split; each is one act.

Codings name an actor by a key or as it was written, and whoever reads them asks the registry what
that means. So a merger changes no coding, and splitting changes only what the registry cannot tell
apart. All acts stand in their maker's history of the study and can be taken back there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import Change, ChangeSet, edits, make_change_set
from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.codebook_model import ValueType
from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.domain.entities import (
    Entity,
    entity_id,
    fold_name,
    key_for,
    spellings_of,
)
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import plain_list, value
from refusal_annotator.workspace.making import making
from refusal_annotator.workspace.project import OpenProject


@dataclass(frozen=True, slots=True)
class Actor:
    """An entity as a list shows it: with all its spellings, what was merged into it, its codings.

    `n_codings` counts the codings that its reader may see.
    """

    entity: Entity
    spellings: tuple[str, ...]
    merged: tuple[Entity, ...]
    n_codings: int

    @property
    def name(self) -> str:
        """The name to show."""
        return self.entity.name or self.entity.key


@dataclass(frozen=True, slots=True)
class Split:
    """What a split makes, and how many codings of other coders still name the old entity."""

    entity: Entity
    change_set: ChangeSet
    n_moved: int
    n_left: int


def actors_of(project: OpenProject, reader: Coder) -> list[Actor]:
    """Actors by name; a coder's counts are of their own codings, a supervisor's of all."""
    index = project.entity_index()
    everything = reader.role == CoderRole.SUPERVISOR
    counts: Counter[str] = Counter()
    for annotation in project.store.values(Annotation):
        if not (everything or annotation.coder_id == reader.id):
            continue
        written = dict.fromkeys(w for _, w in _written(annotation, project.codebook))
        counts.update({index.resolve(w) for w in written})
    actors = []
    for entity in index.heads():
        members = index.members(entity)
        spellings = tuple(dict.fromkeys(s for e in members for s in spellings_of(e)))
        actors.append(Actor(entity, spellings, members[1:], counts[entity.key]))
    return sorted(actors, key=lambda a: (fold_name(a.name), a.entity.key))


def new_entity(
    project: OpenProject, name: str, coder_id: UUID | None = None
) -> tuple[Entity, ChangeSet]:
    """An entity of this name, and the act that adds it; raises where the name is taken."""
    written = _checked_name(name, "No entity was added")
    _refuse_taken(project, written, "No entity was added", "Choose that one.")
    entity = _fresh(project, written)
    changes = _making(project, entity)
    return entity, _act(project, f"Add the entity {written}", changes, coder_id)


def rename_entity(
    project: OpenProject, entity_id: UUID, name: str, coder_id: UUID | None = None
) -> ChangeSet:
    """Give an entity another name; the old one stays as a further spelling."""
    failed = "The actor was not renamed"
    entity = _alive(project, entity_id, failed)
    written = _checked_name(name, failed)
    own = {fold_name(s) for s in spellings_of(entity)}
    if fold_name(written) not in own:
        _refuse_taken(project, written, failed, "Merge the two instead.")
    kept = [*entity.aliases, *([entity.name] if entity.name else [])]
    aliases = tuple(dict.fromkeys(a for a in kept if fold_name(a) != fold_name(written)))
    changes = edits("entity", entity, name=written, aliases=aliases)
    old = entity.name or entity.key
    return _act(project, f"Rename the actor {old} to {written}", changes, coder_id)


def set_aliases(
    project: OpenProject, entity_id: UUID, aliases: Sequence[str], coder_id: UUID | None = None
) -> ChangeSet:
    """Replace the further spellings of an entity."""
    failed = "The spellings were not changed"
    entity = _alive(project, entity_id, failed)
    own = {fold_name(s) for e in project.entity_index().members(entity) for s in spellings_of(e)}
    kept: dict[str, str] = {}
    for alias in aliases:
        written = _checked_name(alias, failed)
        if fold_name(written) not in own:
            _refuse_taken(project, written, failed, "Merge the two, or split it off there first.")
        if fold_name(written) != fold_name(entity.name or entity.key):
            kept.setdefault(fold_name(written), written)
    changes = edits("entity", entity, aliases=tuple(kept.values()))
    label = f"Change the spellings of {entity.name or entity.key}"
    return _act(project, label, changes, coder_id)


def set_entity_class(
    project: OpenProject, entity_id: UUID, entity_class: str | None, coder_id: UUID | None = None
) -> ChangeSet:
    """Say what kind of actor an entity is; an empty class takes it off."""
    entity = _alive(project, entity_id, "The class was not changed")
    written = " ".join((entity_class or "").split()) or None
    changes = edits("entity", entity, entity_class=written)
    return _act(project, f"Set the class of {entity.name or entity.key}", changes, coder_id)


def merge_entities(
    project: OpenProject, into: UUID, others: Iterable[UUID], coder_id: UUID | None = None
) -> ChangeSet:
    """Let entities be one from now on: in codings, agreement and export; nothing is lost."""
    failed = "Nothing was merged"
    index = project.entity_index()
    target = index.head(_alive(project, into, failed))
    gone = {index.head(_alive(project, other, failed)).id for other in others} - {target.id}
    merged = [entity for entity in project.entities() if entity.id in gone]
    if not merged:
        raise AnnotatorError(f"{failed}: choose at least two actors that are not one already.")
    changes = [c for e in merged for c in edits("entity", e, merged_into=target.id)]
    names = ", ".join(e.name or e.key for e in merged)
    return _act(project, f"Merge {names} into {target.name or target.key}", changes, coder_id)


def split_entity(
    project: OpenProject,
    entity_id: UUID,
    spellings: Iterable[str],
    coder_id: UUID | None = None,
) -> Split:
    """Take spellings out of an entity, and the codings that are written so; they become another.

    An entity that was merged in under one of the spellings becomes itself again; otherwise a new
    one is made, named by the first of them. Codings that name the old key while their text is one
    of the spellings are moved where they are `coder_id`'s own; nobody changes another's codings,
    so theirs are counted.
    """
    failed = "Nothing was split"
    entity = _alive(project, entity_id, failed)
    index = project.entity_index()
    head = index.head(entity)
    members = index.members(head)
    known = {fold_name(s): s for e in members for s in spellings_of(e)}
    taken = list(dict.fromkeys(fold_name(s) for s in spellings))
    _refuse_split(taken, known, head, failed)
    freed = [e for e in members[1:] if fold_name(e.name or e.key) in taken]
    kept = [e for e in members if e not in freed]
    changes = [c for e in kept for c in _without(e, taken)]
    named = {fold_name(s) for e in freed for s in spellings_of(e)}
    loose = [known[t] for t in taken if t not in named]
    if freed:
        other, more = freed[0], _freeing(freed, loose)
    else:
        other = _fresh(project, known[taken[0]]).model_copy(update={"aliases": tuple(loose[1:])})
        more = _making(project, other)
    moved, left = _moved(project, head, {*taken, *named}, other.key, coder_id)
    label = f"Split {other.name or other.key} off {head.name or head.key}"
    change_set = _act(project, label, [*changes, *more, *moved], coder_id)
    return Split(other, change_set, len(moved), left)


def entity_attributes(codebook: Codebook, type_id: str) -> tuple[Attribute, ...]:
    """Attributes of a span type whose value names an entity."""
    attributes = codebook.attributes_of(type_id)
    return tuple(a for a in attributes if a.value_type == ValueType.ENTITY)


def _refuse_split(taken: Sequence[str], known: dict[str, str], head: Entity, failed: str) -> None:
    name = head.name or head.key
    if not taken:
        raise AnnotatorError(f"{failed}: choose the spellings that mean somebody else.")
    strange = [t for t in taken if t not in known]
    if strange:
        raise AnnotatorError(f"{failed}: {strange[0]} is no spelling of {name}.")
    if fold_name(name) in taken:
        raise AnnotatorError(f"{failed}: {name} is the name itself. Rename the actor first.")


def _without(entity: Entity, taken: Sequence[str]) -> tuple[Change, ...]:
    aliases = tuple(a for a in entity.aliases if fold_name(a) not in taken)
    return edits("entity", entity, aliases=aliases)


def _freeing(freed: Sequence[Entity], loose: Sequence[str]) -> list[Change]:
    """Changes after which the first of these is an entity again, and all others are merged in."""
    first = freed[0]
    changes = [*edits("entity", first, merged_into=None, aliases=(*first.aliases, *loose))]
    for entity in freed[1:]:
        changes += edits("entity", entity, merged_into=first.id)
    return changes


def _moved(
    project: OpenProject, head: Entity, taken: set[str], key: str, coder_id: UUID | None
) -> tuple[list[Change], int]:
    """Changes that let codings name the new key, and how many of other coders would have to."""
    index, codebook = project.entity_index(), project.codebook
    changes: list[Change] = []
    left = 0
    for annotation in project.store.values(Annotation):
        if fold_name(annotation.quote) not in taken:
            continue
        values = dict(annotation.values)
        for attribute, written in _written(annotation, codebook):
            found = index.find(written)
            if found is None or found.id != head.id or fold_name(written) in taken:
                continue
            values[attribute.id] = _renamed(attribute, values[attribute.id], written, key)
        if values == annotation.values:
            continue
        if annotation.coder_id == coder_id:
            changes += edits("annotation", annotation, values=values)
        else:
            left += 1
    return changes, left


def _renamed(attribute: Attribute, cell: dict[str, object], written: str, key: str) -> object:
    if not attribute.holds_list:
        return value(key)
    return value([key if str(item) == written else item for item in plain_list(cell)])


def _written(annotation: Annotation, codebook: Codebook) -> Iterator[tuple[Attribute, str]]:
    for attribute in entity_attributes(codebook, annotation.type):
        for item in plain_list(annotation.values.get(attribute.id)):
            yield attribute, str(item)


def _alive(project: OpenProject, wanted: UUID, failed: str) -> Entity:
    found = next((e for e in project.entities() if e.id == wanted), None)
    if found is None:
        raise AnnotatorError(f"{failed}: the actor is not here any more.")
    return found


def _checked_name(name: str, failed: str) -> str:
    written = " ".join(name.split())
    if not written:
        raise AnnotatorError(f"{failed}: the name is empty.")
    return written


def _refuse_taken(project: OpenProject, written: str, failed: str, way_out: str) -> None:
    existing = project.entity_index().find(written)
    if existing is not None:
        raise AnnotatorError(
            f"{failed}: {written} is a spelling of {existing.name or existing.key} "
            f"already. {way_out}"
        )


def _fresh(project: OpenProject, name: str) -> Entity:
    key = key_for(name, [entity.key for entity in project.entities()])
    return Entity(id=entity_id(project.project_id, key), key=key, name=name)


def _making(project: OpenProject, entity: Entity) -> list[Change]:
    earlier = next(iter(project.store.values(Entity, deleted=True, id=entity.id)), None)
    return making("entity", entity, earlier)


def _act(
    project: OpenProject, label: str, changes: Iterable[Change], coder_id: UUID | None
) -> ChangeSet:
    return make_change_set(
        label, changes, coder_id=coder_id, codebook_version=project.codebook_version
    )
