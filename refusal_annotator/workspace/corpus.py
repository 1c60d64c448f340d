"""The articles of a study: they come in, and suggestions are made for them."""

from __future__ import annotations

from refusal_annotator.workspace.article_import import (
    ImportReport,
    KnownText,
    KnownTexts,
    import_articles,
    known_texts,
    preview_import,
    without_known,
)
from refusal_annotator.workspace.headline import guess_headline
from refusal_annotator.workspace.prehighlighting import (
    PrehighlightReport,
    TextToHighlight,
    prehighlight_texts,
    run_prehighlight,
    store_prehighlights,
    suggestions_as_json,
    texts_to_highlight,
    write_suggestions,
)

__all__ = [
    "ImportReport",
    "KnownText",
    "KnownTexts",
    "PrehighlightReport",
    "TextToHighlight",
    "guess_headline",
    "import_articles",
    "known_texts",
    "prehighlight_texts",
    "preview_import",
    "run_prehighlight",
    "store_prehighlights",
    "suggestions_as_json",
    "texts_to_highlight",
    "without_known",
    "write_suggestions",
]
