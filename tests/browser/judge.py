"""A proof judged by software that the product does not use: jwcrypto for the signature, hashlib for the bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS


@dataclass(frozen=True)
class Manifest:
    """What the phone signed."""

    members: Mapping[str, Any]

    @property
    def label(self) -> str:
        return str(self.members["pkg"])

    def sha256_of(self, kind: str) -> str:
        """Of the one medium of this kind."""
        (found,) = [line["sha256"] for line in self.members["media"] if line["kind"] == kind]
        return str(found)


def read_signed(jws: bytes, public_jwk: Mapping[str, str]) -> Manifest:
    """Raises jwcrypto's InvalidJWSSignature when this key did not sign these bytes."""
    token = JWS()
    token.deserialize(jws.decode("ascii"))
    token.verify(JWK(kty="EC", crv="P-256", x=public_jwk["x"], y=public_jwk["y"]), "ES256")
    return Manifest(json.loads(token.payload))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
