"""Code an article of the shared study in a real window, and write down what came of it.

`python -m tests.journeys.by_hand SHARED OUT --coder keyboard --input x` is run by a test of its own
process under Xvfb, since one process has one platform; the other tests call `code_by_hand`.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.resources import codebook_path
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.checking import check_project
from refusal_annotator.workspace.codings import import_codings
from tests.journeys.coders import Coder, KeyboardCoder, MouseCoder
from tests.journeys.inputs import Input, QtInput, XInput, until
from tests.journeys.plan import Plan, plan_of

ARTICLE = "003_4a1a5b59ee4c7abd"
CODERS: dict[str, type[Coder]] = {"keyboard": KeyboardCoder, "mouse": MouseCoder}
INPUTS: dict[str, type[Input]] = {"qt": QtInput, "x": XInput}


def start_study(window: MainWindow, folder: Path, seeds: list[Path]) -> None:
    """Make a project as its supervisor and import articles."""
    assert window.create_project(
        folder,
        name="Study",
        codebook_text=codebook_path("refusal_news").read_text("utf-8"),
        coder_name="Ada",
        role=CoderRole.SUPERVISOR,
    )
    corpus = window.corpus
    corpus.preview_paths(seeds)
    until(lambda: corpus.importing.is_previewing, "the files are read")
    corpus.bar.act.click()
    until(lambda: corpus.model.total == len(seeds), "the articles are imported")


def plan_from(window: MainWindow, coding: Path, article_key: str) -> Plan:
    """Read what is to be coded from a coding file, through a coder who is there for that only."""
    assert window.bridge is not None
    project = window.bridge.project
    report = import_codings(project, [coding], coder_name="Planner")
    assert not report.refused
    planner = next(c for c in project.coders() if c.name == "Planner")
    article = next(a for a in project.articles() if a.key == article_key)
    return plan_of(project.session(article.id, planner.id))


def first(plan: Plan, spans: int) -> Plan:
    """The first spans of a plan with the links between them."""
    kept = dict(list(plan.spans.items())[:spans])
    links = tuple(link for link in plan.links if link.source in kept and link.target in kept)
    return replace(plan, spans=kept, links=links)


def open_article(window: MainWindow, article_key: str) -> None:
    """Open an article on the coding screen."""
    assert window.bridge is not None
    article = next(a for a in window.bridge.project.articles() if a.key == article_key)
    window.code_article(article.id)
    until(lambda: window.desk.session is not None, "the article is open")


def code_by_hand(
    window: MainWindow, shared: Path, folder: Path, coder: str, kind: str, spans: int
) -> tuple[Plan, Plan]:
    """Code the article; return what was meant and what the database holds after a restart."""
    start_study(window, folder, [shared / "seeds" / f"{ARTICLE}.txt"])
    plan = first(plan_from(window, shared / "study" / "gold" / f"{ARTICLE}.json", ARTICLE), spans)
    open_article(window, ARTICLE)
    CODERS[coder](window, INPUTS[kind](window)).code(plan)
    until(lambda: window.save_mark.state == "saved", "all is saved")
    window.close_project()
    assert window.open_project(folder)
    until(lambda: window.bridge is not None, "the project is open again")
    open_article(window, ARTICLE)
    assert window.bridge is not None and window.desk.session is not None
    assert not check_project(window.bridge.project).problems
    return plan, plan_of(window.desk.session)


def as_json(plan: Plan) -> Any:
    """A plan as plain data, for another process."""
    spans = [[*place, cells] for place, cells in plan.spans.items()]
    links = [asdict(link) for link in plan.links]
    return json.loads(json.dumps({"spans": spans, "links": links, "article": plan.article}))


def main() -> None:
    """Code by hand in a process of its own."""
    from refusal_annotator.ui.application import make_application
    from refusal_annotator.workspace.settings import change_settings

    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--coder", choices=CODERS, default="keyboard")
    parser.add_argument("--input", choices=INPUTS, default="x")
    parser.add_argument("--spans", type=int, default=1000)
    wanted = parser.parse_args()
    make_application(["refusal-annotator"])
    change_settings(theme="light", reduced_motion=True)
    window = MainWindow()
    window.setGeometry(0, 0, 1440, 900)
    window.show()
    window.activateWindow()
    until(window.isVisible, "the window is there")
    folder = wanted.out / "study"
    meant, coded = code_by_hand(
        window, wanted.shared, folder, wanted.coder, wanted.input, wanted.spans
    )
    window.grab().save(str(wanted.out / "window.png"))
    window.close()
    result = {"meant": as_json(meant), "coded": as_json(coded)}
    (wanted.out / "result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
