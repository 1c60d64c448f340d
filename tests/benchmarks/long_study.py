"""A long article, much coded, in a project of its own: what the figures of the window are taken
on."""

from __future__ import annotations

import random
from pathlib import Path
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import Annotation, Link, Suggestion, suggestion_id
from refusal_annotator.domain.changes import Change, creation, make_change_set, now
from refusal_annotator.domain.variables import value
from refusal_annotator.storage.store import SuggestionRun
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.session import ArticleSession
from tests.workspace.ferry import Desk, new_project

TYPES = ("Notice", "Vessel", "Tally")
WORDS = (
    "ferry pilot tug tide crew order office Monday said that the of under twelve about waits "
    "letter night company lawyer asked again none left pier before"
).split()
_VALUES = {
    "Notice": {"kind": value("delay"), "tone": value("calm"), "cue": value("said")},
    "Vessel": {"who": value("ferry_skua")},
    "Tally": {"least": value(12), "most": value(12)},
}


def make_long_study(
    folder: Path, *, length: int, spans: int, suggestions: int, one_paragraph: bool = False
) -> Path:
    """A project with an article `long`: spans, a third as many links, and open suggestions."""
    text = long_text(length, one_paragraph=one_paragraph)
    with new_project(folder, long=text, short="The ferry waits.\n") as project:
        session = Desk(project, key="long").session
        filling = [*coding.ensure_coding(session)[0], *spans_and_links(session, spans)]
        project.apply(
            make_change_set(
                "Fill", filling, coder_id=session.coder.id, article_id=session.article.id
            )
        )
        run = SuggestionRun(
            session.version.id, "bench", now(), tuple(random_suggestions(session, suggestions)), ()
        )
        project.flush()
        project.store.replace_suggestions([run])
        project.flush()
    return folder


def long_text(length: int, *, one_paragraph: bool = False, seed: int = 7) -> str:
    """Words in sentences and paragraphs, the same in each run."""
    rng = random.Random(seed)
    ends = (" ", " ", " ", " ", ", ", ". ", ". " if one_paragraph else ".\n\n")
    parts: list[str] = []
    size = 0
    while size < length:
        word = rng.choice(WORDS) + rng.choice(ends)
        parts.append(word)
        size += len(word)
    return "".join(parts)[: length - 1] + "."


def spans_and_links(session: ArticleSession, count: int) -> list[Change]:
    """Changes that make spans at random places, and links between neighbours."""
    rng = random.Random(11)
    tokens = session.borders.tokens
    made: dict[tuple[str, int, int], Annotation] = {}
    while len(made) < count:
        number = len(made)
        first = rng.randrange(len(tokens) - 20)
        start, end = tokens[first][0], tokens[first + rng.randrange(2, 10)][1]
        type_id = TYPES[number % 3]
        made.setdefault(
            (type_id, start, end),
            Annotation(
                id=uuid4(),
                article_version_id=session.version.id,
                coder_id=session.coder.id,
                type=type_id,
                start=start,
                end=end,
                quote=session.text[start:end],
                values=_VALUES[type_id],
                sequence=number,
            ),
        )
    own = list(made.values())
    pairs = range(0, count - 2, 3)
    links = [_link(session, own[n].id, own[n + 1].id, count + n) for n in pairs]
    return [
        *(creation("annotation", span) for span in own),
        *(creation("link", link) for link in links),
    ]


def _link(session: ArticleSession, from_id: UUID, to_id: UUID, number: int) -> Link:
    return Link(
        id=uuid4(),
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        type="told_by",
        from_id=from_id,
        to_id=to_id,
        sequence=number,
    )


def random_suggestions(session: ArticleSession, count: int) -> list[Suggestion]:
    """Suggestions at random places."""
    rng = random.Random(13)
    tokens = session.borders.tokens
    found: dict[UUID, Suggestion] = {}
    for number in range(count):
        first = rng.randrange(len(tokens) - 20)
        parts = ((tokens[first][0], tokens[first + rng.randrange(1, 6)][1]),)
        type_id = TYPES[number % 3]
        made_id = suggestion_id(session.version.id, type_id, parts)
        found[made_id] = Suggestion(
            id=made_id,
            article_version_id=session.version.id,
            type=type_id,
            start=parts[0][0],
            end=parts[0][1],
            quote=session.text[parts[0][0] : parts[0][1]],
            values=_VALUES[type_id],
            score=0.8,
            source="rules",
            why="bench",
        )
    return sorted(found.values(), key=lambda s: (s.start, -s.end))
