"""A doorstep: one office, one postman with his phone, and packages in his hands."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Courier, Handover, Office, Package, PackageEvent, Proof, Role
from courier_app.models.base import Base
from courier_app.services.ports import Ports
from tests.house import NOON
from tests.phone import Frozen, Phone
from tests.town import a_courier, a_package, a_user, an_office


@dataclass
class Doorstep:
    """What stands there, and a look into the office's books."""

    app: Flask
    house: Database
    ports: Ports
    office: Office
    courier: Courier
    phone: Phone

    def package(self, status: Status = Status.PICKED_UP, **said: Any) -> Package:
        return self.registered(status, **said)[0]

    def registered(self, status: Status = Status.PICKED_UP, **said: Any) -> tuple[Package, str]:
        """The package, and its claim code in clear."""
        facts: dict[str, Any] = {"courier": self.courier} | said
        with self.house.transaction() as session:
            made = a_package(session, self.ports, self.office, status=status, **facts)
        return made.package, made.claim_code

    def another_phone(self) -> Phone:
        """Of another postman."""
        with self.house.transaction() as session:
            courier = a_courier(session, self.office)
        return Phone(self.app, courier)

    def driver(self, **said: Any) -> tuple[Phone, Handover]:
        """An ojol driver on one trip."""
        with self.house.transaction() as session:
            courier = a_courier(session, self.office, user_id=None, partner_code="gojek")
            officer = a_user(session, Role.OFFICER, office=self.office)
            facts = {"courier_id": courier.id, "officer_id": officer.id, "created_at": NOON} | said
            handover = Handover(office_id=self.office.id, partner_code="gojek", **facts)
            session.add(handover)
            session.flush()
        return Phone(self.app, courier, handover=handover), handover

    def on_trip(self, handover: Handover, status: Status = Status.PICKED_UP) -> Package:
        """A package of this trip."""
        with self.house.transaction() as session:
            courier = session.get_one(Courier, handover.courier_id)
            package = a_package(session, self.ports, self.office, status=status, courier=courier).package
            package.handover_id = handover.id
        return package

    def now(self, package: Package) -> Package:
        """The package as the office sees it now."""
        with self.house.reading() as session:
            return session.get_one(Package, package.id)

    def proof(self, frozen: Frozen) -> Proof:
        with self.house.reading() as session:
            return session.get_one(Proof, frozen.proof)

    def steps(self, package: Package) -> list[Status]:
        with self.house.reading() as session:
            query = select(PackageEvent.status).where(PackageEvent.package_id == package.id)
            return list(session.scalars(query.order_by(PackageEvent.id)))

    def count(self, model: type[Base]) -> int:
        with self.house.reading() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def change(self, row: Any, **facts: Any) -> None:
        """What happens in the office meanwhile."""
        with self.house.transaction() as session:
            kept = session.get_one(type(row), row.id)
            for name, value in facts.items():
                setattr(kept, name, value)


@pytest.fixture
def door(app: Flask, house: Database, ports: Ports) -> Doorstep:
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
    return Doorstep(app, house, ports, office, courier, Phone(app, courier))
