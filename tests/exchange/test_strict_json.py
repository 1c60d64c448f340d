from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.exchange.strict_json import JsonRefused, parse

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab🙂"), inner),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_all_else_is_read_as_it_is(content: object, encoding: str) -> None:
    assert parse(json.dumps(content).encode(encoding)) == content


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no JSON: Expecting value at line 1"),
        (b'{"a": 1', "no JSON.*line 1, column 8"),
        (b'{"a": 1,}', "no JSON"),
        (b'\xff{"a"', "not UTF-8 from byte 0"),
        (b'{"s": [{"n": NaN}]}', r"s\[0\]\.n: NaN"),
        (b'{"n": -Infinity}', "n: -Infinity"),
        (b'{"n": 1e999}', "n: 1e999 is too large"),
        (b'{"n": ' + b"9" * 5000 + b"}", "n: an integer of 5000 digits"),
        (b'{"s": [{"k": 1, "k": 1}]}', r"s\[0\]: the key 'k' stands twice"),
        (b'{"s": "a\\u0000b"}', "s: .*NUL"),
        (b'{"s": ["\\ud83d"]}', r"s\[0\]: .*surrogate"),
        (b'{"\\ud83d": 1}', "surrogate"),
        (b"[" * 200 + b"]" * 200, "nested deeper than 40"),
        (b"[" * 200_000, "nested deeper than 40"),
        (b'{"a":' * 200_000, "nested deeper than 40"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_path(data: bytes, reason: str) -> None:
    with pytest.raises(JsonRefused, match=reason) as caught:
        parse(data)
    str(caught.value).encode("utf-8")
