"""A citizen says that money was demanded; the office looks into it and answers. Words sealed, each step a leaf."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals import CaseClosed, Invalid, UnknownPackage
from courier_app.models import MoneyReport
from courier_app.services.moves import locked_package
from courier_app.services.ports import Ports
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record
from courier_app.services.throttles import MONEY_REPORT_OF_PACKAGE, count_try

MOST_REPORTS = 5  # of one package
MOST_DEMANDED = 10_000_000  # rupiah
COLUMN = "money"  # what the vault binds the words to, beside the package and the row


@dataclass(frozen=True)
class Demanded:
    """What the citizen says: how much was asked for, if that is known, and what happened."""

    rupiah: int | None
    text: str


def report_demand(
    session: Session, ports: Ports, package_id: UUID, said: Demanded, *, now: datetime
) -> MoneyReport | None:
    """None when the last report says the same: the button pressed twice. The sum is sealed with the words.

    Refuses with CaseClosed after MOST_REPORTS, with TooManyTries more than three on a day, with Invalid a sum that is
    none. Locks the ledger's tail last.
    """
    if said.rupiah is not None and not 0 < said.rupiah <= MOST_DEMANDED:
        raise Invalid
    package = locked_package(session, package_id)
    if _repeats(session, ports, package_id, said):
        return None
    count_try(session, ports, MONEY_REPORT_OF_PACKAGE, str(package_id), now=now)
    if _count(session, package_id) >= MOST_REPORTS:
        raise CaseClosed
    row_id = uuid4()
    sealed = _sealed(session, ports, package_id, row_id, _written(said))
    row = MoneyReport(
        id=row_id, package_id=package_id, office_id=package.office_id, made_at=now, text_sealed=sealed
    )
    facts: dict[str, object] = {"step": "filed", "report": str(row_id), "package": str(package_id)}
    row.filed_leaf = _logged(session, facts, sealed, now=now)
    session.add(row)
    session.flush()
    return row


@dataclass(frozen=True)
class Reply:
    """What an officer tells the citizen."""

    report_id: UUID
    text: str
    by: UUID


def answer_report(session: Session, ports: Ports, reply: Reply, *, now: datetime) -> None:
    """What the office did about it, for the citizen to read; once. Refuses with UnknownPackage, or CaseClosed."""
    package_id = session.scalar(select(MoneyReport.package_id).where(MoneyReport.id == reply.report_id))
    if package_id is None:
        raise UnknownPackage
    locked_package(session, package_id)
    row = session.get_one(MoneyReport, reply.report_id, populate_existing=True)
    if row.answered_at:
        raise CaseClosed
    sealed = _sealed(session, ports, package_id, _answer_of(row.id), reply.text)
    facts: dict[str, object] = {"step": "answered", "report": str(row.id), "user": str(reply.by)}
    row.answered_at, row.answered_by, row.answer_sealed = now, reply.by, sealed
    row.answered_leaf = _logged(session, facts, sealed, now=now)
    session.flush()


def open_report(session: Session, ports: Ports, row: MoneyReport) -> Demanded | None:
    """None when the package's data were erased. Whoever shows it to staff records the look first."""
    text = _opened(session, ports, row.package_id, row.id, row.text_sealed)
    said = json.loads(text) if text else None
    return Demanded(said["rupiah"], said["text"]) if said else None


def open_answer(session: Session, ports: Ports, row: MoneyReport) -> str | None:
    return _opened(session, ports, row.package_id, _answer_of(row.id), row.answer_sealed)


def _repeats(session: Session, ports: Ports, package_id: UUID, said: Demanded) -> bool:
    mine = select(MoneyReport).where(MoneyReport.package_id == package_id)
    last = session.scalar(mine.order_by(MoneyReport.made_at.desc(), MoneyReport.filed_leaf.desc()).limit(1))
    return last is not None and open_report(session, ports, last) == said


def _count(session: Session, package_id: UUID) -> int:
    return session.scalar(select(func.count()).where(MoneyReport.package_id == package_id)) or 0


def _written(said: Demanded) -> str:
    return json.dumps({"rupiah": said.rupiah, "text": said.text})


def _answer_of(report_id: UUID) -> str:
    return f"{report_id}.answer"


def _sealed(session: Session, ports: Ports, package_id: UUID, place: UUID | str, text: str) -> bytes:
    return seal_for_package(session, ports, package_id, text, column=f"{COLUMN}.{place}")


def _opened(
    session: Session, ports: Ports, package_id: UUID, place: UUID | str, sealed: bytes | None
) -> str | None:
    return open_of_package(session, ports, package_id, sealed, column=f"{COLUMN}.{place}")


def _logged(session: Session, facts: dict[str, object], sealed: bytes, *, now: datetime) -> int:
    """The hash of the sealed words alone goes along. The kind of leaf is this module's own."""
    hashed = {"text_hash": hashlib.sha256(sealed).hexdigest()}
    return append_record(session, LeafType.MONEY_REPORT, facts | hashed, now=now)
