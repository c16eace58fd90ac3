"""Signing in with a name and a password, for staff and couriers alike; the slow part runs between two transactions.

Whoever of the staff has a second factor is asked for it next (second_factors.py).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courier_app.models import Audience, Courier, Role, User
from courier_app.services.ports import Ports
from courier_app.services.throttles import (
    LOGIN_FROM_ADDRESS,
    LOGIN_OF_ACCOUNT,
    LOGIN_OF_ACCOUNT_ANYWHERE,
    count_try,
    drop_old_tries,
    forget_tries,
)


@dataclass(frozen=True)
class Account:
    """Who may come in, once the password is right. `courier_id` only for a courier."""

    user_id: UUID
    role: Role
    password_hash: str
    courier_id: UUID | None


def spelled(username: str) -> str:
    """Usernames are kept in lower case; phones like to begin with a capital."""
    return username.strip().lower()


def count_sign_in(session: Session, ports: Ports, username: str, *, address: str, now: datetime) -> None:
    """Before the password is looked at, whether such a user exists or not. Refuses with TooManyTries, and then no
    count has moved: guesses that are turned down here use up nothing of the account elsewhere."""
    count_try(session, ports, LOGIN_FROM_ADDRESS, address, now=now)
    count_try(session, ports, LOGIN_OF_ACCOUNT, _here(username, address), now=now)
    count_try(session, ports, LOGIN_OF_ACCOUNT_ANYWHERE, spelled(username), now=now)


def _here(username: str, address: str) -> str:
    return f"{address}|{spelled(username)}"


def find_account(session: Session, username: str, *, audience: Audience) -> Account | None:
    """An open account of this audience; staff cannot come in as couriers, nor couriers as staff."""
    if not username.isprintable():
        return None
    row = session.execute(_accounts(audience).where(User.username == spelled(username))).first()
    return Account(row.id, row.role, row.password_hash, row.courier_id) if row else None


def _accounts(audience: Audience) -> Select[UUID, Role, str, UUID]:
    query = select(User.id, User.role, User.password_hash, Courier.id.label("courier_id")).where(User.active)
    if audience is Audience.COURIER:
        return query.join(Courier, Courier.user_id == User.id).where(User.role == Role.COURIER)
    return query.outerjoin(Courier, Courier.user_id == User.id).where(User.role != Role.COURIER)


def note_sign_in(session: Session, ports: Ports, account: Account, *, address: str, now: datetime) -> None:
    """The password was right: the counts start anew."""
    user = session.get_one(User, account.user_id)
    forget_tries(session, ports, LOGIN_OF_ACCOUNT, _here(user.username, address))
    forget_tries(session, ports, LOGIN_OF_ACCOUNT_ANYWHERE, user.username)
    drop_old_tries(session, now=now)


def replace_hash(session: Session, account: Account, new_hash: str) -> None:
    """The same password under today's parameters."""
    session.get_one(User, account.user_id).password_hash = new_hash
