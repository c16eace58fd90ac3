"""The six digits that only the citizen knows (security.md D3).

The server keeps their keyed digest, never the code; a phone is given neither.
"""

import hmac
import re
import secrets
from collections.abc import Callable
from uuid import UUID

from courier_app.domain.typed_text import Unreadable, squeezed

CODES = 1_000_000
TRIES = 5
SHORTEST_KEY = 32  # bytes

_CODE = re.compile(r"[0-9]{6}")


class BadClaimCode(Unreadable):
    """Not six digits. `reason` is `form`."""

    what = "claim code"


def new_claim_code(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """Six random digits, leading zeros kept; never made from a phone number or NIK."""
    return f"{randbelow(CODES):06d}"


def normalise_claim_code(text: str) -> str:
    """Six ASCII digits. Forgives spaces and hyphens; refuses digits of other scripts."""
    code = squeezed(text)
    if not _CODE.fullmatch(code):
        raise BadClaimCode("form")
    return code


def claim_digest(key: bytes, package_id: UUID, code: str) -> bytes:
    """HMAC-SHA-256 over package and code: 32 bytes that say nothing without the key.

    The package is part of it, so equal codes of two packages cannot be recognised. Compare with
    `hmac.compare_digest`. Refuses a key shorter than 32 bytes.
    """
    if len(key) < SHORTEST_KEY:
        raise ValueError("the claim key is too short")
    message = b"claim/v1|" + package_id.bytes + b"|" + normalise_claim_code(code).encode()
    return hmac.digest(key, message, "sha256")
