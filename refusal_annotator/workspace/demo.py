"""The sample study, ready to look at: in the window, or as files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.resources import sample_project_dir
from refusal_annotator.workspace.corpus import run_prehighlight, write_suggestions
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.project_file import FILE_NAME, read_project_file
from refusal_annotator.workspace.projects import build_sample
from refusal_annotator.workspace.reliability import export_workbook

Progress = Callable[[int, int, str], None]
FOLDER_NAME = "sample-study"


@dataclass(frozen=True, slots=True)
class Demo:
    """What a headless demo made."""

    folder: Path
    project: Path
    workbook: Path
    figures: Path
    suggestions: tuple[Path, ...]


def default_sample_folder() -> Path:
    """Where the sample study is built when nobody names a folder."""
    from platformdirs import user_documents_path

    return user_documents_path() / "Refusal Annotator" / FOLDER_NAME


def prepare_sample(out: Path | None, *, progress: Progress | None = None) -> Path:
    """Build the sample with its suggestions, or keep the one that is there; returns its folder."""
    target = (out / FOLDER_NAME) if out else default_sample_folder()
    return build_sample(
        target,
        progress=progress,
        finish=lambda project: run_prehighlight(project, progress=progress),
    )


def write_demo(out: Path, *, progress: Progress | None = None) -> Demo:
    """Build the sample anew in `out`, with workbook, figures and suggestions beside it."""
    target = out / FOLDER_NAME
    if target.exists():
        _remove_earlier(target)
    prepare_sample(out, progress=progress)
    workbook, figures = out / "agreement.xlsx", out / "agreement.json"
    with OpenProject.open(target, read_only=True) as project:
        report = export_workbook(project, workbook)
        text = json.dumps(report.to_json(), ensure_ascii=False, indent=1, allow_nan=False)
        try:
            figures.write_text(text + "\n", "utf-8")
        except OSError as error:
            raise AnnotatorError(f"{figures} cannot be written: {error.strerror}.") from error
        suggestions = write_suggestions(project, out / "suggestions")
    return Demo(out, target, workbook, figures, tuple(suggestions))


def _remove_earlier(target: Path) -> None:
    """Take away an earlier demo's project, and nothing that could be anybody's work."""
    sample = read_project_file(sample_project_dir())
    if not (target / FILE_NAME).is_file() or read_project_file(target).id != sample.id:
        raise AnnotatorError(f"{target} is there and is no sample study. Choose another folder.")
    # Opened for writing: a window that has it open keeps it.
    with OpenProject.open(target) as project:
        touched = any(act.article_id is not None for act in project.store.journal())
    if touched:
        raise AnnotatorError(
            f"Somebody has coded in {target}, so it is kept. Choose another folder."
        )
    try:
        shutil.rmtree(target)
    except OSError as error:
        raise AnnotatorError(f"{target} cannot be removed: {error.strerror}.") from error
