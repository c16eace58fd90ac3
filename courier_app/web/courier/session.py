"""The courier's session: a password once per phone; who is in; leaving."""

from flask import Response

from courier_app.domain.refusals import BadCredentials
from courier_app.models import Audience
from courier_app.services.senders import Sender
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.bodies import JSON, json_body
from courier_app.web.courier.schemas import SessionOut, SignInIn
from courier_app.web.courier.standing import begin_for, courier_here, session_of
from courier_app.web.credentials import check_sign_in
from courier_app.web.sessions import end


@bp.post("/api/session")
@promises(
    Contract(
        says="Sign in with a user name and a password",
        takes=JSON,
        body=SignInIn,
        returns={200: SessionOut},
        problems=(401, 415, 422, 429),
    )
)
def begin_session() -> Response:
    body = json_body(SignInIn)
    account = check_sign_in(Audience.COURIER, body.username, body.password)
    if account.courier_id is None:
        raise BadCredentials
    return json_of(begin_for(Sender(account.courier_id)))


@bp.get("/api/session")
@promises(Contract(says="Whose session this is", returns={200: SessionOut}, problems=(401,)))
def session_now() -> Response:
    return json_of(session_of(courier_here(sender())))


@bp.delete("/api/session")
@promises(Contract(says="Leave this phone; its device stays enrolled", returns={204: None}, problems=(401,)))
def end_session() -> Response:
    end()
    return Response(status=204)
