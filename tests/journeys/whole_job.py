"""The main job from the first start to the workbook, as its people do it in the window.

`python -m tests.journeys.whole_job SHARED OUT` does it in a process of its own, with the keys and
clicks of the X server, and leaves pictures of every screen; a test does it with Qt's own events.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.checking import check_project
from tests.journeys.by_hand import ARTICLE, first, open_article, plan_from
from tests.journeys.coders import Coder, KeyboardCoder, MouseCoder
from tests.journeys.inputs import Input, XInput, settle, until
from tests.journeys.plan import Plan, plan_of

Photograph = Callable[[str], object]


def whole_job(
    window: MainWindow, hands: Input, shared: Path, out: Path, photograph: Photograph
) -> Path:
    """Do the whole job with the first spans of a worked coding; return the workbook."""
    seeds = sorted((shared / "seeds").glob("*.txt"))
    folder = out / "study"
    photograph("start")
    _make_project(window, hands, folder)
    _bring_articles(window, hands, seeds, photograph)
    plan = first(plan_from(window, shared / "study" / "gold" / f"{ARTICLE}.json", ARTICLE), 12)

    ada = KeyboardCoder(window, hands)
    open_article(window, ARTICLE)
    photograph("code_suggestions")
    accepted = _decide_two(window, hands)
    plan = replace(plan, spans={p: c for p, c in plan.spans.items() if p != accepted})
    plan = first(plan, len(plan.spans))
    ada.code(plan)
    _undo_and_redo(window, hands)
    coded = _saved(window)
    assert {p: coded.spans[p] for p in plan.spans} == plan.spans
    assert all(link in coded.links for link in plan.links)
    photograph("code")
    rejected = len(window.desk.suggestions)

    _close_and_reopen(window, hands, folder)
    open_article(window, ARTICLE)
    assert window.desk.session is not None
    assert plan_of(window.desk.session) == coded
    assert len(window.desk.suggestions) == rejected
    _finish(window, hands)

    _another_coder(window, hands, "Ben")
    open_article(window, ARTICLE)
    assert window.desk.session is not None and not window.desk.session.annotations
    ben: Coder = MouseCoder(window, hands)
    ben.code(first(plan, len(plan.spans) - 3))
    _finish(window, hands)
    return _report(window, hands, out, photograph)


def _make_project(window: MainWindow, hands: Input, folder: Path) -> None:
    def fill(dialog: Any) -> bool:
        dialog.name.setFocus()
        hands.type("Five outlets")
        dialog.folder.setFocus()
        hands.key("ctrl+a")
        hands.type(str(folder))
        dialog.coder.setFocus()
        hands.type("Ada")
        dialog.role.setCurrentIndex(1)
        _press(hands, dialog.act)
        return True

    with _answering(hands, window, fill):
        hands.click(window.start.new, window.start.new.rect().center())
    until(lambda: window.screen_name == "corpus", "the new project is open")


def _bring_articles(
    window: MainWindow, hands: Input, seeds: list[Path], photograph: Photograph
) -> None:
    corpus = window.corpus
    photograph("corpus_empty")
    # The file chooser belongs to the system; what it would return is handed over.
    corpus.preview_paths(seeds)
    until(
        lambda: corpus.importing.is_previewing and corpus.bar.act.isVisible(), "the files are read"
    )
    photograph("import")
    _press(hands, corpus.bar.act)
    until(lambda: corpus.model.total == len(seeds), "the articles are there")
    _press(hands, corpus.suggest_button)
    until(
        lambda: bool(corpus._articles) and all(a.n_suggestions for a in corpus._articles),
        "every article has suggestions",
    )
    photograph("corpus")


def _decide_two(window: MainWindow, hands: Input) -> tuple[str, int, int]:
    """Accept a suggestion and reject the next one."""
    desk = window.desk
    hands.key("n")
    first_one = desk.suggestion
    assert first_one is not None
    hands.key("a")
    second = desk.suggestion
    assert second is not None and second.id != first_one.id
    hands.key("x")
    assert second.id not in {s.id for s in desk.suggestions}
    hands.key("Escape")
    return first_one.type, first_one.start, first_one.end


def _undo_and_redo(window: MainWindow, hands: Input) -> None:
    assert window.desk.session is not None
    before = plan_of(window.desk.session)
    for _ in range(3):
        hands.key("ctrl+z")
    assert plan_of(window.desk.session) != before
    for _ in range(3):
        hands.key("ctrl+shift+z")
    assert plan_of(window.desk.session) == before


def _close_and_reopen(window: MainWindow, hands: Input, folder: Path) -> None:
    del hands
    window.close_project()
    until(lambda: window.bridge is None, "the project is closed")
    assert window.open_project(folder)
    until(lambda: window.bridge is not None, "the project is open again")


def _saved(window: MainWindow) -> Plan:
    until(lambda: window.save_mark.state == "saved", "all is saved")
    assert window.desk.session is not None
    return plan_of(window.desk.session)


def _finish(window: MainWindow, hands: Input) -> None:
    """Finish the article; what is lacking gets a reason."""
    window.code.view.setFocus()
    hands.key("ctrl+shift+f")
    if window.finishing.panel.isVisible():
        hands.type("A trial of the first paragraphs")
        hands.key("Return")
    until(lambda: window.desk.is_finished or window.desk.session is None, "it is finished")


def _another_coder(window: MainWindow, hands: Input, name: str) -> None:
    def add(dialog: Any) -> bool:
        if hasattr(dialog, "buttons"):  # who is coding? Somebody new.
            dialog._on_add()
            return False
        dialog.name.setFocus()
        hands.type(name)
        _press(hands, dialog.act)
        return True

    with _answering(hands, window, add):
        window.doors.switch_coder()
    until(lambda: window.coder is not None and window.coder.name == name, f"{name} codes")


def _report(window: MainWindow, hands: Input, out: Path, photograph: Photograph) -> Path:
    """As the supervisor: agreement, disagreements, the workbook."""
    assert window.bridge is not None
    ada = next(c for c in window.bridge.project.coders() if c.name == "Ada")
    window.set_coder(ada)
    window.go("agreement")
    _press(hands, window.agreement.again)
    until(lambda: window.agreement.report is not None, "agreement is computed")
    photograph("agreement")
    window.go("compare")
    photograph("compare")
    window.go("agreement")
    workbook = out / "agreement.xlsx"
    window.agreement.export(workbook)
    until(workbook.is_file, "the workbook is written")
    report = check_project(window.bridge.project)
    assert not report.problems
    for screen in ("codebook", "actors", "settings"):
        window.go(screen)
        photograph(screen)
    return workbook


def _press(hands: Input, widget: QWidget) -> None:
    hands.click(widget, widget.rect().center())


@contextmanager
def _answering(hands: Input, window: MainWindow, answer: Callable[[Any], bool]) -> Iterator[None]:
    """Answer the dialog that the act inside opens, until the answer says that it was the last."""
    timer = QTimer(interval=10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.isVisible():
            timer.stop()
            hands.attend(dialog)
            if not answer(dialog):
                timer.start()

    timer.timeout.connect(look)
    timer.start()
    yield
    timer.stop()
    hands.attend(window)


def main() -> None:
    """Do it in a process of its own, under the X server."""
    from refusal_annotator.ui.application import make_application
    from refusal_annotator.workspace.settings import change_settings

    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", choices=("light", "dark", "high_contrast"), default="light")
    parser.add_argument("--size", default="1440x900")
    wanted = parser.parse_args()
    width, height = map(int, wanted.size.split("x"))
    make_application(["refusal-annotator"])
    change_settings(theme=wanted.theme, reduced_motion=True)
    window = MainWindow()
    window.setGeometry(0, 0, width, height)
    window.show()
    window.activateWindow()
    until(window.isVisible, "the window is there")

    def photograph(name: str) -> None:
        settle()
        window.grab().save(str(wanted.out / f"{name}_{wanted.theme}_{wanted.size}.png"))

    whole_job(window, XInput(window), wanted.shared, wanted.out, photograph)
    window.close()


if __name__ == "__main__":
    main()
