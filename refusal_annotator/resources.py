"""Find the files that travel with the program: codebooks, gazetteers, icons, themes, the sample.

A wheel carries them in `refusal_annotator/_data/`; a checkout and an editable install keep them
in `resources/` and `projects/` beside the package. Both have the same tree below that root.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from refusal_annotator.domain.errors import AnnotatorError


class ResourceError(AnnotatorError):
    """A file of the program that is not where it belongs."""


def resource_path(*parts: str) -> Path:
    """Path of a file or folder under `resources/`, for example `("icons", "tag.svg")`."""
    return _existing("resources", *parts)


def codebook_path(name: str) -> Path:
    """Path of a built-in codebook by its name, without the ending: `study`, `minimal`."""
    folder = resource_path("codebooks")
    path = folder / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(codebook_names())
        raise ResourceError(
            f"There is no built-in codebook named {name!r}. Choose one of: {known}; "
            "or give the path of a codebook file."
        )
    return path


def codebook_names() -> tuple[str, ...]:
    """Names of the built-in codebooks, sorted."""
    return tuple(sorted(path.stem for path in resource_path("codebooks").glob("*.yaml")))


def sample_project_dir() -> Path:
    """Folder of the sample study: text files, from which a project is built."""
    return _existing("projects", "sample")


def _existing(*parts: str) -> Path:
    path = _root().joinpath(*parts)
    if not path.exists():
        raise ResourceError(
            f"A file of the program is missing: {path}. Install Refusal Annotator again."
        )
    return path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    carried = package / "_data"
    return carried if carried.is_dir() else package.parent
