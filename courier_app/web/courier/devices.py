"""The phone's key: a challenge to sign, enrolling, and coming back without a password (evidence.md, 2.3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

from flask import Response

from courier_app.db import reading, transaction
from courier_app.domain.refusals import Invalid, SignInNeeded
from courier_app.evidence.jws import read_enrolment
from courier_app.services import devices
from courier_app.services.senders import Sender
from courier_app.services.throttles import CHALLENGE_FROM_ADDRESS, count_try
from courier_app.web import sessions
from courier_app.web.answers import JOSE, json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.bodies import JSON, jose_body, json_body
from courier_app.web.courier.schemas import (
    ChallengeOut,
    DeviceOut,
    EmptyIn,
    EnrolmentIn,
    LoginIn,
    PassOut,
    SessionOut,
)
from courier_app.web.courier.standing import begin_for, courier_here, courier_on_trip, courier_out
from courier_app.web.credentials import address
from courier_app.web.ports import clock, ports, settings
from courier_app.web.sessions import PASS_LIFE

LONGEST_LOGIN = timedelta(minutes=10)
Signed = TypeVar("Signed", EnrolmentIn, LoginIn)


@bp.post("/api/challenges")
@promises(
    Contract(
        says="A nonce to sign, good once for five minutes",
        takes=JSON,
        body=EmptyIn,
        returns={200: ChallengeOut},
        problems=(415, 422, 429),
    )
)
def make_challenge() -> Response:
    json_body(EmptyIn)
    with transaction() as session:
        count_try(session, ports(), CHALLENGE_FROM_ADDRESS, address(), now=clock())
        text, expires_at = devices.make_challenge(session, now=clock())
    return json_of(ChallengeOut(challenge=text, expires_at=expires_at))


@bp.post("/api/devices")
@promises(
    Contract(
        says="Enrol this browser's key; safe to repeat",
        takes=JOSE,
        signs=EnrolmentIn,
        returns={200: DeviceOut, 201: DeviceOut},
        problems=(401, 403, 415, 422),
    )
)
def enrol_device() -> Response:
    courier_on_trip(sender())
    enrolment = read_enrolment(jose_body())
    said = _said(EnrolmentIn, enrolment.members)
    if said.courier not in (None, str(sender().courier_id)):
        raise SignInNeeded
    with transaction() as session:
        devices.use_challenge(session, said.challenge, now=clock())
        enrolled = devices.enrol(session, sender(), enrolment.key, now=clock())
    answer = DeviceOut(kid=enrolled.kid, seq_next=enrolled.seq_next, prev=enrolled.prev)
    return json_of(answer, 201 if enrolled.new else 200)


@bp.post("/api/session/device")
@promises(
    Contract(
        says="Open the session again with the device's key",
        takes=JOSE,
        signs=LoginIn,
        returns={200: SessionOut},
        problems=(401, 403, 415, 422),
    )
)
def reopen_session() -> Response:
    return json_of(begin_for(_owner_who_signed()))


@bp.post("/api/passes")
@promises(
    Contract(
        says="Send what an earlier trip left on this phone, with that trip's key, beside the session that is open",
        takes=JOSE,
        signs=LoginIn,
        returns={201: PassOut},
        problems=(401, 403, 415, 422),
    )
)
def make_pass() -> Response:
    owner = _owner_who_signed()
    courier, end = courier_here(owner), clock() + PASS_LIFE
    shown = sessions.make_pass(
        sessions.Holder(end, courier_id=owner.courier_id, handover_id=owner.handover_id)
    )
    return json_of(PassOut(pass_=shown, expires_at=end, courier=courier_out(courier)), 201)


def _owner_who_signed() -> Sender:
    """Each challenge is good for one of them."""
    sent = jose_body()
    with reading() as session:
        opened = devices.read_login(session, sent)
        owner = devices.device_owner(session, opened.kid)
    said = _said(LoginIn, opened.members)
    _check_expiry(said.exp)
    with transaction() as session:
        devices.use_challenge(session, said.challenge, now=clock())
    return owner


def _said(schema: type[Signed], members: Mapping[str, Any]) -> Signed:
    """Signed for this host: what a look-alike site had a courier sign is worth nothing here."""
    said = schema.model_validate(members)
    if said.host != settings().host:
        raise Invalid(members={"reason": "host"})
    return said


def _check_expiry(exp: int) -> None:
    left = exp - clock().timestamp()
    if not 0 < left <= LONGEST_LOGIN.total_seconds():
        raise Invalid(members={"reason": "exp"})
