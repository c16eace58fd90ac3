"""The server's own signature on what it answers to a phone (evidence.md 2.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from courier_app.domain.refusals import Refusal
from courier_app.evidence.jws import PublicJwk, read_jwk, thumbprint
from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret, write_secret

ACKNOWLEDGEMENT = "pod-ack+jws"


@dataclass(frozen=True, repr=False)
class AcknowledgementKey:
    """An ES256 private key and its thumbprint. It signs acknowledgements and nothing else."""

    key: ECKey
    kid: str


def make_acknowledgement_key(path: Path) -> None:
    """A new key as a JWK file, mode 600. FileExistsError if there is one: phones pinned it."""
    key = ECKey.generate_key("P-256", private=True)
    write_secret(path, json.dumps(key.as_dict(private=True)).encode())


def load_acknowledgement_key(path: Path) -> AcknowledgementKey:
    """Raises UnsafeKeyFile when others may read the file or it holds no private P-256 key."""
    content = read_secret(path)
    try:
        key = ECKey.import_key(json.loads(content))
    except (JoseError, ValueError, TypeError, KeyError):
        raise UnsafeKeyFile(f"{path} is not a key") from None
    if not key.is_private or key.curve_name != "P-256":
        raise UnsafeKeyFile(f"{path} does not hold a private P-256 key")
    return AcknowledgementKey(key=key, kid=thumbprint(_public(key)))


def public_jwk(key: AcknowledgementKey) -> dict[str, str]:
    """What the phone pins: the public half, with its `kid`."""
    return {**_public(key.key).as_dict(), "kid": key.kid}


def sign_acknowledgement(key: AcknowledgementKey, payload: Mapping[str, object]) -> bytes:
    """A compact JWS. Sign once and store it: ECDSA gives other bytes each time, and a replay must
    be identical."""
    body = json.dumps(payload, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    header = {"alg": "ES256", "kid": key.kid, "typ": ACKNOWLEDGEMENT}
    return jws.serialize_compact(header, body, key.key, algorithms=["ES256"]).encode()


def public_half(key: AcknowledgementKey) -> PublicJwk:
    """All that checking an answer needs."""
    return _public(key.key)


def read_public_half(path: Path) -> PublicJwk | None:
    """Of the key's own file, or of one that holds no more than this (a bundle's server-key.json). None when there is
    none to be read: who may not read the key, or has a copy of the database alone, checks the rest all the same."""
    try:
        members = json.loads(path.read_bytes())
        return read_jwk({name: members[name] for name in ("kty", "crv", "x", "y")})
    except (OSError, ValueError, TypeError, KeyError, RecursionError, Refusal):
        return None


def _public(key: ECKey) -> PublicJwk:
    public = key.as_dict(private=False)
    return read_jwk({name: public[name] for name in ("kty", "crv", "x", "y")})
