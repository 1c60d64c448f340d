"""From bytes of unknown encoding to characters, with the guess and its doubt said openly."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from charset_normalizer import CharsetMatches, from_bytes

from refusal_annotator.importing.base import ImportRefused

# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

# What files of these kinds begin with, and how to say it.
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document (docx, xlsx, odt)"),
    (b"\xd0\xcf\x11\xe0", "an old office document (doc, xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)

# Single-byte and East Asian encodings that news archives use, the likeliest first; the order
# decides between readings that are equally plausible.
_GUESSES = (
    *("cp1252", "cp1251", "cp932", "gb18030", "cp949", "big5", "euc_jp", "cp1250", "iso8859_15"),
    *("koi8_r", "koi8_u", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2"),
    *("iso8859_5", "mac_roman", "mac_cyrillic", "cp866"),
)
_SHOWN = {"cp932": "Shift JIS", "cp949": "EUC-KR (cp949)", "koi8_r": "KOI8-R", "koi8_u": "KOI8-U"}

# Beyond ASCII, what running text in the languages of those encodings is made of.
_USUAL = frozenset(
    "“”‘’‚„«»‹›–—…•·°€£§©®\u00a0½¼¾¿¡"
    "àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝ"
    "ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎĚŇŘŠŤŮŽőűŐŰășțşţĂȘȚŞŢğıİĞćđĆĐāēģīķļņūĀĒĢĪĶĻŅŪėįųĖĮŲ"
)
_USUAL_BLOCKS = (
    *((0x0391, 0x03CE), (0x0401, 0x0401), (0x0404, 0x0404), (0x0406, 0x0407), (0x0410, 0x044F)),
    *((0x0451, 0x0451), (0x0454, 0x0454), (0x0456, 0x0457), (0x0490, 0x0491), (0x05D0, 0x05EA)),
    *((0x0621, 0x064A), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF01, 0xFF1F)),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES = 256 * 1024
_MAX_CONTROL_SHARE = 0.002
_MAX_NUL_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file, the encoding they were read with, and what is doubtful about it."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """Read bytes as text, or raise ImportRefused with the reason.

    In this order: a byte order mark; strict UTF-8; UTF-16 and UTF-32 without a mark, where NUL
    bytes fall as they do there; UTF-8 with a few damaged places; else the most plausible of the
    encodings in common use, with a note that it is a guess.
    """
    if not data:
        raise ImportRefused("the file is empty")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ImportRefused(f"it is {kind}, not plain text; save its text as a .txt file")
    decoded = (
        _by_mark(data) or _as_utf8(data) or _as_wide(data) or _as_damaged_utf8(data) or _guess(data)
    )
    return _checked(decoded)


def is_blank(text: str) -> bool:
    """Whether nothing in `text` can be seen."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if not data.startswith(mark):
            continue
        body = data[len(mark) :]
        try:
            return Decoded(body.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            # FF FE 00 00 may also be UTF-16 that begins with a NUL; the next mark is tried.
            if encoding.startswith("utf-32"):
                continue
            return _replaced(body, encoding, error)
    return None


def _replaced(body: bytes, encoding: str, error: UnicodeDecodeError) -> Decoded:
    text = body.decode(encoding, errors="replace")
    n_damaged = text.count("\ufffd")
    if n_damaged > max(3, len(text) // 200):
        raise ImportRefused(
            f"its mark says {encoding.upper()}, but from byte {error.start} on it is not"
        ) from error
    return Decoded(text, encoding, _damage(encoding, n_damaged))


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text and (wide := _as_wide(data)):
        return wide
    if "\x1b$" in text:
        # Seven-bit Japanese looks like ASCII but for its escapes.
        try:
            return Decoded(data.decode("iso2022_jp_3"), "iso2022_jp")
        except UnicodeDecodeError:
            pass
    return Decoded(text, "utf-8")


def _as_wide(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a mark: every ASCII space and line end then brings NUL bytes."""
    if len(data) % 2 or b"\0" not in data:
        return None
    for encoding in _WIDE:
        if encoding.startswith("utf-32") and len(data) % 4:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_running_text(text):
            note = f"Read as {encoding.upper()} without a byte order mark; please look it over."
            return Decoded(text, encoding, note)
    return None


def _is_running_text(text: str) -> bool:
    """Whether nearly all characters are assigned, printable and of a block in common use."""
    sample = text[:20_000]
    usual = sum(char in "\n\r\t\f" or " " <= char <= "~" or _is_usual(char) for char in sample)
    return usual >= 0.9 * len(sample)


def _as_damaged_utf8(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", errors="replace")
    n_damaged = text.count("\ufffd")
    n_good = len(text) - len(text.encode("ascii", errors="ignore")) - n_damaged
    if n_good < 4 * n_damaged:
        return None
    return Decoded(text, "utf-8", _damage("utf-8", n_damaged))


def _damage(encoding: str, count: int) -> str:
    places = "1 place is" if count == 1 else f"{count} places are"
    return f"{places} not {encoding.upper()} and shown as \ufffd; the file is kept as it was."


def _guess(data: bytes) -> Decoded:
    if b"\0" in data:
        raise ImportRefused("it is a binary file, not plain text")
    ranked = _ranked(data)
    for encoding in ranked:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text, encoding, _doubt(_sample(data), encoding, ranked))
    raise ImportRefused("its encoding was not recognised; save it again as UTF-8")


def _ranked(data: bytes) -> list[str]:
    """Encodings that the detector finds possible, by how usual the characters are they give."""
    sample = _sample(data)
    possible = _possible(from_bytes(sample, cp_isolation=list(_GUESSES)))
    scores = {name: round(_usual_share(sample.decode(name, "ignore")), 2) for name in possible}
    return sorted(scores, key=lambda name: (-scores[name], _GUESSES.index(name)))


def _sample(data: bytes) -> bytes:
    """Bytes around the first that is not ASCII, from where the encoding shows."""
    beyond = _BEYOND_ASCII.search(data)
    first = beyond.start() if beyond else 0
    return data[max(0, first - 2000) : first + _SAMPLE_BYTES]


def _usual_share(text: str) -> float:
    """Share of the characters beyond ASCII that running text would have there."""
    pairs = [(before, char) for before, char in pairwise(f" {text}") if char > "\x7f"]
    # A capital after a small letter is a mark or an accent of another encoding: "itŐs".
    usual = sum(_is_usual(char) and not (char.isupper() and b.islower()) for b, char in pairs)
    return usual / len(pairs) if pairs else 0.0


def _possible(matches: CharsetMatches) -> set[str]:
    found = {name for match in matches for name in (match.encoding, *match.could_be_from_charset)}
    return found & set(_GUESSES)


def _doubt(sample: bytes, encoding: str, ranked: Iterable[str]) -> str:
    readings = {name: sample.decode(name, errors="replace") for name in ranked}
    taken = readings.pop(encoding)
    near = _usual_share(taken) - 0.1
    others = [n for n, read in readings.items() if read != taken and _usual_share(read) >= near]
    note = f"Encoding guessed: {_shown(encoding)}. Please look at accents and quotation marks."
    if others:
        note += f" Also possible: {', '.join(_shown(name) for name in others[:2])}."
    return note


def _shown(encoding: str) -> str:
    if encoding in _SHOWN:
        return _SHOWN[encoding]
    if encoding.startswith("cp125"):
        return f"windows-{encoding[2:]}"
    return encoding.replace("iso8859_", "ISO 8859-").replace("_", " ")


def _checked(decoded: Decoded) -> Decoded:
    text = decoded.text
    n_nul = text.count("\0")
    if n_nul > max(1, _MAX_NUL_SHARE * len(text)):
        raise ImportRefused(f"it holds {n_nul} NUL characters: a binary or damaged file")
    n_control = len(_CONTROL.findall(text))
    if n_control > max(2, _MAX_CONTROL_SHARE * len(text)):
        raise ImportRefused(f"it holds {n_control} control characters: a binary file, not text")
    if is_blank(text):
        raise ImportRefused("it holds nothing but white space")
    if not n_nul:
        return decoded
    left_out = "1 NUL character was" if n_nul == 1 else f"{n_nul} NUL characters were"
    note = f"{decoded.note or ''} {left_out} left out.".strip()
    return Decoded(text, decoded.encoding, note)


def _is_usual(char: str) -> bool:
    if char in _USUAL:
        return True
    point = ord(char)
    return any(low <= point <= high for low, high in _USUAL_BLOCKS)
