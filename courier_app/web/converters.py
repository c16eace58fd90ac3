"""Types of pieces of an address, and of what a form names."""

from uuid import UUID

from werkzeug.routing import BaseConverter


class Sha256Converter(BaseConverter):
    """Lower-case hex of a SHA-256, as bytes on our side."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> bytes:
        return bytes.fromhex(value)

    def to_url(self, value: bytes) -> str:
        return value.hex()


def uuid_or_none(text: str) -> UUID | None:
    """What a form or an address names, if it names anything."""
    try:
        return UUID(text)
    except ValueError:
        return None
