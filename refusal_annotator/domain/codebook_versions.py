"""Versions of the codebook that a project has used; none is ever changed."""

from __future__ import annotations

from refusal_annotator.domain.stored import StoredValue


class CodebookVersion(StoredValue):
    """One version as YAML; `number` counts from 1 within the project and stamps every coding."""

    number: int
    text: str
    sha256: str
    note: str = ""
