"""A phone's key, and the JWS that it makes: built by hand, so that tests can build wrong ones too."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from courier_app.evidence.jws import PublicJwk, b64u, thumbprint

MANIFEST = b'{"v":1,"typ":"pod-capture","salt":"AAECAwQFBgcICQoLDA0ODw","seq":1}'


class Phone:
    """Holds a non-extractable key in the browser; here, a key like any other."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_numbers()
        self.jwk = PublicJwk(x=b64u(point.x.to_bytes(32)), y=b64u(point.y.to_bytes(32)))
        self.kid = thumbprint(self.jwk)

    def signed(self, payload: bytes = MANIFEST, *, typ: str = "pod+jws") -> bytes:
        header = f'{{"alg":"ES256","kid":"{self.kid}","typ":"{typ}"}}'
        return self.signed_under(header.encode(), payload)

    def signed_under(self, header: bytes, payload: bytes = MANIFEST) -> bytes:
        """A good signature under any header."""
        head = raw_b64u(header) + b"." + raw_b64u(payload)
        r, s = decode_dss_signature(self._key.sign(head, ec.ECDSA(hashes.SHA256())))
        return head + b"." + raw_b64u(r.to_bytes(32) + s.to_bytes(32))

    def enrolling(self, jwk: Mapping[str, object] | None = None) -> bytes:
        members = {"alg": "ES256", "jwk": jwk or self.jwk.as_dict(), "typ": "pod-enrol+jws"}
        return self.signed_under(compact(members), compact({"challenge": "c", "host": "h"}))


def only(phone: Phone) -> Callable[[str], PublicJwk | None]:
    """The keys of a courier who has this one phone."""
    return {phone.kid: phone.jwk}.get


def compact(members: Mapping[str, object]) -> bytes:
    return json.dumps(members, separators=(",", ":")).encode()


def raw_b64u(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")
