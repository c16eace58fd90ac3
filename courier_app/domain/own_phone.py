"""The QR on a courier's screen that a recipient signs under, and the short code that answers it (decision 0024).

A courier's phone without a network makes the link. The server knows it again by a key of the package's attempt that
only it and the round have; a stranger with the label can make none.
"""

import hashlib
import hmac
from base64 import b32decode, b32encode
from binascii import Error as NotBase32
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import hypot
from uuid import UUID

from courier_app.domain.packages import Status

OPEN_WITHIN = timedelta(minutes=30)  # from the moment that the QR was made, by the phone's corrected clock
SEND_WITHIN = timedelta(hours=24)  # from the moment that the page was opened: the line may be dead
ID, ISSUED, MAC = 16, 4, 12  # bytes of a token
WORD, CODE_DIGITS = 10_000, 8
LEAST_POINTS, LEAST_LENGTH = 12, 80  # as on the courier's phone (offline.md, section 5)

# Where a courier may stand at a door; his "taken over" may still wait on the phone.
AT_A_DOOR = frozenset(
    {Status.ASSIGNED, Status.PICKED_UP, Status.OUT_FOR_DELIVERY, Status.ATTEMPT_FAILED, Status.ON_HOLD}
)


class OwnPhone(StrEnum):
    """How a proof stands to the record that it names."""

    NOT_USED = "not_used"
    MATCHED = "matched"
    AWAITED = "awaited"
    OTHER = "other"


@dataclass(frozen=True)
class OwnPhoneClaim:
    """What a proof says of the recipient's record: its id, and its hash (the phone has seen it) or its short code."""

    id: UUID
    mh: str | None
    code: str | None


@dataclass(frozen=True)
class Link:
    """The token in the QR's fragment. `token` is what the short code is keyed with."""

    id: UUID
    issued_at: datetime
    token: bytes

    def made_with(self, key: bytes) -> bool:
        return hmac.compare_digest(self.token, _token(key, self.id, self.token[ID : ID + ISSUED]))

    def is_over(self, now: datetime) -> bool:
        return now > self.issued_at + OPEN_WITHIN


def link_key(key: bytes, package_id: UUID, attempt: int, handover_id: UUID | None) -> bytes:
    """One for each attempt of each handover: the next attempt, or the next courier, has another."""
    held = handover_id.bytes if handover_id else b""
    message = b"|".join((b"own-phone/v1", package_id.bytes, str(attempt).encode(), held))
    return hmac.digest(key, message, "sha256")


def write_token(key: bytes, link_id: UUID, issued_at: datetime) -> str:
    """As the courier's phone writes it: letters of a QR's dense alphabet."""
    issued = int(issued_at.timestamp()).to_bytes(ISSUED, "big")
    return b32encode(_token(key, link_id, issued)).decode().rstrip("=")


def read_token(text: str) -> Link | None:
    """None for what no phone of ours wrote."""
    try:
        token = b32decode(text + "=" * (-len(text) % 8))
    except (NotBase32, ValueError):
        return None
    if len(token) != ID + ISSUED + MAC or b32encode(token).decode().rstrip("=") != text:
        return None
    issued = int.from_bytes(token[ID : ID + ISSUED], "big")
    return Link(UUID(bytes=token[:ID]), datetime.fromtimestamp(issued, UTC), token)


def short_code(token: bytes, record: bytes) -> str:
    """Eight digits: four of what was signed, four that only a holder of the QR can put to them. The courier's phone
    checks the second four without a network, the server the first ones too."""
    signed = _word(hashlib.sha256(record).digest())
    return signed + _word(hmac.digest(token, b"code|" + signed.encode(), "sha256"))


def matches(claim: OwnPhoneClaim, *, mh: bytes, code: str) -> bool:
    if claim.mh is not None:
        return claim.mh == mh.hex()
    return claim.code is not None and hmac.compare_digest(claim.code, code)


def is_signature(strokes: Sequence[Sequence[int]]) -> bool:
    """Long enough to be one; each stroke is x, y, x, y… in pixels of the recipient's screen."""
    points = sum(len(stroke) // 2 for stroke in strokes)
    return points >= LEAST_POINTS and sum(map(_length, strokes)) >= LEAST_LENGTH


def browser_of(user_agent: str) -> str:
    """What kind of browser on what kind of machine, and no more: `Chrome, Android`."""
    name = next((word for mark, word in _BROWSERS if mark in user_agent), "lain")
    machine = next((word for mark, word in _MACHINES if mark in user_agent), "lain")
    return f"{name}, {machine}"


_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def _token(key: bytes, link_id: UUID, issued: bytes) -> bytes:
    head = link_id.bytes + issued
    return head + hmac.digest(key, head, "sha256")[:MAC]


def _word(digest: bytes) -> str:
    return f"{int.from_bytes(digest[:4], 'big') % WORD:04d}"


def _length(stroke: Sequence[int]) -> float:
    xs, ys = stroke[::2], stroke[1::2]
    return sum(hypot(x2 - x1, y2 - y1) for x1, x2, y1, y2 in zip(xs, xs[1:], ys, ys[1:], strict=False))
