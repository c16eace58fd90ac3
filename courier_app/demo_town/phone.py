"""A courier's phone in the demo town: its own key, a counter, records signed and sent like anybody's."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from sqlalchemy.orm import Session

from courier_app.evidence.jws import PublicJwk, b64u, thumbprint
from courier_app.services.devices import enrol
from courier_app.services.media import keep_media, store_media, whole_upload
from courier_app.services.ports import Ports
from courier_app.services.proof_reading import Incoming
from courier_app.services.proofs import record_proof
from courier_app.services.senders import Sender
from courier_app.web.manifests import read_manifest

APP = "0.1.0+demo"
NO_KEY = "no_key"


@dataclass(frozen=True)
class Shot:
    """An evidence file as the phone holds it."""

    kind: str
    type: str
    size: tuple[int, int]
    body: bytes

    @property
    def line(self) -> dict[str, object]:
        """As the manifest lists it."""
        return {
            "kind": self.kind,
            "sha256": hashlib.sha256(self.body).hexdigest(),
            "bytes": len(self.body),
            "type": self.type,
            "width": self.size[0],
            "height": self.size[1],
        }


@dataclass
class _Chain:
    """How many were frozen, and the hash of the last one."""

    seq: int = 0
    prev: str | None = None

    def add(self, manifest: bytes) -> None:
        self.seq, self.prev = self.seq + 1, hashlib.sha256(manifest).hexdigest()


class Phone:
    """Enrolled for its courier, or for one trip."""

    def __init__(self, session: Session, ports: Ports, sender: Sender, *, now: datetime) -> None:
        self._session, self._ports, self._sender = session, ports, sender
        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_numbers()
        jwk = PublicJwk(x=b64u(point.x.to_bytes(32)), y=b64u(point.y.to_bytes(32)))
        self._kid = thumbprint(jwk)
        self._chains = {True: _Chain(), False: _Chain()}
        enrol(session, sender, jwk, now=now)

    def send(
        self, said: Mapping[str, Any], shots: Sequence[Shot], *, signed: bool, heard_at: datetime
    ) -> None:
        """Freeze what was said and shown, then parts, then whole; the server hears of all of it at `heard_at`."""
        proof, chain = uuid4(), self._chains[signed]
        manifest = _compact(_manifest(proof, said, shots, chain=chain, signed=signed))
        chain.add(manifest)
        sent = self._signed(manifest) if signed else manifest
        for shot in shots:
            self._send_shot(shot, heard_at)
        incoming = Incoming(proof, sent, signed, read=partial(read_manifest, proof_id=proof, signed=signed))
        record_proof(self._session, self._ports, self._sender, incoming, now=heard_at)

    def _send_shot(self, shot: Shot, now: datetime) -> None:
        upload = whole_upload(hashlib.sha256(shot.body).digest(), shot.type, shot.body)
        stored = store_media(self._ports, upload)
        keep_media(self._session, self._ports, stored, sender=self._sender, now=now)

    def _signed(self, manifest: bytes) -> bytes:
        """Compact JWS, ES256, the header of evidence.md 2.1."""
        header = f'{{"alg":"ES256","kid":"{self._kid}","typ":"pod+jws"}}'.encode()
        covered = _b64(header) + b"." + _b64(manifest)
        r, s = decode_dss_signature(self._key.sign(covered, ec.ECDSA(hashes.SHA256())))
        return covered + b"." + _b64(r.to_bytes(32) + s.to_bytes(32))


def written(moment: datetime) -> str:
    """As a browser's toISOString() writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _manifest(
    proof: UUID, said: Mapping[str, Any], shots: Sequence[Shot], *, chain: _Chain, signed: bool
) -> dict[str, Any]:
    """Members in the order of evidence.md 2.2; what was said fills the middle."""
    return {
        "v": 1,
        "typ": "pod-capture",
        "salt": b64u(secrets.token_bytes(16)),
        "proof": str(proof),
        **said,
        "media": [shot.line for shot in shots],
        "seen": None,
        "seq": chain.seq + 1,
        "prev": chain.prev,
        "app": APP,
        **({} if signed else {"unsigned": NO_KEY}),
    }


def _compact(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode()


def _b64(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")
