"""The device signature (evidence.md 2.1): compact JWS, ES256, and no choice in the header."""

import binascii
import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from courier_app.domain.refusals import BadSignature, UnknownDevice
from courier_app.evidence.strict_json import refused, strict_json

PROOF = "pod+jws"
SHIFT = "pod-shift+jws"
ENROL = "pod-enrol+jws"
LOGIN = "pod-login+jws"
LONGEST = 16 * 1024
SIGNATURE_BYTES = 64
COORDINATE_BYTES = 32
_KID_HEADER = rb'\{"alg":"ES256","kid":"([A-Za-z0-9_-]{43})","typ":"%s"\}'


@dataclass(frozen=True)
class PublicJwk:
    """A point on P-256, both coordinates as base64url of 32 bytes. Make it with read_jwk()."""

    x: str
    y: str

    def as_dict(self) -> dict[str, str]:
        """The members in the order of RFC 7638."""
        return {"crv": "P-256", "kty": "EC", "x": self.x, "y": self.y}


@dataclass(frozen=True)
class Opened:
    """A JWS whose signature is good: the payload's exact bytes, and its members read strictly."""

    payload: bytes
    kid: str
    members: Mapping[str, Any]


@dataclass(frozen=True)
class Enrolment:
    """A browser's key, proven to be held by whoever signed `members` with it."""

    key: PublicJwk
    members: Mapping[str, Any]


@dataclass(frozen=True)
class _Parts:
    header: bytes
    payload: bytes
    signature: bytes


def read_signed(sent: bytes, typ: str, *, find_key: Callable[[str], PublicJwk | None]) -> Opened:
    """Check in the order of evidence.md 2.1, up to strict JSON. `find_key` answers None for a key
    that is not enrolled to this courier. Refuses with Invalid, UnknownDevice, BadSignature."""
    parts = _parts(sent)
    kid = _kid(parts.header, typ)
    key = find_key(kid)
    if key is None:
        raise UnknownDevice
    _verify(sent, parts, key)
    return Opened(payload=parts.payload, kid=kid, members=strict_json(parts.payload))


def kid_of(sent: bytes) -> str:
    """The key that a proof names, its signature not yet looked at. Refuses with Invalid."""
    return _kid(_parts(sent).header, PROOF)


def read_enrolment(sent: bytes) -> Enrolment:
    """An enrolment brings its own key and proves possession. Whose session it is, and whether the
    challenge in `members` is ours, is for the caller. Refuses with Invalid, BadSignature."""
    parts = _parts(sent)
    key = _header_key(parts.header)
    _verify(sent, parts, key)
    return Enrolment(key=key, members=strict_json(parts.payload))


def read_jwk(members: Mapping[str, Any]) -> PublicJwk:
    """A public P-256 key on the curve: exactly kty, crv, x, y, in any order, no private half.
    Refuses with Invalid."""
    x, y = members.get("x"), members.get("y")
    if members != {"kty": "EC", "crv": "P-256", "x": x, "y": y}:
        raise refused("not-a-p256-key")
    if not (_is_coordinate(x) and _is_coordinate(y)):
        raise refused("not-a-p256-key")
    key = PublicJwk(x=x, y=y)
    _imported(key)
    return key


def thumbprint(jwk: PublicJwk) -> str:
    """RFC 7638: the `kid` of a device."""
    canonical = f'{{"crv":"P-256","kty":"EC","x":"{jwk.x}","y":"{jwk.y}"}}'
    return b64u(hashlib.sha256(canonical.encode()).digest())


def b64u(raw: bytes) -> str:
    """base64url without padding (RFC 7515)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _parts(sent: bytes) -> _Parts:
    if len(sent) > LONGEST:
        raise refused("too-long")
    if sent.count(b".") != 2:
        raise refused("not-compact")
    return _Parts(*map(decoded, sent.split(b".")))


def decoded(text: bytes) -> bytes:
    """base64url, strictly: re-encoding must give the same text, so no padding, blanks or spare bits. Refuses with
    Invalid."""
    try:
        raw = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise refused("not-base64url") from None
    if urlsafe_b64encode(raw).rstrip(b"=") != text:
        raise refused("not-base64url")
    return raw


def _kid(header: bytes, typ: str) -> str:
    """The template byte for byte: games with alg, crit, jwk, jku, x5u and b64 end here."""
    found = re.fullmatch(_KID_HEADER % re.escape(typ).encode(), header)
    if found is None:
        raise refused("header")
    return found[1].decode()


def _header_key(header: bytes) -> PublicJwk:
    members = strict_json(header)
    jwk = members.pop("jwk", None)
    if members != {"alg": "ES256", "typ": ENROL} or not isinstance(jwk, dict):
        raise refused("header")
    return read_jwk(jwk)


def _is_coordinate(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and len(decoded(text.encode())) == COORDINATE_BYTES


def _verify(sent: bytes, parts: _Parts, key: PublicJwk) -> None:
    if len(parts.signature) != SIGNATURE_BYTES:
        raise BadSignature
    try:
        jws.deserialize_compact(sent, _imported(key), algorithms=["ES256"])
    except JoseError:
        raise BadSignature from None


@lru_cache(maxsize=1024)
def _imported(key: PublicJwk) -> ECKey:
    """A courier sends many proofs in a row; reading a point again costs half as much as a signature."""
    try:
        return ECKey.import_key({**key.as_dict()})
    except (JoseError, ValueError):
        raise refused("not-a-p256-key") from None
