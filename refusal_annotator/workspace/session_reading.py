"""Reads what one coder sees of one article from the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link, SuggestionDecision, Zone
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.coders import ArticleCoding, Coder, CoderKind, CoderRole
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.workspace.collecting import no_collecting
from refusal_annotator.workspace.hidden_draws import hides
from refusal_annotator.workspace.session import ArticleSession
from refusal_annotator.workspace.shown import shown_suggestions

Value = TypeVar("Value", bound=StoredValue)
_CHUNK = 5_000


def read_session(
    store: ProjectStore,
    article_id: UUID,
    coder_id: UUID,
    *,
    codebook: Codebook,
    codebook_version: int,
) -> ArticleSession:
    """Read a session; AnnotatorError where the article or the coder is not in the project."""
    with no_collecting():
        return _read(store, article_id, coder_id, codebook, codebook_version)


def decides_zones(coder: Coder, coders: Iterable[Coder]) -> bool:
    """Whether a coder changes zones for all: a supervisor, or the only person in the project."""
    people = {c.id for c in coders if c.kind == CoderKind.HUMAN}
    return coder.role == CoderRole.SUPERVISOR or people <= {coder.id}


def _read(
    store: ProjectStore,
    article_id: UUID,
    coder_id: UUID,
    codebook: Codebook,
    codebook_version: int,
) -> ArticleSession:
    articles = store.values(Article, id=article_id)
    coders = store.values(Coder)
    coder = next((c for c in coders if c.id == coder_id), None)
    if not articles or coder is None:
        raise AnnotatorError("The article or the coder is not in this project.")
    version = store.version_of(article_id)
    place = version.id
    # Deleted rows come along: undo was perhaps done before a restart, and redo brings them back.
    annotations = store.values(
        Annotation, deleted=True, article_version_id=place, coder_id=coder_id
    )
    links = store.values(Link, deleted=True, article_version_id=place, coder_id=coder_id)
    decisions = store.values(
        SuggestionDecision, deleted=True, article_version_id=place, coder_id=coder_id
    )
    codings = store.values(ArticleCoding, deleted=True, article_id=article_id, coder_id=coder_id)
    zones = store.values(Zone, deleted=True, article_version_id=place)
    incoming = _incoming(store, codebook, place, coder_id, annotations)
    hidden = hides(store, article_id, coder_id)
    here: Iterable[StoredValue] = (
        *annotations,
        *links,
        *decisions,
        *codings,
        *zones,
        *incoming,
    )
    return ArticleSession(
        article=articles[0],
        version=version,
        borders=store.borders(place) or compute_borders(version.text),
        codebook=codebook,
        codebook_version=codebook_version,
        coder=coder,
        coding=next(iter(_alive(codings).values()), None),
        annotations=_alive(annotations),
        links=_alive(links),
        zones=tuple(sorted(_alive(zones).values(), key=lambda z: (z.start, z.end))),
        suggestions=()
        if hidden
        else shown_suggestions(
            store, codebook, place, {d.suggestion_id for d in decisions if not d.deleted}
        ),
        suggested_links=() if hidden else tuple(store.suggested_links(place)),
        decisions=_alive(decisions),
        deleted={value.id: value for value in here if value.deleted},
        incoming=_alive(incoming),
        decides_zones=decides_zones(coder, coders),
    )


def _alive(values: Sequence[Value]) -> dict[UUID, Value]:
    return {value.id: value for value in values if not value.deleted}


def _incoming(
    store: ProjectStore,
    codebook: Codebook,
    version_id: UUID,
    coder_id: UUID,
    annotations: Iterable[Annotation],
) -> list[Link]:
    """Links from the coder's other articles; asked only for types that such links may lead to."""
    reached = {
        type_id
        for relation in codebook.relations
        if relation.scope != "within_article"
        for type_id in relation.to_types
    }
    ids = [a.id for a in annotations if a.type in reached]
    found: list[Link] = []
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        arriving = store.values(Link, deleted=True, coder_id=coder_id, to_id=chunk)
        found += [link for link in arriving if link.article_version_id != version_id]
    return found
