"""People and packages for tests, made through the product's own services; every default may be said otherwise."""

from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.models import Courier, Office, Package, Role, User
from courier_app.services.moves import Actor, walk
from courier_app.services.packages import NewPackage, Registered, register_package
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient
from tests.house import NOON

_numbers = count(1)
SITI = Recipient(
    "Siti Aminah", "Jl. Melati 3 RT 02/RW 05, Rembang", "081234567890", None, -69904000, 1104229000
)


def an_office(
    session: Session, *, region: str = "33.17", name: str = "Disdukcapil Kabupaten Rembang"
) -> Office:
    office = Office(
        region_code=region,
        name=name,
        address="Jl. Pemuda 1",
        phone="0295-691000",
        report_phone="0800-1-112-112",
    )
    session.add(office)
    session.flush()
    return office


def a_user(session: Session, role: Role = Role.OFFICER, *, office: Office | None = None, **said: Any) -> User:
    """Cannot sign in unless `password_hash` is said."""
    facts = {
        "username": f"u{next(_numbers)}",
        "name": "Rina Petugas",
        "password_hash": "-",
        "created_at": NOON,
    }
    user = User(role=role, office_id=office.id if office else None, **facts | said)
    session.add(user)
    session.flush()
    return user


def a_courier(session: Session, office: Office, **said: Any) -> Courier:
    """A postman with an account, or, with `user_id=None`, an ojol driver."""
    if "user_id" not in said:
        said["user_id"] = a_user(session, Role.COURIER, office=office, partner_code="pos").id
    facts = {"partner_code": "pos", "name": "Budi Santoso", "created_at": NOON}
    courier = Courier(office_id=office.id, **facts | said)
    session.add(courier)
    session.flush()
    return courier


def a_package(session: Session, ports: Ports, office: Office, **said: Any) -> Registered:
    """Registered, unless `status` says more; with a `courier` it is in his hands."""
    status, courier = said.pop("status", Status.REGISTERED), said.pop("courier", None)
    fee = said.pop("fee_rupiah", 0)  # whatever the rules of that day asked for
    facts: dict[str, Any] = {"kind": "KTP_EL", "recipient": SITI}
    made = register_package(
        session, ports, NewPackage(office_id=office.id, **facts | said), by=None, now=NOON
    )
    made.package.fee_rupiah = fee
    bring(session, made.package, to=status, courier_id=courier.id if courier else None)
    return made


ROADS = {
    Status.REGISTERED: (),
    Status.READY: (Status.READY,),
    Status.ASSIGNED: (Status.READY, Status.ASSIGNED),
    Status.PICKED_UP: (Status.READY, Status.ASSIGNED, Status.PICKED_UP),
    Status.OUT_FOR_DELIVERY: (Status.READY, Status.ASSIGNED, Status.PICKED_UP, Status.OUT_FOR_DELIVERY),
    Status.CANCELLED: (Status.CANCELLED,),
}


def bring(session: Session, package: Package, *, to: Status, courier_id: UUID | None) -> None:
    package.courier_id = courier_id
    walk(session, package, ROADS[to], by=Actor(courier_id=courier_id), at=(NOON, NOON))
    session.flush()
