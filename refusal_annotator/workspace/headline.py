"""Where the first free-standing title of a text probably stands."""

from __future__ import annotations

import re

from refusal_annotator.domain.text import Borders

_MAX_HEADLINE = 220
_LINES = 14
# “Who would sail?” ask crews: a small letter after the mark goes on with the title.
_SECOND_SENTENCE = re.compile(r"[.!?…][”\"’]?\s+[“‘\"']?[^\W\d_a-zà-ÿ]")
_BODY = re.compile(r"[a-z][.!?][”\"’]?$")
_NO_TITLE = re.compile(r"(?:By|BY|Photo|Picture|Source|Published|Updated|\d+\.)\b|[•*–({\[-]")


def guess_headline(text: str, borders: Borders) -> tuple[int, int] | None:
    """Where the first free-standing title probably stands.

    A short line that stands again further down wins; else the first short line of at least four
    words without a final full stop, before the first real paragraph.
    """
    lines = borders.paragraphs[:_LINES]
    written = [text[start:end] for start, end in lines]
    candidates = [i for i, line in enumerate(written) if _is_title(line)]
    for index in candidates:
        if any(written[index] in later for later in written[index + 1 :]):
            return lines[index]
    for index in candidates:
        body_began = any(_BODY.search(line) for line in written[:index])
        return None if body_began else lines[index]
    return None


def _is_title(line: str) -> bool:
    return (
        len(line.split()) >= 4
        and len(line) <= _MAX_HEADLINE
        and not _NO_TITLE.match(line)
        and not _BODY.search(line)
        and line[-1] not in ":;"
        and not re.search(r"\s[>»›|]\s", line)
        and not _SECOND_SENTENCE.search(line)
    )
