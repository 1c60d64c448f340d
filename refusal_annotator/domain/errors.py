"""Errors whose text is a sentence for the user: what failed, the fact, the way out."""

from __future__ import annotations

from collections.abc import Sequence


class AnnotatorError(Exception):
    """Anything the user can be told in a sentence; `str(error)` is that sentence."""


class SpanError(AnnotatorError):
    """A span that is empty, reversed or outside its text."""


class CodebookError(AnnotatorError):
    """A codebook that cannot be used; every problem names its line, path and way out."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        shown = "\n".join(f"  {problem}" for problem in self.problems)
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(f"{source} cannot be used as a codebook, {count} {noun}:\n{shown}")


class StaleError(AnnotatorError):
    """A change that was made against a state which has moved since."""


class ForbiddenError(AnnotatorError):
    """A change to what belongs to another coder."""


class ProjectError(AnnotatorError):
    """A project folder or database that cannot be opened, made or written."""
