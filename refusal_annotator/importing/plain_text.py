"""One article per file, as plain text in any encoding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from refusal_annotator.domain.text import canonical_text, sha256_of, text_sha256
from refusal_annotator.importing.base import ImportItem, Reading
from refusal_annotator.importing.decoding import decode

# Text files whose markup would end up in the article.
_MARKUP = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml"), "it is a web page"),
    **dict.fromkeys((".xml", ".svg"), "it is an XML file"),
    **dict.fromkeys((".json", ".jsonl"), "it is a JSON file (codings are read apart)"),
    **dict.fromkeys((".yaml", ".yml", ".toml", ".ini"), "it is a settings file or a codebook"),
    ".rtf": "it is an RTF document",
}


@dataclass(frozen=True)
class PlainText:
    """Reads any file of characters as one article."""

    name: str = "plain_text"
    label: str = "Plain text"
    version: str = "1"
    suffixes: tuple[str, ...] = ()

    def why_not(self, name: str, data: bytes) -> str | None:
        reason = _MARKUP.get(PurePath(name).suffix.lower())
        return f"{reason}; save the article's text as a .txt file" if reason else None

    def read(self, name: str, data: bytes, *, mapping: Mapping[str, str] | None) -> Reading:
        decoded = decode(data)
        text = canonical_text(decoded.text)
        item = ImportItem(
            name=name,
            stem=PurePath(name).stem,
            source_bytes=data,
            source_sha256=sha256_of(data),
            text=text,
            text_sha256=text_sha256(text),
            encoding=decoded.encoding,
            encoding_note=decoded.note,
            importer=self.name,
            importer_version=self.version,
        )
        return Reading(items=(item,))


PLAIN_TEXT = PlainText()
