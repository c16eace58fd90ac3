"""When a package's time is over by what the ledger remembers, not by columns that an UPDATE reaches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.refusals_erasure import TooEarly
from courier_app.domain.retention import SHORTEST_DAYS, ErasedWhy, Part, is_due
from courier_app.domain.reviews import Decision
from courier_app.models import Collection, Leaf, Package, PackageEvent, Proof, Review
from courier_app.queries.retention import candidate, rules_of
from courier_app.services.record_members import logged_records, member, members_of

SHORTEST = timedelta(days=SHORTEST_DAYS)


def refuse_before_its_time(session: Session, package: Package, part: Part, *, now: datetime) -> None:
    """Of an erasure that nobody ordered. Refuses with TooEarly within the office's term after the last proof that
    counts came, or was upheld, and within the shortest term after the last proof of any kind."""
    last = last_leaf(package.id).scalar_subquery()
    newest = _time_of(session.scalar(select(Leaf.entry).where(Leaf.index == last)))
    one = candidate(session, package.id)
    if one is None or (newest and now < newest + SHORTEST):
        raise TooEarly
    closed = max(one.closed_at, *_closings(session, package))
    if not is_due(replace(one, closed_at=closed).due(rules_of(session, one.office_id), part), now=now):
        raise TooEarly


def last_leaf(package_id: UUID) -> Select[int]:
    """Of the package's newest proof of any kind, or of its collection at the counter; nothing where there is none."""
    proofs = select(Proof.leaf_index.label("leaf")).where(Proof.package_id == package_id)
    collected = select(Collection.leaf_index).where(Collection.package_id == package_id)
    return select(func.max(proofs.union_all(collected).subquery().c.leaf))


def early_erasures(session: Session) -> Iterator[str]:
    """Words for each erasure by night that its own leaf dates within the shortest term after the proof that it
    refers to: no honest house writes one. Times and references stand in the leaves."""
    for index, facts in logged_records(session, holding=b'"t":"erase"'):
        if member(facts, "t", str) != LeafType.ERASE or facts.get("why") != ErasedWhy.DUE.value:
            continue
        entry = session.scalar(select(Leaf.entry).where(Leaf.index == index)) or b""
        ref = member(members_of(entry), "ref", int)
        proof = session.scalar(select(Leaf.entry).where(Leaf.index == ref)) if b'"ref"' in entry else None
        erased_at, proven_at = _time_of(entry), _time_of(proof)
        if erased_at and proven_at and erased_at < proven_at + SHORTEST:
            yield f"erase {facts.get('erasure')}, before its time: leaf {index} follows leaf {ref} too soon"


def _closings(session: Session, package: Package) -> Iterator[datetime]:
    """When the ledger heard of each proof that counts; and, where there is none, the last step on record."""
    steps = select(func.max(PackageEvent.recorded_at)).where(PackageEvent.package_id == package.id)
    heard = session.scalar(steps)
    if heard:
        yield heard
    upheld = Review.decision == Decision.ACCEPTED
    leaves = (
        select(Leaf.entry)
        .join(Proof, Proof.package_id == package.id)
        .outerjoin(Review, Review.proof_id == Proof.id)
        .where(
            or_(
                Proof.mark.is_(None) & (Leaf.index == Proof.leaf_index),
                upheld & (Leaf.index == Review.leaf_index),
            )
        )
    )
    counter = select(Leaf.entry).join(Collection, Collection.leaf_index == Leaf.index)
    ended = (*session.scalars(leaves), *session.scalars(counter.where(Collection.package_id == package.id)))
    yield from (at for entry in ended if (at := _time_of(entry)))


def _time_of(entry: bytes | None) -> datetime | None:
    """A leaf's own time; None for none."""
    try:
        return datetime.fromtimestamp(member(members_of(entry or b""), "ts", int), UTC) if entry else None
    except (ValueError, OverflowError, OSError):
        return None
