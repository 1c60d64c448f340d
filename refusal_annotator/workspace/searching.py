"""Search over the texts of all articles of a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.searching import Term, parse_query, places_of
from refusal_annotator.workspace.project_reading import ReadableProject

BEFORE, AFTER = 60, 120
"""Code points of the text that are shown on either side of a place."""
LIMIT = 200
_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place in the text of an article, in code points, with what stands around it."""

    article_id: UUID
    version_id: UUID
    article: str
    title: str
    start: int
    end: int
    before: str
    quote: str
    after: str

    @property
    def snippet(self) -> str:
        """The place and its surroundings in one line."""
        return _in_line(f"{self.before}{self.quote}{self.after}")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Places in the order of import and of the texts; `more` says that there are others."""

    hits: tuple[SearchHit, ...]
    n_articles: int
    more: bool
    terms: tuple[Term, ...]

    def to_json(self) -> dict[str, Any]:
        """The places as other programs read them."""
        hits = [
            {
                "article": hit.article,
                "title": hit.title,
                "start": hit.start,
                "end": hit.end,
                "text": hit.quote,
                "before": hit.before,
                "after": hit.after,
            }
            for hit in self.hits
        ]
        return {"format": 1, "n_articles": self.n_articles, "more": self.more, "hits": hits}


def search_corpus(
    project: ReadableProject, query: str, *, limit: int = LIMIT, per_article: int | None = None
) -> SearchResult:
    """Places in the present texts of all articles that hold every word of a query.

    "Words in quotes" must stand in a row, and refus* finds whatever begins so. Any other sign is
    no operator, and no query is wrong. Of each article at most `per_article` places are given.
    """
    terms = parse_query(query)
    if not terms or limit < 1:
        return SearchResult((), 0, False, terms)
    project.flush()
    hits: list[SearchHit] = []
    n_articles, more = 0, False
    for article, version, places in _articles(project, terms):
        if len(hits) >= limit:
            more = True
            break
        n_articles += 1
        kept = places[:per_article][: limit - len(hits)]
        more = more or len(kept) < len(places)
        hits += [_hit(article, version, place) for place in kept]
    return SearchResult(tuple(hits), n_articles, more, terms)


def _articles(
    project: ReadableProject, terms: Sequence[Term]
) -> Iterator[tuple[Article, ArticleVersion, tuple[tuple[int, int], ...]]]:
    """Articles that hold the terms, with their present text and the places in it."""
    store = project.store
    found = store.articles_with(terms)
    for start in range(0, len(found), _AT_ONCE):
        chunk = found[start : start + _AT_ONCE]
        articles = {article.id: article for article in store.values(Article, id=chunk)}
        versions: dict[UUID, ArticleVersion] = {}
        for version in store.values(ArticleVersion, article_id=chunk):
            known = versions.get(version.article_id)
            if known is None or _age(version) > _age(known):
                versions[version.article_id] = version
        for article_id in chunk:
            if article_id not in articles or article_id not in versions:
                continue
            places = places_of(versions[article_id].text, terms)
            if places:
                yield articles[article_id], versions[article_id], places


def _age(version: ArticleVersion) -> tuple[object, str]:
    return version.imported_at, str(version.id)


def _hit(article: Article, version: ArticleVersion, place: tuple[int, int]) -> SearchHit:
    (start, end), text = place, version.text
    return SearchHit(
        article_id=article.id,
        version_id=version.id,
        article=article.key,
        title=article.title or article.key,
        start=start,
        end=end,
        before=_in_line(text[max(0, start - BEFORE) : start], cut_first=start > BEFORE),
        quote=text[start:end],
        after=_in_line(text[end : end + AFTER], cut_last=end + AFTER < len(text)),
    )


def _in_line(piece: str, *, cut_first: bool = False, cut_last: bool = False) -> str:
    """A piece of text in one line, with a sign in place of the word that was cut."""
    line = re.sub(r"\s+", " ", piece)
    if cut_first:
        line = f"…{line[line.find(' ') if ' ' in line.strip() else 0 :]}"
    if cut_last:
        line = f"{line[: line.rfind(' ') if ' ' in line.strip() else len(line)].rstrip()} …"
    return line
