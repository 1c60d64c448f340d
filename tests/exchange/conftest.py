from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.exchange.coding_files import Problem, check_coding_file
from tests.exchange.harbour import HARBOUR_CODEBOOK, TEXT, parse


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook(HARBOUR_CODEBOOK, source="harbour.yaml")


@pytest.fixture
def problems(codebook: Codebook) -> Callable[[Any], tuple[Problem, ...]]:
    def check(content: Any) -> tuple[Problem, ...]:
        return check_coding_file(parse(content), text=TEXT, codebook=codebook)

    return check
