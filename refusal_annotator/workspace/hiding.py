"""Hides suggestions in a random, recorded share of a coder's articles, to see what they anchor.

The draw is written down for each coder and article with its share and seed, once: what was begun
never changes. Articles that are imported later are drawn as they come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.changes import Change
from refusal_annotator.domain.coders import ArticleCoding, Coder, CoderKind
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.hiding import (
    HiddenDraw,
    HiddenShare,
    draw_batch,
    draw_id,
    is_drawn,
    share_id,
)
from refusal_annotator.workspace.making import making
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session_reading import decides_zones


@dataclass(frozen=True, slots=True)
class Hiding:
    """What holds for one coder: the share asked for, and in how many articles it came true."""

    coder: Coder
    share: float
    seed: int | None
    n_hidden: int
    n_articles: int


def may_hide(project: OpenProject, coder: Coder) -> bool:
    """Whether a person decides about suggestions: a supervisor, or the only one there is."""
    return decides_zones(coder, project.coders())


def hiding_of(project: OpenProject) -> list[Hiding]:
    """What holds for each person who codes, by name."""
    articles = _article_ids(project)
    hidden = hidden_articles(project)
    shares = {s.coder_id: s for s in project.store.values(HiddenShare)}
    found = []
    for coder in project.coders():
        if coder.kind != CoderKind.HUMAN:
            continue
        own = shares.get(coder.id)
        count = sum((article_id, coder.id) in hidden for article_id in articles)
        share, seed = (own.share, own.seed) if own else (0.0, None)
        found.append(Hiding(coder, share, seed, count, len(articles)))
    return found


def hidden_articles(project: OpenProject) -> frozenset[tuple[UUID, UUID]]:
    """Pairs of article and coder in which no suggestions are shown."""
    return frozenset(pair for pair, hidden in drawn_articles(project).items() if hidden)


def drawn_articles(project: OpenProject) -> dict[tuple[UUID, UUID], bool]:
    """What was drawn for each article and coder for whom there was a draw: whether suggestions are
    hidden. Where nobody drew, a pair is absent.
    """
    project.flush()
    draws = {(d.article_id, d.coder_id): d.hidden for d in project.store.values(HiddenDraw)}
    for share in project.store.values(HiddenShare):
        for article_id in _article_ids(project):
            drawn = is_drawn(share.seed, share.coder_id, article_id, share.share)
            draws.setdefault((article_id, share.coder_id), drawn)
    return draws


def hide_suggestions(
    project: OpenProject, coder: Coder, *, share: float, seed: int, by: Coder | None = None
) -> Hiding:
    """Draw the articles in which a coder sees no suggestions; those that were begun stay.

    `share` is a fraction; of the n articles not begun, share n are drawn, rounded by chance.
    Drawing again with the same seed gives the same articles.
    """
    if not 0 <= share <= 1:
        raise AnnotatorError(
            f"Nothing was drawn: the share is {share:g}. Give a fraction between 0 and 1."
        )
    if by is not None and not may_hide(project, by):
        raise AnnotatorError("Nothing was drawn: only a supervisor hides suggestions.")
    record_draws(project)
    begun = begun_articles(project, coder.id)
    fresh = [a for a in _article_ids(project) if a not in begun]
    drawn = draw_batch(seed, coder.id, fresh, share)
    wanted = HiddenShare(id=share_id(coder.id), coder_id=coder.id, share=share, seed=seed)
    earlier = next(iter(project.store.values(HiddenShare, deleted=True, id=wanted.id)), None)
    changes = making("hidden_share", wanted, earlier)
    # What was begun before any draw is written down as seen.
    seen = dict.fromkeys(begun, (False, 0.0)) if earlier is None else {}
    changes += _draws(project, coder.id, seed, {**seen, **{a: (a in drawn, share) for a in fresh}})
    label = f"Hide suggestions from {coder.name} in {100 * share:g} % of articles"
    project.study_act(label, changes, by.id if by else None)
    project.forget_sessions()
    return next(h for h in hiding_of(project) if h.coder.id == coder.id)


def record_draws(project: OpenProject) -> int:
    """Write down what was drawn for articles that came since; the number of them."""
    if project.read_only:
        return 0
    project.flush()
    shares = project.store.values(HiddenShare)
    if not shares:
        return 0
    known = {d.id for d in project.store.values(HiddenDraw)}
    changes: list[Change] = []
    for share in shares:
        late = [a for a in _article_ids(project) if draw_id(a, share.coder_id) not in known]
        wanted = {
            a: (is_drawn(share.seed, share.coder_id, a, share.share), share.share) for a in late
        }
        changes += _draws(project, share.coder_id, share.seed, wanted)
    if changes:
        project.study_act("Draw articles without suggestions", changes)
    return len(changes)


def begun_articles(project: OpenProject, coder_id: UUID) -> frozenset[UUID]:
    """Articles that a coder has opened or coded, also where all of it was taken back."""
    codings = project.store.values(ArticleCoding, deleted=True, coder_id=coder_id)
    return frozenset(c.article_id for c in codings) | project.store.visited(coder_id)


def _draws(
    project: OpenProject, coder_id: UUID, seed: int, wanted: dict[UUID, tuple[bool, float]]
) -> list[Change]:
    rows = project.store.values(HiddenDraw, deleted=True, coder_id=coder_id)
    earlier = {row.id: row for row in rows}
    changes: list[Change] = []
    for article_id, (hidden, share) in wanted.items():
        draw = HiddenDraw(
            id=draw_id(article_id, coder_id),
            article_id=article_id,
            coder_id=coder_id,
            hidden=hidden,
            share=share,
            seed=seed,
        )
        changes += making("hidden_draw", draw, earlier.get(draw.id))
    return changes


def _article_ids(project: OpenProject) -> tuple[UUID, ...]:
    return tuple(article.id for article in project.store.values(Article))


def coders_to_hide_from(project: OpenProject, names: Iterable[str]) -> list[Coder]:
    """People of these names, all where none is given; AnnotatorError for one who is not there."""
    people = [c for c in project.coders() if c.kind == CoderKind.HUMAN]
    chosen = []
    for name in names:
        found = project.find_coder(name)
        if found is None or found not in people:
            known = ", ".join(c.name for c in people) or "nobody yet"
            raise AnnotatorError(f"Nothing was drawn: {name} codes nothing here; there is {known}.")
        chosen.append(found)
    return chosen or people
