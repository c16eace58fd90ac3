"""Delivery fees: what one proof said, what a day of couriers adds up to, and what the office counted of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from courier_app.domain.payments import PaidBy, Payment
from courier_app.domain.reviews import Standing
from courier_app.models import Courier, FeeCount, FeePayment, Office, Package, Partner, Proof, User
from courier_app.queries.reviews import believed, stands
from courier_app.queries.scopes import Scope

DAYS_SHOWN = 31


@dataclass(frozen=True)
class Totals:
    """Rupiah of one courier and day. What counts is what the rules or an auditor accepted; `waiting` is cash of proofs
    that wait for a verdict. `unpaid` counts deliveries."""

    packages: int
    due: int
    cash: int
    qris: int
    transfer: int
    unpaid: int
    waiting: int

    @property
    def declared(self) -> int:
        return self.cash + self.qris + self.transfer


@dataclass(frozen=True)
class CountRow:
    """Cash as somebody counted it."""

    id: UUID
    courier_id: UUID
    declared: int
    counted: int
    at: datetime
    who: str
    note_package_id: UUID
    note_sealed: bytes | None


@dataclass(frozen=True)
class DayRow:
    """One courier on one day; `count` the last one, None while nobody has counted."""

    office_id: UUID
    office: str
    courier_id: UUID
    courier: str
    partner: str
    totals: Totals
    count: CountRow | None

    @property
    def difference(self) -> int | None:
        """Below zero: cash is missing, by what is declared now."""
        return self.count.counted - self.totals.cash if self.count else None


@dataclass(frozen=True)
class PaymentRow:
    """One door."""

    proof_id: UUID
    package_id: UUID
    alias: str
    due: int
    said: Payment | None
    waiting: bool


def payment_of(session: Session, proof_id: UUID) -> Payment | None:
    """None where the courier said nothing about the fee, or there was none."""
    row = session.get(FeePayment, proof_id)
    return _said(row.paid_rupiah, row.method, row.reason) if row else None


def day_rows(
    session: Session, scope: Scope, day: date, *, courier_id: UUID | None = None
) -> tuple[DayRow, ...]:
    """By office and courier's name."""
    one = FeePayment.courier_id == courier_id if courier_id else true()
    query = (
        select(*(Office.id, Office.name, Courier.id, Courier.name, Partner.name), *_SUMS)
        .select_from(FeePayment)
        .join(Proof, Proof.id == FeePayment.proof_id)
        .join(Office, Office.id == FeePayment.office_id)
        .join(Courier, Courier.id == FeePayment.courier_id)
        .join(Partner, Partner.code == Courier.partner_code)
        .where(scope.of(FeePayment.office_id), FeePayment.day == day, one)
        .group_by(Office.id, Office.name, Courier.id, Courier.name, Partner.name)
        .order_by(Office.name, Courier.name, Courier.id)
    )
    last = _last_counts(session, scope, day)
    return tuple(
        DayRow(row[0], row[1], row[2], row[3], row[4], _totals(row[5:]), last.get(row[2]))
        for row in session.execute(query)
    )


def counts_of(session: Session, scope: Scope, courier_id: UUID, day: date) -> Sequence[CountRow]:
    """Newest first: the first one holds."""
    mine = (scope.of(FeeCount.office_id), FeeCount.day == day, FeeCount.courier_id == courier_id)
    return tuple(CountRow(*row) for row in session.execute(_counts().where(*mine)))


def doors_of(session: Session, scope: Scope, courier_id: UUID, day: date) -> tuple[PaymentRow, ...]:
    """Every door of the day but those of proofs that were rejected or voided, in the order of numbers."""
    query = (
        select(
            *(Proof.id, Package.id, Package.alias, FeePayment.due_rupiah),
            *(FeePayment.paid_rupiah, FeePayment.method, FeePayment.reason, stands(Standing.WAITING)),
        )
        .join(Proof, Proof.id == FeePayment.proof_id)
        .join(Package, Package.id == FeePayment.package_id)
        .where(scope.of(FeePayment.office_id), FeePayment.day == day, FeePayment.courier_id == courier_id)
        .where(~stands(Standing.REJECTED), ~stands(Standing.VOIDED))
        .order_by(Package.alias, Proof.received_at)
    )
    return tuple(
        PaymentRow(row[0], row[1], row[2], row[3], _said(*row[4:7]), bool(row[7]))
        for row in session.execute(query)
    )


def uncounted_days(
    session: Session, scope: Scope, *, since: date, before: date
) -> tuple[tuple[date, int], ...]:
    """Days with cash that nobody has counted, oldest first, and of how many couriers. Cash of a proof that was rejected
    or voided is no cash."""
    counted = exists().where(
        FeeCount.office_id == FeePayment.office_id,
        FeeCount.courier_id == FeePayment.courier_id,
        FeeCount.day == FeePayment.day,
    )
    query = (
        select(FeePayment.day, func.count(FeePayment.courier_id.distinct()))
        .join(Proof, Proof.id == FeePayment.proof_id)
        .where(or_(believed(), stands(Standing.WAITING)))
        .where(scope.of(FeePayment.office_id), FeePayment.day >= since, FeePayment.day < before)
        .where(FeePayment.method == PaidBy.CASH.value, ~counted)
        .group_by(FeePayment.day)
        .order_by(FeePayment.day)
    )
    return tuple((row[0], row[1]) for row in session.execute(query))


def _totals(sums: Sequence[int | None]) -> Totals:
    return Totals(*(int(value or 0) for value in sums))


def _said(rupiah: int, method: str | None, reason: str | None) -> Payment | None:
    return Payment(rupiah, method, reason) if method or reason else None


def _sum_by(way: PaidBy) -> ColumnElement[int]:
    counts = and_(believed(), FeePayment.method == way.value)
    return func.sum(case((counts, FeePayment.paid_rupiah), else_=0))


_WAITING_CASH = and_(stands(Standing.WAITING), FeePayment.method == PaidBy.CASH.value)
_SUMS = (
    func.sum(case((believed(), 1), else_=0)),
    func.sum(case((believed(), FeePayment.due_rupiah), else_=0)),
    *(_sum_by(way) for way in (PaidBy.CASH, PaidBy.QRIS, PaidBy.TRANSFER)),
    func.sum(case((and_(believed(), FeePayment.paid_rupiah == 0), 1), else_=0)),
    func.sum(case((_WAITING_CASH, FeePayment.paid_rupiah), else_=0)),
)


def _last_counts(session: Session, scope: Scope, day: date) -> Mapping[UUID, CountRow]:
    """By courier: couriers belong to one office."""
    query = _counts().where(scope.of(FeeCount.office_id), FeeCount.day == day)
    rows = [CountRow(*row) for row in session.execute(query)]
    return {row.courier_id: row for row in reversed(rows)}


def _counts() -> Select:  # type: ignore[type-arg]
    return (
        select(
            *(FeeCount.id, FeeCount.courier_id, FeeCount.declared_rupiah, FeeCount.counted_rupiah),
            *(FeeCount.counted_at, User.name, FeeCount.note_package_id, FeeCount.note_sealed),
        )
        .join(User, User.id == FeeCount.counted_by)
        .order_by(FeeCount.counted_at.desc(), FeeCount.leaf_index.desc())
    )
