"""Opening a project and a long article in it, and one change until shown and until saved; run with
`make bench`."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import Change, creation, make_change_set
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession
from tests.workspace.ferry import Desk, new_project

pytestmark = pytest.mark.bench

N_CHARACTERS = 200_000
N_SPANS = 5_000
N_CHANGES = 200
TYPES = ("Notice", "Vessel", "Tally")
WORDS = (
    "ferry pilot tug tide crew order office Monday said that the of under twelve about waits "
    "letter night company lawyer asked again none left pier before"
).split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one article of 200,000 characters with 5,000 spans and 1,600 links."""
    path = tmp_path_factory.mktemp("bench") / "long"
    with new_project(path, long=long_text()) as project:
        session = Desk(project, key="long").session
        changes = [*coding.ensure_coding(session)[0], *spans_and_links(session)]
        project.apply(
            make_change_set(
                "Fill", changes, coder_id=session.coder.id, article_id=session.article.id
            )
        )
        project.flush()
    return path


def test_open_project_and_article(folder: Path) -> None:
    opened = timed(lambda: OpenProject.open(folder).close(), 10)
    with OpenProject.open(folder) as project:
        desk = Desk(project, key="long")
        read = timed(lambda: project._read_session(desk.article.id, desk.coder.id), 10)
        missing = timed(lambda: desk.session.missing_in_article(), 10)
    print(f"\nopen and close a project: {shown(opened)}")
    print(f"open an article of {N_CHARACTERS:,} characters, {N_SPANS:,} spans: {shown(read)}")
    print(f"list what is missing in it: {shown(missing)}")
    assert statistics.median(read) < 1_000


@pytest.mark.parametrize("act", ["tag", "set a value", "undo"])
def test_one_change(folder: Path, act: str) -> None:
    with OpenProject.open(folder) as project:
        desk = Desk(project, key="long")
        tokens = desk.session.borders.tokens
        spans = [a.id for a in desk.session.ordered() if a.type == "Notice"]
        show, save = [], []
        for number in range(N_CHANGES):
            first, last = tokens[number * 20][0], tokens[number * 20 + 3][1]
            acts: dict[str, Callable[[ArticleSession], object]] = {
                "tag": lambda s, a=first, b=last: project.apply(coding.tag(s, "Vessel", a, b)),
                "set a value": lambda s, n=number: project.apply(
                    coding.set_value(s, spans[n], "cue", value(f"said {n}"))
                ),
                "undo": lambda _: desk.undo(),
            }
            session = desk.session
            began = time.perf_counter()
            acts[act](session)
            show.append(1000 * (time.perf_counter() - began))
            project.flush()
            save.append(1000 * (time.perf_counter() - began))
    print(f"\n{act} among {N_SPANS:,} spans until shown: {shown(show)}; until saved: {shown(save)}")
    assert statistics.median(show) < 50


def long_text() -> str:
    rng = random.Random(7)
    parts: list[str] = []
    size = 0
    while size < N_CHARACTERS:
        word = rng.choice(WORDS) + rng.choice((" ", " ", " ", " ", ", ", ". ", ".\n\n"))
        parts.append(word)
        size += len(word)
    return "".join(parts)[: N_CHARACTERS - 1] + "."


def spans_and_links(session: ArticleSession) -> list[Change]:
    rng = random.Random(11)
    tokens = session.borders.tokens
    values = {
        "Notice": {"kind": value("delay"), "tone": value("calm"), "cue": value("said")},
        "Vessel": {"who": value("ferry_skua")},
        "Tally": {"least": value(12), "most": value(12)},
    }
    spans: list[Annotation] = []
    for number in range(N_SPANS):
        first = rng.randrange(len(tokens) - 20)
        start, end = tokens[first][0], tokens[first + rng.randrange(4, 12)][1]
        type_id = TYPES[number % 3]
        spans.append(
            Annotation(
                id=uuid4(),
                article_version_id=session.version.id,
                coder_id=session.coder.id,
                type=type_id,
                start=start,
                end=end,
                quote=session.text[start:end],
                values=values[type_id],
                sequence=number,
            )
        )
    links = [link(session, spans[n].id, spans[n + 1].id, n) for n in range(0, N_SPANS - 2, 3)]
    made: list[Change] = [creation("annotation", span) for span in spans]
    return made + [creation("link", each) for each in links]


def link(session: ArticleSession, from_id: UUID, to_id: UUID, number: int) -> Link:
    return Link(
        id=uuid4(),
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        type="told_by",
        from_id=from_id,
        to_id=to_id,
        sequence=N_SPANS + number,
    )


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each run."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - began))
    return found


def shown(milliseconds: list[float]) -> str:
    p95 = sorted(milliseconds)[int(0.95 * (len(milliseconds) - 1))]
    return f"median {statistics.median(milliseconds):.1f} ms, p95 {p95:.1f} ms"
