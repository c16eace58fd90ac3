"""JSON that has one meaning only: what two readers could understand differently is refused."""

import codecs
import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from courier_app.domain.refusals import Invalid

LARGEST = 2**53 - 1  # evidence.md: integers that every reader holds exactly
DIGITS = 16
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # with an even number of backslashes before


def strict_json(payload: bytes) -> dict[str, Any]:
    """One JSON object in UTF-8. Refuses with Invalid and a stable `reason`, never the content: a
    byte-order mark, bad UTF-8, half a surrogate pair, NUL, a member named twice, floats, NaN,
    integers beyond 2^53-1."""
    text = _text(payload)
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise refused("not-json") from None
    if not isinstance(value, dict):
        raise refused("not-an-object")
    if "\\u" in text:
        _check_storable(value)
    return value


def refused(reason: str) -> Invalid:
    return Invalid(members={"reason": reason})


def _text(payload: bytes) -> str:
    if payload.startswith(codecs.BOM_UTF8):
        raise refused("byte-order-mark")
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise refused("not-utf-8") from None


def _check_storable(value: dict[str, Any]) -> None:
    """Escapes can spell what no database keeps in a text: half a surrogate pair, and NUL."""
    written = json.dumps(value, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        raise refused("half-a-character") from None
    if _NUL.search(written):
        raise refused("nul")


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise refused("member-twice")
    return members


def _whole(digits: str) -> int:
    if len(digits) > DIGITS + 1 or abs(int(digits)) > LARGEST:
        raise refused("number-too-large")
    return int(digits)


def _not_whole(_digits: str) -> NoReturn:
    raise refused("not-a-whole-number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_whole, parse_float=_not_whole, parse_constant=_not_whole
)
