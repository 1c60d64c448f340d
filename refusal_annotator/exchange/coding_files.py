"""Coding files: one article as one coder coded it, read, checked, turned into rows and written.

The way in is `read_coding_file` (structure), `check_coding_file` (text and codebook; any problem
of severity "error" refuses the file), `to_domain` (rows). The way out is `to_json`. `coding_form`
describes the file.
"""

from __future__ import annotations

from refusal_annotator.exchange.coding_checks import check_coding_file
from refusal_annotator.exchange.coding_domain import ZONE_SOURCE, to_domain
from refusal_annotator.exchange.coding_form import (
    CodingFile,
    CodingFileError,
    FileLink,
    FileSpan,
    ImportedCoding,
    Problem,
)
from refusal_annotator.exchange.coding_reading import read_coding_file
from refusal_annotator.exchange.coding_writing import span_names, to_json

__all__ = [
    "ZONE_SOURCE",
    "CodingFile",
    "CodingFileError",
    "FileLink",
    "FileSpan",
    "ImportedCoding",
    "Problem",
    "check_coding_file",
    "read_coding_file",
    "span_names",
    "to_domain",
    "to_json",
]
