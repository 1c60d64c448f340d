"""Spans of other articles that a link may lead to: read once, ranked, found by typing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.codebook import Attribute, Codebook, Relation, SpanType
from refusal_annotator.domain.variables import Cells, is_open, plain, plain_list
from refusal_annotator.storage.elsewhere import SpanElsewhere
from refusal_annotator.workspace.acts import own_annotation
from refusal_annotator.workspace.entities import entity_attributes
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession

SHOWN = 100
# What a like entity or overlapping numbers add to a score that else lies between 0 and 1.
_ENTITY, _NUMBER = 0.5, 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FarCandidate:
    """A span that a link may lead to, and how well it fits."""

    id: UUID
    article_id: UUID
    article: str
    title: str
    type: str
    quote: str
    speaker: str
    score: float


@dataclass(frozen=True)
class FarCandidates:
    """All candidates for links of one kind from one span, the best first."""

    relation_id: str
    from_id: UUID
    ranked: tuple[FarCandidate, ...]
    # What is typed is looked for in these, which takes a moment to make of thousands.
    hay: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        hay = (_folded(f"{c.quote} {c.speaker} {c.article} {c.title}") for c in self.ranked)
        object.__setattr__(self, "hay", tuple(hay))

    def matching(self, query: str, limit: int = SHOWN) -> tuple[FarCandidate, ...]:
        """The best candidates that hold every word of a query.

        Words are looked for in quote, speaker, and key and title of the article; capitals and
        accents make no difference.
        """
        words = _folded(query).split()
        if not words:
            return self.ranked[:limit]
        found = []
        for candidate, hay in zip(self.ranked, self.hay, strict=True):
            if all(word in hay for word in words):
                found.append(candidate)
                if len(found) == limit:
                    break
        return tuple(found)


@dataclass(frozen=True, slots=True)
class FarQuestion:
    """What candidates are looked for: all that the open article says of it, to ask in a thread."""

    relation: Relation
    source: Annotation
    speakers: tuple[Annotation, ...]
    linked: frozenset[UUID | None]


def far_question(session: ArticleSession, relation: Relation, from_id: UUID) -> FarQuestion:
    """The question which spans of other articles a link of a kind may lead to from a span."""
    source = own_annotation(session, from_id)
    links = session.links_from(from_id)
    speaker = session.codebook.relation_by_role("speaker")
    heard = (k.to_id for k in links if speaker is not None and k.type == speaker.id)
    speakers = (session.annotations.get(i) for i in heard if i is not None)
    linked = {k.to_id for k in links if k.type == relation.id}
    if relation.symmetric:
        arriving = session.incoming.values()
        linked |= {k.from_id for k in arriving if k.to_id == from_id and k.type == relation.id}
    kept = tuple(each for each in speakers if each is not None)
    return FarQuestion(relation, source, kept, frozenset(linked))


def far_candidates(project: OpenProject, question: FarQuestion) -> FarCandidates:
    """Read and rank the spans of other articles that a link may lead to, from any thread.

    The spans are the coder's own, of fitting types, and not linked so already.
    """
    project.flush()
    relation, source = question.relation, question.source
    speaker = project.codebook.relation_by_role("speaker")
    likeness = _Likeness(project, question, speaker)
    found = project.store.spans_elsewhere(
        source.article_version_id,
        source.coder_id,
        types=relation.to_types,
        speaker=speaker.id if speaker else "",
        with_values=likeness.looks_at_values,
    )
    ranked = likeness.rank([span for span in found if span.id not in question.linked])
    return FarCandidates(relation.id, source.id, ranked)


class _Likeness:
    """How like a span of another article is to the one that a link starts from."""

    def __init__(
        self, project: OpenProject, question: FarQuestion, speaker: Relation | None
    ) -> None:
        codebook, source, relation = project.codebook, question.source, question.relation
        near = {source.type, *relation.to_types, *(speaker.to_types if speaker else ())}
        self._entities = {t: entity_attributes(codebook, t) for t in near}
        self._figures = {t: _bounds(codebook.span_type(t)) for t in near}
        self._spoken = _types_of(codebook, speaker)
        self.looks_at_values = any(self._entities.values()) or any(self._figures.values())
        self._index = project.entity_index() if any(self._entities.values()) else None
        self._words = set(_words(source.quote))
        self._own = self._named(source.type, source.values)
        for each in question.speakers:
            self._own |= self._named(each.type, each.values)
        self._figure = _figure(self._figures[source.type], source.values)

    def rank(self, spans: Sequence[SpanElsewhere]) -> tuple[FarCandidate, ...]:
        """Candidates by score, then by article and place.

        Notes
        -----
        The score is ``w + e / 2 + n / 2``. ``w`` is the weighted Jaccard index of the words of both
        quotes, ``sum(log(1 + N / f))`` over the shared words divided by the same sum over all words
        of either, where ``f`` of the ``N`` candidates hold the word (a word that none holds counts
        as one that one holds); 0 without words. ``e`` is 1 where both spans, or the speakers of
        both, name one entity of the registry, else 0; ``n`` is 1 where their numbers overlap, ends
        included, else 0, as where one has no number. So 0 <= score <= 2.
        """
        held = [set(_words(span.quote)) for span in spans]
        counts = Counter(word for words in held for word in words)
        total = len(spans)
        weights = {word: log(1 + total / count) for word, count in counts.items()}
        rarest = log(1 + total) if total else 0.0
        full = sum(weights.get(word, rarest) for word in self._words)
        scored = []
        for place, (span, words) in enumerate(zip(spans, held, strict=True)):
            shared = sum(weights[word] for word in words & self._words)
            either = full + sum(weights[word] for word in words) - shared
            score = shared / either if either else 0.0
            if self.looks_at_values:
                score += self._of_values(span)
            scored.append((-score, place, span))
        scored.sort(key=lambda each: each[:2])
        return tuple(_candidate(span, -score) for score, _, span in scored)

    def _of_values(self, span: SpanElsewhere) -> float:
        score = 0.0
        if self._own:
            named = self._named(span.type, span.values)
            for type_id in self._spoken:
                named |= self._named(type_id, span.speaker_values)
            score += _ENTITY if named & self._own else 0.0
        if self._figure is not None:
            other = _figure(self._figures[span.type], span.values)
            score += _NUMBER if other is not None and _overlap(self._figure, other) else 0.0
        return score

    def _named(self, type_id: str, cells: Cells) -> set[str]:
        index = self._index
        if index is None or not cells:
            return set()
        written = _contents(self._entities[type_id], cells)
        return {index.resolve(each) for each in written}


def _types_of(codebook: Codebook, speaker: Relation | None) -> tuple[str, ...]:
    """One type for each different set of entity variables of whoever speaks."""
    seen: dict[tuple[str, ...], str] = {}
    for type_id in speaker.to_types if speaker else ():
        seen.setdefault(tuple(a.id for a in entity_attributes(codebook, type_id)), type_id)
    return tuple(seen.values())


def _candidate(span: SpanElsewhere, score: float) -> FarCandidate:
    return FarCandidate(
        span.id,
        span.article_id,
        span.article,
        span.title,
        span.type,
        span.quote,
        span.speaker,
        score,
    )


def _contents(attributes: Iterable[Attribute], cells: Cells) -> list[str]:
    return [str(item) for a in attributes for item in plain_list(cells.get(a.id))]


def _bounds(span_type: SpanType) -> tuple[Attribute, Attribute | None] | None:
    low = span_type.attribute_by_role("value_low")
    return (low, span_type.attribute_by_role("value_high")) if low is not None else None


def _figure(
    bounds: tuple[Attribute, Attribute | None] | None, cells: Mapping[str, Any]
) -> tuple[float, float] | None:
    """Low and high bound of a number, an open one without end; None where there is no number."""
    if bounds is None:
        return None
    low, high = (cells.get(a.id) if a is not None else None for a in bounds)
    ends = [each for each in (plain(low), plain(high)) if isinstance(each, (int, float))]
    if not ends:
        return None
    first = float("-inf") if is_open(low) else float(ends[0])
    return first, float("inf") if is_open(high) else float(ends[-1])


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Text in small letters without accents."""
    small = text.casefold()
    if small.isascii():
        return small
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
