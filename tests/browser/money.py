"""Money in the demo town: a fee that was paid, a report that money was demanded, a package that came back."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.models import FeePayment, Office, Proof, User
from courier_app.services.fee_counts import NewCount, count_cash
from courier_app.services.money_reports import Demanded, report_demand
from courier_app.services.ports import Ports
from courier_app.services.returns import NewCount as NewReturn
from courier_app.services.returns import count_in
from courier_app.services.rounds import WIB
from tests.town import a_package


def money_places(session: Session, ports: Ports, office: Office) -> dict[str, object]:
    """Where to see it, by the names of addresses in screens.py."""
    now = datetime.now(UTC)
    officer = session.scalars(select(User).where(User.office_id == office.id)).first()
    accepted = (Proof.outcome == Outcome.DELIVERED, Proof.mark.is_(None), Proof.office_id == office.id)
    proof = session.scalars(select(Proof).where(*accepted).order_by(Proof.received_at.desc())).first()
    assert officer
    assert proof
    day = now.astimezone(WIB).date()
    _paid(session, proof, day)
    session.flush()
    cash = NewCount(office.id, proof.courier_id, day, officer.id, 5_000, "Sisanya disetor besok pagi")
    count_cash(session, ports, cash, now=now)
    said = Demanded(50_000, "Diminta uang rokok oleh orang berjaket hijau")
    report = report_demand(session, ports, proof.package_id, said, now=now)
    out = {"status": Status.OUT_FOR_DELIVERY, "courier": proof.courier}
    back = a_package(session, ports, office, **out).package
    count_in(session, NewReturn(office.id, officer.id, frozenset({back.id})), now=now)
    assert report
    return {
        "fee_courier": proof.courier_id,
        "fee_day": day.isoformat(),
        "money_report": report.id,
        "package_returned": back.id,
    }


def _paid(session: Session, proof: Proof, day: object) -> None:
    facts = {"office_id": proof.office_id, "courier_id": proof.courier_id, "package_id": proof.package_id}
    said = {"day": day, "due_rupiah": 9_000, "paid_rupiah": 9_000, "method": "cash", "reason": None}
    session.add(FeePayment(proof_id=proof.id, **facts, **said))
