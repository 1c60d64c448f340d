"""A process that codes as fast as it can and prints what is shown as saved, until it is killed.

Run by test_kill.py as `python -m tests.soak.writing_process FILE SEED`.
"""

from __future__ import annotations

import random
import sys
from itertools import count
from pathlib import Path
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.changes import Change, edit, edits
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.domain.variables import value
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.store import Attachments, ProjectStore, SuggestionRun
from refusal_annotator.storage.writer import Ticket
from tests.builders import (
    NOON,
    TEXT,
    act,
    make,
    make_annotation,
    make_article,
    make_link,
    make_suggestion,
    make_version,
)

MAX_QUEUED = 12
QUOTES = ("Nine pilots", "🚢", "refused to sail", "the harbour union", "Vera Holm")


class Coding:
    """A coder's acts, one after the other, on top of what the earlier ones made."""

    def __init__(self, store: ProjectStore, seed: int) -> None:
        self.store = store
        self.dice = random.Random(seed)
        (self.coder,) = store.values(Coder)
        self.version = next(v for v in store.values(ArticleVersion) if v.text == TEXT)
        self.spans = {a.id: a for a in store.values(Annotation)}
        self.links: dict[UUID, Link] = {k.id: k for k in store.values(Link)}

    def next(self) -> tuple[list[Change], Attachments | None]:
        choice = self.dice.random()
        if choice < 0.1:
            return self.bring_in()
        if choice < 0.5 or len(self.spans) < 4:
            return self.tag_and_link(), None
        if choice < 0.9:
            return self.move_and_set(), None
        return self.untag(), None

    def tag_and_link(self) -> list[Change]:
        quotes = self.dice.sample(QUOTES, 2)
        one, other = (make_annotation(self.version, self.coder, quote) for quote in quotes)
        link = make_link(one, other)
        self.spans |= {one.id: one, other.id: other}
        self.links[link.id] = link
        return make(one, other, link)

    def move_and_set(self) -> list[Change]:
        span = self.dice.choice(list(self.spans.values()))
        there = make_annotation(self.version, self.coder, self.dice.choice(QUOTES))
        place = {name: getattr(there, name) for name in ("start", "end", "parts", "quote")}
        count_ = {"v": self.dice.randrange(10**6)}
        changes = [
            *edits("annotation", span, **place, doubt=not span.doubt),
            edit("annotation", span.id, "values/count", span.values.get("count"), count_),
        ]
        values = {**span.values, "count": value(count_["v"])}
        self.spans[span.id] = span.model_copy(
            update={**place, "doubt": not span.doubt, "values": values}
        )
        return changes

    def untag(self) -> list[Change]:
        span = self.dice.choice(list(self.spans.values()))
        gone = [k for k in self.links.values() if span.id in (k.from_id, k.to_id)]
        for link in gone:
            del self.links[link.id]
        del self.spans[span.id]
        links = [change for link in gone for change in edits("link", link, deleted=True)]
        return [*links, *edits("annotation", span, deleted=True)]

    def bring_in(self) -> tuple[list[Change], Attachments]:
        text = "Nine pilots slept. 🙂 " * self.dice.randrange(1, 2000)
        article = make_article(f"new_{self.dice.randrange(10**9)}")
        version = make_version(article, text)
        return make(article, version), Attachments(borders={version.id: compute_borders(text)})


def main(file: Path, seed: int) -> None:
    """Write until the end of this process, which comes from outside."""
    store = ProjectStore.open(DatabaseAddress(file=file), on_saved=show_saved)
    coding = Coding(store, seed)
    print("ready", flush=True)
    for number in count():
        changes, attachments = coding.next()
        made = act(changes, label=f"{len(changes)} changes", coder=coding.coder)
        ticket = store.apply(made, attachments)
        if number % 7 == 0:
            found = make_suggestion(coding.version, "sail", score=coding.dice.random())
            store.replace_suggestions([SuggestionRun(coding.version.id, "1", NOON, (found,), ())])
        if store.unsaved > MAX_QUEUED:
            ticket.wait()


def show_saved(ticket: Ticket) -> None:
    """What a window does when it shows a change as saved."""
    if ticket.payload is not None:
        print(ticket.number, ticket.payload.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
