"""A phone whose storage vanished tells the office."""

from uuid import UUID

from flask import Response

from courier_app.db import transaction
from courier_app.services.losses import Loss, note_loss
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.bodies import JSON, json_body
from courier_app.web.courier.schemas import LossIn, LossOut
from courier_app.web.ports import clock


@bp.put("/api/losses/<uuid:loss_id>")
@promises(
    Contract(
        says="Say that this phone's storage vanished; repeat freely",
        takes=JSON,
        body=LossIn,
        returns={200: LossOut, 201: LossOut},
        problems=(401, 415, 422, 429),
    )
)
def put_loss(loss_id: UUID) -> Response:
    said = json_body(LossIn)
    loss = Loss(loss_id, said.kid, said.waiting, said.order, said.noticed_at)
    with transaction() as session:
        new = note_loss(session, sender(), loss, now=clock())
    return json_of(LossOut(id=str(loss_id)), 201 if new else 200)
