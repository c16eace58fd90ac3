"""Reports of demanded money: of one package, and those of an office with the unanswered on top."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.models import (
    Courier,
    Handover,
    HandoverPackage,
    MoneyReport,
    Office,
    Package,
    PackageEvent,
    User,
)
from courier_app.queries.scopes import Scope

MOST_SHOWN = 100


@dataclass(frozen=True)
class ReportRow:
    """One report; the courier is the one who held the package then, or had held it last. `who` answered."""

    id: UUID
    package_id: UUID
    alias: str
    office_name: str
    made_at: datetime
    answered_at: datetime | None
    courier_name: str | None
    fee_rupiah: int
    who: str | None


def reports_of(session: Session, package_id: UUID) -> tuple[MoneyReport, ...]:
    """Newest first."""
    mine = select(MoneyReport).where(MoneyReport.package_id == package_id)
    return tuple(session.scalars(mine.order_by(MoneyReport.made_at.desc(), MoneyReport.filed_leaf.desc())))


def unanswered(session: Session, scope: Scope) -> tuple[ReportRow, ...]:
    """The oldest first: who has waited longest is next."""
    query = _reports(scope).where(MoneyReport.answered_at.is_(None)).order_by(MoneyReport.made_at)
    return tuple(ReportRow(*row) for row in session.execute(query.limit(MOST_SHOWN)))


def answered(session: Session, scope: Scope) -> tuple[ReportRow, ...]:
    """Newest first."""
    query = _reports(scope).where(MoneyReport.answered_at.is_not(None))
    return tuple(
        ReportRow(*row)
        for row in session.execute(query.order_by(MoneyReport.answered_at.desc()).limit(MOST_SHOWN))
    )


def report_row(session: Session, scope: Scope, report_id: UUID) -> ReportRow | None:
    row = session.execute(_reports(scope).where(MoneyReport.id == report_id)).first()
    return ReportRow(*row) if row else None


def waiting_of(session: Session, package_id: UUID) -> int:
    """How many of a package nobody has answered."""
    mine = (MoneyReport.package_id == package_id, MoneyReport.answered_at.is_(None))
    return session.scalar(select(func.count()).where(*mine)) or 0


def _reports(scope: Scope) -> Select:  # type: ignore[type-arg]
    return (
        select(
            *(MoneyReport.id, MoneyReport.package_id, Package.alias, Office.name, MoneyReport.made_at),
            *(MoneyReport.answered_at, Courier.name, Package.fee_rupiah, User.name),
        )
        .join(Package, Package.id == MoneyReport.package_id)
        .join(Office, Office.id == MoneyReport.office_id)
        .outerjoin(Courier, Courier.id == func.coalesce(_held_then(), Package.courier_id))
        .outerjoin(User, User.id == MoneyReport.answered_by)
        .where(scope.of(MoneyReport.office_id))
    )


def _held_then() -> ScalarSelect[UUID | None]:
    """By the last handover before the report, whatever became of the package since: the package's own row forgets its
    courier at the counter, and when it goes out again. One that was taken back before anybody took the package accuses
    nobody."""
    given, at = HandoverPackage, Handover.created_at
    taken_back = exists().where(
        *(PackageEvent.package_id == given.package_id, PackageEvent.status == Status.READY),
        PackageEvent.recorded_at == Handover.revoked_at,
    )
    mine = (given.package_id == MoneyReport.package_id, Handover.courier_id.is_not(None))
    found = select(Handover.courier_id).join(given, given.handover_id == Handover.id)
    found = found.where(*mine, at <= MoneyReport.made_at, ~taken_back).order_by(at.desc(), Handover.id.desc())
    return found.limit(1).correlate(MoneyReport).scalar_subquery()
