"""Handing packages to a courier, opening a trip for a driver without an account, and taking packages back."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from courier_app.domain.handover_tokens import TOKEN_LIFE
from courier_app.domain.packages import WITH_COURIER, Status
from courier_app.domain.refusals import (
    CourierNotFit,
    HandoverClosed,
    Invalid,
    NotAllowed,
    ReasonNeeded,
    UnknownPackage,
    WrongStatus,
)
from courier_app.domain.retries import Again, needs_reason
from courier_app.models import Courier, Handover, HandoverPackage, Office, Package, Partner, User
from courier_app.models.once import insert_once
from courier_app.services.moves import Actor, move
from courier_app.services.rules_in_force import follow, rules_at
from courier_app.services.sessions import end_sessions_of_handover
from courier_app.services.shift_standing import last_fit

TOKEN_BYTES = 16  # 128 bits, security.md 8
TRIP_LIFE = timedelta(hours=8)
MOST = 200  # packages on one handover: more than a courier carries, and few enough for one lock


@dataclass(frozen=True)
class NewHandover:
    """`id` is drawn with the form, so that a form sent twice hands over once. `again`: why those among them go out once
    more whose attempts were used up."""

    id: UUID
    office_id: UUID
    officer_id: UUID
    package_ids: frozenset[UUID]
    again: Again | None = None


@dataclass(frozen=True)
class TakenBack:
    """How many packages are ready again, and how many the courier already holds."""

    ready: int
    with_courier: int


def hand_to_courier(session: Session, new: NewHandover, courier_id: UUID, *, now: datetime) -> Handover:
    """Ready packages become a postman's; his phone then accepts each with a proof.

    Refuses with NotAllowed (no active postman of this office), CourierNotFit, UnknownPackage, ReasonNeeded, or
    WrongStatus whose `packages` are the aliases that somebody else handed over meanwhile.
    """
    courier = _postman(session, courier_id, new.office_id)
    if last_fit(session, courier.id, None, now) is False:
        raise CourierNotFit
    row = {"partner_code": courier.partner_code, "courier_id": courier.id, "created_at": now}
    if _begin(session, new, row):
        _assign(session, new, courier_id=courier.id, now=now)
    return _own(session, new)


def open_trip(
    session: Session, new: NewHandover, partner_code: str, *, now: datetime
) -> tuple[Handover, str | None]:
    """A handover that waits for a driver, and the token for his QR, in clear for the only time. No token when the
    form had been sent before. Refuses as hand_to_courier() does; NotAllowed for a partner with accounts."""
    partner = session.get(Partner, partner_code)
    if partner is None or partner.accounts:
        raise NotAllowed
    row = {"partner_code": partner.code, "created_at": now, "expires_at": now + TRIP_LIFE}
    if not _begin(session, new, row):
        return _own(session, new), None
    _assign(session, new, courier_id=None, now=now)
    return _own(session, new), renew_token(session, new.id, office_id=new.office_id, now=now)


def renew_token(session: Session, handover_id: UUID, *, office_id: UUID, now: datetime) -> str:
    """A new token for two minutes; the old one is dead. Refuses with HandoverClosed once a driver has taken over,
    or after the trip ended."""
    handover = _locked(session, handover_id, office_id)
    if handover.courier_id or handover.revoked_at or not handover.expires_at or now >= handover.expires_at:
        raise HandoverClosed
    token = secrets.token_urlsafe(TOKEN_BYTES)
    handover.token_digest = token_digest(token)
    handover.token_expires_at = now + TOKEN_LIFE
    handover.look_digest = handover.looked_at = None
    session.flush()
    return token


def token_digest(token: str) -> bytes:
    """What is stored of a token, and what it is looked up by."""
    return hashlib.sha256(token.encode()).digest()


def revoke(
    session: Session, handover_id: UUID, *, office_id: UUID, officer_id: UUID, now: datetime
) -> TakenBack:
    """Packages not picked up yet are ready again, the QR is dead and a driver's session ends. What a courier
    already holds stays with him. Repeating it takes back nothing more. Refuses with NotAllowed."""
    handover = _locked(session, handover_id, office_id)
    packages = _locked_packages(
        session, Package.handover_id == handover.id, Package.id.in_(_listed(handover.id))
    )
    waiting = [package for package in packages if package.status is Status.ASSIGNED]
    for package in waiting:
        move(session, package, Status.READY, by=Actor(user_id=officer_id), now=now)
        package.courier_id = package.handover_id = None
    handover.revoked_at = handover.revoked_at or now
    handover.token_digest = handover.token_expires_at = None
    end_sessions_of_handover(session, handover.id)
    return TakenBack(len(waiting), sum(package.status in WITH_COURIER for package in packages))


def _postman(session: Session, courier_id: UUID, office_id: UUID) -> Courier:
    query = select(Courier).join(User, User.id == Courier.user_id).where(Courier.id == courier_id)
    courier = session.scalar(query.where(Courier.office_id == office_id, User.active))
    if courier is None:
        raise NotAllowed
    return courier


def _begin(session: Session, new: NewHandover, row: dict[str, object]) -> bool:
    """False when this form was sent before. Two at once: the second waits here for the first."""
    if not 0 < len(new.package_ids) <= MOST:
        raise Invalid
    facts = {"id": new.id, "office_id": new.office_id, "officer_id": new.officer_id, **row}
    return insert_once(session, Handover, on=("id",), values=facts)


def _own(session: Session, new: NewHandover) -> Handover:
    handover = session.get_one(Handover, new.id, populate_existing=True)
    if (handover.office_id, handover.officer_id) != (new.office_id, new.officer_id):
        raise NotAllowed
    return handover


def _assign(session: Session, new: NewHandover, *, courier_id: UUID | None, now: datetime) -> None:
    actor = Actor(user_id=new.officer_id, courier_id=courier_id)
    rules = rules_at(session, session.get_one(Office, new.office_id).region_code, now=now)
    packages = _locked_ready(session, new)
    _ask_why(packages, new, allowed=rules.attempts)
    for package in packages:
        move(session, package, Status.ASSIGNED, by=actor, now=now)
        package.courier_id, package.handover_id = courier_id, new.id
        follow(package, rules)
        session.add(_line(new, package, allowed=rules.attempts))
    session.flush()


def _ask_why(packages: Sequence[Package], new: NewHandover, *, allowed: int) -> None:
    """Refuses with ReasonNeeded."""
    tired = [one.alias for one in packages if needs_reason(one.attempt, allowed=allowed)]
    if tired and new.again is None:
        raise ReasonNeeded(members={"packages": tired})


def _line(new: NewHandover, package: Package, *, allowed: int) -> HandoverPackage:
    again = new.again if needs_reason(package.attempt, allowed=allowed) else None
    given = {"policy_id": package.policy_id, "policy_version": package.policy_version, "again": again}
    return HandoverPackage(handover_id=new.id, package_id=package.id, **given)


def _locked_ready(session: Session, new: NewHandover) -> Sequence[Package]:
    packages = _locked_packages(session, Package.id.in_(new.package_ids), Package.office_id == new.office_id)
    if len(packages) != len(new.package_ids):
        raise UnknownPackage
    gone = [package.alias for package in packages if package.status is not Status.READY]
    if gone:
        raise WrongStatus(members={"packages": gone})
    return packages


def _locked_packages(session: Session, *which: ColumnElement[bool]) -> Sequence[Package]:
    """In one order for everybody, so that two handovers that share packages wait instead of deadlocking."""
    query = select(Package).where(*which).order_by(Package.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _locked(session: Session, handover_id: UUID, office_id: UUID) -> Handover:
    query = select(Handover).where(Handover.id == handover_id, Handover.office_id == office_id)
    handover = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if handover is None:
        raise NotAllowed
    return handover


def _listed(handover_id: UUID) -> Select[UUID]:
    return select(HandoverPackage.package_id).where(HandoverPackage.handover_id == handover_id)
