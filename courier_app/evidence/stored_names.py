"""What a stored object may be called, and the two ways in which a name can disappoint."""

import re
import secrets

_NAME = re.compile(r"[0-9a-f]{32,64}")


class NotStored(LookupError):  # noqa: N818 - named for the reason
    """No object has this name."""


class NameTaken(Exception):  # noqa: N818 - named for the reason
    """The name holds other bytes; they stay as they are."""


def new_name() -> str:
    """128 random bits: says nothing about the object, and no two are alike."""
    return secrets.token_hex(16)


def checked(name: str) -> str:
    """The name itself, if it can do no harm in a path or an address; ValueError otherwise."""
    if not _NAME.fullmatch(name):
        raise ValueError("an object's name is 32 to 64 lower-case hexadecimal digits")
    return name


def settle(name: str, kept: bytes, body: bytes) -> None:
    """Keeping the same bytes twice is one keeping; other bytes are refused."""
    if kept != body:
        raise NameTaken(name)
