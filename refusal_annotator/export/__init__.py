"""Results and codings as files for people and other programs."""

from __future__ import annotations

from refusal_annotator.export.agreement_json import JSON
from refusal_annotator.export.base import Exporter, ExportError, Facts
from refusal_annotator.export.workbook import WORKBOOK, write_workbook

EXPORTERS: tuple[Exporter, ...] = (WORKBOOK, JSON)
"""All built-in exporters, in the order of their listing."""

__all__ = ["EXPORTERS", "ExportError", "Exporter", "Facts", "write_workbook"]
