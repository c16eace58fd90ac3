"""Types of pieces of an address."""

from werkzeug.routing import BaseConverter


class Sha256Converter(BaseConverter):
    """Lower-case hex of a SHA-256, as bytes on our side."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> bytes:
        return bytes.fromhex(value)

    def to_url(self, value: bytes) -> str:
        return value.hex()
