"""A delivered package with its proof, and auditors who look at it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import delete, select

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Device, Look, Media, Package, Proof, Role
from courier_app.services.devices import enrol
from courier_app.services.ports import Ports
from courier_app.services.senders import Sender
from tests.house import NOON
from tests.phone import Frozen, Phone
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.staff.desk import Desk


@dataclass
class CaseTown:
    """One office, one postman with his phone, one auditor at a desk."""

    app: Flask
    house: Database
    ports: Ports

    def __post_init__(self) -> None:
        with self.house.transaction() as session:
            self.office = an_office(session)
            self.postman = a_courier(session, self.office)
            self.auditor = a_user(session, Role.AUDITOR, office=self.office, name="Tuti Pemeriksa")
        self.phone = Phone(self.app, self.postman)
        self.desk = Desk(self.app, self.auditor)

    def enrol_as_the_product_does(self) -> None:
        """The town's phone has no entry in the ledger; this one in its place has."""
        self.phone = Phone(self.app, self.postman, enrolled=False)
        with self.house.transaction() as session:
            session.execute(delete(Device))
            enrol(session, Sender(self.postman.id, None), self.phone.key.jwk, now=NOON)

    def package(self, **said: Any) -> Package:
        facts = {"status": Status.OUT_FOR_DELIVERY, "courier": self.postman} | said
        with self.house.transaction() as session:
            return a_package(session, self.ports, self.office, **facts).package

    def proof(self, outcome: str = "delivered", **said: Any) -> Frozen:
        frozen = self.phone.freeze(self.package(), outcome, **said)
        assert self.phone.send(frozen).status_code == 201
        return frozen

    def unsigned_proof(self) -> Frozen:
        frozen = self.phone.freeze_unsigned(self.package())
        assert self.phone.send(frozen).status_code == 201
        return frozen

    def page(self, frozen: Frozen) -> str:
        answer = self.desk.get(f"/petugas/audit/{frozen.proof}")
        assert answer.status_code == 200
        return answer.text

    def clear(self, frozen: Frozen) -> str:
        """The page after a reveal with a reason."""
        answer = self.desk.reveal(f"/petugas/audit/{frozen.proof}/buka")
        assert answer.status_code == 200
        return answer.text

    def desk_of(self, role: Role, *, elsewhere: bool = False) -> Desk:
        with self.house.transaction() as session:
            office = an_office(session, region="33.18") if elsewhere else self.office
            user = a_user(session, role, office=None if role is Role.PROVINCE else office)
        return Desk(self.app, user)

    def media(self, frozen: Frozen, position: int = 0) -> Media:
        sha256 = bytes.fromhex(frozen.files[position].sha256)
        with self.house.reading() as session:
            return session.scalars(select(Media).where(Media.sha256 == sha256)).one()

    def row(self, frozen: Frozen) -> Proof:
        with self.house.reading() as session:
            return session.get_one(Proof, frozen.proof)

    def looks(self) -> list[tuple[str, UUID | None, UUID]]:
        with self.house.reading() as session:
            rows = session.execute(select(Look.what, Look.user_id, Look.subject_id).order_by(Look.at))
            return [(row.what, row.user_id, row.subject_id) for row in rows]
