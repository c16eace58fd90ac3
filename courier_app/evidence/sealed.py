"""One line of a handed-over queue: a compact JWE for the office, ECDH-ES and A256GCM, and no choice in the header."""

from dataclasses import dataclass, field
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError

from courier_app.domain.refusals import Invalid, NotAnExport, SealedDamaged, SealedForOther
from courier_app.evidence.jws import decoded, read_jwk
from courier_app.evidence.sealed_keys import QueueKeys
from courier_app.evidence.strict_json import strict_json

TYP = "pod-queue+jwe"
INDEX, RECORD = "pod-queue+json", "pod-proof+json"
LONGEST_HEADER = 1024
NONCE_BYTES, TAG_BYTES = 12, 16
LONGEST_BOX = 3 * 1024 * 1024


class _Lines(jwe.JWERegistry):
    """The library stops at 64 kB; a photo is larger, and no request brings more than a proof."""

    max_ciphertext_length = LONGEST_BOX


_LINES = _Lines(algorithms=["ECDH-ES", "A256GCM"])


@dataclass(frozen=True)
class Unsealed:
    """What was inside, and what its maker said it is (`cty`)."""

    type: str
    plain: bytes = field(repr=False)


@dataclass(frozen=True)
class _Header:
    type: str
    kid: str


def unseal(keys: QueueKeys, line: bytes) -> Unsealed:
    """Refuses with NotAnExport what is no such line, with SealedForOther what another key closed, with SealedDamaged
    what does not open: one flipped bit is enough, in whatever part of the line."""
    head, wrapped, nonce, box, tag = _parts(line)
    header = _header(head)
    key = keys.keys.get(header.kid)
    if key is None:
        raise SealedForOther
    if wrapped or len(nonce) != NONCE_BYTES or len(tag) != TAG_BYTES or not box:
        raise SealedDamaged
    try:
        opened = jwe.decrypt_compact(line, key, registry=_LINES)
    except (JoseError, ValueError):
        raise SealedDamaged from None
    return Unsealed(header.type, opened.plaintext or b"")


def _parts(line: bytes) -> list[bytes]:
    """Strict base64url everywhere: two spellings of one line would be two lines that open."""
    pieces = line.split(b".")
    if len(pieces) != 5 or len(pieces[0]) > LONGEST_HEADER:
        raise NotAnExport
    try:
        return [decoded(piece) for piece in pieces]
    except Invalid:
        raise SealedDamaged from None


def _header(head: bytes) -> _Header:
    """The template member for member: games with zip, crit, p2c, jku and apu end here."""
    try:
        members: dict[str, Any] = strict_json(head)
        read_jwk(_as_dict(members.get("epk")))
    except Invalid:
        raise NotAnExport from None
    kid, type_ = members.get("kid"), members.get("cty")
    fixed = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": TYP}
    said = {"cty": type_, "epk": members.get("epk"), "kid": kid}
    if members != fixed | said or not (isinstance(kid, str) and isinstance(type_, str)):
        raise NotAnExport
    return _Header(type_, kid)


def _as_dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
