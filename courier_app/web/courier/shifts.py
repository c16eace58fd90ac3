"""Before work: the courier's declaration, signed like a proof and as safe to repeat."""

from functools import partial
from uuid import UUID

from flask import Response, request

from courier_app.db import transaction
from courier_app.domain.refusals import MediaTypeUnknown
from courier_app.services.shifts import IncomingShift, record_shift
from courier_app.web.answers import JOSE
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.proofs import IS_SIGNED, acknowledge, check_digest
from courier_app.web.ports import clock, ports
from courier_app.web.shared_schemas import AcknowledgementOut
from courier_app.web.shift_manifest import ShiftManifest, read_shift


@bp.put("/api/shifts/<uuid:shift_id>")
@promises(
    Contract(
        says="Declare before work whether the courier may take packages; repeat freely, the answer stays the same",
        takes=JOSE,
        signs=ShiftManifest,
        bare=True,
        returns={200: JOSE, 201: JOSE},
        signs_back=AcknowledgementOut,
        problems=(401, 413, 415, 422, 429, 503),
    )
)
def put_shift(shift_id: UUID) -> Response:
    sent = request.get_data(cache=False)
    check_digest(sent, request.headers.get("Content-Digest"))
    if request.mimetype not in IS_SIGNED:
        raise MediaTypeUnknown
    signed = IS_SIGNED[request.mimetype]
    incoming = IncomingShift(shift_id, sent, signed, partial(read_shift, shift_id=shift_id, signed=signed))
    with transaction() as session:
        return acknowledge(record_shift(session, ports(), sender(), incoming, now=clock()))
