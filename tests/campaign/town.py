"""The office behind a campaign: couriers with accounts, and a package for every capture."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import LoginSession, Role
from courier_app.services.passwords import hash_password, hasher_of
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient
from tests.browser.people import PASSWORD, Account
from tests.campaign.plan import Shift
from tests.town import a_courier, a_package, a_user, an_office


@dataclass(frozen=True)
class Hired:
    """Who walks a shift, and the labels of what he carries, by the capture's number."""

    account: Account
    courier_id: UUID
    labels: dict[int, str]


def settle(database: Database, ports: Ports, shifts: list[Shift]) -> dict[str, Hired]:
    """By the shift's name."""
    with database.transaction() as session:
        office = an_office(session)
        hashed = hash_password(PASSWORD, hasher=hasher_of("quick"))
        found = {}
        for number, shift in enumerate(shifts, 1):
            facts = {"username": f"kurir.{number}", "name": f"Kurir {number}", "password_hash": hashed}
            now = datetime.now(UTC)
            user = a_user(session, Role.COURIER, office=office, partner_code="pos", created_at=now, **facts)
            courier = a_courier(session, office, user_id=user.id, name=user.name)
            labels = {}
            for capture in shift.captures:
                status = Status.ASSIGNED if capture.assigned else Status.PICKED_UP
                whom = Recipient(
                    f"Warga {capture.number}", f"Jl. Melati {capture.number}", None, None, None, None
                )
                made = a_package(session, ports, office, status=status, courier=courier, recipient=whom)
                labels[capture.number] = made.package.label_id
            found[shift.name] = Hired(Account(user.id, user.username, user.name), courier.id, labels)
        return found


def forget_session(database: Database, courier_id: UUID) -> None:
    with database.transaction() as session:
        session.execute(delete(LoginSession).where(LoginSession.courier_id == courier_id))
