"""Where packages stand and how they got there, against the table of moves and the proofs: looked at both ways."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Exists, Subquery, exists, func, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status, may_move
from courier_app.domain.proofs import STATUS_AFTER, Outcome
from courier_app.domain.reviews import Decision
from courier_app.domain.voids import is_correction
from courier_app.models import Collection, Package, PackageEvent, Proof, Review, Void
from courier_app.services.record_members import STREAMED


def history_that_differs(session: Session) -> Iterator[str]:
    """Words for each package that stands where its history does not lead, or whose history has a step that the table
    of moves does not know; for each delivery that no good proof and no collection says; and for each proof
    that counts and has moved nothing."""
    for package_id in session.scalars(_misplaced(), execution_options=STREAMED):
        yield f"package {package_id}, which stands where its history does not lead"
    for package_id in _leaping(session):
        yield f"package {package_id}, whose history has a step that there is not"
    for package_id in session.scalars(_unproven(), execution_options=STREAMED):
        yield f"package {package_id}, delivered without a proof that counts"
    for outcome in Outcome:
        for proof_id in session.scalars(_unheeded(outcome), execution_options=STREAMED):
            yield f"proof {proof_id}, which counts, and whose step is gone"


def last_steps() -> Subquery:
    """The last step of each package that has any."""
    steps = select(func.max(PackageEvent.id).label("last")).group_by(PackageEvent.package_id).subquery()
    said = select(PackageEvent.package_id, PackageEvent.status, PackageEvent.recorded_at)
    return said.join(steps, steps.c.last == PackageEvent.id).subquery()


def _misplaced() -> Any:
    """The status is the last step's."""
    here = last_steps()
    arrived = (here.c.package_id == Package.id) & (here.c.status == Package.status)
    return select(Package.id).outerjoin(here, arrived).where(here.c.package_id.is_(None))


def _leaping(session: Session) -> Iterator[Any]:
    """Everybody begins as registered; nothing follows a delivery but the step of its void, once for each."""
    voided: dict[Any, list[Status]] = {}
    for package_id, status in session.execute(select(Void.package_id, Void.status)):
        voided.setdefault(package_id, []).append(status)
    wanted = select(PackageEvent.package_id, PackageEvent.status)
    ordered = session.execute(
        wanted.order_by(PackageEvent.package_id, PackageEvent.id), execution_options=STREAMED
    )
    for package_id, rows in groupby(ordered, key=lambda row: row[0]):
        steps = [status for _, status in rows]
        strange = [pair for pair in pairwise(steps) if not may_move(*pair)]
        corrected = [to for frm, to in strange if is_correction(frm, to)]
        known = len(corrected) == len(strange) and sorted(corrected) == sorted(voided.get(package_id, ()))
        if steps[0] is not Status.REGISTERED or not known:
            yield package_id


def _unproven() -> Any:
    accepted = exists().where(Review.proof_id == Proof.id, Review.decision == Decision.ACCEPTED)
    counts = exists().where(
        Proof.id == PackageEvent.proof_id,
        Proof.package_id == PackageEvent.package_id,
        Proof.outcome == Outcome.DELIVERED,
        or_(Proof.mark.is_(None), accepted),
    )
    collected = exists().where(
        Collection.package_id == PackageEvent.package_id,
        Collection.user_id == PackageEvent.user_id,
        Collection.collected_at == PackageEvent.recorded_at,
    )
    unproven = (PackageEvent.status == Status.DELIVERED, ~counts, ~collected)
    return select(PackageEvent.package_id).where(*unproven)


def _unheeded(outcome: Outcome) -> Any:
    """A proof that was accepted when its package had no way there any more moves nothing; its verdict says so."""
    moved = exists().where(
        PackageEvent.proof_id == Proof.id,
        PackageEvent.package_id == Proof.package_id,
        PackageEvent.status == STATUS_AFTER[outcome],
    )
    upheld = exists().where(Review.proof_id == Proof.id, Review.decision == Decision.ACCEPTED, Review.moved)
    counts = or_(Proof.mark.is_(None), upheld)
    return select(Proof.id).where(Proof.outcome == outcome, counts, ~moved)


def step_of_officer(act: type[Void] | type[Collection], status: Any, *, at: Any) -> Exists:
    """Whether the officer of an act took its package there at that moment, without any proof."""
    return exists().where(
        PackageEvent.package_id == act.package_id,
        PackageEvent.status == status,
        PackageEvent.user_id == act.user_id,
        PackageEvent.proof_id.is_(None),
        PackageEvent.recorded_at == at,
    )
