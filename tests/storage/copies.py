"""Copies of one project: edited apart at random, joined by the union of their journals."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import (
    Change,
    ChangeSet,
    creation,
    edit,
    edits,
    now,
    read_field,
)
from refusal_annotator.domain.coders import ArticleCoding
from refusal_annotator.domain.entities import Entity, entity_id
from refusal_annotator.domain.errors import StaleError
from refusal_annotator.domain.folding import fold
from refusal_annotator.domain.history import history_of
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import check_anchor
from refusal_annotator.domain.variables import EMPTY, OPEN, missing, value
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.store import ProjectStore
from tests.builders import (
    act,
    make,
    make_annotation,
    make_article,
    make_decision,
    make_entity,
    make_link,
    make_suggestion,
    make_version,
    make_zone,
)
from tests.storage.study import Study, all_rows, state_of

Move = tuple[str, int, int]
PROJECT = UUID(int=1)
QUOTES = ("Nine pilots", "pilots refused", "sail", "the harbour union", "one more night")
CELLS = (value("pay"), value("rest"), value(3), OPEN, EMPTY, missing("missing"), None)
NAMES = ("topic", "cue", "count")


@dataclass
class Copy:
    """One copy of the study, in which Ada works."""

    study: Study
    store: ProjectStore

    def do(self, *changes: Change | Sequence[Change]) -> None:
        made = act(*changes, coder=self.study.ada, article_id=self.study.article.id)
        if made:
            self.write(made)

    def write(self, change_set: ChangeSet) -> None:
        self.store.apply(change_set)
        try:
            self.store.flush()
        except StaleError:
            self.store.resume()
            raise

    def take(self, other: ProjectStore, *, share: float = 1.0) -> None:
        """Join another copy's journal, or its older part."""
        journal = other.journal()
        self.store.join(journal[: int(len(journal) * share)])
        self.store.flush()

    # What a coder may do; `a` and `b` pick among what there is.

    def tag(self, a: int, b: int) -> None:
        quotes = (QUOTES[a % len(QUOTES)],) if b % 3 else ("Nine", "union")
        self.do(make(make_annotation(self.study.version, self.study.ada, *quotes)))

    def mark(self, a: int, b: int) -> None:
        if found := self._pick(Annotation, a):
            self.do(edits("annotation", found, doubt=not found.doubt))

    def set_value(self, a: int, b: int) -> None:
        if found := self._pick(Annotation, a):
            name, cell = NAMES[b % len(NAMES)], CELLS[b % len(CELLS)]
            before = found.values.get(name)
            if before != cell:
                self.do([edit("annotation", found.id, f"values/{name}", before, cell)])

    def move(self, a: int, b: int) -> None:
        if found := self._pick(Annotation, a):
            there = make_annotation(self.study.version, self.study.ada, QUOTES[b % len(QUOTES)])
            place = {name: getattr(there, name) for name in ("start", "end", "parts", "quote")}
            self.do(edits("annotation", found, **place))

    def untag(self, a: int, b: int) -> None:
        if found := self._pick(Annotation, a):
            mine = self.store.values(Link, coder_id=self.study.ada.id)
            links = [link for link in mine if found.id in (link.from_id, link.to_id)]
            gone = [change for link in links for change in edits("link", link, deleted=True)]
            self.do(gone, edits("annotation", found, deleted=True))

    def relate(self, a: int, b: int) -> None:
        source, target = self._pick(Annotation, a), self._pick(Annotation, b)
        if source and target:
            self.do(make(make_link(source, target)))

    def set_headline(self, a: int, b: int) -> None:
        coding = self.store.values(ArticleCoding)[0]
        before, after = coding.values.get("headline"), CELLS[a % len(CELLS)]
        if before != after:
            self.do([edit("article_coding", coding.id, "values/headline", before, after)])

    def finish(self, a: int, b: int) -> None:
        coding = self.store.values(ArticleCoding)[0]
        status, moment = ("finished", now()) if a % 2 else ("draft", None)
        self.do(edits("article_coding", coding, status=status, finished_at=moment))

    def decide(self, a: int, b: int) -> None:
        kind = ("accepted", "rejected", "skipped")[b % 3]
        suggestion = make_suggestion(self.study.version, QUOTES[a % len(QUOTES)])
        decision = make_decision(suggestion, self.study.ada, decision=kind, time=now())
        self._make_or_edit("suggestion_decision", decision, decision=kind)

    def exclude(self, a: int, b: int) -> None:
        status = ("proposed", "confirmed")[b % 2]
        zone = make_zone(self.study.version, QUOTES[a % len(QUOTES)], status=status)
        self._make_or_edit("zone", zone, status=status, deleted=b % 3 == 0)

    def name(self, a: int, b: int) -> None:
        key = f"actor_{a % 3}"
        entity = make_entity(key, id=entity_id(PROJECT, key), name=f"Actor {b % 4}")
        self._make_or_edit("entity", entity, name=entity.name)

    def merge(self, a: int, b: int) -> None:
        entities = self.store.values(Entity)
        source, target = entities[a % len(entities)], entities[b % len(entities)]
        self.do(edits("entity", source, merged_into=None if source == target else target.id))

    def bring_in(self, a: int, b: int) -> None:
        """Import one of three articles, as another copy may do at another moment."""
        key = f"new_{a % 3}"
        article = make_article(key, id=uuid5(PROJECT, key), sequence=b, metadata={"page": None})
        version = make_version(article, f"Text of {key}. 🙂", imported_at=now())
        version = version.model_copy(update={"id": uuid5(article.id, version.text_sha256)})
        if article.id not in all_rows(self.store)["article"]:
            self.do(make(article, version))

    def settle(self, a: int, b: int) -> None:
        conflicts = self.store.conflicts()
        if conflicts:
            table, row_id, field, values = conflicts[a % len(conflicts)]
            shown = read_field(all_rows(self.store)[table][row_id], field)
            chosen = values[b % len(values)]
            self.do([edit(table, row_id, field, shown, chosen)])

    def undo(self, a: int, b: int) -> None:
        history = history_of(self.store.acts(self.study.ada.id, self.study.article.id))
        if history.undoable:
            with suppress(StaleError):
                self.write(self.store.change_set(history.undoable[-1]).inverse())

    def redo(self, a: int, b: int) -> None:
        history = history_of(self.store.acts(self.study.ada.id, self.study.article.id))
        if history.redoable:
            with suppress(StaleError):
                self.write(self.store.change_set(history.redoable[-1]).again())

    def _pick(self, kind: type[Annotation], index: int) -> Annotation | None:
        found = self.store.values(kind, coder_id=self.study.ada.id)
        return found[index % len(found)] if found else None

    def _make_or_edit(self, table: str, made: StoredValue, **fields: object) -> None:
        here = self.store.values(type(made), id=made.id, deleted=True)
        self.do(edits(table, here[0], **fields) if here else [creation(table, made)])


ACTS = (
    "tag mark set_value move untag relate set_headline finish decide exclude name merge bring_in "
    "settle undo redo"
).split()


@contextmanager
def sqlite_stores() -> Iterator[Callable[[], ProjectStore]]:
    """Make empty SQLite stores, from a copy of one file; all are closed and removed at the end."""
    folder = Path(tempfile.mkdtemp())
    stores: list[ProjectStore] = []
    ProjectStore.create(DatabaseAddress(file=folder / "empty.db")).close()

    def new() -> ProjectStore:
        file = folder / f"{len(stores)}.db"
        shutil.copy(folder / "empty.db", file)
        stores.append(ProjectStore.open(DatabaseAddress(file=file)))
        return stores[-1]

    yield new
    for store in stores:
        store.close()
    shutil.rmtree(folder)


def play(
    new_store: Callable[[], ProjectStore], moves: Sequence[tuple[int, Move]], *, n_copies: int
) -> list[Copy]:
    """Copies of one study after moves: each names a copy, an act or `take`, and two numbers."""
    study = Study.in_store(new_store())
    base = study.store.journal()
    copies = []
    for _ in range(n_copies):
        copy = Copy(study, new_store())
        copy.store.join(base)
        copy.store.flush()
        copies.append(copy)
    for index, (kind, a, b) in moves:
        copy = copies[index % n_copies]
        if kind == "take":
            other = copies[a % n_copies].store
            if other is not copy.store:
                copy.take(other, share=1.0 if b % 2 else 0.5)
        else:
            getattr(copy, kind)(a, b)
    return copies


def check_joined(copies: Sequence[Copy], new_store: Callable[[], ProjectStore]) -> int:
    """Join in every order and twice over; all must agree. Returns the number of conflicts."""
    union = {s.id: s for copy in copies for s in copy.store.journal()}
    journals = [copy.store.journal() for copy in copies]
    expected: Any = None
    for order in permutations(journals):
        fresh = new_store()
        for journal in order:
            fresh.join(journal)
        fresh.flush()
        expected = expected or state_of(fresh)
        assert state_of(fresh) == expected
        for journal in (*order, *order[:1]):
            fresh.join(journal + journal)
        fresh.flush()
        assert state_of(fresh) == expected, "joining twice over changes nothing"
        fresh.close()
    rows, conflicts = expected
    for copy, *others in permutations(copies):
        for other in others:
            copy.take(other.store, share=0.5)
            copy.take(other.store)
        assert state_of(copy.store) == expected
        assert {s.id: s for s in copy.store.journal()} == union
    check_fold(union.values(), rows, conflicts)
    check_quotes(copies[0])
    return len(conflicts)


def check_fold(
    union: Iterable[ChangeSet],
    rows: Mapping[str, Mapping[UUID, Any]],
    conflicts: Sequence[tuple[str, UUID, str, list[Any]]],
) -> None:
    """Rows and conflicts are the fold of all changes, computed without a database."""
    folded = fold(change for change_set in union for change in change_set.changes)
    assert {key: row.fields for key, row in folded.items()} == {
        (name, i): row for name, found in rows.items() for i, row in found.items()
    }
    assert sorted(
        (table, str(row_id), field, list(values))
        for (table, row_id), row in folded.items()
        for field, values in row.conflicts.items()
    ) == [(table, str(row_id), field, values) for table, row_id, field, values in conflicts]


def check_quotes(copy: Copy) -> None:
    for annotation in copy.store.values(Annotation, article_version_id=copy.study.version.id):
        text = copy.study.version.text
        assert check_anchor(text, annotation.all_parts, annotation.quote) is None
