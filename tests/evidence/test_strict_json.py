"""What two readers could understand differently is refused, without repeating what was sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.refusals import Invalid
from courier_app.evidence.strict_json import LARGEST, strict_json

AMBIGUOUS = {
    "byte-order-mark": [b'\xef\xbb\xbf{"v":1}'],
    "not-utf-8": [b'{"v":"\xff"}', b'{"v":"\xed\xa0\x80"}'],
    "nul": [b'{"v":"a\\u0000b"}', b'{"v":"a\\\\\\u0000b"}'],
    "member-twice": [b'{"v":1,"v":1}', b'{"gps":{"a":1,"a":2}}', b'{"a":1,"\\u0061":2}'],
    "not-a-whole-number": [b'{"v":1.0}', b'{"v":1e2}', b'{"v":NaN}', b'{"v":-Infinity}'],
    "number-too-large": [
        b'{"v":9007199254740992}',
        b'{"v":-9007199254740992}',
        b'{"v":' + b"1" * 5000 + b"}",
    ],
    "not-json": [b"", b"{", b"{'v':1}", b'{"v":1}x', b'{"v":"\0"}', b'{"v":"\t"}', b"[" * 9000],
    "half-a-character": [b'{"v":"\\ud800"}', b'{"\\udfff":1}'],
    "not-an-object": [b"[]", b"1", b'"v"', b"null"],
}
CASES = [(payload, reason) for reason, payloads in AMBIGUOUS.items() for payload in payloads]


@pytest.mark.parametrize(("payload", "reason"), CASES)
def test_what_has_two_meanings_is_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        strict_json(payload)
    assert refusal.value.members == {"reason": reason}


def test_whole_numbers_up_to_what_every_reader_holds_are_read() -> None:
    assert strict_json(b'{"v":%d,"w":-%d}' % (LARGEST, LARGEST)) == {"v": LARGEST, "w": -LARGEST}


def test_a_written_backslash_is_no_nul() -> None:
    assert strict_json(rb'{"v":"\\u0000"}') == {"v": r"\u0000"}


def test_what_was_sent_is_never_repeated() -> None:
    with pytest.raises(Invalid) as refusal:
        strict_json(b'{"nik":"3374010203040005","nik":"3374010203040006"}')
    assert "3374" not in f"{refusal.value!r}{refusal.value.detail}{refusal.value.members}"


TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_what_has_one_meaning_is_read_as_the_usual_reader_reads_it(value: dict[str, Any]) -> None:
    assert strict_json(json.dumps(value).encode()) == value
