"""A driver without an account takes over one handover: looked at first, claimed once (security.md, section 8)."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from courier_app.domain.drivers import Driver
from courier_app.domain.handover_tokens import Window
from courier_app.domain.packages import Status
from courier_app.domain.refusals import HandoverClosed, HandoverTaken
from courier_app.models import Courier, Handover, Office, Package
from courier_app.services.handovers import token_digest
from courier_app.services.senders import Sender

ASK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class TripClaim:
    """The token of the QR, who takes it, and a secret of the phone's own: with it the phone may ask again when the
    answer got lost on the way. `browser`: what look_at_trip() was told, if this browser looked."""

    token: str
    driver: Driver
    secret: str
    browser: str = ""


@dataclass(frozen=True)
class TripLook:
    """What a handover QR offers, before anything is claimed: nothing about any recipient."""

    office: str
    partner: str
    packages: int
    expires_at: datetime
    fill_by: datetime


def look_at_trip(session: Session, token: str, *, browser: str, now: datetime) -> TripLook:
    """`browser` is a secret of the one that looks. The first to look has ten minutes from now to claim; looking again
    gives no more. Refuses with HandoverTaken while a trip of somebody's is under way by it, and otherwise with
    HandoverClosed: unknown, revoked and too late are not told apart."""
    handover = _open_handover(session.scalar(_locked_with_token(token)), browser, now)
    if handover.looked_at is None:
        handover.looked_at, handover.look_digest = now, token_digest(browser)
    waiting = select(func.count()).where(
        Package.handover_id == handover.id, Package.status == Status.ASSIGNED
    )
    return TripLook(
        office=session.get_one(Office, handover.office_id).name,
        partner=handover.partner.name,
        packages=session.scalar(waiting) or 0,
        expires_at=_end(handover),
        fill_by=now + _left(handover, browser, now),
    )


def _left(handover: Handover, browser: str, now: datetime) -> timedelta:
    """For the form, in this browser."""
    window = Window(handover.token_expires_at or now, handover.looked_at)
    mine = window.left_to_fill_in(now) if _looked_first(handover, browser) else timedelta(0)
    return max(window.left(now), mine)


def claim_trip(session: Session, claim: TripClaim, *, now: datetime) -> Sender:
    """The driver becomes the courier of this handover and of its packages; the token is used up. Of many who claim at
    once, one gets it, and the same claim repeated gets the same trip for ten minutes. Refuses as look_at_trip()."""
    found = session.scalar(_locked_with_token(claim.token))
    if found and found.courier_id and _is_repeat(found, claim, now):
        return Sender(found.courier_id, found.id)
    handover = _open_handover(found, claim.browser, now)
    courier = _new_courier(session, handover, claim.driver, now)
    handover.courier_id, handover.claimed_at = courier.id, now
    handover.claim_digest = token_digest(claim.secret)
    mine = Package.handover_id == handover.id, Package.status == Status.ASSIGNED
    session.execute(update(Package).where(*mine).values(courier_id=courier.id))
    return Sender(courier.id, handover.id)


def _is_repeat(handover: Handover, claim: TripClaim, now: datetime) -> bool:
    if handover.claimed_at is None or handover.claim_digest is None or handover.revoked_at:
        return False
    mine = hmac.compare_digest(handover.claim_digest, token_digest(claim.secret))
    return mine and now < handover.claimed_at + ASK_AGAIN


def _locked_with_token(token: str) -> Select[Handover]:
    query = select(Handover).where(Handover.token_digest == token_digest(token))
    return query.with_for_update(of=Handover).execution_options(populate_existing=True)


def _open_handover(handover: Handover | None, browser: str, now: datetime) -> Handover:
    if handover is None or handover.revoked_at or handover.token_expires_at is None or now >= _end(handover):
        raise HandoverClosed
    if handover.courier_id:
        raise HandoverTaken
    window = Window(handover.token_expires_at, handover.looked_at)
    if not window.is_open(now, first_browser=_looked_first(handover, browser)):
        raise HandoverClosed
    return handover


def _looked_first(handover: Handover, browser: str) -> bool:
    if not browser or handover.look_digest is None:
        return False
    return hmac.compare_digest(handover.look_digest, token_digest(browser))


def _end(handover: Handover) -> datetime:
    if handover.expires_at is None:
        raise HandoverClosed
    return handover.expires_at


def _new_courier(session: Session, handover: Handover, driver: Driver, now: datetime) -> Courier:
    """A row of his own for each trip: the next one is another claim."""
    courier = Courier(
        id=uuid4(),
        user_id=None,
        office_id=handover.office_id,
        partner_code=handover.partner_code,
        name=driver.name,
        phone=driver.phone,
        plate=driver.plate,
        created_at=now,
    )
    session.add(courier)
    session.flush()
    return courier
