"""The registry of actors grows while coding: a new entity as a change set."""

from __future__ import annotations

from refusal_annotator.domain.changes import ChangeSet, make_change_set
from refusal_annotator.domain.entities import Entity, EntityIndex, entity_id, key_for
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.making import making
from refusal_annotator.workspace.project import OpenProject


def new_entity(project: OpenProject, name: str) -> tuple[Entity, ChangeSet]:
    """An entity of this name, and the act that adds it; raises where the name is taken."""
    written = " ".join(name.split())
    if not written:
        raise AnnotatorError("No entity was added: the name is empty.")
    known = project.entities()
    existing = EntityIndex(known).find(written)
    if existing is not None:
        raise AnnotatorError(
            f"No entity was added: {written} is a spelling of {existing.name or existing.key} "
            "already. Choose that one."
        )
    key = key_for(written, [entity.key for entity in known])
    entity = Entity(id=entity_id(project.project_id, key), key=key, name=written)
    earlier = next(iter(project.store.values(Entity, deleted=True, id=entity.id)), None)
    change_set = make_change_set(
        f"Add the entity {written}",
        making("entity", entity, earlier),
        coder_id=None,
        codebook_version=project.codebook_version,
    )
    return entity, change_set
