from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.prehighlight import Pipeline, Prehighlights
from refusal_annotator.resources import codebook_path

VERSION_ID = UUID("00000000-0000-4000-8000-000000000001")
Run = Callable[..., Prehighlights]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook(codebook_path("refusal_news").read_text("utf-8"))


@pytest.fixture(scope="session")
def minimal() -> Codebook:
    return load_codebook(codebook_path("minimal").read_text("utf-8"))


@pytest.fixture(scope="session")
def pipeline(codebook: Codebook) -> Pipeline:
    return Pipeline(codebook)


@pytest.fixture(scope="session")
def run(pipeline: Pipeline) -> Run:
    def run_text(text: str, **options: object) -> Prehighlights:
        return pipeline.run(text, article_version_id=VERSION_ID, **options)  # type: ignore[arg-type]

    return run_text


@pytest.fixture(scope="session")
def quotes(run: Run, codebook: Codebook) -> Callable[[str, str], list[str]]:
    """Quotes of the suggestions for one role, in order."""

    def quotes_of(role: str, text: str) -> list[str]:
        span_type = codebook.type_by_role(role)
        assert span_type is not None
        return [s.quote for s in run(text).suggestions if s.type == span_type.id]

    return quotes_of
