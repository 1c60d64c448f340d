from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.importing.base import ImportRefused
from refusal_annotator.importing.decoding import decode

ENGLISH = "“We will not load it,” said the cook – it’s a matter of café pay.\n" * 3
RUSSIAN = "Повар сказал, что он не поедет на ярмарку.\nНикто ему не ответил.\n" * 2
POLISH = "Kucharz powiedział, że nie pojedzie na targ. Żółć i gęś.\n" * 3
FRENCH = "Le boulanger a refusé d'aller à la foire; où est-il ? Ça va.\n" * 3
JAPANESE = "パン屋は市場へ行かないと言った。誰も答えなかった。\n" * 3
CHINESE = "面包师说他不会去集市。没有人回答。\n" * 3


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, JAPANESE, "🙂 ok"])
def test_a_byte_order_mark_is_believed(mark: bytes, encoding: str, text: str) -> None:
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.note) == (text, encoding, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, JAPANESE, CHINESE])
def test_wide_encodings_without_a_mark_are_found_and_doubted(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.note is not None
    assert encoding.upper() in decoded.note


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("cp1252", ENGLISH, "windows-1252"),
        ("cp1252", FRENCH, "windows-1252"),
        ("iso8859_15", FRENCH, "windows-1252"),
        ("cp1250", POLISH, "windows-1250"),
        ("cp1251", RUSSIAN, "windows-1251"),
        ("koi8_r", RUSSIAN, "KOI8-R"),
        ("cp866", RUSSIAN, "cp866"),
        ("cp932", JAPANESE, "Shift JIS"),
        ("gb18030", CHINESE, "gb18030"),
        ("mac_roman", ENGLISH, "mac roman"),
    ],
)
def test_older_encodings_are_guessed_and_the_guess_is_shown(
    encoding: str, text: str, shown: str
) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.note is not None
    assert shown in decoded.note


def test_seven_bit_japanese() -> None:
    assert decode(JAPANESE.encode("iso2022_jp")).text == JAPANESE


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(lambda t: "a" + t))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    decoded = decode(text.encode("utf-8"))
    assert (decoded.text, decoded.encoding, decoded.note) == (text, "utf-8", None)


def test_utf_8_with_one_damaged_place_is_not_read_as_something_else() -> None:
    data = (RUSSIAN * 2).encode() + b"\xd0 end"
    decoded = decode(data)
    assert decoded.text.endswith("\ufffd end")
    assert decoded.encoding == "utf-8"
    assert decoded.note is not None
    assert "1 place" in decoded.note


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "white space"),
        (codecs.BOM_UTF8 + "\u00a0\u200b".encode(), "white space"),
        (b"\0" * 50, "NUL"),
        (b"Damaged tail." + b"\0" * 400, "NUL"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\nabc", "picture"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x01\x02\x03\x04\x05\x06 abc", "control characters"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 50, "mark says UTF-16-LE"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        decode(data)


def test_a_stray_nul_is_said() -> None:
    decoded = decode(b"One stray\0 character in a longer text of the usual kind.")
    assert decoded.note == "1 NUL character was left out."


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        decoded = decode(data)
    except ImportRefused as error:
        assert str(error)
    else:
        decoded.text.encode("utf-8")
