"""Whether the recipient has signed on their own phone: asked while the courier's screen shows the QR."""

from uuid import UUID

from flask import Response

from courier_app.db import reading, transaction
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.own_phone import seen_by_courier
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.schemas import OwnPhoneOut
from courier_app.web.ports import clock, ports


@bp.get("/api/own-phone/<uuid:link_id>")
@promises(
    Contract(
        says="How far the recipient has come under a QR of this phone",
        returns={200: OwnPhoneOut},
        problems=(401,),
    )
)
def own_phone(link_id: UUID) -> Response:
    with reading() as session:
        seen = seen_by_courier(session, ports(), sender(), link_id)
    if seen.package_id:
        by = Actor(courier_id=sender().courier_id)
        with transaction() as session:
            record_look(session, Sight(What.SIGNATURE, seen.package_id, link_id), by=by, now=clock())
    return json_of(OwnPhoneOut(state=seen.state, record=seen.record))
