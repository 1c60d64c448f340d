"""The figures of a comparison as JSON, documented and versioned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
from refusal_annotator.export.base import Facts, Written, write_whole


@dataclass(frozen=True, slots=True)
class JsonExporter:
    """``{"format": 1, "results": [{"level", "variable", "measure", "value", "reason", ...}]}``."""

    name: str = "json"
    label: str = "Figures as JSON"
    suffix: str = ".json"

    def why_not(self, report: AgreementReport) -> str | None:
        """Return None: every report has figures or reasons for having none."""
        return None

    def write(
        self, report: AgreementReport, material: AgreementInput, path: Path, facts: Facts
    ) -> Written:
        """Write the figures; undefined ones are null with their reason."""
        content = {
            **report.to_json(),
            "project": facts.project,
            "program": facts.program,
            "made": facts.made.isoformat(),
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        write_whole(path, lambda place: _save(place, text))
        return Written(path)


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


JSON = JsonExporter()
