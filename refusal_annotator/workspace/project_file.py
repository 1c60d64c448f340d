"""`project.toml`: a project's name, id and where its database is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from uuid import UUID

import tomli_w
from pydantic import BaseModel, ConfigDict, ValidationError

from refusal_annotator.domain.errors import ProjectError

FILE_NAME = "project.toml"
DATABASE = "project.db"


class ProjectFile(BaseModel):
    """Content of `project.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    id: UUID
    database: str = DATABASE


def read_project_file(folder: Path) -> ProjectFile:
    """Read a project folder's file; ProjectError says what is wrong with it."""
    path = folder / FILE_NAME
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        return ProjectFile.model_validate(content)
    except FileNotFoundError:
        raise ProjectError(
            f"{folder} is no project: it holds no {FILE_NAME}. "
            "Choose the folder of a project, or make a new one."
        ) from None
    except NotADirectoryError:
        raise ProjectError(f"{folder} is no folder. Choose the folder of a project.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(f"{path} cannot be read: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ProjectError(f"{path} is wrong at {place}: {first['msg']}.") from error


def write_project_file(folder: Path, content: ProjectFile) -> None:
    """Write a project folder's file."""
    text = tomli_w.dumps(content.model_dump(mode="json"))
    (folder / FILE_NAME).write_text(text, "utf-8")
