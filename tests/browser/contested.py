"""Deliveries in the demo town that their citizens deny: one that is being looked into, one that was found wrong, and
one of the town's own that was found wrong and still counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.models import Answer, Courier, Dispute, Office, Package, Proof, Statement, User
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import Ruling, decide_dispute
from courier_app.services.moves import Actor, walk
from courier_app.services.packages import Registered
from courier_app.services.ports import Ports
from tests.town import a_courier, a_package

WHY = "Amplopnya ada pada tetangga di seberang jalan. Kami mengambilnya dan mengantar hari ini."


@dataclass(frozen=True)
class Contested:
    """`contested` is open, `overturned` was decided for its citizen."""

    contested: Registered
    overturned: Registered
    places: dict[str, str]


def contested_in(session: Session, ports: Ports, office: Office) -> Contested:
    now = datetime.now(UTC)
    postman = _a_postman(session, office)
    contested, overturned = (_denied(session, ports, postman, now=now) for _ in range(2))
    case = session.scalars(select(Dispute).where(Dispute.package_id == overturned.package.id)).one()
    officer = session.scalars(select(User).where(User.office_id == office.id)).first()
    assert officer
    decide_dispute(session, ports, Ruling(case.id, officer.id, Verdict.NOT_DELIVERED, WHY), now=now)
    _one_still_counts(session, ports, officer, now=now)
    by_driver = _denied(session, ports, _a_driver(session, office), now=now)
    asked = session.scalars(select(Dispute).where(Dispute.package_id == by_driver.package.id)).one()
    places = {
        "dispute_driver": str(asked.id),
        "label_contested": contested.package.label_id,
        "label_overturned": overturned.package.label_id,
        "package_overturned": str(overturned.package.id),
        "dispute_decided": str(case.id),
    }
    return Contested(contested, overturned, places)


def _one_still_counts(session: Session, ports: Ports, officer: User, *, now: datetime) -> None:
    """The oldest that has a proof and of which its citizen has said nothing."""
    mine = (Package.office_id == officer.office_id, Package.status == Status.DELIVERED)
    proven = (Proof.outcome == Outcome.DELIVERED, Proof.mark.is_(None))
    said = exists().where(Statement.package_id == Package.id)
    query = select(Package.id).join(Proof, Proof.package_id == Package.id).where(*mine, *proven, ~said)
    found = session.scalars(query.order_by(Proof.received_at, Proof.id).limit(1)).one()
    state_receipt(session, ports, found, Word(Answer.NOT_RECEIVED), now=now)
    case = session.scalars(select(Dispute.id).where(Dispute.package_id == found)).one()
    decide_dispute(session, ports, Ruling(case, officer.id, Verdict.NOT_DELIVERED, WHY), now=now)


def _a_driver(session: Session, office: Office) -> Courier:
    """Whose telephone number opens with a reason; a postman's stands there."""
    said = {"partner_code": "gojek", "name": "Dwi Contoh", "phone": "081200000321", "plate": "K 1234 XY"}
    return a_courier(session, office, user_id=None, **said)


def _a_postman(session: Session, office: Office) -> Courier:
    his = select(Courier).where(Courier.office_id == office.id, Courier.user_id.is_not(None))
    return session.scalars(his.order_by(Courier.name).limit(1)).one()


def _denied(session: Session, ports: Ports, courier: Courier, *, now: datetime) -> Registered:
    office = courier.office
    made = a_package(session, ports, office, status=Status.OUT_FOR_DELIVERY, courier=courier)
    an_hour_ago = now - timedelta(hours=1)
    walk(session, made.package, (Status.DELIVERED,), by=Actor(), at=(an_hour_ago, an_hour_ago))
    word = Word(Answer.NOT_RECEIVED, "Saya di rumah seharian dan tidak ada kurir yang datang.")
    state_receipt(session, ports, made.package.id, word, now=now)
    return made
