"""Proofs for the people who audit: the list by what stands out, and one proof with all that hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, select, tuple_
from sqlalchemy.orm import Session

from courier_app.domain.proofs import EvidenceKind, Flag, Mark, Outcome
from courier_app.domain.reviews import Decision, Standing, standing
from courier_app.domain.voids import may_be_voided
from courier_app.models import (
    Courier,
    Device,
    Leaf,
    Media,
    Office,
    Package,
    Partner,
    Proof,
    ProofMedia,
    Review,
    User,
    Void,
)
from courier_app.queries.call_backs import to_call
from courier_app.queries.contests import overturned_among
from courier_app.queries.former_labels import former_labels
from courier_app.queries.reviews import stands
from courier_app.queries.scopes import Scope
from courier_app.queries.voids import IS_VOIDED

PAGE = 50
MOST_COUNTED = 1000


@dataclass(frozen=True)
class ProofFilter:
    """Everything that is None counts for nothing. `before` and `since` bound the time of receipt. `to_call_since`:
    those alone whose recipient somebody has to ring up."""

    standing: Standing | None = None
    outcome: Outcome | None = None
    mark: Mark | None = None
    flag: Flag | None = None
    courier_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None
    to_call_since: datetime | None = None


@dataclass(frozen=True)
class ProofRow:
    """One line of the list. No name of a recipient; `courier` is empty for those who may not see names. `disputed`:
    the package's citizen says "not received"; `overturned`: a verdict has found that so."""

    id: UUID
    package_id: UUID
    alias: str
    outcome: Outcome
    mark: Mark | None
    decision: Decision | None
    disputed: bool
    flags: tuple[Flag, ...]
    distance_m: int | None
    received_at: datetime
    courier: str
    partner: str
    office: str
    voided: bool = False
    overturned: bool = False

    @property
    def standing(self) -> Standing:
        return standing(self.mark, self.decision, voided=self.voided)


@dataclass(frozen=True)
class EvidenceFile:
    """One evidence file of a proof, in the manifest's order."""

    kind: EvidenceKind
    media: Media


@dataclass(frozen=True)
class Shown:
    """A file that belongs to a proof of the scope, that proof, and the package that it is about."""

    media: Media
    kind: EvidenceKind
    package_id: UUID
    proof_id: UUID


@dataclass(frozen=True)
class Case:
    """All rows about one proof, as they lie in the database; nothing of it is opened yet. `reviewer` is a name."""

    proof: Proof
    package: Package
    office: Office
    courier: Courier
    device: Device | None
    leaf: Leaf | None
    review: Review | None
    reviewer: str | None
    files: tuple[EvidenceFile, ...]
    former_labels: frozenset[str] = frozenset()
    voided: bool = False

    @property
    def labels(self) -> frozenset[str]:
        """Every label that the package has had."""
        return self.former_labels | {self.package.label_id}

    @property
    def standing(self) -> Standing:
        decision = self.review.decision if self.review else None
        return standing(self.proof.mark, decision, voided=self.voided)

    @property
    def may_be_voided(self) -> bool:
        return may_be_voided(self.proof.outcome, self.standing, self.package.status)


Cursor = tuple[datetime, UUID]


def proof_rows(
    session: Session, scope: Scope, wanted: ProofFilter, *, after: Cursor | None = None
) -> tuple[list[ProofRow], Cursor | None]:
    """One page, newest first, and where the next one begins."""
    query = _rows(scope).where(*_conditions(scope, wanted))
    if after:
        query = query.where(tuple_(Proof.received_at, Proof.id) < after)
    newest = query.order_by(Proof.received_at.desc(), Proof.id.desc()).limit(PAGE + 1)
    found = [_row(one) for one in session.execute(newest)]
    shown = _with_verdicts(session, found[:PAGE])
    return shown, (shown[-1].received_at, shown[-1].id) if len(found) > PAGE else None


def _with_verdicts(session: Session, rows: list[ProofRow]) -> list[ProofRow]:
    delivered = [row.package_id for row in rows if row.outcome is Outcome.DELIVERED]
    wrong = overturned_among(session, delivered)
    said = ((row, row.outcome is Outcome.DELIVERED and row.package_id in wrong) for row in rows)
    return [replace(row, overturned=found) for row, found in said]


def count_proofs(session: Session, scope: Scope, wanted: ProofFilter) -> int:
    """How many, and never more than MOST_COUNTED: a count must not cost more than the list."""
    some = select(Proof.id).where(*_conditions(scope, wanted)).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def proof_case(session: Session, scope: Scope, proof_id: UUID) -> Case | None:
    """None for a proof of another office, as for one that never was."""
    query = (
        select(Proof, Package, Office, Courier, Device, Leaf, Review, User.name)
        .join(Package, Package.id == Proof.package_id)
        .join(Office, Office.id == Proof.office_id)
        .join(Courier, Courier.id == Proof.courier_id)
        .outerjoin(Device, Device.id == Proof.device_id)
        .outerjoin(Leaf, Leaf.index == Proof.leaf_index)
        .outerjoin(Review, Review.proof_id == Proof.id)
        .outerjoin(User, User.id == Review.user_id)
        .where(Proof.id == proof_id, scope.of(Proof.office_id))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    former = former_labels(session, row[1].id)
    voided = session.get(Void, proof_id) is not None
    return Case(*row, files=_files(session, proof_id), former_labels=former, voided=voided)


def shown_media(session: Session, scope: Scope, media_id: UUID) -> Shown | None:
    """None for a file of another office, and for one that no proof names."""
    query = (
        select(Media, ProofMedia.kind, Proof.package_id, Proof.id)
        .join(ProofMedia, ProofMedia.media_id == Media.id)
        .join(Proof, Proof.id == ProofMedia.proof_id)
        .where(Media.id == media_id, scope.of(Proof.office_id))
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return Shown(*row) if row else None


def _rows(scope: Scope) -> Select[*tuple[Any, ...]]:
    columns = (
        *(Proof.id, Proof.package_id, Package.alias, Proof.outcome, Proof.mark, Proof.flags),
        *(Review.decision, Package.disputed_at.is_not(None).label("disputed")),
        *(Proof.distance_m, Proof.received_at),
        (Courier.name if scope.names else func.coalesce("", "")).label("courier"),
        *(Partner.name.label("partner"), Office.name.label("office"), IS_VOIDED.label("voided")),
    )
    return (
        select(*columns)
        .join(Package, Package.id == Proof.package_id)
        .join(Office, Office.id == Proof.office_id)
        .join(Courier, Courier.id == Proof.courier_id)
        .join(Partner, Partner.code == Courier.partner_code)
        .outerjoin(Review, Review.proof_id == Proof.id)
    )


def _row(row: Any) -> ProofRow:
    return ProofRow(**row._asdict() | {"flags": read_flags(row.flags)})


def read_flags(written: str) -> tuple[Flag, ...]:
    return tuple(Flag(word) for word in written.split())


def _conditions(scope: Scope, wanted: ProofFilter) -> Iterator[ColumnElement[bool]]:
    exact: tuple[tuple[Any, object], ...] = (
        (Proof.outcome, wanted.outcome),
        (Proof.mark, wanted.mark),
        (Proof.courier_id, wanted.courier_id),
    )
    yield _in_scope(scope, wanted)
    yield from (column == said for column, said in exact if said)
    if wanted.flag:
        yield Proof.flags.contains(wanted.flag, autoescape=True)
    if wanted.to_call_since:
        yield to_call(wanted.to_call_since)
    if wanted.standing:
        yield stands(wanted.standing)
    if wanted.since:
        yield Proof.received_at >= wanted.since
    if wanted.before:
        yield Proof.received_at < wanted.before


def _in_scope(scope: Scope, wanted: ProofFilter) -> ColumnElement[bool]:
    """A courier's proofs are few beside an office's: wrapped like this, the office is checked row by row and the
    courier's own index is walked (3 ms instead of 78 at half a million proofs on SQLite)."""
    ours = scope.of(Proof.office_id)
    return func.coalesce(ours, false()) if wanted.courier_id else ours


def _files(session: Session, proof_id: UUID) -> tuple[EvidenceFile, ...]:
    query = select(ProofMedia.kind, Media).join(Media, Media.id == ProofMedia.media_id)
    rows = session.execute(query.where(ProofMedia.proof_id == proof_id).order_by(ProofMedia.position))
    return tuple(EvidenceFile(kind, media) for kind, media in rows)
