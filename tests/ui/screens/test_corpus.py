"""The corpus screen's suggestions and metadata, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from PySide6.QtCore import Qt

from refusal_annotator.domain.variables import plain
from refusal_annotator.ui import suggestion_jobs
from refusal_annotator.workspace.learning import load_learned
from refusal_annotator.workspace.prehighlighting import run_prehighlight
from refusal_annotator.workspace.projects import build_sample
from refusal_annotator.workspace.thresholds import pipeline_name, thresholds

SLOW = 60_000


@pytest.fixture(scope="module")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with suggestions in every article."""
    target = tmp_path_factory.mktemp("suggested") / "sample"
    return build_sample(target, finish=run_prehighlight)


@pytest.fixture
def corpus(study):
    """The corpus screen of the sample study."""
    study.go("corpus")
    return study.corpus


@pytest.fixture
def panel(corpus, qtbot):
    """The panel of suggestions with its figures."""
    corpus.show_page("suggestions")
    qtbot.waitUntil(lambda: corpus.suggestions.report_model.rowCount() > 0, timeout=SLOW)
    return corpus.suggestions


def shown(panel, type_id: str) -> tuple[int, int]:
    words = panel.thresholds.counts[type_id].text().split()
    return int(words[0].replace(",", "")), int(words[2].replace(",", ""))


def open_stances(study) -> int:
    project = study.bridge.project
    return sum(
        s.type == "Stance"
        for a in project.articles()
        for s in project.session(a.id, study.coder.id).open_suggestions()
    )


def test_a_slider_counts_at_once_and_is_kept_a_moment_later(study, panel, qtbot):
    slider = panel.thresholds.sliders["Stance"]
    at_first, every = shown(panel, "Stance")
    assert 0 < at_first <= every
    before = open_stances(study)
    assert before > 0
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert shown(panel, "Stance") == (0, every)
    assert "0 of" in slider.accessibleDescription()
    project = study.bridge.project
    qtbot.waitUntil(lambda: thresholds(project)["Stance"] == 1.0, timeout=SLOW)
    qtbot.waitUntil(lambda: open_stances(study) == 0, timeout=SLOW)
    qtbot.mouseClick(panel.thresholds.defaults, Qt.MouseButton.LeftButton)
    assert shown(panel, "Stance") == (at_first, every)
    qtbot.waitUntil(lambda: open_stances(study) == before, timeout=SLOW)


def test_the_report_names_what_became_of_suggestions(panel, qtbot):
    model = panel.report_model
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["", "Claim", "Actor", "Number", "Stance"]
    names = [model.index(n, 0).data() for n in range(model.rowCount())]
    assert names[0] == "Suggested"
    assert names[-2:] == ["Precision", "Recall"]
    assert float(model.index(len(names) - 1, 3).data()) > 0.8
    every = int(model.index(0, 3).data())
    assert [panel.coder.itemText(n) for n in range(panel.coder.count())] == [
        "All coders",
        "Aino",
        "Ines",
        "Tomasz",
    ]
    panel.coder.setCurrentIndex(1)
    qtbot.waitUntil(lambda: int(model.index(0, 3).data()) == every // 3, timeout=SLOW)


def test_learning_with_its_figures_and_the_way_back(study, corpus, panel, qtbot):
    qtbot.mouseClick(panel.learn, Qt.MouseButton.LeftButton)
    assert corpus.bar.isVisible()
    project = study.bridge.project
    qtbot.waitUntil(lambda: load_learned(project) is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: panel.forget.isVisible(), timeout=SLOW)
    assert "3 finished articles" in panel.learned_line.text()
    assert "3 finished articles" in corpus.bar.title.text() + corpus.bar.text.text()
    for role, switch in panel.learned.switches.items():
        assert switch.text() == "Use the rules"
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
        learned = load_learned(project)
        assert learned is not None
        assert role in learned.switched_off
        break
    qtbot.mouseClick(panel.forget, Qt.MouseButton.LeftButton)
    assert load_learned(project) is None
    assert corpus.bar.act.text() == "Look for suggestions anew"
    qtbot.mouseClick(corpus.bar.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "suggestions in 7 articles" in corpus.bar.text.text(), timeout=SLOW)


def test_learning_can_be_cancelled(study, corpus, panel, qtbot):
    qtbot.mouseClick(panel.learn, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(corpus.bar.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: corpus._task is None, timeout=SLOW)
    assert load_learned(study.bridge.project) is None
    assert "Cancelled" in corpus.bar.text.text()


def test_a_pipeline_is_named_and_one_that_does_not_load_gives_a_sentence(
    study, corpus, panel, qtbot, tmp_path: Path
):
    project = study.bridge.project
    panel.pipeline.edit.setText("en_no_such_thing")
    qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.pipeline.problem.isVisible(), timeout=SLOW)
    assert "cannot be loaded" in panel.pipeline.problem.text()
    assert pipeline_name(project) == ""
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "mine", "0.3"
    nlp.to_disk(tmp_path / "mine")
    panel.pipeline.edit.setText(str(tmp_path / "mine"))
    qtbot.keyClick(panel.pipeline.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pipeline_name(project) != "", timeout=SLOW)
    assert panel.pipeline_fact.text() == "en_mine 0.3 helps the rules from now on."
    qtbot.mouseClick(corpus.bar.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "suggestions in 7 articles" in corpus.bar.text.text(), timeout=SLOW)
    version = project.store.version_of(project.articles()[0].id)
    assert "en_mine 0.3" in project.store.suggestions(version.id)[0].source
    panel.pipeline.edit.setText("")
    qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    assert pipeline_name(project) == ""


def test_metadata_is_confirmed_in_a_grid_and_taken_back(study, corpus, qtbot):
    corpus.show_page("metadata")
    grid = corpus.metadata
    qtbot.waitUntil(lambda: grid.model.rowCount() == 7, timeout=SLOW)
    texts = grid.model.texts()
    assert texts
    assert grid.every.text().startswith("Confirm all ")
    article_id = next(iter(texts))
    number = [row.article_id for row in grid.model.rows].index(article_id)
    grid.table.selectRow(number)
    variable, text = next(iter(texts[article_id].items()))
    assert grid.chosen.text() == f"Confirm {len(texts[article_id])} chosen"
    qtbot.mouseClick(grid.chosen, Qt.MouseButton.LeftButton)
    session = study.bridge.project.session(article_id, study.coder.id)
    assert session.coding is not None
    assert variable in session.coding.values
    qtbot.waitUntil(lambda: article_id not in grid.model.texts(), timeout=SLOW)
    study.bridge.project.undo(study.coder.id, article_id)
    assert session.coding is None or variable not in session.coding.values
    del text


def test_a_guess_is_corrected_or_left_out(study, corpus, qtbot):
    corpus.show_page("metadata")
    model = corpus.metadata.model
    qtbot.waitUntil(lambda: model.rowCount() == 7, timeout=SLOW)
    article_id, texts = next(iter(model.texts().items()))
    number = [row.article_id for row in model.rows].index(article_id)
    cells = [model.index(number, n) for n in range(1, model.columnCount())]
    ready = [i for i in cells if (c := model.cell(i)) is not None and c.state == "open"]
    headline = next(i for i in ready if model.cell(i).role == "headline")
    assert model.setData(headline, "  My own   headline ")
    assert headline.data() == "My own headline"
    other = next(i for i in ready if i != headline)
    left_out = model.cell(other).variable_id
    corpus.metadata.table.setCurrentIndex(other)
    qtbot.keyClick(corpus.metadata.table, Qt.Key.Key_Delete)
    assert left_out not in model.texts()[article_id]
    assert "left out" in other.data(Qt.ItemDataRole.AccessibleTextRole)
    corpus.metadata.table.selectRow(number)
    qtbot.mouseClick(corpus.metadata.chosen, Qt.MouseButton.LeftButton)
    session = study.bridge.project.session(article_id, study.coder.id)
    assert plain(session.coding.values["headline"]) == "My own headline"
    assert left_out not in session.coding.values
    assert len(texts) > 1


def test_a_large_corpus_goes_over_several_processes(study, qtbot, monkeypatch):
    monkeypatch.setattr("refusal_annotator.prehighlight.parallel._WORTH_A_PROCESS", 5_000)
    used = []
    elsewhere = suggestion_jobs.prehighlight_elsewhere_job

    def noted(work, **kwargs):
        used.append(work.n_processes)
        return elsewhere(work, **kwargs)

    monkeypatch.setattr(suggestion_jobs, "prehighlight_elsewhere_job", noted)
    study.go("corpus")
    study.corpus.prehighlight()
    qtbot.waitUntil(
        lambda: "suggestions in 7 articles" in study.corpus.bar.text.text(), timeout=SLOW
    )
    assert used
    assert used[0] > 1


def test_the_pages_are_reached_from_the_menu(study, qtbot):
    study.actions_.action("confirm_metadata").trigger()
    assert study.screen_name == "corpus"
    assert study.corpus.metadata.isVisible()
    study.actions_.action("suggestion_settings").trigger()
    assert study.corpus.suggestions.isVisible()
    assert not study.corpus.metadata.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900)])
def test_heads_of_columns_are_read_whole(study, size):
    study.resize(*size)
    study.go("corpus")
    for table in (study.corpus.table, study.corpus.preview):
        head = table.horizontalHeader()
        for number in range(head.count()):
            assert head.sectionSize(number) >= head.sectionSizeHint(number)
    head = study.corpus.table.horizontalHeader()
    assert head.length() <= study.corpus.table.viewport().width()
    assert head.sectionSize(0) > 150


def test_columns_of_a_preview_that_say_nothing_leave_their_room_to_the_title(
    study, corpus, tmp_path, qtbot
):
    study.resize(1000, 640)
    plain = tmp_path / "plain.txt"
    plain.write_text("The ferry lay still on Friday.\n\nNobody came to load it.\n", "utf-8")
    corpus.preview_paths([plain])
    qtbot.waitUntil(lambda: corpus.preview_model.rowCount() == 1, timeout=SLOW)
    head = corpus.preview.horizontalHeader()
    assert [head.isSectionHidden(n) for n in range(5)] == [False, True, True, False, True]
    qtbot.waitUntil(lambda: head.sectionSize(0) > 0.8 * corpus.preview.viewport().width())
    corpus.cancel_import()
    table = tmp_path / "table.csv"
    table.write_text(
        "text,outlet,date\nThe crane stood idle all week long.,Quay Herald,2024-05-02\n", "utf-8"
    )
    corpus.preview_paths([table])
    qtbot.waitUntil(lambda: corpus.preview_model.rowCount() == 1, timeout=SLOW)
    assert [head.isSectionHidden(n) for n in range(4)] == [False] * 4
    corpus.cancel_import()
