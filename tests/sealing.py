"""A phone that hands its queue over as a file, sealed by software that the product does not use (jwcrypto)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from courier_app.evidence.jws import thumbprint
from courier_app.evidence.sealed import INDEX, RECORD, TYP
from courier_app.evidence.sealed_keys import QueueKeys, public_queue_key
from tests.phone import Frozen

MADE_AT = "2026-11-23T05:10:00.000Z"


def sealed(keys: QueueKeys, plain: bytes, type_: str, **said: Any) -> bytes:
    """One line for the current key; members of the header may be said otherwise, None takes one away."""
    key = public_queue_key(keys)
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": TYP, "cty": type_, "kid": thumbprint(key)} | said
    box = JWE(
        plain, protected=json.dumps({name: value for name, value in header.items() if value is not None})
    )
    box.add_recipient(JWK(**key.as_dict()))
    return str(box.serialize(compact=True)).encode()


def record(proof: Frozen, *, voucher: str | None = None, **said: Any) -> bytes:
    signed = proof.type == "application/jose"
    facts: Mapping[str, Any] = {
        "v": 1,
        "typ": "pod-proof",
        "proof": str(proof.proof),
        "type": proof.type,
        "body": proof.body.decode(),
        "voucher": None if signed else voucher,
        "parts": [{"type": file.line["type"], "sha256": file.sha256} for file in proof.files],
    }
    return json.dumps({**facts, **said}).encode()


def bundle(keys: QueueKeys, proof: Frozen, *, voucher: str | None = None, **said: Any) -> list[bytes]:
    """The lines of one proof: its record, then its files."""
    files = [sealed(keys, file.body, file.line["type"]) for file in proof.files]
    return [sealed(keys, record(proof, voucher=voucher, **said), RECORD), *files]


def contents(
    keys: QueueKeys,
    proofs: Sequence[Frozen],
    *,
    kid: str | None,
    voucher: str | None = None,
    said: Mapping[str, Any] | None = None,
) -> bytes:
    """The first line of a file; members may be `said` otherwise."""
    facts: Mapping[str, Any] = {
        "v": 1,
        "typ": "pod-queue",
        "made_at": MADE_AT,
        "app": "0.1.0+test",
        "voucher": voucher,
        "proofs": [_listed(proof, kid) for proof in proofs],
    }
    return sealed(keys, json.dumps({**facts, **(said or {})}).encode(), INDEX)


def _listed(proof: Frozen, kid: str | None) -> dict[str, Any]:
    manifest = json.loads(proof.manifest)
    return {
        "proof": str(proof.proof),
        "pkg": manifest["pkg"],
        "outcome": manifest["outcome"],
        "frozen_at": manifest["captured_at"],
        "kid": kid if proof.type == "application/jose" else None,
        "parts": len(proof.files),
    }
