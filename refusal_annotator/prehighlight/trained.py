"""Loads a trained spaCy pipeline that the user has, by the name of its package or by its folder."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)

# What neither entities nor a parse need.
_UNNEEDED = ("lemmatizer", "textcat", "textcat_multilabel", "spancat", "entity_linker")


def load_trained(name_or_folder: str) -> tuple[Language | None, str]:
    """Load a pipeline; where that fails, return None and a sentence that says why."""
    import spacy

    path = Path(name_or_folder).expanduser()
    target: str | Path = path if path.is_dir() else name_or_folder
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            nlp = spacy.load(target, exclude=_UNNEEDED)
    except Exception as error:  # a foreign pipeline may raise anything while it is built
        log.warning("the pipeline %s does not load: %s", name_or_folder, error)
        return None, _problem(name_or_folder, path, error)
    for warning in caught:
        log.warning("pipeline %s: %s", name_or_folder, warning.message)
    return nlp, ""


def described(nlp: Language) -> str:
    """Name and version of a pipeline, for the source of a suggestion."""
    meta = nlp.meta
    return (
        f"{meta.get('lang', '')}_{meta.get('name', 'pipeline')} {meta.get('version', '')}".strip()
    )


def _problem(name: str, path: Path, error: Exception) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, OSError) and not path.exists():
        reason = "there is no installed package and no folder of that name"
    return (
        f"The spaCy pipeline {name!r} cannot be loaded: {reason.rstrip('.')}. Suggestions are made "
        "with the built-in rules; install the pipeline or choose its folder in the settings."
    )
