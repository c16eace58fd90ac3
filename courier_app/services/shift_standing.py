"""Which declaration counts for a pick-up: the courier's latest of that day, or, on a trip, of that trip."""

from datetime import datetime, timedelta, timezone
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from courier_app.domain.policies import Policy
from courier_app.domain.proofs import Outcome, happened_at
from courier_app.domain.shifts import Declared, declared, is_asked
from courier_app.models import ShiftDeclaration
from courier_app.models.base import UtcDateTime
from courier_app.models.prepared import Prepared, Source
from courier_app.services.proof_reading import Opened

WIB = timezone(timedelta(hours=7))
# Between the declaration and the pick-up the phone may have learnt how wrong its clock is.
SLACK = timedelta(minutes=10)

_S = cast(Table, ShiftDeclaration.__table__).c
_NEWEST = (_S.declared_at.desc(), _S.received_at.desc())
_OF_DAY = Prepared(
    select(_S.fit)
    .where(_S.courier_id == bindparam("courier_id"))
    .where(_S.declared_at >= bindparam("since", type_=UtcDateTime()))
    .where(_S.declared_at <= bindparam("until", type_=UtcDateTime()))
    .order_by(*_NEWEST)
    .limit(1)
)
_OF_TRIP = Prepared(
    select(_S.fit)
    .where(_S.courier_id == bindparam("courier_id"), _S.handover_id == bindparam("handover_id"))
    .where(_S.declared_at <= bindparam("until", type_=UtcDateTime()))
    .order_by(*_NEWEST)
    .limit(1)
)


def declared_for(source: Source, opened: Opened, policy: Policy | None, *, now: datetime) -> Declared:
    """Asked of pick-ups alone, where their policy asks."""
    shift = policy.shift if policy and opened.claim.outcome is Outcome.PICKED_UP else None
    if not is_asked(shift):
        return Declared.NOT_ASKED
    at = happened_at(opened.claim, received_at=now)
    return declared(shift, last_fit=last_fit(source, opened.sender.courier_id, opened.sender.handover_id, at))


def last_fit(source: Source, courier_id: UUID, handover_id: UUID | None, at: datetime) -> bool | None:
    """Whether the latest declaration before `at` was passed; None: there is none."""
    asked: dict[str, object] = {"courier_id": courier_id, "until": at + SLACK}
    if handover_id:
        row = _OF_TRIP.first(source, asked | {"handover_id": handover_id})
    else:
        midnight = at.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
        row = _OF_DAY.first(source, asked | {"since": midnight})
    return None if row is None else bool(row.fit)
