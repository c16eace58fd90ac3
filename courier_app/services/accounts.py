"""Who works here: offices, staff, postmen; a new password, a lost phone, a closed account."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.refusals import WrongStatus
from courier_app.domain.second_factors import RemovalWhy
from courier_app.models import Courier, Device, Office, Role, User
from courier_app.services.devices import revoke_devices_of
from courier_app.services.second_factors import Removal, remove_factor
from courier_app.services.sessions import end_other_sessions, end_sessions_of_person

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
_WITHOUT_OFFICE = frozenset({Role.PROVINCE})


class Unfit(ValueError):  # noqa: N818 - named for the reason
    """What the operator asked for cannot be; the text says why in plain words."""


@dataclass(frozen=True)
class NewOffice:
    """`region_code` like 33.17; `phone` stands on labels, `report_phone` is where a demanded fee is reported."""

    region_code: str
    name: str
    address: str
    phone: str
    report_phone: str


@dataclass(frozen=True)
class NewUser:
    """`office_id` is None for the province alone; `partner_code` only for a courier or a partner."""

    username: str
    name: str
    role: Role
    office_id: UUID | None = None
    partner_code: str | None = None


def add_office(session: Session, new: NewOffice) -> Office:
    """Raises Unfit when the region has an office."""
    if find_office(session, new.region_code):
        raise Unfit(f"The region {new.region_code} has an office already.")
    office = Office(
        region_code=new.region_code,
        name=new.name,
        address=new.address,
        phone=new.phone,
        report_phone=new.report_phone,
    )
    session.add(office)
    session.flush()
    return office


def find_office(session: Session, region_code: str) -> Office | None:
    return session.scalar(select(Office).where(Office.region_code == region_code))


def add_user(session: Session, new: NewUser, *, password_hash: str, now: datetime) -> User:
    """A person who may sign in. Raises Unfit for a name that is taken, or a role without its office."""
    _check(session, new)
    user = User(
        username=new.username,
        name=new.name,
        password_hash=password_hash,
        role=new.role,
        office_id=new.office_id,
        partner_code=new.partner_code,
        created_at=now,
    )
    session.add(user)
    session.flush()
    return user


def add_postman(session: Session, user: User, *, phone: str | None, now: datetime) -> Courier:
    """The courier behind an account of role `courier`."""
    if user.office_id is None or user.partner_code is None:
        raise Unfit("A courier belongs to an office and a partner.")
    courier = Courier(
        user_id=user.id,
        office_id=user.office_id,
        partner_code=user.partner_code,
        name=user.name,
        phone=phone,
        created_at=now,
    )
    session.add(courier)
    session.flush()
    return courier


def reset_password(session: Session, username: str, *, password_hash: str) -> None:
    """A new password; every session of this person ends. A courier's enrolled phone comes back by its key: when it
    was lost, revoke_phones() as well. Raises Unfit for an unknown name."""
    user = _user(session, username)
    user.password_hash = password_hash
    end_sessions_of_person(session, user.id)


def change_password(session: Session, user_id: UUID, password_hash: str, *, keep: bytes) -> None:
    """By the person, who has shown the old one; every session ends but the one that `keep` is the digest of."""
    session.get_one(User, user_id).password_hash = password_hash
    end_other_sessions(session, user_id, keep=keep)


def remove_factor_of(session: Session, username: str, *, why: RemovalWhy, now: datetime) -> None:
    """At the operator's console. Raises Unfit for an unknown name and for somebody without a second factor."""
    user = _user(session, username)
    try:
        remove_factor(session, Removal(user.id, None, why), now=now)
    except WrongStatus:
        raise Unfit(f"{username} has no second factor.") from None


def close_account(session: Session, username: str, *, now: datetime) -> None:
    """Nobody comes in by this name any more, and every session ends. A courier's phone keeps its key, so that what it
    captured still comes: for review, and only for a while (courier_who_sends). Raises Unfit for an unknown name and
    for one that was closed before."""
    user = _user(session, username)
    if not user.active:
        raise Unfit(f"The account {username} is closed already.")
    user.closed_at = now
    end_sessions_of_person(session, user.id)


def revoke_phones(session: Session, username: str, *, now: datetime) -> Sequence[Device]:
    """Of a postman: every key is revoked, every session ends; the phones that were revoked now. What they signed and
    did not send is still taken, for review, from whoever signs in with the password. Raises Unfit for an unknown
    name and for somebody who carries nothing. Locks the ledger's tail."""
    user = _user(session, username)
    courier_id = session.scalar(select(Courier.id).where(Courier.user_id == user.id))
    if courier_id is None:
        raise Unfit(f"{username} is no courier: only couriers have phones.")
    end_sessions_of_person(session, user.id)
    return revoke_devices_of(session, courier_id, now=now)


def _user(session: Session, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username))
    if user is None:
        raise Unfit(f"Nobody is called {username}.")
    return user


def _check(session: Session, new: NewUser) -> None:
    if not _USERNAME.fullmatch(new.username):
        raise Unfit("A user name has 3 to 64 small letters, digits, dots or hyphens.")
    if session.scalar(select(User.id).where(User.username == new.username)):
        raise Unfit(f"The user name {new.username} is taken.")
    if (new.office_id is None) != (new.role in _WITHOUT_OFFICE):
        raise Unfit("Every role but the province's belongs to an office.")
    if (new.partner_code is None) == (new.role in (Role.COURIER, Role.PARTNER)):
        raise Unfit("A courier and a partner's account name the partner, others none.")
