"""The user's settings: one TOML file in the platform's folder for them."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE_NAME = "settings.toml"
CONFIG_VARIABLE = "REFUSAL_ANNOTATOR_CONFIG_DIR"
MAX_RECENT = 20


class RecentEntry(BaseModel):
    """A project that was opened on this computer."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    name: str
    opened: str


class Settings(BaseModel):
    """What a user chose; unknown entries of a newer version are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    theme: Literal["system", "light", "dark", "high_contrast"] = "system"
    density: Literal["comfortable", "compact"] = "comfortable"
    reading_size: int = Field(default=18, ge=14, le=28)
    reading_face: Literal["serif", "sans"] = "serif"
    reduced_motion: bool = False
    single_letter_keys: bool = True
    margin_values: bool = True
    window: tuple[int, int, int, int] | None = None
    coders: dict[str, str] = Field(default_factory=dict)
    recent: tuple[RecentEntry, ...] = ()
    user_id: UUID = Field(default_factory=uuid4)


def config_folder() -> Path:
    """Folder of the user's settings; the environment may name another."""
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("refusal-annotator", appauthor=False)


def load_settings() -> Settings:
    """Read the settings; a file that cannot be read is put aside and defaults are used."""
    path = config_folder() / FILE_NAME
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        settings = Settings()
        save_settings(settings)
        return settings
    except (OSError, ValueError, ValidationError):
        path.replace(path.with_suffix(".unreadable.toml"))
        settings = Settings()
        save_settings(settings)
        return settings


def save_settings(settings: Settings) -> None:
    """Write the settings whole, so that a crash leaves the old file or the new one."""
    folder = config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    content = settings.model_dump(mode="json", exclude_none=True)
    unfinished = folder / f"{FILE_NAME}.{os.getpid()}.part"
    unfinished.write_text(tomli_w.dumps(content), "utf-8")
    unfinished.replace(folder / FILE_NAME)


def change_settings(**changes: object) -> Settings:
    """Read, change and write the settings; returns the new ones."""
    settings = load_settings().model_copy(update=changes)
    save_settings(Settings.model_validate(settings.model_dump()))
    return settings
