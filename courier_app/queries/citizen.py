"""What a package's citizen, and a stranger with its label, may see: the types have no room for more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import WITH_COURIER, Status
from courier_app.domain.retries import is_used_up
from courier_app.models import (
    Answer,
    Collection,
    Courier,
    Handover,
    Package,
    PackageEvent,
    Proof,
    Statement,
    Void,
)
from courier_app.queries.call_backs import unheard
from courier_app.queries.contests import Doubt, contest_of

MOST_SAID = 50
# For a query over steps: the delivery that moved the package. Other proofs of it say nothing of what its citizen reads.
_ON_WORD_ALONE = (PackageEvent.status == Status.DELIVERED) & exists().where(
    Proof.id == PackageEvent.proof_id, unheard()
)


@dataclass(frozen=True)
class AtCounter:
    """Where the citizen collects it, and until when it waits there; None: no day was said."""

    address: str
    until: datetime | None


@dataclass(frozen=True)
class StrangerView:
    """What the label alone opens: no name, no address, no document kind, no picture (security.md, section 8).
    `doubt`: what stands against its delivery, for whoever checks a receipt; `used_up`: no courier is to try again;
    `unconfirmed`: it was delivered on the courier's word alone, and its recipient has not been heard yet; `recalled`: a
    driver has it whose trip the office has ended."""

    status: Status
    office_name: str
    office_phone: str
    report_phone: str
    fee_rupiah: int
    doubt: Doubt | None
    used_up: bool = False
    counter: AtCounter | None = None
    collected: bool = False
    unconfirmed: bool = False
    recalled: bool = False


@dataclass(frozen=True)
class Step:
    """`voided`: a delivery that two officers have taken back since; `collected`: at the office's counter;
    `unconfirmed`: on the courier's word alone, and its recipient has not been heard yet."""

    status: Status
    at: datetime
    voided: bool = False
    collected: bool = False
    unconfirmed: bool = False


@dataclass(frozen=True)
class Carrier:
    """As the recipient should know who stands at the door. `plate` only of an ojol driver."""

    first_name: str
    partner: str
    plate: str | None


@dataclass(frozen=True)
class Said:
    """The citizen's last word."""

    answer: Answer
    at: datetime


@dataclass(frozen=True)
class CitizenView:
    """What the claim code opens. The recipient's masked name is added by the use case that logs the look."""

    alias: str
    status: Status
    closed_at: datetime | None
    steps: tuple[Step, ...]
    carrier: Carrier | None
    said: Said | None
    office_name: str
    office_phone: str
    report_phone: str
    fee_rupiah: int
    pictures_erased_at: datetime | None
    erased_at: datetime | None
    used_up: bool
    counter: AtCounter | None
    old_card: OldCard | None
    policy: tuple[str, int]
    collected: bool
    unconfirmed: bool
    recalled: bool


def stranger_view(session: Session, label_id: str) -> StrangerView | None:
    wanted = select(Package).where(Package.label_id == label_id).options(joinedload(Package.office))
    package = session.scalars(wanted).first()
    if package is None:
        return None
    contest, office = contest_of(session, package.id), package.office
    return StrangerView(
        status=package.status,
        office_name=office.name,
        office_phone=office.phone,
        report_phone=office.report_phone,
        fee_rupiah=_fee(package),
        doubt=contest.for_anyone if contest else None,
        used_up=is_used_up(package.attempt, package.last_attempt),
        counter=_counter(package),
        collected=session.get(Collection, package.id) is not None,
        unconfirmed=_is_unconfirmed(session, package),
        recalled=_is_recalled(session, package),
    )


def citizen_view(session: Session, package_id: UUID) -> CitizenView:
    package = session.scalars(
        select(Package)
        .where(Package.id == package_id)
        .options(joinedload(Package.office), joinedload(Package.courier))
    ).one()
    collected = session.get(Collection, package_id) is not None
    steps, recalled = _steps(session, package_id), _is_recalled(session, package)
    return CitizenView(
        alias=package.alias,
        status=package.status,
        closed_at=package.closed_at,
        steps=steps,
        carrier=None if collected or recalled or _counter(package) else _carrier(package.courier),
        said=last_word(session, package_id),
        office_name=package.office.name,
        office_phone=package.office.phone,
        report_phone=package.office.report_phone,
        fee_rupiah=0 if collected else _fee(package),
        pictures_erased_at=package.pictures_erased_at,
        erased_at=package.erased_at,
        used_up=is_used_up(package.attempt, package.last_attempt),
        counter=_counter(package),
        old_card=package.old_card,
        policy=(package.policy_id, package.policy_version),
        collected=collected,
        unconfirmed=any(step.unconfirmed for step in steps),
        recalled=recalled,
    )


def last_word(session: Session, package_id: UUID) -> Said | None:
    mine = select(Statement).where(Statement.package_id == package_id)
    last = session.scalar(mine.order_by(Statement.made_at.desc()).limit(1))
    return Said(last.answer, last.made_at) if last else None


def statements_of(session: Session, package_id: UUID) -> tuple[Said, ...]:
    """Every word of the citizen, newest first."""
    mine = select(Statement.answer, Statement.made_at).where(Statement.package_id == package_id)
    return tuple(
        Said(*row) for row in session.execute(mine.order_by(Statement.made_at.desc()).limit(MOST_SAID))
    )


def _steps(session: Session, package_id: UUID) -> tuple[Step, ...]:
    """Newest first."""
    delivered = PackageEvent.status == Status.DELIVERED
    voided = exists().where(Void.proof_id == PackageEvent.proof_id, delivered)
    at_counter = exists().where(Collection.package_id == package_id)
    collected = delivered & PackageEvent.proof_id.is_(None) & at_counter
    columns = (PackageEvent.status, PackageEvent.occurred_at, voided, collected, _ON_WORD_ALONE)
    query = select(*columns).where(PackageEvent.package_id == package_id)
    return tuple(Step(*row) for row in session.execute(query.order_by(PackageEvent.id.desc())))


def _counter(package: Package) -> AtCounter | None:
    waits = package.status is Status.HELD_FOR_PICKUP
    return AtCounter(package.office.address, package.held_until) if waits else None


def _is_unconfirmed(session: Session, package: Package) -> bool:
    """The rule of the journey's own step, for whoever does not see the journey."""
    if package.status is not Status.DELIVERED:
        return False
    step = exists().where(PackageEvent.package_id == package.id, _ON_WORD_ALONE)
    return bool(session.scalar(select(step)))


def _is_recalled(session: Session, package: Package) -> bool:
    """A postman goes on with what he holds; a driver's phone tells him to bring it back."""
    if package.handover_id is None or package.status not in WITH_COURIER - {Status.REPORTED_DELIVERED}:
        return False
    trip = session.get_one(Handover, package.handover_id)
    return trip.revoked_at is not None and trip.expires_at is not None


def _fee(package: Package) -> int:
    """Carriage alone has a price: whoever comes to the counter pays nothing."""
    return 0 if _counter(package) else package.fee_rupiah


def _carrier(courier: Courier | None) -> Carrier | None:
    if courier is None:
        return None
    plate = courier.plate if courier.user_id is None else None
    return Carrier(courier.name.split()[0], courier.partner.name, plate)
