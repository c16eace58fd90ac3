"""All that staff may know of one package: its facts, its history, its proofs, and who looked at its data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import HAD_COURIER, HAS_COURIER, Status
from courier_app.domain.proofs import Mark, Outcome, happened_at
from courier_app.domain.retries import Again
from courier_app.domain.reviews import Decision, Standing, standing
from courier_app.models import (
    Collection,
    Courier,
    Handover,
    HandoverPackage,
    Look,
    Office,
    Package,
    PackageEvent,
    PackageKey,
    Partner,
    Proof,
    Review,
    User,
)
from courier_app.queries.scopes import Scope
from courier_app.queries.voids import IS_VOIDED

LOOKS_SHOWN = STEPS_SHOWN = PROOFS_SHOWN = 50
MOST_COUNTED = 1000
PROOFS_TOLD = 5
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class PackageFacts:
    """Everything but the recipient. `erased`: the recipient's data cannot be read by anybody any more; `collected`: at
    the office's counter."""

    id: UUID
    alias: str
    label_id: str
    kind: str
    status: Status
    attempt: int
    last_attempt: int | None
    held_until: datetime | None
    request_number: str | None
    policy_id: str
    policy_version: int
    fee_rupiah: int
    old_card: OldCard | None
    card_why: CardWhy | None
    card_edition: int | None
    claim_tries: int
    registered_at: datetime
    closed_at: datetime | None
    office_id: UUID
    office_name: str
    report_phone: str
    handover_id: UUID | None
    courier_id: UUID | None
    courier_name: str | None
    courier_phone: str | None
    courier_plate: str | None
    partner_name: str | None
    erased: bool
    erased_at: datetime | None
    pictures_erased_at: datetime | None
    collected: bool

    @property
    def has_courier(self) -> bool:
        """One carries it, or is to carry it."""
        return self.courier_id is not None and self.status in HAS_COURIER

    @property
    def had_courier(self) -> bool:
        """One had it last, and nobody has had it since."""
        return self.courier_id is not None and self.status in HAD_COURIER and not self.collected


@dataclass(frozen=True)
class Step:
    """One line of the history. `who` is an officer's or a courier's name; `offered`: handed over to whichever driver
    comes."""

    status: Status
    occurred_at: datetime
    recorded_at: datetime
    who: str | None
    proof_id: UUID | None
    offered: bool = False


@dataclass(frozen=True)
class ProofLine:
    """One proof, in short."""

    id: UUID
    outcome: Outcome
    mark: Mark | None
    decision: Decision | None
    captured_at: datetime
    offset_ms: int | None
    received_at: datetime
    courier_name: str
    voided: bool = False

    @property
    def at(self) -> datetime:
        """When it happened, by the phone's word put right by our clock."""
        return happened_at(self, received_at=self.received_at)

    @property
    def heard(self) -> datetime | None:
        """When we heard of it, where that is not the same minute."""
        return self.received_at if self.received_at - self.at >= A_MINUTE else None

    @property
    def standing(self) -> Standing:
        return standing(self.mark, self.decision, voided=self.voided)


@dataclass(frozen=True)
class SentProof:
    """`reason` of a failed attempt; `sealed`: the record as the phone sent it."""

    id: UUID
    reason: str | None
    sealed: bytes


@dataclass(frozen=True)
class LookLine:
    """Somebody looked at something of this package."""

    at: datetime
    what: str
    who: str | None


def names_courier() -> ColumnElement[bool]:
    """For a query over packages: PackageFacts.has_courier or had_courier."""
    collected = exists().where(Collection.package_id == Package.id).correlate(Package)
    return Package.status.in_(HAS_COURIER) | (Package.status.in_(HAD_COURIER) & ~collected)


def package_facts(session: Session, scope: Scope, package_id: UUID) -> PackageFacts | None:
    """None for a package that is not there, or not in sight."""
    query = (
        select(
            *(Package.id, Package.alias, Package.label_id, Package.kind, Package.status, Package.attempt),
            *(Package.last_attempt, Package.held_until, Package.request_number),
            *(Package.policy_id, Package.policy_version, Package.fee_rupiah),
            *(Package.old_card, Package.card_why, Package.card_edition, Package.claim_tries),
            *(Package.registered_at, Package.closed_at, Package.office_id, Office.name.label("office_name")),
            *(Office.report_phone, Package.handover_id, Package.courier_id),
            *(Courier.name.label("courier_name"), Courier.phone.label("courier_phone")),
            *(Courier.plate.label("courier_plate"), Partner.name.label("partner_name")),
            (~exists().where(PackageKey.package_id == Package.id)).label("erased"),
            *(Package.erased_at, Package.pictures_erased_at),
            exists().where(Collection.package_id == Package.id).label("collected"),
        )
        .join(Office, Office.id == Package.office_id)
        .outerjoin(Courier, Courier.id == Package.courier_id)
        .outerjoin(Partner, Partner.code == Courier.partner_code)
        .where(Package.id == package_id, scope.of(Package.office_id))
    )
    row = session.execute(query).one_or_none()
    return PackageFacts(**row._asdict()) if row else None


def history(session: Session, package_id: UUID) -> tuple[Step, ...]:
    """The last STEPS_SHOWN, newest first."""
    query = (
        select(
            PackageEvent.status,
            PackageEvent.occurred_at,
            PackageEvent.recorded_at,
            func.coalesce(User.name, Courier.name),
            PackageEvent.proof_id,
            (PackageEvent.status == Status.ASSIGNED) & PackageEvent.courier_id.is_(None),
        )
        .outerjoin(User, User.id == PackageEvent.user_id)
        .outerjoin(Courier, Courier.id == PackageEvent.courier_id)
        .where(PackageEvent.package_id == package_id)
        .order_by(PackageEvent.id.desc())
        .limit(STEPS_SHOWN)
    )
    return tuple(Step(*row) for row in session.execute(query))


def takeovers_of(session: Session, package_id: UUID) -> tuple[tuple[datetime, str], ...]:
    """When a driver took over what was offered to whichever comes, and his name: a step that moves no package."""
    query = (
        select(Handover.claimed_at, Courier.name)
        .join(HandoverPackage, HandoverPackage.handover_id == Handover.id)
        .join(Courier, Courier.id == Handover.courier_id)
        .where(HandoverPackage.package_id == package_id)
    )
    return tuple((at, who) for at, who in session.execute(query) if at)


def agains_of(session: Session, package_id: UUID) -> dict[datetime, Again]:
    """Why the package went out though its attempts were used up, by the time of the handover."""
    query = (
        select(Handover.created_at, HandoverPackage.again)
        .join(Handover, Handover.id == HandoverPackage.handover_id)
        .where(HandoverPackage.package_id == package_id, HandoverPackage.again.is_not(None))
    )
    return {at: why for at, why in session.execute(query) if why}


def proofs_of(session: Session, package_id: UUID) -> tuple[ProofLine, ...]:
    """The last PROOFS_SHOWN, newest first: whoever knows a label may send as many as he likes, for review."""
    query = (
        select(
            *(Proof.id, Proof.outcome, Proof.mark, Review.decision, Proof.captured_at, Proof.offset_ms),
            *(Proof.received_at, Courier.name, IS_VOIDED),
        )
        .join(Courier, Courier.id == Proof.courier_id)
        .outerjoin(Review, Review.proof_id == Proof.id)
        .where(Proof.package_id == package_id)
        .order_by(Proof.received_at.desc(), Proof.id.desc())
        .limit(PROOFS_SHOWN)
    )
    return tuple(ProofLine(*row) for row in session.execute(query))


def sent_of(session: Session, package_id: UUID, outcome: Outcome) -> tuple[SentProof, ...]:
    """Each proof that says so, the last PROOFS_TOLD, with its record as sealed."""
    query = (
        select(Proof.id, Proof.reason, Proof.sent_sealed)
        .where(Proof.package_id == package_id, Proof.outcome == outcome)
        .order_by(Proof.received_at.desc(), Proof.id.desc())
        .limit(PROOFS_TOLD)
    )
    return tuple(SentProof(*row) for row in session.execute(query))


def count_proofs_of(session: Session, package_id: UUID) -> int:
    """How many there are, and never more than MOST_COUNTED."""
    some = select(Proof.id).where(Proof.package_id == package_id).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def looks_at(session: Session, package_id: UUID) -> tuple[LookLine, ...]:
    """The last LOOKS_SHOWN, newest first."""
    query = (
        select(Look.at, Look.what, func.coalesce(User.name, Courier.name))
        .outerjoin(User, User.id == Look.user_id)
        .outerjoin(Courier, Courier.id == Look.courier_id)
        .where(Look.package_id == package_id)
        .order_by(Look.at.desc())
        .limit(LOOKS_SHOWN)
    )
    return tuple(LookLine(*row) for row in session.execute(query))
