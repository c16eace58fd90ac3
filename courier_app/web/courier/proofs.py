"""Then the whole: a signed manifest that names its parts."""

from base64 import b64encode
from functools import partial
from hashlib import sha256
from uuid import UUID

from flask import Response, request

from courier_app.db import asking, recording
from courier_app.domain.refusals import MediaMismatch, MediaTypeUnknown
from courier_app.services.allowances import check_records
from courier_app.services.proof_reading import Incoming
from courier_app.services.proofs import Kept, open_proof, write_proof
from courier_app.web.answers import JOSE, jose_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.credentials import address
from courier_app.web.manifests import Manifest, read_manifest
from courier_app.web.ports import clock, ports
from courier_app.web.shared_schemas import AcknowledgementOut

IS_SIGNED = {JOSE: True, "application/json": False}


@bp.put("/api/proofs/<uuid:proof_id>")
@promises(
    Contract(
        says="Record one act of custody; repeat freely, the answer stays the same",
        takes=JOSE,
        signs=Manifest,
        bare=True,
        returns={200: JOSE, 201: JOSE},
        signs_back=AcknowledgementOut,
        problems=(401, 409, 413, 415, 422, 429, 503),
    )
)
def put_proof(proof_id: UUID) -> Response:
    sent = request.get_data(cache=False)
    check_digest(sent, request.headers.get("Content-Digest"))
    incoming = incoming_proof(proof_id, request.mimetype, sent)
    with asking() as line:
        found = open_proof(line, ports(), sender(), incoming, now=clock())
        if isinstance(found, Kept):
            return acknowledge(found)
        check_records(line, sender(), now=clock())
    with recording() as line:
        return acknowledge(write_proof(line, ports(), found))


def check_digest(sent: bytes, said: str | None) -> None:
    """RFC 9530, if the phone says one: bytes damaged on the way are refused as such, and the phone sends them again.
    Refuses with MediaMismatch."""
    if said is not None and said != f"sha-256=:{b64encode(sha256(sent).digest()).decode()}:":
        raise MediaMismatch


def incoming_proof(proof_id: UUID, mimetype: str, sent: bytes) -> Incoming:
    """A JWS, or bare JSON from a phone that cannot keep a key. Refuses with MediaTypeUnknown."""
    if mimetype not in IS_SIGNED:
        raise MediaTypeUnknown
    signed = IS_SIGNED[mimetype]
    read = partial(read_manifest, proof_id=proof_id, signed=signed)
    return Incoming(proof_id, sent, signed, read=read, address=address())


def acknowledge(kept: Kept) -> Response:
    return jose_of(kept.acknowledgement, 201 if kept.new else 200)
