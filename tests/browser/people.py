"""The people of a journey: an office of their own, accounts with real passwords, and who they are at sign-in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from courier_app.db import Database
from courier_app.models import Role
from courier_app.services.passwords import hash_password, hasher_of
from tests.town import a_courier, a_user, an_office

PASSWORD = "kopi hangat tujuh pagi"
REGIONS = tuple(f"33.{number:02}" for number in range(1, 30))
_numbers = count(1)


@dataclass(frozen=True)
class Account:
    """What somebody types to come in."""

    id: UUID
    username: str
    name: str
    password: str = PASSWORD


@dataclass(frozen=True)
class OfficePeople:
    """One registry office and who works for it."""

    office_id: UUID
    office: str
    officer: Account
    auditor: Account
    admin: Account
    postman: Account
    courier_id: UUID


def an_office_with_people(database: Database) -> OfficePeople:
    """Written straight into the tables: accounts are made at the counter of the command line, not in a browser."""
    number = next(_numbers)
    hashed = {
        "password_hash": hash_password(PASSWORD, hasher=hasher_of("quick")),
        "created_at": datetime.now(UTC),
    }
    with database.transaction() as session:
        office = an_office(session, region=REGIONS[number % len(REGIONS)], name=f"Disdukcapil Uji {number}")

        def hired(role: Role, word: str, name: str, **said: Any) -> Account:
            user = a_user(
                session, role, office=office, username=f"{word}.{number}", name=name, **hashed | said
            )
            return Account(user.id, user.username, user.name)

        officer = hired(Role.OFFICER, "petugas", "Rina Petugas")
        auditor = hired(Role.AUDITOR, "auditor", "Agus Pemeriksa")
        admin = hired(Role.ADMIN, "admin", "Dewi Pengelola")
        postman = hired(Role.COURIER, "kurir", "Budi Santoso", partner_code="pos")
        courier = a_courier(session, office, user_id=postman.id, name=postman.name)
        return OfficePeople(office.id, office.name, officer, auditor, admin, postman, courier.id)
