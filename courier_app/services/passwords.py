"""Passwords: Argon2id, four hashes at once at most, and the same work for a name that nobody has."""

import secrets
from base64 import b64encode
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

LONGEST = 128
SALT_BYTES, TAG_BYTES = 16, 32
# Memory in KiB, passes, lanes (security.md, section 3). `small` is the floor for tiny servers, `quick` is for tests.
COSTS = {"strong": (65_536, 3, 4), "small": (19_456, 2, 1), "quick": (8, 1, 1)}
_AT_ONCE = BoundedSemaphore(4)


class PasswordTooLong(ValueError):  # noqa: N818 - named for the reason
    """More than 128 characters: refused before any work is done."""


def hasher_of(cost: str) -> PasswordHasher:
    memory, passes, lanes = COSTS[cost]
    return PasswordHasher(
        memory_cost=memory, time_cost=passes, parallelism=lanes, salt_len=SALT_BYTES, hash_len=TAG_BYTES
    )


STRONG = hasher_of("strong")


def hash_password(text: str, *, hasher: PasswordHasher = STRONG) -> str:
    """Slow on purpose: call it outside a transaction. Raises PasswordTooLong."""
    if len(text) > LONGEST:
        raise PasswordTooLong
    with _AT_ONCE:
        return hasher.hash(text)


def verify(kept: str | None, text: str, *, hasher: PasswordHasher = STRONG) -> bool:
    """Slow on purpose, whether there is a hash or not: None, or no hash of ours, is never right."""
    if len(text) > LONGEST:
        return False
    known = kept if kept and kept.startswith("$argon2id$") else None
    with _AT_ONCE:
        try:
            hasher.verify(known or _nobody_s(hasher), text)
        except VerificationError:
            return False
    return known is not None


def is_outdated(kept: str, *, hasher: PasswordHasher = STRONG) -> bool:
    """Made with other parameters: hash the password again while it is at hand."""
    return hasher.check_needs_rehash(kept)


def _nobody_s(hasher: PasswordHasher) -> str:
    """A hash that no password has: a tag drawn by lot costs nothing to make and as much to check as a real one."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${_drawn(SALT_BYTES)}${_drawn(TAG_BYTES)}"


def _drawn(size: int) -> str:
    return b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()


def new_password() -> str:
    """80 bits in groups of four: long enough for ever, and can be read over the telephone."""
    letters = "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))
