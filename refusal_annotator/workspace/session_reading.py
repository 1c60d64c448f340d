"""Reads what one coder sees of one article from the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeVar
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link, SuggestionDecision, Zone
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.coders import ArticleCoding, Coder, CoderKind, CoderRole
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.storage.quick_rows import Rows
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.workspace.collecting import no_collecting
from refusal_annotator.workspace.hidden_draws import hides
from refusal_annotator.workspace.session import ArticleSession
from refusal_annotator.workspace.session_parts import LateParts, SessionRows, zone_extents
from refusal_annotator.workspace.shown import thresholds_in

Value = TypeVar("Value", bound=StoredValue)
# Rows of an article that is read whole at once, which nobody can feel.
SHORT = 1_000


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
    codings = store.values(ArticleCoding, deleted=True, article_id=article_id, coder_id=coder_id)
    zones = store.values(Zone, deleted=True, article_version_id=place)
    alive = sorted((z for z in zones if not z.deleted), key=lambda z: (z.start, z.end))
    made = ArticleSession(
        article=articles[0],
        version=version,
        codebook=codebook,
        codebook_version=codebook_version,
        coder=coder,
        coding=next((c for c in codings if not c.deleted), None),
        zones=tuple(alive),
        late=LateParts(_rows(store, codebook, coder_id, article_id, place, (*codings, *zones))),
        late_borders=store.late_borders(place) or partial(compute_borders, version.text),
        decides_zones=decides_zones(coder, coders),
    )
    if made.late is not None and made.late.n_rows <= SHORT:
        made.prepare()
    return made


def _rows(
    store: ProjectStore,
    codebook: Codebook,
    coder_id: UUID,
    article_id: UUID,
    version_id: UUID,
    others: Sequence[ArticleCoding | Zone],
) -> SessionRows:
    """Fetch what is read later; `others` are read already."""

    def rows(kind: type[Value], *by: str) -> Rows[Value]:
        # Deleted rows come along: undo was perhaps done before a restart, and redo brings them
        # back.
        own = {"article_version_id": version_id, "coder_id": coder_id}
        return store.rows(kind, own, by=by, deleted=True)

    hidden = hides(store, article_id, coder_id)
    incoming = _incoming(store, codebook, version_id, coder_id)
    return SessionRows(
        annotations=rows(Annotation, "start"),
        links=rows(Link),
        decisions=rows(SuggestionDecision),
        suggestions=None if hidden else store.suggestion_rows(version_id),
        suggested_links=None if hidden else store.suggested_link_rows(version_id),
        limits={} if hidden else thresholds_in(store, codebook),
        incoming=incoming,
        deleted=[each for each in (*others, *incoming) if each.deleted],
        zones=zone_extents(
            [each for each in others if isinstance(each, Zone) and not each.deleted]
        ),
    )


def _incoming(
    store: ProjectStore, codebook: Codebook, version_id: UUID, coder_id: UUID
) -> list[Link]:
    """Links from the coder's other articles; asked only for types that such links may lead to."""
    reached = {
        type_id
        for relation in codebook.relations
        if relation.scope != "within_article"
        for type_id in relation.to_types
    }
    return store.links_into(version_id, coder_id, types=sorted(reached)) if reached else []
