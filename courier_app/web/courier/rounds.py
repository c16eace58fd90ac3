"""The round of the day, sent only when it changed."""

import hashlib

from flask import Response, request

from courier_app.db import reading, transaction
from courier_app.domain.contactless import ConfirmationMethod
from courier_app.domain.exchange import OldCard
from courier_app.domain.own_phone import AT_A_DOOR
from courier_app.domain.retries import is_used_up
from courier_app.evidence.jws import b64u
from courier_app.queries.couriers import CourierRow
from courier_app.services.own_phone import key_for_phone
from courier_app.services.rounds import (
    Round,
    Stop,
    day_ends,
    record_round_looks,
    round_of,
    unseen_today,
)
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp, sender
from courier_app.web.courier.schemas import (
    FeeOut,
    PackageOut,
    PlaceOut,
    PolicyName,
    PolicyOut,
    RecipientOut,
    RoundOfficeOut,
    RoundOut,
)
from courier_app.web.courier.standing import courier_here, courier_out
from courier_app.web.label_hosts import label_hosts
from courier_app.web.ports import clock, ports

EMPTY = Round((), ())  # trip over, account closed: nothing to bring any more, only to send


@bp.get("/api/round")
@promises(Contract(says="The packages of the day", returns={200: RoundOut, 304: None}, problems=(401,)))
def get_round() -> Response:
    courier = courier_here(sender())
    with reading() as session:
        found = round_of(session, ports(), sender(), now=clock()) if courier.on_trip(clock()) else EMPTY
        unseen = unseen_today(session, sender(), found.package_ids, now=clock())
    body = _round_out(courier, found)
    tag = _tag_of(body)
    if _has(tag):
        return _tagged(Response(status=304), tag)
    if unseen:
        with transaction() as session:
            record_round_looks(session, sender(), unseen, now=clock())
    return _tagged(json_of(body), tag)


def _round_out(courier: CourierRow, found: Round) -> RoundOut:
    return RoundOut(
        server_time=clock(),
        expires_at=courier.trip_ends_at or day_ends(clock()),
        courier=courier_out(courier),
        office=RoundOfficeOut(name=courier.office, phone=courier.phone, report_phone=courier.report_phone),
        hosts=list(label_hosts()),
        packages=[_package_out(stop, _own_phone_key(stop, found)) for stop in found.stops],
        policies=[PolicyOut.model_validate(rules) for rules in found.policies],
        over=not courier.on_trip(clock()),
    )


def _own_phone_key(stop: Stop, found: Round) -> str | None:
    """Only where the package's own rules let the recipient sign on their own phone, and while it may be delivered."""
    package, named = stop.package, (stop.package.policy_id, stop.package.policy_version)
    allowed = any(
        (rules["id"], rules["version"]) == named and ConfirmationMethod.SIGN_OWN_PHONE in rules["methods"]
        for rules in found.policies
    )
    return b64u(key_for_phone(ports(), package)) if allowed and package.status in AT_A_DOOR else None


def _package_out(stop: Stop, own_phone_key: str | None) -> PackageOut:
    package, recipient = stop.package, stop.recipient
    return PackageOut(
        pkg=package.label_id,
        alias=package.alias,
        status=package.status.value,
        attempt=package.attempt,
        recipient=RecipientOut(
            name=recipient.name, address=recipient.address, phone=recipient.phone, note=recipient.note
        ),
        place=PlaceOut(lat_e7=recipient.place[0], lon_e7=recipient.place[1]) if recipient.place else None,
        fee=FeeOut(free=package.fee_rupiah == 0, amount=package.fee_rupiah),
        policy=PolicyName(id=package.policy_id, version=package.policy_version),
        own_phone_key=own_phone_key,
        old_card=package.old_card is OldCard.OWED,
        last=package.last_attempt is not None and package.attempt >= package.last_attempt,
        to_counter=is_used_up(package.attempt, package.last_attempt),
    )


def _tag_of(body: RoundOut) -> str:
    """The time of the answer does not make it another round."""
    content = body.model_dump_json(by_alias=True, exclude={"server_time"})
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def _has(tag: str) -> bool:
    """A compressed answer went out as `tag:br`."""
    return tag in {known.partition(":")[0] for known in request.if_none_match.as_set()}


def _tagged(answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    return answer
