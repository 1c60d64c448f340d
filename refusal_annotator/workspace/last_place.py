"""Where a coder was when the program ended, expectedly or not: small files for this computer.

One holds the last open article of each project and coder; places in other articles are in the
project itself. The other holds which panels a coder wants.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from threading import Lock
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from refusal_annotator.workspace.settings import config_folder

logger = logging.getLogger(__name__)

FILE_NAME, PANELS_NAME = "places.json", "panels.json"
MAX_PLACES = 40
_LOCK = Lock()
Kept = TypeVar("Kept", bound=BaseModel)


class InspectorState(BaseModel):
    """What the inspector shows: form of the article or coding, what is unfolded, what is open."""

    model_config = ConfigDict(frozen=True)

    article_form: bool = False
    unfolded: tuple[str, ...] = ()
    open_field: str = ""


class LastPlace(BaseModel):
    """A place in an article, exactly as it was left."""

    model_config = ConfigDict(frozen=True)

    article_id: UUID
    caret: int = Field(ge=0)
    anchor: int = Field(ge=0)
    scroll: int = Field(default=0, ge=0)
    selected: UUID | None = None
    suggestion: UUID | None = None
    inspector: InspectorState = InspectorState()


class PanelState(BaseModel):
    """Which panels of the coding screen a coder wants, and how wide; 0 stands for the usual."""

    model_config = ConfigDict(frozen=True)

    queue: bool | None = None  # None: as the width of the window has it
    inspector: bool = True
    queue_width: int = Field(default=0, ge=0)
    inspector_width: int = Field(default=0, ge=0)


_FILE = TypeAdapter(dict[str, LastPlace])
_PANELS = TypeAdapter(dict[str, PanelState])


def panels_of(coder_id: UUID) -> PanelState:
    """The panels as a coder has them, whatever the project."""
    return _load(_PANELS, PANELS_NAME).get(str(coder_id), PanelState())


def keep_panels(coder_id: UUID, state: PanelState) -> None:
    """Remember the panels of a coder."""
    with _LOCK:
        known = _load(_PANELS, PANELS_NAME)
        known.pop(str(coder_id), None)
        _write(_PANELS, PANELS_NAME, {**known, str(coder_id): state})


def last_place(folder: Path, coder_id: UUID) -> LastPlace | None:
    """Where this coder was in this project, or None."""
    return _load(_FILE, FILE_NAME).get(_key(folder, coder_id))


def keep_place(folder: Path, coder_id: UUID, place: LastPlace | None) -> None:
    """Remember a place, written whole so that a crash leaves the old file or the new one.

    None forgets it. Where nothing can be written the program goes on without remembering.
    """
    with _LOCK:
        places = _load(_FILE, FILE_NAME)
        places.pop(_key(folder, coder_id), None)
        if place is not None:
            places[_key(folder, coder_id)] = place
        _write(_FILE, FILE_NAME, places)


def _write(kind: TypeAdapter[dict[str, Kept]], name: str, content: dict[str, Kept]) -> None:
    kept = dict(list(content.items())[-MAX_PLACES:])
    target = config_folder() / name
    unfinished = target.with_name(f"{name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(kind.dump_json(kept, indent=1))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        logger.warning("%s cannot be written: %s", name, error)


def _load(kind: TypeAdapter[dict[str, Kept]], name: str) -> dict[str, Kept]:
    try:
        return kind.validate_json((config_folder() / name).read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        logger.warning("%s cannot be read: %s", name, type(error).__name__)
        return {}


def _key(folder: Path, coder_id: UUID) -> str:
    return f"{coder_id} {folder.resolve()}"
