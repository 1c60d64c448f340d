"""Finds the article that a coding file means, by what the file says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from uuid import UUID

from refusal_annotator.domain.articles import Article


class ArticleFinder:
    """Articles by the name of their source, by their key, and by the stem of a name."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.by_id = {article.id: article for article in articles}
        self._ordered = sorted(self.by_id.values(), key=lambda a: (a.sequence, a.key))

    def named(self, written: str) -> Sequence[Article]:
        """Articles that a name may mean, the likeliest first."""
        name, stem = _last(written), _stem(written)
        ways = (
            lambda a: a.source_name == written,
            lambda a: a.key == written,
            lambda a: _last(a.source_name) == name,
            lambda a: a.key == stem,
        )
        found: dict[UUID, Article] = {}
        for fits in ways:
            found |= {a.id: a for a in self._ordered if a.id not in found and fits(a)}
        return list(found.values())

    def one(self, written: str) -> Article | None:
        """The article that a name means, or None."""
        return next(iter(self.named(written)), None)


def _last(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).stem
