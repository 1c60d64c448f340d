"""A small study with a row in every journaled table, and ways to compare stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import compute_borders, sha256_of
from refusal_annotator.domain.variables import EMPTY, OPEN, missing, value
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.rows import JOURNALED
from refusal_annotator.storage.store import Attachments, ProjectStore, Source, SuggestionRun
from tests.builders import (
    NOON,
    act,
    make,
    make_annotation,
    make_article,
    make_article_link,
    make_claim_group,
    make_codebook_version,
    make_coder,
    make_coding,
    make_comment,
    make_decision,
    make_entity,
    make_entity_link,
    make_hidden_draw,
    make_hidden_share,
    make_link,
    make_suggested_link,
    make_suggestion,
    make_version,
    make_work_period,
    make_zone,
)


@dataclass
class Study:
    """Values of a small study, and the store that they lie in."""

    store: ProjectStore
    ada: Any = field(default_factory=lambda: make_coder("Ada"))
    ben: Any = field(default_factory=lambda: make_coder("Ben", kind="gold", role="supervisor"))

    def __post_init__(self) -> None:
        self.article = make_article("01_pier", metadata={"outlet": "The Quay", "page": None})
        self.other_article = make_article("02_dock", sequence=1, left_out="a reprint")
        self.version = make_version(self.article)
        self.other_version = make_version(self.other_article, "Pilots slept. 🙂 All of them.")
        self.demand = make_annotation(
            self.version,
            self.ada,
            "Nine pilots",
            values={
                "topic": value("pay"),
                "force": missing("not_applicable"),
                "count": OPEN,
                "cue": EMPTY,
                "tags": value(["a", "b"]),
            },
            source_id="C1",
            origin="imported",
        )
        self.party = make_annotation(
            self.version, self.ada, "the harbour", "union", type="Party", sequence=1, doubt=True
        )
        self.bens = make_annotation(self.version, self.ben, "pilots refused", type="Party")
        self.link = make_link(self.demand, self.party, position=1, path=2)
        self.pending = make_link(
            self.demand, None, pending_target={"article": "03_far", "span": "C9"}, sequence=3
        )
        self.suggestion = make_suggestion(self.version, "Vera Holm", values={"x": value(1)})
        self.second_suggestion = make_suggestion(self.version, "harbour union", "Party", why="cue")
        self.union, self.port = (
            make_entity("union", name="Union", aliases=("U",)),
            make_entity("port"),
        )
        self.values: tuple[StoredValue, ...] = (
            self.ada,
            self.ben,
            make_codebook_version(),
            self.article,
            self.other_article,
            self.version,
            self.other_version,
            make_zone(self.version, coder_id=self.ada.id, status="confirmed"),
            self.union,
            self.port,
            make_entity("old", merged_into=self.port.id),
            make_entity_link(self.union, self.port),
            self.demand,
            self.party,
            self.bens,
            self.link,
            self.pending,
            make_article_link(self.ada, self.article, self.other_article, values={"x": value(0.5)}),
            make_coding(
                self.version,
                self.ada,
                status="finished",
                values={"headline": value("Strike")},
                coded_types=("Demand", "Party"),
                finished_at=NOON,
                extras={"editor": None, "pages": [1, 2]},
                file_keys=("article", "spans"),
                zones=((0, 3, "credit"),),
            ),
            make_decision(self.suggestion, self.ada),
            make_claim_group(reference_claim=self.demand.id, memo="the same nine"),
            make_comment(self.ada, self.article, annotation_id=self.demand.id),
            make_hidden_share(self.ada),
            make_hidden_draw(self.ada, self.other_article),
            make_work_period(self.ada, self.article),
        )

    @classmethod
    def in_store(cls, store: ProjectStore) -> Study:
        """Write a study into an empty store, with sources, borders, suggestions and a visit."""
        study = cls(store)
        borders = {v.id: compute_borders(v.text) for v in (study.version, study.other_version)}
        sources = (Source(sha256_of(b"pier"), "01_pier.txt", 4, b"pier"),)
        store.apply(
            act(make(*study.values), label="Fill the study", coder=study.ada),
            Attachments(sources=sources, borders=borders),
        )
        run = SuggestionRun(
            study.version.id,
            "rules 1",
            NOON,
            (study.suggestion, study.second_suggestion),
            (make_suggested_link(study.suggestion, study.second_suggestion),),
        )
        store.replace_suggestions([run])
        store.save_visit(study.ada.id, study.article.id, caret=7, seconds=2.5)
        store.set_meta(project_id="p1")
        store.flush()
        return study

    def annotate(self, quote: str = "sail", **fields: Any) -> ChangeSet:
        """Change set by Ada that makes one annotation."""
        made = make_annotation(self.version, self.ada, quote, **fields)
        return act(make(made), label="Tag", coder=self.ada, article_id=self.article.id)


def address_of(url: str) -> DatabaseAddress:
    """Address of a database by its URL, as the fixtures of the databases give it."""
    if url.startswith("sqlite:///"):
        return DatabaseAddress(file=Path(url.removeprefix("sqlite:///")))
    return DatabaseAddress(url=url)


def url_of(store: ProjectStore) -> str:
    """URL by which another window opens the same database."""
    file = store.address.file
    return f"sqlite:///{file.as_posix()}" if file else str(store.address.url)


def all_rows(store: ProjectStore) -> dict[str, dict[UUID, dict[str, Any]]]:
    """Everything in the journaled tables, deleted rows too, as comparable fields."""
    return {
        name: {row.id: row.model_dump(mode="json") for row in store.values(kind, deleted=True)}
        for name, (_, kind) in JOURNALED.items()
    }


def state_of(store: ProjectStore) -> tuple[dict[str, Any], list[Any]]:
    """What two copies must agree on: all journaled tables, and the conflicts."""
    return all_rows(store), store.conflicts()


def saved(store: ProjectStore, *change_sets: ChangeSet) -> None:
    """Apply and wait."""
    for change_set in change_sets:
        store.apply(change_set)
    store.flush()


def ids(values: Iterable[StoredValue]) -> set[UUID]:
    return {value.id for value in values}
