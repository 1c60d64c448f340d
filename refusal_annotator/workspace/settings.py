"""The user's settings: one TOML file in the platform's folder for them."""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)

FILE_NAME = "settings.toml"
CONFIG_VARIABLE = "REFUSAL_ANNOTATOR_CONFIG_DIR"
MAX_RECENT = 20


class RecentEntry(BaseModel):
    """A project that was opened on this computer."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    name: str
    opened: datetime
    # None where an earlier version of the program wrote the entry.
    id: UUID | None = None


class Settings(BaseModel):
    """What a user chose; unknown entries of a newer version are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    theme: Literal["system", "light", "dark", "high_contrast"] = "system"
    density: Literal["comfortable", "compact"] = "comfortable"
    reading_size: int = Field(default=18, ge=14, le=28)
    reading_face: Literal["serif", "sans"] = "serif"
    reading_measure: int = Field(default=71, ge=60, le=75)
    # Never closer than usual: three lanes must fit between two lines.
    reading_line_spacing: float = Field(default=1.0, ge=1.0, le=1.5)
    reading_dyslexia: bool = False
    sentence_numbers: bool = False
    reduced_motion: bool = False
    auto_advance: bool = True
    single_letter_keys: bool = True
    keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    margin_values: bool = True
    window: tuple[int, int, int, int] | None = None
    coders: dict[str, str] = Field(default_factory=dict)
    recent: tuple[RecentEntry, ...] = ()


def config_folder() -> Path:
    """Folder of the user's settings; the environment may name another."""
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("refusal-annotator", appauthor=False)


def load_settings() -> Settings:
    """Read the settings; a file that cannot be understood is put aside and defaults are used."""
    path = config_folder() / FILE_NAME
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        pass
    except OSError as error:
        logger.warning("the settings cannot be read: %s", error)
        return Settings()
    except (ValueError, ValidationError) as error:
        logger.warning("the settings are put aside: %s", type(error).__name__)
        _put_aside(path)
    settings = Settings()
    save_settings(settings)
    return settings


def save_settings(settings: Settings) -> None:
    """Write the settings whole, so that a crash leaves the old file or the new one.

    Where they cannot be written the program goes on without remembering.
    """
    folder = config_folder()
    content = _without_none(settings.model_dump(mode="json"))
    unfinished = folder / f"{FILE_NAME}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(tomli_w.dumps(content), "utf-8")
        unfinished.replace(folder / FILE_NAME)
    except OSError as error:
        logger.warning("the settings cannot be saved: %s", error)


def change_settings(**changes: object) -> Settings:
    """Read, change and write the settings; returns the new ones."""
    settings = load_settings().model_copy(update=changes)
    checked = Settings.model_validate(settings.model_dump())
    save_settings(checked)
    return checked


def _put_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".unreadable.toml"))
    except OSError as error:
        logger.warning("the settings cannot be put aside: %s", error)


def _without_none(content: Any) -> Any:
    """What TOML can hold: it knows no null, so what is unset is left out."""
    if isinstance(content, Mapping):
        return {key: _without_none(inner) for key, inner in content.items() if inner is not None}
    if isinstance(content, list):
        return [_without_none(inner) for inner in content if inner is not None]
    return content
