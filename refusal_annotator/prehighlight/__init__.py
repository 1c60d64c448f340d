"""Pre-highlighting: suggestions by rules, with no model to download.

The rules live in `zones`, `numbers`, `actors`, `claims` and `stance` and work on plain text;
`factories` registers them with spaCy, `values` binds them to a codebook by its roles, and
`pipeline` runs them. Words are data: `resources/gazetteers`. spaCy is loaded with the first
`Pipeline`, not with this package.
"""

from __future__ import annotations

from refusal_annotator.prehighlight.base import (
    SOURCE,
    VERSION,
    MetadataGuess,
    Prehighlighter,
    Prehighlights,
)
from refusal_annotator.prehighlight.metadata import guess_article
from refusal_annotator.prehighlight.pipeline import (
    PREHIGHLIGHTERS,
    Pipeline,
    as_json,
    prehighlight,
)

__all__ = [
    "PREHIGHLIGHTERS",
    "SOURCE",
    "VERSION",
    "MetadataGuess",
    "Pipeline",
    "Prehighlighter",
    "Prehighlights",
    "as_json",
    "guess_article",
    "prehighlight",
]
