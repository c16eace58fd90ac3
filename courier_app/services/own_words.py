"""What a citizen told the house of one package, by whichever door: opened for who asks "what do you know of me?"."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.payments import PaidBy, Unpaid
from courier_app.domain.refusals import Refusal
from courier_app.domain.rights import RequestAnswer, Right
from courier_app.evidence.strict_json import strict_json
from courier_app.models import Answer, FeePayment, OwnPhoneSignature, RightsRequest, Statement
from courier_app.queries.money_reports import reports_of
from courier_app.queries.rights import requests_of
from courier_app.services.money_reports import open_answer, open_report
from courier_app.services.own_phone_record import opened_record
from courier_app.services.ports import Ports
from courier_app.services.rights import open_words_of


@dataclass(frozen=True)
class OwnPhone:
    """One QR that was opened on a recipient's phone. Without `signed_at` nobody signed there; `lines` of the pen."""

    opened_at: datetime
    browser: str
    signed_at: datetime | None
    name: str
    relation: str
    lines: int


@dataclass(frozen=True)
class MoneyDemanded:
    """`answer`: what the office said about it."""

    at: datetime
    rupiah: int | None
    text: str
    answer: str | None


@dataclass(frozen=True)
class Asked:
    """A request about the own data, and how it was answered."""

    at: datetime
    right: Right
    words: str | None
    answer: RequestAnswer | None
    reason: str | None


@dataclass(frozen=True)
class Paid:
    """The fee as the courier recorded it: `way` of paying, or why it was not paid."""

    day: date
    due: int
    paid: int
    way: PaidBy | Unpaid | None


@dataclass(frozen=True)
class OwnWords:
    """Each kind oldest first."""

    answers: tuple[tuple[datetime, Answer], ...]
    phones: tuple[OwnPhone, ...]
    money: tuple[MoneyDemanded, ...]
    requests: tuple[Asked, ...]
    payments: tuple[Paid, ...]


def own_words(session: Session, ports: Ports, package_id: UUID) -> OwnWords:
    said = select(Statement.made_at, Statement.answer).where(Statement.package_id == package_id)
    return OwnWords(
        answers=tuple((at, answer) for at, answer in session.execute(said.order_by(Statement.made_at))),
        phones=_phones(session, ports, package_id),
        money=_money(session, ports, package_id),
        requests=tuple(_asked(session, ports, one) for one in reversed(requests_of(session, package_id))),
        payments=_payments(session, package_id),
    )


def _phones(session: Session, ports: Ports, package_id: UUID) -> tuple[OwnPhone, ...]:
    s = OwnPhoneSignature
    rows = session.scalars(select(s).where(s.package_id == package_id).order_by(s.opened_at, s.id))
    return tuple(_phone(session, ports, row) for row in rows)


def _phone(session: Session, ports: Ports, row: OwnPhoneSignature) -> OwnPhone:
    try:
        said = strict_json(opened_record(session, ports, row) or b"{}")
    except Refusal:
        said = {}
    lines = len((said.get("ink") or {}).get("strokes") or ())
    name, relation = str(said.get("name") or ""), str(said.get("rel") or "")
    return OwnPhone(row.opened_at, row.browser, row.received_at, name, relation, lines)


def _money(session: Session, ports: Ports, package_id: UUID) -> tuple[MoneyDemanded, ...]:
    found = []
    for row in reversed(reports_of(session, package_id)):
        said, answer = open_report(session, ports, row), open_answer(session, ports, row)
        if said:
            found.append(MoneyDemanded(row.made_at, said.rupiah, said.text, answer))
    return tuple(found)


def _asked(session: Session, ports: Ports, one: RightsRequest) -> Asked:
    words, reason = open_words_of(session, ports, one)
    return Asked(one.asked_at, one.right, words, one.answer, reason)


def _payments(session: Session, package_id: UUID) -> tuple[Paid, ...]:
    mine = select(FeePayment).where(FeePayment.package_id == package_id).order_by(FeePayment.day)
    return tuple(_paid(row) for row in session.scalars(mine))


def _paid(row: FeePayment) -> Paid:
    way = PaidBy(row.method) if row.method else Unpaid(row.reason) if row.reason else None
    return Paid(row.day, row.due_rupiah, row.paid_rupiah, way)
