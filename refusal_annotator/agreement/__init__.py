"""Measures of agreement between coders, and the report that applies them to a project."""

from __future__ import annotations

from refusal_annotator.agreement import cohen, granular, gwet, krippendorff, percent, unitizing
from refusal_annotator.agreement.base import BuiltIn, Measure, Paradigm

MEASURES: tuple[BuiltIn, ...] = (
    *percent.MEASURES,
    *krippendorff.MEASURES,
    *gwet.MEASURES,
    *cohen.MEASURES,
    *unitizing.MEASURES,
    *granular.MEASURES,
)
"""All built-in measures on reliability data or a continuum, in the order of their listing."""

__all__ = ["MEASURES", "BuiltIn", "Measure", "Paradigm", "measure"]


def measure(name: str) -> BuiltIn | None:
    """Return the built-in measure of that name, or None."""
    return next((part for part in MEASURES if part.name == name), None)
