"""What an update makes of verdicts from before it: it finds the deliveries that are still to be voided, no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from courier_app.domain.disputes import Verdict
from courier_app.domain.packages import Status
from courier_app.migrations import migrate, undo
from courier_app.models import Answer, Collection, Dispute, Office, Package, Statement
from courier_app.services.ledger import append_leaf, begin_ledger
from courier_app.services.reference_data import keep_reference_data
from tests.house import NOON
from tests.town import a_user, an_office

WRONG, RIGHT = Verdict.NOT_DELIVERED, Verdict.DELIVERED_CONFIRMED


def hours(number: int) -> datetime:
    return NOON + timedelta(hours=number)


# By name: the verdicts with their hour, what is else about the package, and whether it is still to be voided.
CASES: dict[str, tuple[dict[int, Verdict], dict[str, object], datetime | None]] = {
    "found wrong": ({1: WRONG}, {}, hours(1)),
    "found wrong twice": ({1: WRONG, 4: Verdict.DELIVERED_TO_OTHER}, {}, hours(4)),
    "confirmed": ({1: RIGHT}, {}, None),
    "wrong, then confirmed": ({1: WRONG, 4: RIGHT}, {}, None),
    "before it was delivered": ({-5: WRONG}, {}, None),
    "voided": ({1: WRONG}, {"status": Status.ATTEMPT_FAILED, "closed_at": None}, None),
    "contested anew": ({1: WRONG}, {"disputed_at": hours(2)}, None),
    "erased": ({1: WRONG}, {"erased_at": hours(9)}, None),
    "came after all": ({1: WRONG}, {}, None),
    "collected": ({1: WRONG}, {}, None),
}


def test_what_a_verdict_found_wrong_and_nobody_voided_is_found_by_the_update(database_url: str) -> None:
    migrate(database_url)
    with rows_of(database_url) as session:
        keep_reference_data(session, now=NOON)
        begin_ledger(session)
        office = an_office(session)
        for name, (verdicts, about, _) in CASES.items():
            judged(session, a_package_called(session, office, name, about), verdicts)
        session.commit()
    undo(database_url, "0030")
    migrate(database_url)
    with rows_of(database_url) as session:
        found = dict(session.execute(select(Package.request_number, Package.overturned_at)).all())
    assert found == {name: expected for name, (_, _, expected) in CASES.items()}


def a_package_called(session: Session, office: Office, name: str, about: dict[str, object]) -> Package:
    number = uuid4()
    facts = {"kind": "KK", "status": Status.DELIVERED, "policy_id": "x", "policy_version": 1}
    facts |= {"registered_at": NOON, "changed_at": NOON, "closed_at": NOON, "request_number": name}
    sealed = {"recipient_sealed": b"", "claim_digest": bytes(32)}
    label = {"label_id": number.hex[:17], "alias": number.hex[:13]}
    package = Package(id=number, office_id=office.id, **label, **sealed, **facts | about)
    session.add(package)
    session.flush()
    if name == "came after all":
        session.add(Statement(package_id=number, answer=Answer.RECEIVED, made_at=hours(2)))
    if name == "collected":
        by = {"user_id": a_user(session, office=office).id, "leaf_index": append_leaf(session, b"diambil")}
        rules = {"policy_id": "x", "policy_version": 1, "said_sealed": b"", "collected_at": NOON}
        session.add(Collection(package_id=number, office_id=office.id, **by, **rules))
    return package


def judged(session: Session, package: Package, verdicts: dict[int, Verdict]) -> None:
    whose = {"package_id": package.id, "office_id": package.office_id, "due_at": NOON}
    for hour, verdict in verdicts.items():
        at = {"opened_at": hours(hour), "decided_at": hours(hour)}
        session.add(Dispute(id=uuid4(), verdict=verdict, **whose, **at))


@contextmanager
def rows_of(url: str) -> Iterator[Session]:
    engine = create_engine(url)
    with Session(engine) as session:
        yield session
    engine.dispose()
