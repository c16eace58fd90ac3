"""Encryption at rest (evidence.md, section 4): AES-256-GCM, a key per object, wrapped keys."""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret, replace_secret, write_secret

KEY_BYTES = 32
NONCE_BYTES = 12
TOKEN_BYTES = 16


class SealBroken(Exception):  # noqa: N818 - named for the reason
    """Changed bytes, a wrong key, or a box of another object. Never says what was inside."""


@dataclass(frozen=True, repr=False)
class KekRing:
    """Keys that encrypt keys. New seals use `current`; older ones stay until nothing names them."""

    current: str
    keys: Mapping[str, bytes]


@dataclass(frozen=True)
class WrappedDek:
    """A data key under a KEK (RFC 3394, 40 bytes). Deleting it erases what it sealed."""

    kek_id: str
    wrapped: bytes


@dataclass(frozen=True, repr=False)
class Sealed:
    """One media object: `box` is ciphertext and tag and goes to the store, the rest to its row."""

    kek_id: str
    wrapped_dek: bytes
    nonce: bytes
    box: bytes


def make_kek_file(path: Path) -> None:
    """A ring with one new key, mode 600. FileExistsError if there is one: it opens the vault."""
    kek_id = f"kek-{secrets.token_hex(4)}"
    write_secret(path, _written(KekRing(kek_id, {kek_id: secrets.token_bytes(KEY_BYTES)})))


def load_kek_ring(path: Path) -> KekRing:
    """Raises UnsafeKeyFile when others may read the file or it is not a ring of 32-byte keys."""
    content = read_secret(path)
    try:
        ring = json.loads(content)
        keys = {str(name): b64decode(key, validate=True) for name, key in ring["keys"].items()}
        found = KekRing(current=ring["current"], keys=keys)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UnsafeKeyFile(f"{path} is not a key ring") from None
    if found.current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise UnsafeKeyFile(f"{path} is not a key ring")
    return found


def add_kek(path: Path) -> str:
    """A new current key; the older ones go on opening. Servers read it when they start again."""
    ring, kek_id = load_kek_ring(path), f"kek-{secrets.token_hex(4)}"
    keys = {**ring.keys, kek_id: secrets.token_bytes(KEY_BYTES)}
    replace_secret(path, _written(KekRing(kek_id, keys)))
    return kek_id


def drop_kek(path: Path, kek_id: str) -> None:
    """What it wrapped opens nowhere any more. KeyError: not an older key of this ring."""
    ring = load_kek_ring(path)
    if kek_id == ring.current or kek_id not in ring.keys:
        raise KeyError(kek_id)
    left = {name: key for name, key in ring.keys.items() if name != kek_id}
    replace_secret(path, _written(KekRing(ring.current, left)))


def seal(ring: KekRing, plain: bytes, *, object_id: str | UUID, kind: str) -> Sealed:
    """Under a key of its own; opens again only as the same object and kind."""
    dek, key = new_dek(ring)
    nonce = os.urandom(NONCE_BYTES)
    box = AESGCM(dek).encrypt(nonce, plain, _bound_to(object_id, kind))
    return Sealed(kek_id=key.kek_id, wrapped_dek=key.wrapped, nonce=nonce, box=box)


def open_(ring: KekRing, sealed: Sealed, *, object_id: str | UUID, kind: str) -> bytes:
    """The plain bytes; raises SealBroken."""
    dek = unwrap(ring, WrappedDek(sealed.kek_id, sealed.wrapped_dek))
    return _decrypted(dek, sealed.nonce, sealed.box, _bound_to(object_id, kind))


def new_dek(ring: KekRing) -> tuple[bytes, WrappedDek]:
    """A fresh data key, and its wrapped form for the database."""
    dek = secrets.token_bytes(KEY_BYTES)
    return dek, wrap(ring, dek)


def wrap(ring: KekRing, dek: bytes) -> WrappedDek:
    return WrappedDek(kek_id=ring.current, wrapped=aes_key_wrap(ring.keys[ring.current], dek))


def unwrap(ring: KekRing, key: WrappedDek) -> bytes:
    """Raises SealBroken, also for a KEK that the ring no longer holds."""
    try:
        return aes_key_unwrap(ring.keys[key.kek_id], key.wrapped)
    except (KeyError, InvalidUnwrap, ValueError):
        raise SealBroken("the data key does not unwrap") from None


def seal_field(dek: bytes, plain: str, *, package_id: str | UUID, column: str) -> bytes:
    """Nonce, ciphertext, tag; a fresh nonce at each write. Opens only in the same column of the
    same package."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(dek).encrypt(nonce, plain.encode(), _bound_to(package_id, column))


def open_field(dek: bytes, sealed: bytes, *, package_id: str | UUID, column: str) -> str:
    """Raises SealBroken."""
    nonce, box = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return _decrypted(dek, nonce, box, _bound_to(package_id, column)).decode()


def index_token(key: bytes, token: str, *, office: str) -> bytes:
    """Blind index of one word of a name, for equality search inside one office. `key` is neither
    a KEK nor stored."""
    return hmac.digest(key, _place("name/v1", office, token), hashlib.sha256)[:TOKEN_BYTES]


def _written(ring: KekRing) -> bytes:
    keys = {name: b64encode(key).decode() for name, key in ring.keys.items()}
    return json.dumps({"current": ring.current, "keys": keys}, indent=1).encode()


def _bound_to(owner: str | UUID, part: str) -> bytes:
    """AES-KW carries no such text, so this alone ties a box to its place."""
    return _place("pod/v1", str(owner), part)


def _place(*names: str) -> bytes:
    if any("|" in name for name in names):
        raise ValueError("the name of a place holds no bar")
    return "|".join(names).encode()


def _decrypted(dek: bytes, nonce: bytes, box: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(dek).decrypt(nonce, box, place)
    except (InvalidTag, ValueError):
        raise SealBroken("the box does not open here") from None
