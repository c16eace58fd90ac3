"""Counted tries in the shared store, under keyed digests: never a name or an address (security.md, section 4)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from courier_app.domain.refusals import TooManyTries
from courier_app.models import Throttle
from courier_app.models.once import insert_once
from courier_app.services.ports import Ports

MINUTE = timedelta(minutes=1)
QUIET = timedelta(hours=1)
OLD = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many tries in a window. With `longest`, each try beyond them waits twice as long as the one before, up to
    that: never a lock for ever. Without, the count starts again when the window has passed."""

    name: str
    tries: int
    window: timedelta = MINUTE
    longest: timedelta | None = None

    def delay(self, tries: int) -> timedelta:
        doubled: int = 2 ** min(tries - self.tries, 10)
        return min(self.window * doubled, self.longest or self.window)


# Of an account from one address: who guesses elsewhere cannot keep its owner out. All addresses together have a
# wider limit of their own.
LOGIN_OF_ACCOUNT = Limit("login", tries=5, longest=timedelta(minutes=15))
LOGIN_OF_ACCOUNT_ANYWHERE = Limit("login-anywhere", tries=50, window=timedelta(hours=1))
LOGIN_FROM_ADDRESS = Limit("login-address", tries=30)
TRIP_FROM_ADDRESS = Limit("trip-address", tries=30)
CLAIM_FROM_ADDRESS = Limit("claim-address", tries=30)
LABEL_MISS_FROM_ADDRESS = Limit("label-address", tries=30)
OWN_PHONE_MISS_FROM_ADDRESS = Limit("own-phone-address", tries=30)
SLIP_OF_USER = Limit("slip", tries=20, window=timedelta(hours=1))
REVEAL_OF_USER = Limit("reveal", tries=20, window=timedelta(hours=1))
FACTOR_OF_USER = Limit("factor", tries=5, window=timedelta(minutes=5))
STEP_UP_OF_USER = Limit("step-up", tries=5, longest=timedelta(minutes=15))
MONEY_REPORT_OF_PACKAGE = Limit("money-report", tries=3, window=timedelta(days=1))
CHALLENGE_FROM_ADDRESS = Limit("challenge-address", tries=120)


def count_try(session: Session, ports: Ports, limit: Limit, who: str, *, now: datetime) -> None:
    """Count one try of `who` (a user name, an address). Refuses with TooManyTries and its `retry_after`, uncounted."""
    row = _locked(session, _key(ports, limit, who), resets_at=now + limit.window)
    _begin_again_if_over(row, limit, now)
    if row.tries >= limit.tries and now < row.resets_at:
        raise TooManyTries(members={"retry_after": ceil((row.resets_at - now).total_seconds())})
    row.tries += 1
    if limit.longest and row.tries >= limit.tries:
        row.resets_at = now + limit.delay(row.tries)


def forget_tries(session: Session, ports: Ports, limit: Limit, who: str) -> None:
    """After a success the count starts anew."""
    session.execute(delete(Throttle).where(Throttle.key == _key(ports, limit, who)))


def give_back(session: Session, ports: Ports, limit: Limit, who: str) -> None:
    """One try that was no miss: an address may be shared by many phones."""
    mine = Throttle.key == _key(ports, limit, who)
    session.execute(update(Throttle).where(mine, Throttle.tries > 0).values(tries=Throttle.tries - 1))


def drop_old_tries(session: Session, *, now: datetime) -> None:
    session.execute(delete(Throttle).where(Throttle.resets_at < now - OLD))


def _begin_again_if_over(row: Throttle, limit: Limit, now: datetime) -> None:
    """A full count with doubling waits is forgotten only after quiet; every other one at its window's end."""
    full = limit.longest is not None and row.tries >= limit.tries
    if now >= row.resets_at + (QUIET if full else timedelta()):
        row.tries, row.resets_at = 0, now + limit.window


def _locked(session: Session, key: bytes, *, resets_at: datetime) -> Throttle:
    insert_once(session, Throttle, on=("key",), values={"key": key, "tries": 0, "resets_at": resets_at})
    query = select(Throttle).where(Throttle.key == key).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _key(ports: Ports, limit: Limit, who: str) -> bytes:
    return hmac.digest(ports.index_key, f"throttle|{limit.name}|{who}".encode(), hashlib.sha256)
