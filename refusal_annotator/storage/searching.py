"""The index over the words of all texts: FTS5 on SQLite, tsvector under a GIN index on PostgreSQL.

Both hold the words as `domain.searching` cuts them. They answer which articles may hold what is
looked for; the places themselves are looked up in the texts, for only these are exact. Texts never
change, so that the index is only ever added to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, func, insert, select, text

from refusal_annotator.domain.searching import Term, words_of
from refusal_annotator.storage.tables import ArticleRow, SearchTextRow

WORDS = "search_words"
"""SQLite's index, with tables of its own behind it whose names begin alike; PostgreSQL's index."""

_LONGEST = 100
"""Characters of a word that are indexed; a longer one is looked up in the texts."""
_MOST_BYTES = 1_000_000
"""What a tsvector can hold is 1 MiB; a text with more words than that is always looked into."""
_MAKE_WORDS = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5"
    "(words, content='', tokenize='unicode61 remove_diacritics 2')"
)
# Written out: to name the kind of index to SQLAlchemy loads all it knows of PostgreSQL.
_MAKE_GIN = f"CREATE INDEX {WORDS} ON search_text USING gin (words)"
_TEXTS: Table = SearchTextRow.__table__  # type: ignore[attr-defined]
_ARTICLES: Table = ArticleRow.__table__  # type: ignore[attr-defined]


def make_index(connection: Connection) -> None:
    """Make what the tables of `tables.py` do not make."""
    make = _MAKE_WORDS if connection.dialect.name == "sqlite" else _MAKE_GIN
    connection.execute(text(make))


def is_index(name: str) -> bool:
    """Whether this is the index, or a table that SQLite keeps it in, and no table of rows."""
    return name == WORDS or name.startswith(f"{WORDS}_")


def add_texts(connection: Connection, rows: Iterable[tuple[UUID, UUID, str]]) -> None:
    """Index texts: (article version, article, text) of each."""
    taken = list(rows)
    if not taken:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(
            insert(_TEXTS),
            [
                {"article_version_id": version, "article_id": article, "words": _lexemes(content)}
                for version, article, content in taken
            ],
        )
        return
    # The writing transaction is alone, so that numbers can be given out here.
    highest = connection.execute(select(func.coalesce(func.max(_TEXTS.c.id), 0))).scalar_one()
    numbered = list(enumerate(taken, start=int(highest) + 1))
    connection.execute(
        insert(_TEXTS),
        [
            {"id": number, "article_version_id": version, "article_id": article}
            for number, (version, article, _) in numbered
        ],
    )
    connection.execute(
        text(f"INSERT INTO {WORDS}(rowid, words) VALUES (:number, :words)"),
        [
            {"number": number, "words": " ".join(w[:_LONGEST] for w in words_of(content))}
            for number, (_, _, content) in numbered
        ],
    )


def articles_with(connection: Connection, terms: Sequence[Term]) -> list[UUID]:
    """Articles that may hold all terms, in the order of import; never one too few."""
    if connection.dialect.name == "sqlite":
        inside = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH :wanted"
        wanted = " ".join(map(_fts_term, terms))
    else:
        inside = (
            "SELECT id FROM search_text WHERE words @@ CAST(:wanted AS tsquery) "
            "UNION ALL SELECT id FROM search_text WHERE words IS NULL"
        )
        wanted = " & ".join(map(_tsquery_term, terms))
    statement = (
        select(_TEXTS.c.article_id)
        .join(_ARTICLES, _ARTICLES.c.id == _TEXTS.c.article_id)
        .where(text(f"search_text.id IN ({inside})"), _ARTICLES.c.deleted.is_(False))
        .order_by(_ARTICLES.c.sequence, _ARTICLES.c.key, _ARTICLES.c.id)
    )
    found: Any = connection.execute(statement, {"wanted": wanted}).scalars()
    return list(dict.fromkeys(found))


def _fts_term(term: Term) -> str:
    """Words in a row, of which none is read as an operator."""
    quoted = '"' + " ".join(word[:_LONGEST] for word in term.words).replace('"', '""') + '"'
    return f"{quoted} *" if _goes_on(term) else quoted


def _tsquery_term(term: Term) -> str:
    """Words without their order, which the texts are asked for."""
    parts = [_lexeme(word) for word in term.words]
    if _goes_on(term):
        parts[-1] += ":*"
    return " & ".join(parts)


def _goes_on(term: Term) -> bool:
    return term.prefix or len(term.words[-1]) > _LONGEST


def _lexemes(content: str) -> str | None:
    words = sorted({word[:_LONGEST] for word in words_of(content)})
    if sum(len(word.encode()) for word in words) > _MOST_BYTES:
        return None
    return " ".join(map(_lexeme, words))


def _lexeme(word: str) -> str:
    plain = word[:_LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}'"
