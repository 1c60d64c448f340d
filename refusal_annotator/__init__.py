"""Refusal Annotator: coding of articles for quantitative content analysis."""

from __future__ import annotations

__version__ = "0.1.0"
