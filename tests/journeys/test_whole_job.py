"""The main job on the five articles of the study, from a new project to the workbook."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.journeys.inputs import QtInput
from tests.journeys.whole_job import whole_job


def test_from_a_new_project_to_the_workbook(window, shared_dir, tmp_path):
    """Two coders code a real article in part; all is there again, and agreement is exported."""
    pictures: list[str] = []
    path = whole_job(window, QtInput(window), shared_dir, tmp_path, pictures.append)
    assert {"start", "import", "corpus", "code", "compare", "agreement"} <= set(pictures)
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        assert {"Summary", "Attributes", "SpanDiff", "Settings", "Data"} <= set(book.sheetnames)
        summary = [row for row in book["Summary"].iter_rows(values_only=True) if any(row)]
        by_title = {row[0]: row[1] for row in summary if len(row) > 1}
        assert by_title["Coders"] == "Ada, Ben, Planner"
        assert [row[1] for row in summary if len(row) > 1 and row[0] == "Spans"].count("Claim") == 3
        differences = list(book["SpanDiff"].iter_rows(values_only=True))
        assert len(differences) > 10
    finally:
        book.close()
