"""Time-based one-time codes (RFC 6238): SHA-1, six digits, half a minute, as every authenticator app makes them."""

import os
from base64 import b32encode
from hmac import compare_digest

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from courier_app.domain.second_factors import DIGITS, STEP_SECONDS

SECRET_BYTES = 20  # 160 bits (RFC 4226, section 4)


def new_secret() -> bytes:
    return os.urandom(SECRET_BYTES)


def code_fits(secret: bytes, code: str, *, step: int) -> bool:
    """Of this step alone: the server's clock decides, and no window is opened for another."""
    return compare_digest(_totp(secret).generate(step * STEP_SECONDS), code.encode())


def secret_text(secret: bytes) -> str:
    """To be typed where no QR can be scanned: Base32 in fours."""
    text = b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def provisioning_uri(secret: bytes, *, username: str, issuer: str) -> str:
    """What the QR says to the app."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - HMAC-SHA-1: the one that all apps know
