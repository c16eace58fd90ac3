"""Offices, their staff and their postmen, with real password hashes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from courier_app.demo_town.cast import PASSWORD, POSTMEN, STAFF, Account
from courier_app.demo_town.places import REPORT_PHONE, SEATS, Seat
from courier_app.domain.rulebooks import Fee, FeeKind, Rulebook
from courier_app.models import Role
from courier_app.services.accounts import NewOffice, NewUser, add_office, add_postman, add_user
from courier_app.services.passwords import hash_password
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft

*_, CHARGING = SEATS
TARIFF = Fee(FeeKind.COD_TO_CARRIER, 9_000, "Peraturan kepala daerah tentang ongkos kirim (contoh)")


@dataclass(frozen=True)
class Hired:
    """Ids by region code, user name and role of a region."""

    offices: Mapping[str, UUID]
    officers: Mapping[str, UUID]
    auditors: Mapping[str, UUID]
    admins: Mapping[str, UUID]
    postmen: Mapping[str, UUID]


def hashed_passwords(hasher: PasswordHasher) -> dict[str, str]:
    """One hash for each account: slow on purpose, so before the transaction."""
    return {account.username: hash_password(PASSWORD, hasher=hasher) for account in (*STAFF, *POSTMEN)}


def hire(session: Session, hashes: Mapping[str, str], *, now: datetime) -> Hired:
    offices = {seat.code: _open(session, seat) for seat in SEATS}
    users = {
        account.username: add_user(
            session, _user(account, offices), password_hash=hashes[account.username], now=now
        )
        for account in (*STAFF, *POSTMEN)
    }
    ids = {
        role: {
            account.seat.code: users[account.username].id
            for account in STAFF
            if account.seat and account.role is role
        }
        for role in (Role.OFFICER, Role.AUDITOR, Role.ADMIN)
    }
    postmen = {
        man.username: add_postman(session, users[man.username], phone=man.phone, now=now).id
        for man in POSTMEN
    }
    return Hired(offices, ids[Role.OFFICER], ids[Role.AUDITOR], ids[Role.ADMIN], postmen)


def _open(session: Session, seat: Seat) -> UUID:
    new = NewOffice(seat.code, seat.name, seat.address, seat.phone, REPORT_PHONE)
    return add_office(session, new).id


def _user(account: Account, offices: Mapping[str, UUID]) -> NewUser:
    office_id = offices[account.seat.code] if account.seat else None
    return NewUser(account.username, account.name, account.role, office_id, account.partner)


def charge(session: Session, hired: Hired, *, now: datetime) -> None:
    """One region of the three lets its citizens pay for the carriage: an edition of its rules, like any other."""
    admin = hired.admins[CHARGING.code]
    begin_draft(session, CHARGING.code, by=admin, now=now)
    save_draft(session, DraftInHand(CHARGING.code, admin, 1), Rulebook(fee=TARIFF), now=now)
    publish(session, DraftInHand(CHARGING.code, admin, 2), now, now=now)
