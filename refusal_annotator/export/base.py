"""What an exporter is, and how a file comes to its place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
from refusal_annotator.domain.errors import AnnotatorError


class ExportError(AnnotatorError):
    """A file that cannot be written."""


class ExportCancelled(ExportError):
    """An export that was stopped on request; what stood in its place before still does."""

    def __init__(self) -> None:
        super().__init__("The export was stopped. No file was written or changed.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reader of the file wants to know about where it comes from.

    `made` is the time of the comparison; `more` are further lines, label to text, such as the
    revision of the data or the rounds that were chosen. With a `project_id` rows lead to the texts
    in the program.
    """

    project: str
    made: datetime
    program: str
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    project_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a report, and what a reader should be told about it."""

    path: Path
    notes: tuple[str, ...] = ()


class Exporter(Protocol):
    """A kind of file that a comparison can be written to."""

    @property
    def name(self) -> str:
        """Stable word for options."""
        ...

    @property
    def label(self) -> str:
        """Words for people."""
        ...

    @property
    def suffix(self) -> str:
        """Ending of the file name, with the dot."""
        ...

    def why_not(self, report: AgreementReport) -> str | None:
        """Say in a sentence why the report cannot be written so, or return None."""
        ...

    def write(
        self, report: AgreementReport, material: AgreementInput, path: Path, facts: Facts
    ) -> Written:
        """Write the report; the file is whole or not there."""
        ...


def write_whole(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file beside `path`, then put it in its place in one step.

    Raises ExportError where the folder cannot be written or the old file is held open.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made by hand: a file of `tempfile` could be read by its owner alone, wherever it goes.
        beside = path.with_name(f".{uuid4().hex}{path.suffix}")
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written: {error.strerror}. Choose another folder."
        ) from error
    try:
        fill(beside)
        beside.replace(path)
    except PermissionError as error:
        raise ExportError(
            f"{path.name} cannot be replaced. Close it in the program that has it open, "
            "or choose another name."
        ) from error
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
