"""Erasing a package's personal data by destroying keys (evidence.md, section 4): keys, leaf and row in one
transaction, the objects after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, Update, delete, exists, func, select, update
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals import PackageHeld, WrongStatus
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.models import (
    Courier,
    Derivative,
    DoomedObject,
    Erasure,
    Media,
    NameToken,
    OwnPhoneSignature,
    Package,
    PackageKey,
    Proof,
    ProofMedia,
)
from courier_app.services.erasure_times import last_leaf, refuse_before_its_time
from courier_app.services.evidence_files import ERASED_KEY
from courier_app.services.holds import held_by
from courier_app.services.moves import locked_package
from courier_app.services.server_records import append_record

BATCH = 200
NOTHING = b""
UNNAMED_DRIVER = "Pengemudi"  # in place of the name of an ojol driver none of whose packages is kept any more


@dataclass(frozen=True)
class Order:
    """What is to be erased, why, and on whose word; nobody's, when its time is over."""

    package_id: UUID
    part: Part
    why: ErasedWhy
    user_id: UUID | None = None


def erase(session: Session, order: Order, *, now: datetime) -> Erasure | None:
    """Nobody can read it from here on, whatever copies of the data there are, as long as the copies of the keys go too
    (docs/guides/operator.md). None when it had been done already. Refuses with PackageHeld while anything holds it, and
    with WrongStatus a package that is still on its way, and with TooEarly what nobody ordered and is not due by the
    ledger's own times. Locks the ledger's tail last."""
    package = locked_package(session, order.package_id)
    if _is_done(package, order.part):
        return None
    if package.closed_at is None:
        raise WrongStatus
    held = held_by(session, package.id)
    if held:
        raise PackageHeld(members={"by": [one.value for one in held]})
    if order.why is ErasedWhy.DUE:
        refuse_before_its_time(session, package, order.part, now=now)
    doomed = _shred_pictures(session, package.id)
    package.pictures_erased_at = now
    if order.part is Part.EVERYTHING:
        _shred_data(session, package)
        package.erased_at, package.overturned_at = now, None  # nothing can be voided without its keys
    session.flush()
    return _logged(session, order, package, doomed, now=now)


def doomed_objects(session: Session, store_name: str) -> Sequence[str]:
    """BATCH objects of this store whose keys are destroyed and that nobody has removed yet."""
    mine = select(DoomedObject.object_name).where(DoomedObject.store == store_name)
    return session.scalars(mine.order_by(DoomedObject.object_name).limit(BATCH)).all()


def note_removed(session: Session, names: Sequence[str], *, now: datetime) -> None:
    """They are gone from the store; an erasure that has none left is finished."""
    session.execute(delete(DoomedObject).where(DoomedObject.object_name.in_(names)))
    left = exists().where(DoomedObject.erasure_id == Erasure.id)
    session.execute(
        update(Erasure).where(Erasure.finished_at.is_(None), ~left).values(finished_at=now),
        execution_options={"synchronize_session": False},
    )


def _is_done(package: Package, part: Part) -> bool:
    if part is Part.EVERYTHING or package.erased_at:
        return package.erased_at is not None
    done, closed = package.pictures_erased_at, package.closed_at
    return done is not None and closed is not None and done >= closed


def _shred_pictures(session: Session, package_id: UUID) -> list[tuple[str, str]]:
    """Keys of photos and signatures; the rows stay, with the hash that the phone signed. Name and store of what is to
    be removed. What recipients signed on their own phones lies in the row itself, and goes from there."""
    files = _files_of(package_id)
    small = delete(Derivative).where(Derivative.media_id.in_(files))
    rows = session.execute(small.returning(Derivative.object_name, Derivative.store))
    doomed = [(name, store) for name, store in rows]
    keys = update(Media).where(Media.id.in_(files), Media.wrapped_dek != ERASED_KEY)
    gone = keys.values(wrapped_dek=ERASED_KEY).returning(Media.object_name, Media.store)
    doomed += [(name, store) for name, store in session.execute(gone, execution_options=_BESIDE)]
    signed = update(OwnPhoneSignature).where(
        OwnPhoneSignature.package_id == package_id, OwnPhoneSignature.record_sealed.is_not(None)
    )
    session.execute(signed.values(record_sealed=NOTHING), execution_options=_BESIDE)
    return doomed


def _shred_data(session: Session, package: Package) -> None:
    """The package's key, and what is personal without being sealed under it."""
    session.execute(delete(PackageKey).where(PackageKey.package_id == package.id))
    session.execute(delete(NameToken).where(NameToken.package_id == package.id))
    package.recipient_sealed = NOTHING
    package.request_number = None
    traces = update(OwnPhoneSignature).where(OwnPhoneSignature.package_id == package.id)
    session.execute(traces.values(network=NOTHING, browser=""), execution_options=_BESIDE)
    package.erased_at = package.pictures_erased_at
    session.flush()
    session.execute(_drivers_of_nothing(package.id), execution_options=_BESIDE)


def _drivers_of_nothing(package_id: UUID) -> Update:
    """Ojol drivers of this package whose every package is erased: nobody needs their names and telephones any more."""
    carried = select(Proof.courier_id).where(Proof.package_id == package_id)
    carries = select(Package.courier_id).where(Package.id == package_id)
    kept = exists().where(
        Proof.courier_id == Courier.id, Package.id == Proof.package_id, Package.erased_at.is_(None)
    )
    holds = exists().where(Package.courier_id == Courier.id, Package.erased_at.is_(None))
    mine = Courier.id.in_(carried) | Courier.id.in_(carries)
    found = update(Courier).where(Courier.user_id.is_(None), mine, ~kept, ~holds)
    return found.values(name=UNNAMED_DRIVER, phone=None, plate=None)


def _logged(
    session: Session, order: Order, package: Package, doomed: Sequence[tuple[str, str]], *, now: datetime
) -> Erasure:
    erasure_id, files = uuid4(), _count(session, package.id)
    facts: dict[str, object] = {"erasure": str(erasure_id), "package": str(package.id)}
    facts |= {"part": order.part.value, "why": order.why.value, "files": files}
    facts |= {"user": str(order.user_id)} if order.user_id else {}
    ref = session.scalar(last_leaf(package.id))
    erasure = Erasure(
        id=erasure_id,
        package_id=package.id,
        office_id=package.office_id,
        part=order.part,
        why=order.why,
        files=files,
        user_id=order.user_id,
        erased_at=now,
        finished_at=None if doomed else now,
        leaf_index=append_record(session, LeafType.ERASE, facts, now=now, ref=ref),
    )
    session.add(erasure)
    session.flush()
    session.add_all(DoomedObject(object_name=n, store=s, erasure_id=erasure_id) for n, s in doomed)
    session.flush()
    return erasure


def _count(session: Session, package_id: UUID) -> int:
    return session.scalar(select(func.count()).select_from(_files_of(package_id).subquery())) or 0


def _files_of(package_id: UUID) -> Select[UUID]:
    return (
        select(ProofMedia.media_id)
        .join(Proof, Proof.id == ProofMedia.proof_id)
        .where(Proof.package_id == package_id)
    )


_BESIDE = {"synchronize_session": False}
