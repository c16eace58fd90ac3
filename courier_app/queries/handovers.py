"""Handovers of an office: the list, one of them, and what may go on a new one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import CLOSED, HAD_COURIER, HAS_COURIER, WITH_COURIER, Status
from courier_app.domain.proofs import Outcome
from courier_app.domain.reviews import Standing
from courier_app.models import Courier, Handover, HandoverPackage, Package, Partner, Proof, User
from courier_app.queries.reviews import believed, stands

PAGE = 25
OPEN_MOST = 100
OPEN_SINCE = timedelta(days=14)  # older ones that are still open stand in the history


class State(StrEnum):
    """Where a handover stands, read off its rows; never stored."""

    WAITING = "waiting"  # nobody has taken the QR yet
    EXPIRED = "expired"  # the trip's time ran out before anybody did
    HANDED = "handed"  # the courier has not accepted every package yet
    UNDERWAY = "underway"
    DONE = "done"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Counts:
    """Packages not accepted yet, with the courier, closed, at the office again, gone out on another handover. Of those
    with the courier, `told`: he says that he handed them over, and his proof waits for a verdict."""

    packages: int = 0
    waiting: int = 0
    out: int = 0
    done: int = 0
    back: int = 0
    gone: int = 0
    told: int = 0

    @property
    def held(self) -> int:
        """With the courier, also by his own word."""
        return self.out - self.told


@dataclass(frozen=True)
class HandoverRow:
    """One line of the list; `courier` None: nobody has taken the QR."""

    id: UUID
    office_id: UUID
    created_at: datetime
    claimed_at: datetime | None
    expires_at: datetime | None
    token_expires_at: datetime | None
    revoked_at: datetime | None
    partner: str
    accounts: bool
    officer: str
    courier: str | None
    phone: str | None
    plate: str | None
    counts: Counts = Counts()

    def ended(self, now: datetime) -> bool:
        """Taken back, or the driver's time is over."""
        return self.revoked_at is not None or (self.expires_at is not None and now >= self.expires_at)

    def state(self, now: datetime) -> State:
        if self.revoked_at:
            return State.REVOKED
        if self.courier is None:
            return State.EXPIRED if self.expires_at and now >= self.expires_at else State.WAITING
        if self.counts.waiting:
            return State.HANDED
        return State.UNDERWAY if self.counts.out else State.DONE


@dataclass(frozen=True)
class HandedPackage:
    """`here`: still on this handover. `accepted_at` is when the courier's phone says he took it; `told_by`: the proof
    by which he says that he has handed it over, while it waits for a verdict."""

    id: UUID
    alias: str
    kind: str
    status: Status
    here: bool
    accepted_at: datetime | None
    old_card: OldCard | None = None
    waits_for_driver: bool = False
    told_by: UUID | None = None

    @property
    def held(self) -> bool:
        """With the courier of this handover, also by his own word."""
        return self.here and self.status in WITH_COURIER and self.told_by is None

    @property
    def awaits_verdict(self) -> bool:
        return self.here and self.status in WITH_COURIER and self.told_by is not None


Cursor = tuple[datetime, UUID]


def handover_row(session: Session, handover_id: UUID, *, office_id: UUID) -> HandoverRow | None:
    found = session.execute(_rows(office_id).where(Handover.id == handover_id)).one_or_none()
    return _counted(session, [HandoverRow(*found)])[0] if found else None


def open_handovers(session: Session, *, office_id: UUID, now: datetime) -> list[HandoverRow]:
    """With packages that are neither closed nor taken back, of the last two weeks, newest first."""
    recent = _rows(office_id).where(Handover.created_at > now - OPEN_SINCE, _still_open())
    return _counted(session, [HandoverRow(*row) for row in session.execute(recent.limit(OPEN_MOST))])


def past_handovers(
    session: Session, *, office_id: UUID, now: datetime, after: Cursor | None = None
) -> tuple[list[HandoverRow], Cursor | None]:
    """One page of all the others, and where the next one begins."""
    recent_and_open = (Handover.created_at > now - OPEN_SINCE) & _still_open()
    query = _rows(office_id).where(~recent_and_open)
    if after:
        query = query.where(tuple_(Handover.created_at, Handover.id) < after)
    rows = [HandoverRow(*row) for row in session.execute(query.limit(PAGE + 1))]
    shown = rows[:PAGE]
    more = (shown[-1].created_at, shown[-1].id) if len(rows) > PAGE else None
    return _counted(session, shown), more


def handed_packages(session: Session, handover_id: UUID) -> list[HandedPackage]:
    """In the order of their aliases."""
    accepted = (
        select(func.max(Proof.captured_at))
        .where(Proof.package_id == Package.id, Proof.outcome == Outcome.PICKED_UP, believed())
        .where(Proof.received_at >= Handover.created_at)
        .scalar_subquery()
    )
    here = func.coalesce(Package.handover_id == handover_id, False)
    waits = (Package.status == Status.ASSIGNED) & Package.courier_id.is_(None)
    query = (
        select(
            Package.id, Package.alias, Package.kind, Package.status, here, accepted, Package.old_card, waits
        )
        .join(HandoverPackage, HandoverPackage.package_id == Package.id)
        .join(Handover, Handover.id == HandoverPackage.handover_id)
        .where(HandoverPackage.handover_id == handover_id)
        .order_by(Package.alias)
    )
    found = [HandedPackage(*row) for row in session.execute(query)]
    told = _told_by(session, handover_id)
    return [replace(one, told_by=told.get(one.id)) for one in found]


def _told_by(session: Session, handover_id: UUID) -> dict[UUID, UUID]:
    """By package: the last proof of a delivery that nobody has decided about."""
    query = (
        select(Proof.package_id, Proof.id)
        .join(HandoverPackage, HandoverPackage.package_id == Proof.package_id)
        .join(Handover, Handover.id == HandoverPackage.handover_id)
        .where(HandoverPackage.handover_id == handover_id, says_delivered())
        .order_by(Proof.received_at, Proof.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def says_delivered() -> ColumnElement[bool]:
    """For a query over proofs: of this handover's courier, who says that he handed the package over, while it waits for
    a verdict. Whoever else knows a label says nothing of where the package is."""
    theirs = and_(Proof.courier_id == Handover.courier_id, Proof.received_at >= Handover.created_at)
    return and_(theirs, Proof.outcome == Outcome.DELIVERED, stands(Standing.WAITING))


def _rows(office_id: UUID) -> Select[*tuple[Any, ...]]:
    officer = aliased(User)
    columns = (
        *(Handover.id, Handover.office_id, Handover.created_at, Handover.claimed_at, Handover.expires_at),
        *(Handover.token_expires_at, Handover.revoked_at, Partner.name, Partner.accounts),
        *(officer.name, Courier.name, Courier.phone, Courier.plate),
    )
    return (
        select(*columns)
        .join(Partner, Partner.code == Handover.partner_code)
        .join(officer, officer.id == Handover.officer_id)
        .outerjoin(Courier, Courier.id == Handover.courier_id)
        .where(Handover.office_id == office_id)
        .order_by(Handover.created_at.desc(), Handover.id.desc())
    )


def _still_open() -> ColumnElement[bool]:
    return exists(
        select(HandoverPackage.package_id)
        .join(Package, Package.id == HandoverPackage.package_id)
        .where(HandoverPackage.handover_id == Handover.id)
        .where(Package.handover_id == Handover.id, Package.status.in_(WITH_COURIER | {Status.ASSIGNED}))
    )


def _counted(session: Session, rows: Sequence[HandoverRow]) -> list[HandoverRow]:
    counts = _counts(session, [row.id for row in rows])
    return [replace(row, counts=counts.get(row.id, Counts())) for row in rows]


def _counts(session: Session, handover_ids: Sequence[UUID]) -> Mapping[UUID, Counts]:
    here = Package.handover_id == HandoverPackage.handover_id  # unknown on no handover
    told = exists().where(Proof.package_id == Package.id, says_delivered()).correlate(Package, Handover)
    listed = (
        select(HandoverPackage.handover_id, Package.status, here.label("here"), told.label("told"))
        .join(Package, Package.id == HandoverPackage.package_id)
        .join(Handover, Handover.id == HandoverPackage.handover_id)
        .where(HandoverPackage.handover_id.in_(handover_ids))
        .subquery()
    )
    counts: dict[UUID, Counter[str]] = {}
    for handover_id, *facts, number in session.execute(select(listed, func.count()).group_by(*listed.c)):
        counted = counts.setdefault(handover_id, Counter())
        counted.update(dict.fromkeys(_shares(*facts), number))
    return {handover_id: Counts(**counted) for handover_id, counted in counts.items()}


def _shares(status: Status, here: bool | None, told: bool) -> tuple[str, ...]:
    """Which of the counts a package adds to. `here` is None where it is on no handover."""
    if here is False and status in HAS_COURIER | HAD_COURIER:
        return "packages", "gone"
    if status in WITH_COURIER:
        return ("packages", "out", "told") if told else ("packages", "out")
    return "packages", _IN_THE_OFFICE.get(status, "done" if status in CLOSED else "back")


_IN_THE_OFFICE = {Status.ASSIGNED: "waiting", Status.RETURNED: "back", Status.CANCELLED: "back"}
